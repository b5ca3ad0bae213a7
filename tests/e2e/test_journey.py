"""The main job, played over real HTTP by long polling and by webhook."""

from __future__ import annotations

import pytest

from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)
WORDS = {
    "zh": {
        "report": "报一个问题",
        "manhole": "井盖问题",
        "place": "在哪里",
        "submitted": "报上去了",
        "accept": "我来处理",
        "told": "有人接单了",
    },
    "en": {
        "report": "Report",
        "manhole": "Manhole cover",
        "place": "Where",
        "submitted": "WH-",
        "accept": "take",
        "told": "taken",
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_photo_and_a_place_reach_the_grid_worker_and_the_courier_is_told(
    town: Town, language: str
) -> None:
    words = WORDS[language]
    courier, worker = Person(town, 1001), Person(town, 2001)
    await choose_language(courier, language)
    await choose_language(worker, language)

    await courier.send_photo(photo(1), caption="盖子裂了 <b>& {{ 7*7 }}")
    assert words["place"] in await courier.transcript()
    await courier.send_place(*IN_GRID)
    await courier.press(words["manhole"])
    assert words["submitted"] in await courier.transcript()

    card = await worker.transcript()
    assert "盖子裂了 <b>& {{ 7*7 }}" in card
    await worker.press(words["accept"])
    assert words["told"] in await courier.transcript()
