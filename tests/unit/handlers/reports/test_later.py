"""Save now, finish later: in a rush a photo is enough."""

from __future__ import annotations

import pytest

from handlers.reports.later import off_peak
from messages.catalogue import Language, label
from storage import mutes, preferences
from storage.mutes import MuteReason
from storage.preferences import Preferences
from tests.unit.handlers.clockwork import HOUR, MINUTE, next_time
from tests.unit.handlers.test_quiet import COURIERS, OTHERS, at
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    WEST,
    World,
    button,
    category_button,
    only,
    words,
)


@pytest.fixture
def rush(world: World) -> World:
    """Noon: an order pays most."""
    world.now = next_time(world.now, 12)
    return world


def put_off(world: World, name: str) -> str:
    """A photo, and *Later*; what is said then."""
    world.downloaded(only(world.photo(COURIER, name), "getFile"))
    return words(world.say(COURIER, label(Language.ZH, "report.later")))


@pytest.mark.parametrize(
    ("now", "until"),
    [("12:00", "13:30"), ("18:59", "19:30"), ("15:00", "16:00"), ("16:30", "19:30"), ("21:30", "07:00")],
)
def test_what_is_put_off_waits_until_the_rush_is_over_or_an_hour(now: str, until: str) -> None:
    day = 2 if until == "07:00" else 1
    assert off_peak(COURIERS, at(now)) == at(until, day)


def test_a_rush_is_that_of_couriers_alone() -> None:
    assert off_peak(OTHERS, at("12:00")) == at("13:00")


def test_it_is_saved_and_the_time_is_said(rush: World) -> None:
    assert "13:30" in put_off(rush, "one")
    assert rush.draft(COURIER) is None


def test_the_next_photo_begins_the_next_draft_unasked(rush: World) -> None:
    put_off(rush, "one")
    rush.now += 20 * MINUTE
    rows = rush.photo(COURIER, "two")
    assert "同一件事" not in words(rows)
    assert len(rush.all_reports()) == 2


def test_the_button_below_the_categories_does_it_too_and_twice_is_once(rush: World) -> None:
    rush.photo(COURIER)
    later = button(rush.location(COURIER, WEST), "later:")
    assert "13:30" in words(rush.press(COURIER, later))
    rush.press(COURIER, later)
    assert [draft.put_aside_at is None for draft in rush.all_reports()] == [False]


def test_nothing_is_offered_before_its_time(rush: World) -> None:
    put_off(rush, "one")
    rush.now += 20 * MINUTE
    rush.downloaded(only(rush.photo(COURIER, "two"), "getFile"))
    rows = rush.press(COURIER, category_button(rush.location(COURIER, EAST), "road"))
    assert "没报完" not in words(rows)


def test_a_late_part_of_its_album_joins_it_without_a_question(rush: World) -> None:
    rush.photo(COURIER, "one", album="a")
    rush.say(COURIER, label(Language.ZH, "report.later"))
    rush.now += 2 * MINUTE
    assert words(rush.photo(COURIER, "two", album="a")) == ""


def test_one_reminder_comes_when_the_rush_is_over(rush: World) -> None:
    put_off(rush, "one")
    put_off(rush, "two")
    rush.now = next_time(rush.now, 13, 29)
    assert rush.tick("put-off reports") == []
    rush.now += MINUTE
    assert "<b>2</b> 条" in words(rush.tick("put-off reports"))
    assert rush.tick("put-off reports") == []


def test_the_reminder_waits_until_they_have_ridden(rush: World) -> None:
    put_off(rush, "one")
    rush.now = next_time(rush.now, 13, 20)
    rush.press(COURIER, "riding:60")
    rush.now = next_time(rush.now, 13, 40)
    assert rush.tick("put-off reports") == []
    rush.now += HOUR
    assert "<b>1</b> 条" in words(rush.tick("put-off reports"))


def test_its_button_finishes_them_from_the_oldest_on(rush: World) -> None:
    put_off(rush, "one")
    rush.now += MINUTE
    put_off(rush, "two")
    rush.now = next_time(rush.now, 13, 31)
    rush.press(COURIER, button(rush.tick("put-off reports"), "finish"))
    oldest, newest = rush.all_reports()
    assert rush.draft(COURIER) == oldest
    rows = rush.press(COURIER, category_button(rush.location(COURIER, WEST), "road"))
    assert button(rows, "resume:").split(":")[1] == newest.token


def test_offshift_ends_the_ride_lists_what_waits_and_asks(rush: World) -> None:
    rush.press(COURIER, "riding:60")
    put_off(rush, "one")
    said = words(rush.say(COURIER, "/offshift"))
    assert "<b>1</b> 条" in said
    assert "在哪里" in said
    me = rush.member(COURIER).id
    assert preferences.of(rush.transaction, me) == Preferences()
    rush.now = next_time(rush.now, 14)
    assert rush.tick("put-off reports") == []


def test_offshift_with_nothing_to_finish_says_so(world: World) -> None:
    assert "没有先放着" in words(world.say(COURIER, "/offshift"))


def test_of_a_danger_nothing_is_put_off(world: World) -> None:
    danger = category_button(world.say(COURIER, "/report"), "fire")
    world.press(COURIER, danger)
    rows = world.photo(COURIER)
    assert label(Language.ZH, "report.later") not in str(rows[-1].parameters["reply_markup"])


def test_the_words_of_the_button_without_a_draft_are_no_report(world: World) -> None:
    said = words(world.say(COURIER, label(Language.ZH, "report.later")))
    assert "没有没报完" in said
    assert world.all_reports() == []


def test_whoever_has_left_meanwhile_is_not_reminded(rush: World) -> None:
    put_off(rush, "one")
    rush.press(COURIER, button(rush.say(COURIER, "/leave"), "leave:"))
    rush.now = next_time(rush.now, 14)
    assert rush.tick("put-off reports") == []


def test_whoever_is_muted_cannot_finish_now_and_hears_nothing(rush: World) -> None:
    put_off(rush, "one")
    by = rush.member(COORDINATOR).id
    mutes.begin(
        rush.transaction, rush.member(COURIER).id, MuteReason.RUDE, None, by, rush.now + 9 * HOUR, rush.now
    )
    rush.now = next_time(rush.now, 14)
    assert rush.tick("put-off reports") == []
