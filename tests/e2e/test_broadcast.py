"""A broadcast over real HTTP, by long polling and by webhook, in both languages, at once and at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town, photo

HOUR = 3600  # seconds
WUHAN = ZoneInfo("Asia/Shanghai")
WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "couriers": "骑手",
        "everyone": "全体队员",
        "now": "马上",
        "at": "定个时间",
        "typed": "明天 15:00",
        "preview": "发之前看一眼",
        "confirm": "发给",
        "scheduled": "到时候会自动发",
        "read": "知道了",
        "thanks": "谢谢",
        "done": "发完了",
        "figures": "送达 1（已读 1），共 1 人",
        "refresh": "现在怎样",
        "cancel": "不再发",
        "not_sent": "谁都没有收到",
    },
    "en": {
        "couriers": "Couriers",
        "everyone": "Everybody",
        "now": "Now",
        "at": "At a time",
        "typed": "tomorrow 15:00",
        "preview": "Look before it goes out",
        "confirm": "Send it to",
        "scheduled": "It will go out by itself",
        "read": "Read",
        "thanks": "Thank you",
        "done": "Done",
        "figures": "1 delivered (1 read) of 1",
        "refresh": "How it stands",
        "cancel": "Send no more",
        "not_sent": "nobody got it",
    },
}
SAID = "台风要来了 <b>& {{ 7*7 }}"


async def later(town: Town, seconds: float) -> None:
    await town.post("clock", {"advance": seconds})


async def until_wuhan_is_awake(town: Town) -> None:
    """To ten in the morning, so that what is said of quiet times is the same whenever the test runs."""
    now = datetime.fromtimestamp((await town.get("clock"))["now"] / 1000, WUHAN)
    await later(town, (10 * HOUR - now.hour * HOUR - now.minute * 60) % (24 * HOUR))


async def test_a_photo_goes_to_every_courier_who_says_that_they_have_read_it(
    town: Town, language: str
) -> None:
    words = WORDS[language]
    coordinator, courier = Person(town, 3001), Person(town, 1001)
    for person in (coordinator, courier):
        await choose_language(person, language)
    await coordinator.say("/broadcast")
    await town.settle()
    await coordinator.send_photo(photo(1), caption=SAID)
    await coordinator.press(words["couriers"])
    await coordinator.press(words["now"])
    shown = await coordinator.transcript()
    assert words["preview"] in shown
    assert shown.count(SAID) == 2  # what they sent, and the copy of it
    await coordinator.press(words["confirm"])

    await town.until(courier, SAID)
    copy = (await courier.messages())[-1]
    assert copy["caption"] == SAID
    assert copy["photo"]
    answer = await courier.press(words["read"])
    assert words["thanks"] in answer["text"]
    await later(town, 3)
    await town.until(coordinator, words["done"])
    await coordinator.press(words["refresh"])
    assert words["figures"] in await coordinator.transcript()
    assert SAID not in await Person(town, 2001).transcript()


async def test_one_for_a_time_goes_out_then_across_a_restart(town: Town, language: str) -> None:
    words = WORDS[language]
    coordinator, courier = Person(town, 3001), Person(town, 1001)
    await choose_language(coordinator, language)
    for person in (courier, Person(town, 2001)):
        await person.say("/start")
    await until_wuhan_is_awake(town)
    await coordinator.say("/broadcast")
    await town.settle()
    await coordinator.say(SAID)
    await coordinator.press(words["everyone"])
    await coordinator.press(words["at"])
    await coordinator.say(words["typed"])
    await coordinator.press(words["confirm"])
    assert words["scheduled"] in await coordinator.transcript()

    await later(town, 28 * HOUR)
    await town.settle()
    assert SAID not in await courier.transcript()
    await town.stop_bot()
    await later(town, 2 * HOUR)  # its time comes while the bot is down
    await town.start_bot()
    await town.until(courier, SAID)
    await town.until(Person(town, 2001), SAID)
    await later(town, 3)
    await town.until(coordinator, words["done"])
    assert (await courier.transcript()).count(SAID) == 1


async def test_one_that_is_cancelled_before_its_time_reaches_nobody(town: Town, language: str) -> None:
    words = WORDS[language]
    coordinator, courier = Person(town, 3001), Person(town, 1001)
    await choose_language(coordinator, language)
    await until_wuhan_is_awake(town)
    await coordinator.say("/broadcast")
    await town.settle()
    await coordinator.say(SAID)
    await coordinator.press(words["everyone"])
    await coordinator.press(words["at"])
    await coordinator.say(words["typed"])
    await coordinator.press(words["confirm"])
    await coordinator.press(words["cancel"])
    assert words["not_sent"] in await coordinator.transcript()
    await later(town, 30 * HOUR)
    assert SAID not in await courier.transcript()
