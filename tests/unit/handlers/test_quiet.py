"""Quiet times: who is not disturbed when, and where that moves a message."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.quiet import Quiet
from handlers.settings_page import NIGHTS, NightChoice
from storage import preferences
from storage.preferences import Night, Preferences
from tests.unit.handlers.deeds import report
from tests.unit.handlers.world import COORDINATOR, COURIER, WORKER, World, button

WUHAN = ZoneInfo("Asia/Shanghai")
HOUR = 60  # minutes
MINUTE = 60_000  # ms
DAY = 24 * HOUR * MINUTE
COURIERS = Quiet(Preferences(), WUHAN, rides=True)
OTHERS = Quiet(Preferences(), WUHAN, rides=False)


def at(time: str, day: int = 1) -> int:
    """UTC ms of a time of day in Wuhan, in September 2026."""
    hour, minute = map(int, time.split(":"))
    return int(datetime(2026, 9, day, hour, minute, tzinfo=WUHAN).timestamp() * 1000)


@pytest.mark.parametrize(
    ("time", "courier", "other"),
    [
        ("06:59", True, True),
        ("07:00", False, False),
        ("10:59", False, False),
        ("11:00", True, False),
        ("13:29", True, False),
        ("13:30", False, False),
        ("17:00", True, False),
        ("19:30", False, False),
        ("21:59", False, False),
        ("22:00", True, True),
        ("00:00", True, True),
    ],
)
def test_nights_are_quiet_for_everybody_and_meal_rushes_for_couriers(
    time: str, courier: bool, other: bool
) -> None:
    assert COURIERS.is_quiet(at(time)) == courier
    assert OTHERS.is_quiet(at(time)) == other


def test_what_falls_into_the_night_can_be_read_in_the_morning_or_before_it_begins() -> None:
    assert COURIERS.next_readable(at("23:30")) == at("07:00", day=2)
    assert COURIERS.last_readable(at("03:00", day=2)) == at("22:00") - 1


def test_what_falls_into_a_rush_can_be_read_after_or_before_it() -> None:
    assert COURIERS.next_readable(at("12:00")) == at("13:30")
    assert COURIERS.last_readable(at("12:00")) == at("11:00") - 1


def test_a_ride_is_quiet_until_it_ends_and_moves_nothing_to_before_it() -> None:
    riding = Quiet(Preferences(riding_until=at("10:30")), WUHAN, rides=True)

    assert riding.is_quiet(at("10:00"))
    assert not riding.is_quiet(at("10:30"))
    assert riding.next_readable(at("10:00")) == at("10:30")
    assert riding.last_readable(at("10:00")) == at("10:00")


def test_a_ride_that_ends_in_a_rush_is_followed_by_it() -> None:
    riding = Quiet(Preferences(riding_until=at("11:20")), WUHAN, rides=True)

    assert riding.next_readable(at("10:45")) == at("13:30")


def test_whoever_wants_no_quiet_times_has_none() -> None:
    never = Quiet(Preferences(night=None, rushes=False), WUHAN, rides=True)

    assert not any(never.is_quiet(at(f"{hour:02}:00")) for hour in range(24))


@given(
    time=st.integers(at("00:00"), at("00:00", day=29)),
    rushes=st.booleans(),
    rides=st.booleans(),
    night=st.none() | st.builds(Night, st.integers(18 * HOUR, 23 * HOUR), st.integers(0, 9 * HOUR)),
    riding=st.none() | st.integers(0, 120),
)
def test_a_moved_time_is_readable_and_near(
    time: int, rushes: bool, rides: bool, night: Night | None, riding: int | None
) -> None:
    until = None if riding is None else time + riding * MINUTE
    quiet = Quiet(Preferences(night, rushes, until), WUHAN, rides)

    later = quiet.next_readable(time)
    earlier = Quiet(Preferences(night, rushes), WUHAN, rides).last_readable(time)

    assert not quiet.is_quiet(later)
    assert time <= later < time + DAY
    assert time - DAY < earlier <= time
    assert (later == time) == (not quiet.is_quiet(time))


@pytest.mark.parametrize("chosen", NightChoice)
@pytest.mark.parametrize("rushes", [True, False])
def test_every_choice_leaves_some_of_the_day_to_reach_a_courier_in(chosen: NightChoice, rushes: bool) -> None:
    """Else the search for a readable time would never end."""
    quiet = Quiet(Preferences(NIGHTS[chosen], rushes), WUHAN, rides=True)
    minutes = range(at("00:00"), at("00:00", day=2), MINUTE)

    assert sum(not quiet.is_quiet(minute) for minute in minutes) >= 8 * HOUR


def test_a_notice_in_quiet_times_makes_no_sound(world: World) -> None:
    world.now = at("12:00")

    shown_to_worker = report(world)
    told = world.press(WORKER, button(shown_to_worker, "accept:"))

    assert not any("disable_notification" in row.parameters for row in shown_to_worker)
    assert [row.parameters["disable_notification"] for row in told if row.chat_id == COURIER] == [True]


def test_an_answer_always_makes_a_sound(world: World) -> None:
    world.now = at("23:00")

    assert "disable_notification" not in world.say(COURIER, "/help")[0].parameters


def test_what_somebody_wants_is_remembered(world: World) -> None:
    member = world.member(COORDINATOR).id
    wanted = Preferences(Night(23 * HOUR, 6 * HOUR), rushes=False, riding_until=7)

    preferences.save(world.transaction, member, Preferences())
    preferences.save(world.transaction, member, wanted)

    assert preferences.of(world.transaction, member) == wanted
