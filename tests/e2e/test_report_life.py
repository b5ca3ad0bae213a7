"""The whole life of a report over real HTTP, with the clock moved: each turn that it can take, taken once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from messages.catalogue import Language, label
from tests.e2e.journey import choose_language, join
from tests.e2e.test_journey import IN_GRID, WORDS
from tests.e2e.test_mornings import count, move_to, report
from tests.e2e.test_verification import CLOSED, FORTNIGHT, fix, questions
from tests.e2e.town import Person, Town, photo

COURIER, NEWCOMER, WORKER, DEPARTMENT, COORDINATOR = 1001, 1003, 2001, 2003, 3001
DEPARTMENT_NAME = {"zh": "城管", "en": "Urban management"}
REMINDED = {"zh": "还在等你一句话", "en": "still waits for a word of yours"}
WENT_ON = {"zh": "没有等到你的回答", "en": "goes on without your answer"}
RESUMED = {"zh": "挂账到期", "en": "was deferred until today"}
HANDED_OVER = {"zh": "转给了更合适的人", "en": "went to somebody better placed"}
CARD_CLOSED = {"zh": "结案：一直没有人说还没好", "en": "Closed: nobody has said"}
JOINED = {"zh": "是同一件", "en": "the same as"}
LATE = {"zh": "不归你管就转派", "en": "If it is not yours, hand it over"}
HELD_UP = {"zh": "请看看卡在哪里", "en": "Please see what holds it up"}

# No step twice for one turn, and none that nobody took: what the history holds in the end.
A_WHOLE_LIFE = [
    "submit",
    "ask",
    "go_on",
    "accept",
    "defer",
    "resume",
    "hand_over",
    "accept",
    "fix",
    "reopen",
    "fix",
    "close",
]


async def people(town: Town, language: Language, *ids: int) -> Sequence[Person]:
    """Those people, who speak that language."""
    found = [Person(town, id_) for id_ in ids]
    for person in found:
        await choose_language(person, language)
    return found


def history(town: Town) -> list[str]:
    """What was done to the reports, in the bot's own file."""
    path = town.home / "bot.sqlite3"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        steps = connection.execute("SELECT action FROM report_changes WHERE action <> 'describe' ORDER BY id")
        return [action for (action,) in steps]


async def heard(town: Town, who: int, method: str, words: str) -> Any:
    """The one call by which somebody was sent those words."""
    await town.settle()
    calls = [call["parameters"] for call in await town.get(f"calls?method={method}&chat={who}")]
    (found,) = [call for call in calls if words in f"{call.get('text')} {call.get('caption')}"]
    return found


async def test_unanswered_deferred_handed_over_reopened_and_closed(town: Town, language: Language) -> None:
    courier, worker, department = await people(town, language, COURIER, WORKER, DEPARTMENT)
    await move_to(town, 15)
    await report(courier, WORDS[language])

    await worker.press(label(language, "report.ask"))
    await worker.press(label(language, "dialogue_question.where"))
    assert label(language, "dialogue_question.where") in await courier.transcript()
    await move_to(town, 15, days=2)
    await town.until(courier, REMINDED[language])
    await move_to(town, 15, days=2)
    await town.until(courier, WENT_ON[language])
    assert label(language, "dialogue_answer.none") in await worker.transcript()

    await worker.press(label(language, "report.accept"))
    await worker.press(label(language, "report.defer"))
    await worker.press(label(language, "defer_reason.weather"))
    await worker.press(label(language, "deferral.tomorrow"))
    assert label(language, "defer_reason.weather") in await courier.transcript()
    await move_to(town, 10)
    await town.until(worker, RESUMED[language])

    await worker.press(label(language, "report.hand_over"))
    await worker.press(f"🏢 {DEPARTMENT_NAME[language]}")
    await worker.press(label(language, "handover.without_reason"))
    assert HANDED_OVER[language] in await courier.transcript()

    await department.press(label(language, "report.accept"))
    await fix(department, language, 2)
    await courier.press(label(language, "verification_button.not_fixed"))
    await courier.press(label(language, "not_fixed.partly"))
    assert label(language, "not_fixed.partly") in await department.transcript()
    await fix(department, language, 3)
    await move_to(town, 15, days=FORTNIGHT)
    await town.until(courier, CLOSED[language])

    assert history(town) == A_WHOLE_LIFE
    for person in (worker, department):  # wherever the card stands, it says how it ended
        assert CARD_CLOSED[language] in await person.transcript()
    for said in (REMINDED, WENT_ON, HANDED_OVER, CLOSED):
        assert await count(courier, said[language]) == 1


async def test_what_is_late_is_told_to_whoever_has_it_and_then_to_coordinators(
    town: Town, language: Language
) -> None:
    courier, worker, coordinator = await people(town, language, COURIER, WORKER, COORDINATOR)
    await move_to(town, 9)
    await report(courier, WORDS[language])
    await move_to(town, 15, days=3)  # there is a working day among any four
    await town.until(worker, LATE[language])
    assert HELD_UP[language] not in await coordinator.transcript()

    await move_to(town, 15, days=3)
    await town.until(coordinator, HELD_UP[language])
    await coordinator.press(label(language, "report.accept"))
    assert WORDS[language]["told"] in await courier.transcript()
    assert await count(worker, LATE[language]) == 1
    assert history(town) == ["submit", "accept"]


async def test_whoever_sees_the_same_joins_it_and_hears_how_it_goes_on(
    town: Town, language: Language
) -> None:
    courier, worker = await people(town, language, COURIER, WORKER)
    other = Person(town, NEWCOMER)
    await join(other, language)
    await report(courier, WORDS[language])

    await other.send_photo(photo(2))
    await other.press(label(language, "report.agree"))
    await other.send_place(*IN_GRID)
    await other.press(label(language, "category.manhole"))
    await other.press(label(language, "duplicate.me_too"))
    assert JOINED[language] in await other.transcript()

    await worker.press(label(language, "report.accept"))
    await fix(worker, language, 3)
    for person in (courier, other):  # both are asked, and the answer of either counts
        assert len(await questions(person, language)) == 1
    await other.press(label(language, "verification_button.fixed"))
    assert history(town) == ["submit", "me_too", "accept", "fix", "confirm"]
    assert await questions(courier, language) == []


async def test_at_night_only_a_danger_makes_a_sound(town: Town, language: Language) -> None:
    courier, _worker, _coordinator = await people(town, language, COURIER, WORKER, COORDINATOR)
    await move_to(town, 23)
    await report(courier, WORDS[language])
    card = await heard(town, WORKER, "sendPhoto", label(language, "category.manhole"))
    assert card["disable_notification"]

    await courier.send_photo(photo(2))
    await courier.send_place(*IN_GRID)
    await courier.press(label(language, "category.gas"))
    for who in (WORKER, COORDINATOR):
        urgent = await heard(town, who, "sendPhoto", label(language, "category.gas"))
        assert "disable_notification" not in urgent

    await town.post("clock", {"advance": 20 * 60})
    for who, words in ((WORKER, LATE), (COORDINATOR, HELD_UP)):
        await town.until(Person(town, who), words[language])
        late = await heard(town, who, "sendMessage", words[language])
        assert "‼️" in late["text"]
        assert "disable_notification" not in late
