"""Whoever is muted begins, changes and sends no report; a draft waits for the end of it, and everything else works."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage import mutes
from storage.mutes import MuteReason
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    PENDING,
    STRANGER,
    WEST,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)

DAY = 24 * 3600 * 1000
IMAGE = {"file_id": "d", "file_unique_id": "u", "mime_type": "image/png", "file_size": 1000}
STORED = ("reports", "report_photos", "report_words", "photos", "consents")


def mute(world: World, who: int = COURIER) -> None:
    by = world.member(COORDINATOR).id
    mutes.begin(
        world.transaction, world.member(who).id, MuteReason.UNTRUE, None, by, world.now + DAY, world.now
    )


def stored(world: World) -> list[tuple[object, ...]]:
    """What reporting leaves behind."""
    return [tuple(row) for table in STORED for row in world.transaction.all(f"SELECT * FROM {table}")]


WAYS: dict[str, Callable[[World], list[OutboxRow]]] = {
    "/report": lambda world: world.say(COURIER, "/report"),
    "button": lambda world: world.press(COURIER, "report"),
    "photo": lambda world: world.photo(COURIER, caption="井盖"),
    "file": lambda world: world.message(COURIER, {"document": IMAGE}),
    "place": lambda world: world.location(COURIER, WEST),
    "words": lambda world: world.say(COURIER, "井盖坏了"),
    "part of an album": lambda world: world.photo(COURIER, album="a"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("has_draft", [True, False])
def test_every_way_to_begin_or_go_on_is_answered_with_until_when_and_why(
    world: World, way: Callable[[World], list[OutboxRow]], has_draft: bool
) -> None:
    if has_draft:
        world.photo(COURIER, "before")
    mute(world)
    before = stored(world)
    answer = way(world)
    assert "9月22日" in words(answer)
    assert "和现场不符" in words(answer)
    assert stored(world) == before
    assert "getFile" not in methods(answer)


def test_an_english_speaker_reads_it_in_english(world: World) -> None:
    world.press(COURIER, "language:en")
    mute(world)
    assert "You cannot report until Tue 22 Sep" in words(world.photo(COURIER))
    assert "You cannot report until" in words(world.press(COURIER, "report"))


def test_an_album_is_answered_once(world: World) -> None:
    mute(world)
    answers = [world.photo(COURIER, str(part), album="a") for part in range(5)]
    assert [len(rows) for rows in answers] == [1, 0, 0, 0, 0]
    world.now += 60_000
    assert world.photo(COURIER, "later", album="b")


def test_a_later_part_of_an_album_joins_no_submitted_report(world: World) -> None:
    submit(world, album="a")
    mute(world)
    world.photo(COURIER, "late", album="a")
    assert len(world.all_reports()[0].photos) == 1


def test_words_changed_afterwards_reach_no_card(world: World) -> None:
    submit(world, caption="漏水")
    message = world.transaction.number("SELECT max(message_id) FROM report_words")
    mute(world)
    before = stored(world)
    assert "暂时不能上报" in words(world.say(COURIER, "骂人的话", edits=message))
    assert stored(world) == before


def test_a_draft_waits_and_is_finished_when_it_is_over(world: World) -> None:
    world.downloaded(only(world.photo(COURIER), "getFile"))
    category = category_button(world.location(COURIER, WEST), "leak")
    mute(world)
    assert "草稿还在" in words(world.press(COURIER, category))
    (draft,) = world.all_reports()
    assert (draft.state, draft.category) == (ReportState.DRAFT, None)
    world.now += DAY
    world.press(COURIER, category)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_a_photo_that_arrives_meanwhile_is_kept_and_sends_nothing(world: World) -> None:
    photo = only(world.photo(COURIER), "getFile")
    world.press(COURIER, category_button(world.location(COURIER, WEST), "leak"))
    mute(world)
    assert methods(world.downloaded(photo)) == ["setMessageReaction"]
    assert world.all_reports()[0].state is ReportState.DRAFT
    world.now += DAY
    older = world.say(COURIER, "/report")  # a day later it is asked about, like any draft that was left lying
    world.press(COURIER, button(older, "join:"))
    assert ReportState.SUBMITTED in {report.state for report in world.all_reports()}


def test_whoever_is_let_in_while_muted_sends_nothing_yet_and_hears_why(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    card = applicants.apply_to_join(world)
    photo = world.photo(STRANGER)
    fetch = world.press(STRANGER, button(photo, "whereabouts:"))
    world.downloaded(only(fetch, "getFile"))
    world.press(STRANGER, category_button(world.location(STRANGER, WEST), "leak"))
    mute(world, STRANGER)
    world.press(COORDINATOR, button(card, "approve:"))
    told = world.announce("joined", member=world.member(STRANGER).id)
    assert "暂时不能上报" in words(told, STRANGER)
    assert "/report" in words(told, STRANGER)
    (report,) = world.all_reports()
    assert report.state is ReportState.DRAFT


def test_whoever_waits_begins_nothing_either(world: World) -> None:
    mute(world, PENDING)
    assert "暂时不能上报" in words(world.photo(PENDING))
    assert world.all_reports() == []


def test_agreeing_to_photos_waits_and_declining_does_not(world: World) -> None:
    world.press(OTHER_COURIER, button(world.say(OTHER_COURIER, "/consents"), "withdraw_photos:"))
    asked = world.photo(OTHER_COURIER)
    mute(world, OTHER_COURIER)
    agree = button(asked, "whereabouts:")
    assert "不能上报" in words(world.press(OTHER_COURIER, agree))
    world.press(OTHER_COURIER, agree.replace(":yes", ":no"))
    assert world.all_reports()[0].state is ReportState.DISCARDED


def test_a_draft_can_be_given_up(world: World) -> None:
    world.photo(COURIER)
    mute(world)
    world.say(COURIER, "/cancel")
    assert world.all_reports()[0].state is ReportState.DISCARDED


@pytest.mark.parametrize("text", ["/help", "/settings", "/mydata", "/consents", "/deleteme", "/leave"])
def test_everything_else_works(world: World, text: str) -> None:
    mute(world)
    answer = words(world.say(COURIER, text))
    assert answer
    assert "不能上报" not in answer


def test_the_menu_says_until_when_instead_of_offering_it(world: World) -> None:
    offered = [one.data for one in shown(world.say(COURIER, "/start"))]
    mute(world)
    menu = world.say(COURIER, "/start")
    assert "暂时不能上报" in words(menu)
    assert "报的情况和现场不符" in words(menu)
    assert "现在就能报" not in words(menu)
    assert [one.data for one in shown(menu)] == [data for data in offered if data != "report"]


def test_cancel_with_nothing_open_does_not_ask_for_a_photo(world: World) -> None:
    assert "照片" in words(world.say(COURIER, "/cancel"))
    mute(world)
    assert "照片" not in words(world.say(COURIER, "/cancel"))


def test_leaving_and_coming_back_does_not_end_it(world: World) -> None:
    mute(world)
    world.press(COURIER, button(world.say(COURIER, "/leave"), "leave:"))
    assert "暂时不能上报" in words(world.photo(COURIER))
