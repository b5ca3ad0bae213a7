"""A confirmed danger reaches the couriers who ride there and want to know, once each, and they hear when it is over."""

from __future__ import annotations

import pytest

from handlers.hazards import relaying
from handlers.hazards.relaying import When, when_to_warn
from handlers.quiet import Quiet
from storage import outbox
from storage.outbox import OutboxRow
from storage.preferences import Preferences
from storage.reports import ReportState
from tests.unit.handlers.clockwork import HOUR, deliver_announcements, next_time
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.test_quiet import COURIERS, WUHAN, at
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    OTHER_COURIER,
    WEST,
    WORKER,
    Spot,
    World,
    button,
    category_button,
    methods,
    only,
    words,
)

RIDING = Quiet(Preferences(riding_until=at("23:59")), WUHAN, rides=True)
MANY = 1100


@pytest.fixture(autouse=True)
def _by_day(world: World) -> None:
    """Three in the afternoon; the other courier wants to be warned in the west."""
    world.now = next_time(world.now, 15)
    world.press(OTHER_COURIER, "warn_me:on")
    world.press(OTHER_COURIER, "ride_in:yes:west")


def endanger(world: World, spot: Spot = WEST, category: str = "gas") -> list[OutboxRow]:
    world.downloaded(only(world.photo(COURIER, f"at {world.now}"), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, spot), category))


def confirm(world: World, card: list[OutboxRow], who: int = WORKER) -> list[OutboxRow]:
    """Somebody takes it on; what follows from that."""
    world.press(who, button(card, "accept:"))
    return deliver_announcements(world)


def move(world: World, state: ReportState) -> list[OutboxRow]:
    in_state(world, world.all_reports()[0], state)
    return world.announce("danger_moved", report=world.all_reports()[0].id)


def sent(world: World, rows: list[OutboxRow]) -> None:
    for row in rows:
        outbox.end(world.transaction, outbox.Ending(row.id, outbox.State.SENT, None, (77,)), world.now)


def test_it_says_what_where_since_when_and_who_confirmed_and_not_who_reported(world: World) -> None:
    rows = confirm(world, endanger(world))
    assert [row.chat_id for row in rows] == [OTHER_COURIER]
    said = words(rows)
    for told in ("煤气味", "west网格", "15:00", "王秀英", "uri.amap.com"):
        assert told in said
    assert "李强" not in said


def test_a_coordinator_confirms_as_well(world: World) -> None:
    assert "刘敏" in words(confirm(world, endanger(world), COORDINATOR))


def test_unconfirmed_nobody_is_warned(world: World) -> None:
    endanger(world)
    assert deliver_announcements(world) == []


def test_what_is_no_danger_warns_nobody(world: World) -> None:
    assert confirm(world, endanger(world, category="road")) == []


def test_elsewhere_is_of_no_concern(world: World) -> None:
    assert confirm(world, endanger(world, EAST), COORDINATOR) == []


def test_whoever_reported_it_is_not_warned(world: World) -> None:
    world.press(COURIER, "warn_me:on")
    world.press(COURIER, "ride_in:yes:west")
    assert [row.chat_id for row in confirm(world, endanger(world))] == [OTHER_COURIER]


def test_nobody_is_warned_twice_of_one(world: World) -> None:
    confirm(world, endanger(world))
    assert move(world, ReportState.WORKING) == []


@pytest.mark.parametrize(
    ("quiet", "now", "when"),
    [
        (COURIERS, "15:00", When(at("15:00"))),
        (COURIERS, "12:00", When(at("12:00"), silent=True)),
        (COURIERS, "23:00", When(at("07:00", day=2))),
        (RIDING, "23:00", When(at("23:00"))),
        (RIDING, "12:00", When(at("12:00"))),
    ],
)
def test_who_rides_is_warned_with_a_sound_who_sleeps_in_the_morning(
    quiet: Quiet, now: str, when: When
) -> None:
    assert when_to_warn(quiet, at(now)) == when


def test_at_night_it_waits_and_is_taken_back_when_it_is_over_by_then(world: World) -> None:
    world.now = next_time(world.now, 23)
    (warning,) = confirm(world, endanger(world))
    assert warning.due_at == next_time(world.now, 7)
    assert "disable_notification" not in warning.parameters
    move(world, ReportState.FIXED)
    ending = outbox.ending_of(world.transaction, warning.id)
    assert ending is not None
    assert (ending.state, ending.reason) == (outbox.State.SKIPPED, "over")


@pytest.mark.parametrize(
    ("state", "said"),
    [(ReportState.FIXED, "解除了"), (ReportState.CLOSED, "解除了"), (ReportState.RETURNED, "撤回")],
)
def test_when_it_is_over_the_warning_says_so(world: World, state: ReportState, said: str) -> None:
    warnings = confirm(world, endanger(world))
    sent(world, warnings)
    rows = move(world, state)
    assert methods(rows) == ["editMessageText"]
    assert rows[0].parent == warnings[0].id
    assert said in words(rows)
    assert move(world, state) == []


def test_when_it_is_not_over_after_all_it_says_that_and_who_was_spared_is_warned(world: World) -> None:
    warnings = confirm(world, endanger(world))
    sent(world, warnings)
    move(world, ReportState.FIXED)
    rows = move(world, ReportState.REOPENED)
    assert methods(rows) == ["editMessageText"]
    assert "骑行当心" in words(rows)


def test_who_was_spared_is_warned_when_it_is_not_over_after_all(world: World) -> None:
    world.now = next_time(world.now, 23)
    confirm(world, endanger(world))
    move(world, ReportState.FIXED)
    world.now += 10 * HOUR
    assert methods(move(world, ReportState.REOPENED)) == ["sendMessage"]


def test_whoever_wants_none_any_more_gets_none(world: World) -> None:
    world.now = next_time(world.now, 23)
    (warning,) = confirm(world, endanger(world))
    world.press(OTHER_COURIER, "warn_me:off")
    assert outbox.ending_of(world.transaction, warning.id) is not None
    world.now += HOUR
    assert confirm(world, endanger(world)) == []


def test_whoever_leaves_is_not_warned(world: World) -> None:
    world.now = next_time(world.now, 23)
    (warning,) = confirm(world, endanger(world))
    world.press(OTHER_COURIER, button(world.say(OTHER_COURIER, "/leave"), "leave:"))
    assert outbox.ending_of(world.transaction, warning.id) is not None


def test_many_are_warned_and_told_page_by_page_everybody_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "PAGE", 2)
    riders = range(MANY, MANY + 5)
    world.command(
        "import-people", people=[{"user_id": who, "name": f"骑{who}", "roles": ["courier"]} for who in riders]
    )
    for who in riders:
        world.press(who, "warn_me:on")
        world.press(who, "ride_in:yes:west")
    warned = confirm(world, endanger(world))
    while world.announcements:
        warned += deliver_announcements(world)
    assert sorted(row.chat_id for row in warned) == [OTHER_COURIER, *riders]
    sent(world, warned)
    over = move(world, ReportState.FIXED)
    while world.announcements:
        over += deliver_announcements(world)
    assert sorted(row.chat_id for row in over) == [OTHER_COURIER, *riders]
