"""What the clock brings to people, over real HTTP with the clock moved: the morning's list, and a forgotten draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.journey import choose_language
from tests.e2e.test_journey import IN_GRID, WORDS
from tests.e2e.town import Person, Town, photo

ZONE = ZoneInfo("Asia/Shanghai")
LISTED = {"zh": "条上报等你答复", "en": "wait for your answer"}
LEFT_LYING = {"zh": "没报完的上报", "en": "unfinished report"}
GO_ON = {"zh": "接着报", "en": "Go on with it"}


async def move_to(town: Town, hour: int, days: int = 0) -> None:
    """Move the clock to the next time that it shows that hour in Wuhan, or days after that."""
    now = datetime.fromtimestamp((await town.get("clock"))["now"] / 1000, ZONE)
    then = now.replace(hour=hour, minute=0, second=1)
    then += timedelta(days=days + (then <= now))
    await town.post("clock", {"advance": (then - now).total_seconds()})


async def count(person: Person, words: str) -> int:
    return (await person.transcript()).count(words)


async def report(courier: Person, words: dict[str, str]) -> None:
    await courier.send_photo(photo(1))
    assert words["place"] in await courier.transcript()
    await courier.send_place(*IN_GRID)
    await courier.press(words["manhole"])
    assert words["submitted"] in await courier.transcript()


async def test_the_morning_s_list_leads_to_the_card_and_comes_once_a_day(town: Town, language: str) -> None:
    words = WORDS[language]
    courier, worker = Person(town, 1001), Person(town, 2001)
    await choose_language(courier, language)
    await choose_language(worker, language)
    await report(courier, words)

    await move_to(town, 8)
    await town.until(worker, LISTED[language])
    await town.stop_bot()
    await town.post("clock", {"advance": 1800})
    await town.start_bot()
    await town.post("clock", {"advance": 1800})
    await worker.say("/help")
    assert await count(worker, LISTED[language]) == 1

    await worker.press("📄 WH-")
    await worker.press(words["accept"])
    assert words["told"] in await courier.transcript()

    await move_to(town, 8)
    await worker.say("/help")
    assert await count(worker, LISTED[language]) == 1


async def test_a_draft_left_lying_is_reminded_of_and_gone_on_with(town: Town, language: str) -> None:
    courier = Person(town, 1001)
    await choose_language(courier, language)
    await courier.send_photo(photo(1))
    assert WORDS[language]["place"] in await courier.transcript()

    await move_to(town, 15, days=3)
    await town.until(courier, LEFT_LYING[language])
    await courier.press(GO_ON[language])
    await courier.send_place(*IN_GRID)
    await courier.press(WORDS[language]["manhole"])
    assert WORDS[language]["submitted"] in await courier.transcript()
    assert await count(courier, LEFT_LYING[language]) == 1
