"""Albums whose parts come late, over real HTTP in both languages: they join the card that stands already."""

from __future__ import annotations

import pytest

from messages.catalogue import Language, label
from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town, photo

IN_GRID = (30.49851, 114.31694)  # of one grid worker


async def send_part(courier: Person, seed: int, album: str, caption: str = "") -> None:
    await courier.town.upload(
        "photo", photo(seed), {"from": str(courier.id), "album": album, "caption": caption}
    )


@pytest.mark.parametrize(
    ("language", "counted", "another"),
    [("zh", "共 3 张照片", "另一张照片"), ("en", "3 photos", "Another photo of")],
)
async def test_parts_that_come_after_submission_are_shown_and_counted(
    town: Town, language: str, counted: str, another: str
) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    for person in (courier, worker):
        await choose_language(person, language)
    await send_part(courier, 1, "77", "near")
    await courier.send_place(*IN_GRID)
    await courier.press(label(Language(language), "category.manhole"))
    await town.until(worker, "WH-")

    await send_part(courier, 2, "77", "far")
    await send_part(courier, 3, "77", "farther")
    await town.until(worker, counted)
    cards = [message for message in await worker.messages() if "photo" in message]
    assert len(cards) == 3
    assert {"near", "far", "farther"} <= set(cards[0]["caption"].split("\n"))
    assert [another in card["caption"] for card in cards] == [False, True, True]
    assert (await courier.transcript()).count("WH-") == 2  # reported, and reached: nothing was begun anew


async def test_a_part_that_comes_after_it_was_given_up_is_left_alone(town: Town, language: str) -> None:
    courier = Person(town, 1001)
    await choose_language(courier, language)
    await send_part(courier, 1, "77")
    await courier.say("/cancel")
    said = await courier.transcript()
    await send_part(courier, 2, "77")
    assert len((await courier.transcript()).splitlines()) == len(said.splitlines()) + 1  # the photo alone
