"""A training over HTTP, by polling and by webhook, with the clock moved from the first answer to the points."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.journey import choose_language
from tests.e2e.town import LOOK, SETTLE_SECONDS, Person, Town

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR = 60, 3600  # seconds
WORDS = {
    "zh": {
        "new": "新培训",
        "bad": "没看懂",
        "unlimited": "不限",
        "publish": "发布（",
        "published": "发布了",
        "sign_up": "报名",
        "in": "你已经报名",
        "reminder": "别忘了：CPR <b>&",
        "open": "CPR",
        "list": "全部培训",
        "page": "看这一场",
        "revise": "改时间",
        "when": "时间",
        "apply": "确认改动",
        "changed": "有变动",
        "cannot": "我去不了",
        "free": "位子让出来",
        "over": "谁来了",
        "attendance": "签到：谁来了",
        "close": "签到完成",
        "closed": "签到已经记好",
        "points": "+2 积分，现在一共 2 分",
        "cancel": "取消这场",
        "call_off": "确认取消",
        "cancelled": "取消了",
    },
    "en": {
        "new": "New training",
        "bad": "could not be read",
        "unlimited": "No limit",
        "publish": "Publish (",
        "published": "Published",
        "sign_up": "Sign up",
        "in": "You have signed up",
        "reminder": "Do not forget: CPR <b>&",
        "open": "CPR",
        "list": "All trainings",
        "page": "See this training",
        "revise": "Change time",
        "when": "Time",
        "apply": "Change it",
        "changed": "has changed",
        "cannot": "I can't come",
        "free": "Your place is free",
        "over": "Who came?",
        "attendance": "Who came",
        "close": "Done (",
        "closed": "attendance is kept",
        "points": "+2 points, 2 in all",
        "cancel": "Cancel it",
        "call_off": "Yes, cancel",
        "cancelled": "is cancelled",
    },
}


async def local_now(town: Town) -> datetime:
    clock = await town.get("clock")
    return datetime.fromtimestamp(clock["now"] / 1000, ZONE)


async def move_to(town: Town, time: datetime, *, settled: bool = True) -> None:
    """Let the clock jump there; a minute later, so that what is due then is due."""
    if settled:
        await town.settle()
    seconds = (time - await local_now(town)).total_seconds() + MINUTE
    await town.post("clock", {"advance": seconds})


async def publish(town: Town, coordinator: Person, start: datetime, words: dict[str, str]) -> None:
    await coordinator.say("/training")
    await coordinator.press(words["new"])
    await coordinator.say("CPR <b>& {{ 7*7 }}")
    await coordinator.say("whenever")
    assert words["bad"] in await coordinator.transcript()
    await coordinator.say(f"{start:%Y-%m-%d %H:%M}")
    await coordinator.say("驿站二楼")
    await coordinator.press(words["unlimited"])
    await coordinator.press("2")
    await coordinator.press(words["publish"])
    assert words["published"] in await coordinator.transcript()


async def test_a_training_from_its_first_answer_to_the_points(town: Town, language: str) -> None:
    words = WORDS[language]
    coordinator, courier, worker = (Person(town, who) for who in (3001, 1001, 2001))
    for person in (coordinator, courier, worker):
        await choose_language(person, language)
    day = await local_now(town) + timedelta(days=3)
    start = day.replace(hour=16, minute=0, second=0, microsecond=0)  # no quiet times 24 h and 2 h before

    await publish(town, coordinator, start, words)
    for person in (courier, worker):
        await person.say("/training")
        await person.press(words["sign_up"])
        assert words["in"] in await person.transcript()
    await town.settle()

    await move_to(town, start - timedelta(hours=24))
    for person in (courier, worker):
        await town.until(person, words["reminder"])

    await coordinator.press(words["page"])
    await coordinator.press(words["revise"])
    await coordinator.press(words["when"])
    later = start + timedelta(days=2)
    await coordinator.say(f"{later:%Y-%m-%d %H:%M}")
    await coordinator.press(words["apply"])
    for person in (courier, worker):
        assert (await person.transcript()).count(words["changed"]) == 1

    await move_to(town, start - timedelta(hours=2))  # that start is no more
    await town.settle()
    assert (await courier.transcript()).count(words["reminder"]) == 1
    await move_to(town, later - timedelta(hours=2))  # both reminders are late: the closer one is said
    await town.until(worker, f"{later:%H:%M}")
    await reminded_twice(town, worker, words["reminder"])
    await worker.press(words["cannot"])
    assert words["free"] in await worker.transcript()

    await move_to(town, later + timedelta(hours=2))
    await town.until(coordinator, words["over"])
    await coordinator.press(words["attendance"])
    await coordinator.press("– 李强")
    await coordinator.press("✅ 李强")
    await coordinator.press("– 李强")
    await coordinator.press(words["close"])
    await town.until(courier, words["points"])
    assert words["closed"] in await coordinator.transcript()
    assert words["points"] not in await worker.transcript()
    assert (await courier.transcript()).count(words["reminder"]) == 2


async def reminded_twice(town: Town, person: Person, words: str) -> None:
    async with asyncio.timeout(SETTLE_SECONDS):
        while (await person.transcript()).count(words) != 2:
            await asyncio.sleep(LOOK)


async def test_a_cancelled_training_is_told_and_reminds_nobody(town: Town, language: str) -> None:
    words = WORDS[language]
    coordinator, courier = Person(town, 3001), Person(town, 1001)
    for person in (coordinator, courier):
        await choose_language(person, language)
    day = await local_now(town) + timedelta(days=3)
    start = day.replace(hour=16, minute=0, second=0, microsecond=0)
    await publish(town, coordinator, start, words)
    await courier.say("/training")
    await courier.press(words["sign_up"])

    await coordinator.press(words["page"])
    await coordinator.press(words["cancel"])
    await coordinator.say("老师病了 <i>")
    await coordinator.press(words["call_off"])
    told = await courier.transcript()
    assert words["cancelled"] in told
    assert "老师病了 <i>" in told

    await move_to(town, start - timedelta(hours=2))
    await town.settle()
    assert words["reminder"] not in await courier.transcript()


async def test_a_draft_and_a_late_reminder_survive_a_stop(town: Town) -> None:
    words = WORDS["zh"]
    coordinator, courier = Person(town, 3001), Person(town, 1001)
    day = await local_now(town) + timedelta(days=3)
    start = day.replace(hour=16, minute=0, second=0, microsecond=0)
    await coordinator.say("/training")
    await coordinator.press(words["new"])
    await coordinator.say("CPR <b>&")
    await town.settle()
    await town.stop_bot()
    await coordinator.say(f"{start:%m月%d日} 16点")
    await town.start_bot()
    await town.until(coordinator, "在哪里")
    await coordinator.say("驿站二楼")
    await coordinator.press(words["unlimited"])
    await coordinator.press("2")
    await coordinator.press(words["publish"])
    await courier.say("/training")
    await courier.press(words["sign_up"])
    await town.settle()
    await town.stop_bot()
    await move_to(town, start - timedelta(hours=1), settled=False)
    await town.start_bot()

    await town.until(courier, words["reminder"])
    await town.settle()
    assert (await courier.transcript()).count(words["reminder"]) == 1  # the day before's is no use any more
