"""What is no longer needed is forgotten, and nothing else."""

from __future__ import annotations

import pytest

from storage import consents, dead_letters, inbox, invitations, members, outbox
from storage.consents import Purpose
from storage.inbox import Arrival, EventKind
from storage.invitations import Offer
from storage.members import Role, Standing
from storage.outbox import Ending, Lane, State
from storage.reports import ReportState
from tests.unit.handlers.world import (
    COURIER,
    START,
    STRANGER,
    WEST,
    World,
    button,
    category_button,
    only,
    words,
)

HOUR = 3600 * 1000
DAY = 24 * HOUR


def contents(world: World) -> int:
    return world.transaction.number("SELECT count(*) FROM outbox WHERE parameters <> '{}'")


def test_what_was_said_is_forgotten_after_30_days(empty_world: World) -> None:
    for row in empty_world.say(COURIER, "/start"):
        outbox.end(empty_world.transaction, Ending(row.id, State.SENT, None, (1,)), empty_world.now)
    empty_world.now += 29 * DAY
    empty_world.tick("retention")
    assert contents(empty_world) == 1
    empty_world.now += 2 * DAY
    empty_world.tick("retention")
    assert contents(empty_world) == 0


def test_handled_events_are_forgotten_when_they_cannot_be_delivered_again(world: World) -> None:
    world.say(COURIER, "/start")
    world.now += 8 * DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM inbox") == 1  # the tick itself


def test_dead_letters_are_forgotten_as_soon_as_what_they_are_about(world: World) -> None:
    letter = Arrival("telegram", EventKind.UPDATE, "9", '{"message": {"from": {"id": 1001}}}')
    dead_letters.add_unreadable(world.transaction, letter, "no id", world.now)
    world.now += inbox.KEPT
    world.tick("retention")
    assert dead_letters.count(world.transaction) == 1
    world.now += 1
    world.tick("retention")
    assert dead_letters.count(world.transaction) == 0


def test_the_photos_of_reports_stay(world: World) -> None:
    world.downloaded(only(world.photo(COURIER), "getFile"))
    keyboard = world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "leak"))
    world.now += 400 * DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM photos") == 1


def test_a_draft_without_consent_is_erased_after_24_hours_and_its_reporter_told(world: World) -> None:
    world.downloaded(only(world.photo(COURIER, caption="盖子裂了"), "getFile"))
    consents.record(
        world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE, given=False, now=world.now
    )
    world.now += DAY
    assert world.tick("retention") == []
    world.now += 1
    told = world.tick("retention")
    assert "24 小时" in words(told, COURIER)
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos, draft.words) == (ReportState.DISCARDED, (), "")
    assert world.transaction.number("SELECT count(*) FROM photos") == 0
    assert world.tick("retention") == []


def test_a_draft_with_consent_waits_for_its_reporter(world: World) -> None:
    world.photo(COURIER)
    consents.record(
        world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE, given=True, now=world.now
    )
    world.now += 3 * DAY
    assert world.tick("retention") == []
    assert world.draft(COURIER) is not None


def test_invitations_are_forgotten_long_after_they_expired(world: World) -> None:
    invitations.add(world.transaction, "secret", Offer(Role.COURIER), None, world.now, world.now + DAY)
    world.now += 31 * DAY
    world.tick("retention")
    assert invitations.find(world.transaction, "secret") is not None
    world.now += 1
    world.tick("retention")
    assert invitations.find(world.transaction, "secret") is None


def test_a_request_to_be_erased_does_not_wait_for_ever(world: World) -> None:
    world.say(COURIER, "/deleteme")
    world.now += DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM erasures") == 0


@pytest.mark.parametrize("standing", [Standing.LEFT, Standing.STRANGER])
def test_a_draft_whose_reporter_may_not_send_it_is_erased_whatever_they_agreed_to(
    world: World, standing: Standing
) -> None:
    world.photo(COURIER)
    members.set_standing(world.transaction, world.member(COURIER).id, standing)
    world.now += DAY + 1
    assert "24 小时" in words(world.tick("retention"), COURIER)
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos) == (ReportState.DISCARDED, ())


def test_after_a_consent_is_taken_back_a_draft_is_kept_for_24_hours_more(world: World) -> None:
    world.photo(COURIER)
    world.now += 3 * DAY
    world.press(COURIER, button(world.say(COURIER, "/consents"), "withdraw_photos:"))
    assert world.tick("retention") == []
    world.now += DAY + 1
    assert "24 小时" in words(world.tick("retention"), COURIER)


def test_words_that_nobody_made_a_report_of_go_without_a_word(world: World) -> None:
    consents.record(
        world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE, given=False, now=world.now
    )
    world.say(COURIER, "你好")
    world.say(COURIER, "/report")
    world.now += DAY + 1
    assert world.tick("retention") == []
    assert {report.state for report in world.all_reports()} == {ReportState.DISCARDED}
    assert world.transaction.number("SELECT count(*) FROM report_words") == 0


def test_several_drafts_are_spoken_of_once_and_at_night_without_a_sound(world: World) -> None:
    world.photo(STRANGER, "one")
    world.now += 13 * HOUR
    world.photo(STRANGER, "two")
    world.now = START + 2 * DAY  # 22:13 on the clocks of the place
    (told,) = world.tick("retention")
    assert (told.lane, told.parameters["disable_notification"]) == (Lane.NOTICE, True)
