"""The menu and the settings, over real HTTP: by role, by language, edited in place."""

from __future__ import annotations

from typing import Any

from tests.e2e.journey import choose_language
from tests.e2e.test_journey import IN_GRID
from tests.e2e.town import Person, Town, photo

RIDE = {
    "zh": ("设置", "30 分钟", "骑行中", "骑完了", "没有在骑行"),
    "en": ("Settings", "30 min", "Riding:", "back", "Not riding"),
}


def names(menu: list[Any]) -> set[str]:
    return {command["command"] for command in menu}


async def test_everybody_sees_the_commands_of_what_they_are(town: Town) -> None:
    for who in (1001, 2001, 3001, 9001):
        await Person(town, who).say("/start")
    await town.settle()

    courier, worker, coordinator, admin, stranger = [
        names(await town.get(f"commands?user={who}")) for who in (1001, 2001, 3001, 9001, 1003)
    ]

    assert "report" in courier & stranger
    assert "report" not in worker | coordinator | admin
    assert "invite" in coordinator & admin
    assert "invite" not in courier | worker | stranger
    assert "leave" not in stranger


async def test_a_ride_is_set_in_two_presses_and_shown_in_the_same_message(town: Town, language: str) -> None:
    settings, half_an_hour, riding, over, not_riding = RIDE[language]
    courier = Person(town, 1001)
    await choose_language(courier, language)
    await courier.say("/start")
    count = len(await town.calls("sendMessage"))

    await courier.press(settings)
    assert not_riding in await courier.transcript()
    await courier.press(half_an_hour)
    assert riding in await courier.transcript()
    await courier.press(over)

    assert not_riding in await courier.transcript()
    assert len(await town.calls("sendMessage")) == count + 1  # the menu itself; all else is edited into it


async def test_a_notice_to_somebody_who_rides_makes_no_sound(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.say("/settings")
    await courier.press("60 分钟")
    await courier.send_photo(photo(1))
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")

    await worker.press("我来处理")
    await town.settle()

    sent = await town.get("calls?method=sendMessage&chat=1001")
    notices = ("已送到", "有人接单了")  # the first makes no sound at any time
    for call in sent:
        is_notice = any(words in call["parameters"]["text"] for words in notices)
        assert ("disable_notification" in call["parameters"]) is is_notice
    assert any("有人接单了" in call["parameters"]["text"] for call in sent)
