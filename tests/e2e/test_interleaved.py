"""Two couriers at the same time, over real HTTP: each report goes its own way, and nothing is mixed."""

from __future__ import annotations

from typing import Any

from messages.catalogue import Language, label
from tests.e2e.journey import choose_language, join
from tests.e2e.town import Person, Town, photo

PLACES = {"west": (30.49851, 114.31694), "east": (30.51122, 114.34356)}  # a grid worker of its own each


def cards(messages: list[Any]) -> list[Any]:
    return [message for message in messages if "caption" in message]


async def test_two_couriers_report_at_the_same_time_and_nothing_is_mixed(town: Town) -> None:
    first, second = Person(town, 1001), Person(town, 1003)
    west, east = Person(town, 2001), Person(town, 2002)
    await join(second, Language.EN)
    await choose_language(first, "zh")

    await first.send_photo(photo(1), caption="西边的井盖")
    await second.send_photo(photo(2), caption="lamp in the east")
    await second.press(label(Language.EN, "report.agree"))
    await first.say("很响")
    await second.send_place(*PLACES["east"])
    await first.send_place(*PLACES["west"])
    await second.say("dark at night")
    await first.press(label(Language.ZH, "category.manhole"))
    await second.press(label(Language.EN, "category.street_light"))
    await town.until(west, "WH-")
    await town.until(east, "WH-")

    (western,), (eastern,) = cards(await west.messages()), cards(await east.messages())
    assert "西边的井盖\n很响" in western["caption"]
    assert "lamp in the east\ndark at night" in eastern["caption"]
    assert not {"lamp", "dark"} & set(western["caption"].split())
    assert "西边" not in eastern["caption"]
    numbers = [card["caption"].split("WH-")[1].split("\n")[0] for card in (western, eastern)]
    assert numbers[0] != numbers[1]

    await east.press(label(Language.ZH, "report.accept"))
    await town.until(second, "was taken on")
    assert f"WH-{numbers[1]}" in await second.transcript()
    assert "有人接单了" not in await first.transcript()
    await west.press(label(Language.ZH, "report.accept"))
    await town.until(first, "有人接单了")
    assert f"WH-{numbers[0]}" in await first.transcript()
    assert f"WH-{numbers[1]}" not in await first.transcript()
    assert f"WH-{numbers[0]}" not in await second.transcript()
