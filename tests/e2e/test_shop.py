"""The shop over HTTP, by polling and by webhook: a point becomes a code with a picture, across a restart, and back."""

from __future__ import annotations

import re

from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town

SHOP = {
    "zh": {
        "goods": "湿巾 · 1 分 · 充足",
        "redeem": "换这个",
        "confirm": "确认，换",
        "chosen": "换好了：湿巾",
        "mine": "我还没取的（1）",
        "pickup": "🎫 湿巾",
        "drop": "不要了……",
        "really": "不要了，退积分",
        "back": "1 分已退回",
        "balance": "你现在有 5 分",
        "short": "还差 3 分",
        "kit": "反光雨衣",
    },
    "en": {
        "goods": "Wet wipes · 1 · plenty",
        "redeem": "Choose this",
        "confirm": "Yes, choose it",
        "chosen": "Yours: Wet wipes",
        "mine": "Waiting for me (1)",
        "pickup": "🎫 Wet wipes",
        "drop": "Give it up…",
        "really": "Give it up, points back",
        "back": "1 point came back",
        "balance": "You now have 5",
        "short": "3 short",
        "kit": "Reflective raincoat",
    },
}
GIVE = {"zh": "确认发放", "en": "Give them"}


async def test_a_point_becomes_a_code_and_comes_back_when_it_is_given_up(town: Town, language: str) -> None:
    shop = SHOP[language]
    courier, coordinator = Person(town, 1001), Person(town, 3001)
    await choose_language(courier, language)
    await choose_language(coordinator, language)
    await coordinator.say("/award")
    await coordinator.say("李强")
    await coordinator.press("李强")
    await coordinator.say("5")
    await coordinator.say("帮忙")
    await coordinator.press(GIVE[language])

    await courier.say("/shop")
    await courier.press(shop["kit"])
    assert shop["short"] in await courier.transcript()
    await courier.say("/shop")
    await courier.press(shop["goods"])
    await courier.press(shop["redeem"])
    await town.settle()
    await town.stop_bot()
    await town.start_bot()
    await courier.press(shop["confirm"])
    told = await courier.transcript()
    assert shop["chosen"] in told
    code = re.search(r"\b[2-9A-HJKMNP-Z]{6}\b", told)
    assert code is not None
    card = (await courier.messages())[-1]
    assert card["photo"]
    assert code[0] in card["caption"]

    await courier.say("/shop")
    for label in ("mine", "pickup", "drop", "really"):
        await courier.press(shop[label])
        await town.settle()
    told = await courier.transcript()
    assert shop["back"] in told
    assert shop["balance"] in told
