"""The shop's desk over HTTP, by polling and by webhook: handed out by link, entered from paper, printed and drawn."""

from __future__ import annotations

import re

from tests.e2e.journey import choose_language
from tests.e2e.test_shop import GIVE, SHOP
from tests.e2e.town import Person, Town

DESK = {
    "zh": {
        "give": "已交到手里",
        "given": "交到你手里了",
        "again": "由你自己交给",
        "entered": "记下 1 件",
        "list": "等人来取的（1）",
        "print": "打印备用",
        "months": "每月数据",
        "figures": "领取 1 人次 · 1 人",
        "table": "表格",
        "chart": "图表",
    },
    "en": {
        "give": "Handed over",
        "given": "You have your Wet wipes",
        "again": "by yourself",
        "entered": "1 entered",
        "list": "Waiting to be collected (1)",
        "print": "Print, for when the network is down",
        "months": "Month by month",
        "figures": "pickups: 1 · people: 1",
        "table": "Table",
        "chart": "Chart",
    },
}


async def choose(town: Town, courier: Person, language: str) -> str:
    """A courier chooses wet wipes; returns the code."""
    await courier.say("/shop")
    for label in ("goods", "redeem", "confirm"):
        await courier.press(SHOP[language][label])
        await town.settle()
    codes: list[str] = re.findall(r"\b[2-9A-HJKMNP-Z]{6}\b", (await courier.messages())[-1]["caption"])
    return codes[-1]


async def test_what_was_chosen_is_handed_out_once_printed_and_counted(town: Town, language: str) -> None:
    desk = DESK[language]
    courier, coordinator = Person(town, 1001), Person(town, 3001)
    await choose_language(courier, language)
    await choose_language(coordinator, language)
    for words in ("/award", "李强"):
        await coordinator.say(words)
    await coordinator.press("李强")
    for words in ("5", "帮忙"):
        await coordinator.say(words)
    await coordinator.press(GIVE[language])

    first = await choose(town, courier, language)
    await coordinator.say("/pickup")
    await coordinator.say(first.lower())
    await coordinator.press(desk["give"])
    await town.settle()
    assert desk["given"] in await courier.transcript()
    await coordinator.say(first)
    assert desk["again"] in await coordinator.transcript()

    await coordinator.say("/stock")
    await coordinator.press(desk["months"])
    assert desk["figures"] in await coordinator.transcript()
    await coordinator.press(desk["table"])
    await coordinator.press(desk["chart"])
    second = await choose(town, courier, language)
    await coordinator.say("/stock")
    await coordinator.press(desk["list"])
    await coordinator.press(desk["print"])
    await town.settle()
    sent = await coordinator.messages()
    assert len([message for message in sent if message.get("document")]) == 3
    assert len([message for message in sent if message.get("photo")]) == 1
    await town.stop_bot()
    await town.start_bot()
    await coordinator.say("/pickup")
    await coordinator.say(f"{second}\n{first}")
    assert desk["entered"] in await coordinator.transcript()
