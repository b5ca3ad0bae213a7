"""Having seen the same is worth a point when it is taken on: once for each person and incident."""

from __future__ import annotations

from storage import ledger
from storage.reports import ReportState
from tests.unit.handlers.clockwork import MINUTE
from tests.unit.handlers.duplicates.seeing import NEXT_DOOR, first, joined, merged, newest, see, seen_by_both
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import COURIER, OTHER_COURIER, WORKER, World, button, words


def balance(world: World, who: int) -> int:
    return ledger.balance(world.transaction, world.member(who).id)


def accept(world: World, who: int = WORKER) -> str:
    """The first report is taken on; what the other courier hears of it."""
    report = first(world)
    return words(world.press(who, f"accept:{report.token}:{report.version}"), OTHER_COURIER)


def test_it_is_paid_when_the_report_is_taken_on(world: World) -> None:
    joined(world)
    assert balance(world, OTHER_COURIER) == 0
    said = accept(world)
    assert "+1 分" in said
    assert (balance(world, COURIER), balance(world, OTHER_COURIER)) == (1, 1)
    assert "也看到了 WH-2026-000002" in words(world.say(OTHER_COURIER, "/points"))


def test_it_is_paid_at_once_for_what_has_been_taken_on(world: World) -> None:
    see(world)
    accept(world)
    rows = see(world, OTHER_COURIER, NEXT_DOOR)
    assert "+1 分" in words(world.press(OTHER_COURIER, button(rows, "me_too:")), OTHER_COURIER)
    assert balance(world, OTHER_COURIER) == 1


def test_joining_the_same_incident_again_earns_no_more(world: World) -> None:
    joined(world)
    world.now += 11 * MINUTE
    again = see(world, OTHER_COURIER, NEXT_DOOR)
    world.press(OTHER_COURIER, button(again, "me_too:"))
    accept(world)
    assert balance(world, OTHER_COURIER) == 1


def test_ones_own_report_earns_no_second_point(world: World) -> None:
    see(world)
    world.now += 11 * MINUTE
    world.press(COURIER, button(see(world, COURIER, NEXT_DOOR), "me_too:"))
    accept(world)
    assert balance(world, COURIER) == 1


def test_whoever_takes_care_of_it_earns_nothing_by_joining_it(world: World) -> None:
    both = {"user_id": WORKER, "name": "王秀英", "roles": ["grid_worker", "courier"]}
    world.command("import-people", people=[both])
    world.agree(WORKER)
    see(world)
    accept(world)
    world.press(WORKER, button(see(world, WORKER, NEXT_DOOR), "me_too:"))
    assert newest(world).state is ReportState.JOINED
    assert balance(world, WORKER) == 0


def test_nothing_is_paid_for_what_is_returned(world: World) -> None:
    joined(world)
    in_state(world, first(world), ReportState.RETURNED)
    assert balance(world, OTHER_COURIER) == 0


def test_what_a_worker_joined_earns_when_the_other_is_taken_on(world: World) -> None:
    merged(world)
    assert "+1 分" in accept(world)
    assert balance(world, OTHER_COURIER) == 1


def test_what_had_been_taken_on_before_it_was_joined_earns_no_more(world: World) -> None:
    see(world)
    rows = seen_by_both(world, category="manhole")
    report = newest(world)
    world.press(WORKER, f"accept:{report.token}:{report.version}")
    assert rows
    assert balance(world, OTHER_COURIER) == 1
    choosing = world.press(WORKER, f"choose_same:{report.token}:{report.version + 1}")
    confirming = world.press(WORKER, button(choosing, "merge_with:"))
    world.press(WORKER, button(confirming, "merge:"))
    accept(world)
    assert balance(world, OTHER_COURIER) == 1


def test_what_was_paid_while_it_was_joined_is_not_paid_again_when_separated(world: World) -> None:
    merged(world)
    accept(world)
    report = newest(world)
    world.press(WORKER, f"separate:{report.token}:{report.version}")
    report = newest(world)
    world.press(WORKER, f"accept:{report.token}:{report.version}")
    assert newest(world).state is ReportState.ACCEPTED
    assert balance(world, OTHER_COURIER) == 1
