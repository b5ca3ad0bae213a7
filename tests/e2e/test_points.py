"""Points over HTTP, by polling and by webhook: earned by a report, looked at, awarded by hand, and taken back."""

from __future__ import annotations

from tests.e2e.journey import choose_language
from tests.e2e.test_journey import IN_GRID, WORDS
from tests.e2e.town import Person, Town, photo

REASON = "帮社区送了 30 份 <宣传单> & {{ 7*7 }}"
POINTS = {
    "zh": {
        "earned": "+1 分",
        "now": "你现在有 1 分",
        "menu": "我的积分",
        "balance": "你有 {} 分",
        "report": "被接单 · ",
        "award": "奖励：",
        "back": "返回",
        "begin": "发积分",
        "nobody": "没有找到",
        "wrong": "0 分等于没发",
        "give": "确认发放",
        "given": "已给 李强 +5 分",
        "told": "你得到 +5 分",
        "again": "已经发过了",
        "undo": "发错了，收回",
        "undone": "已从 李强 收回 5 分",
        "corrected": "更正",
        "refused": "积分由协调员来发",
    },
    "en": {
        "earned": "+1 point",
        "now": "you have 1 now",
        "menu": "My points",
        "balance": "You have {} point",
        "report": "taken on · ",
        "award": "Award: ",
        "back": "Back",
        "begin": "Award points",
        "nobody": "Nobody",
        "wrong": "0 points would be no award",
        "give": "Give them",
        "given": "李强 was given +5",
        "told": "+5 for you",
        "again": "given already",
        "undo": "take back",
        "undone": "5 taken back from 李强",
        "corrected": "Correction",
        "refused": "given by coordinators",
    },
}


async def test_an_accepted_report_earns_a_point_that_the_menu_shows(town: Town, language: str) -> None:
    words, points = WORDS[language], POINTS[language]
    courier, worker = Person(town, 1001), Person(town, 2001)
    await choose_language(courier, language)
    await choose_language(worker, language)

    await courier.send_photo(photo(1))
    await courier.send_place(*IN_GRID)
    await courier.press(words["manhole"])
    await worker.press(words["accept"])
    told = await courier.transcript()
    assert points["earned"] in told
    assert points["now"] in told

    await courier.say("/start")
    await town.settle()
    count = len(await town.calls("sendMessage"))
    await courier.press(points["menu"])
    await town.settle()
    page = (await courier.messages())[-1]["text"]
    assert points["balance"].format(1) in page
    assert points["report"] in page
    await courier.press(points["back"])
    await town.settle()
    assert len(await town.calls("sendMessage")) == count  # there and back in one message


async def test_a_coordinator_awards_points_and_takes_them_back(town: Town, language: str) -> None:
    points = POINTS[language]
    courier, coordinator = Person(town, 1001), Person(town, 3001)
    await choose_language(courier, language)
    await choose_language(coordinator, language)

    await coordinator.say("/start")
    await coordinator.press(points["begin"])
    await coordinator.say("没有这个人")
    assert points["nobody"] in await coordinator.transcript()
    await coordinator.say("李")
    await coordinator.press("李强")
    await coordinator.say("0")
    assert points["wrong"] in await coordinator.transcript()
    await coordinator.say("5")
    await town.stop_bot()
    await town.start_bot()
    await coordinator.say(REASON)
    await town.settle()
    preview = (await coordinator.messages())[-1]
    confirm = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await coordinator.press(points["give"])
    assert points["given"] in await coordinator.transcript()
    told = await courier.transcript()
    assert points["told"] in told
    assert REASON in told
    assert "刘敏" not in told

    answered = await coordinator.forge(confirm)
    assert points["again"] in answered["text"]
    answered = await courier.forge(confirm)
    assert points["refused"] in answered["text"]

    await courier.say("/points")
    assert points["balance"].format(5) in await courier.transcript()
    await coordinator.press(points["undo"])
    assert points["undone"] in await coordinator.transcript()
    assert points["corrected"] in await courier.transcript()
    await courier.say("/points")
    await town.settle()
    page = (await courier.messages())[-1]["text"]
    assert points["balance"].format(0) in page
    assert "-5" in page
    assert "+5" in page
    assert points["award"] in page
