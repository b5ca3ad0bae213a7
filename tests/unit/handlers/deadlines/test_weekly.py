"""On Monday coordinators hear in one message what is open and late in each grid."""

from __future__ import annotations

from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import DAY, HOUR
from tests.unit.handlers.deadlines.moments import at
from tests.unit.handlers.deeds.reports import report
from tests.unit.handlers.world import COORDINATOR, OTHER_COORDINATOR, World, shown, words

WEDNESDAY, MONDAY = at("2026-11-25 09:00"), at("2026-11-30 08:00")


def tick(world: World, now: int) -> list[OutboxRow]:
    world.now = now
    return world.tick("weekly figures")


def one_leak(world: World) -> None:
    world.now = WEDNESDAY
    report(world)


def test_every_coordinator_gets_the_figures_and_the_oldest_once(world: World) -> None:
    one_leak(world)
    rows = tick(world, MONDAY)
    assert [row.chat_id for row in rows] == [COORDINATOR, OTHER_COORDINATOR]
    text = words(rows, COORDINATOR)
    assert "未结 1 条，超时 <b>1</b> 条" in text
    assert "west网格：未结 1 · 超时 1" in text
    assert [one.text for one in shown(rows[:1])] == [f"📄 {world.all_reports()[0].number}"]
    assert tick(world, MONDAY + HOUR) == tick(world, MONDAY + DAY) == []


def test_what_is_late_by_three_times_its_time_is_counted_apart(world: World) -> None:
    one_leak(world)
    for now in ("11:00", "15:00", "17:00"):
        world.now = at(f"2026-11-25 {now}")
        world.tick("overdue reports")
    assert "其中 <b>1</b> 条已超三倍时限" in words(tick(world, MONDAY), COORDINATOR)


def test_when_nothing_is_late_it_says_so_and_when_nothing_is_open_nothing(world: World) -> None:
    assert tick(world, MONDAY) == []
    world.now = MONDAY
    report(world)
    assert "都没有超时" in words(tick(world, MONDAY + HOUR), COORDINATOR)


def test_how_satisfied_those_were_who_looked_is_counted(world: World) -> None:
    one_leak(world)
    one = world.all_reports()[0]
    for round_, verdict in enumerate(("not_fixed", "fixed", "fixed")):
        world.transaction.execute(
            "INSERT INTO report_verdicts (report_id, round, member_id, part, verdict, given_at)"
            " VALUES (:report, :round, :member, 'reporter', :verdict, :now)",
            {
                "report": one.id,
                "round": round_,
                "member": one.reporter_id,
                "verdict": verdict,
                "now": world.now,
            },
        )
    assert "3 人次核查，2 人次满意" in words(tick(world, MONDAY), COORDINATOR)


def test_a_monday_that_was_missed_is_made_up_for_on_tuesday_and_not_later(world: World) -> None:
    one_leak(world)
    assert tick(world, MONDAY + 2 * DAY) == []
    assert len(tick(world, MONDAY + DAY)) == 2


def test_a_tick_that_lay_until_noon_says_nothing(world: World) -> None:
    one_leak(world)
    assert tick(world, MONDAY + 4 * HOUR) == []


def test_the_next_week_tells_anew_whatever_a_restart_forgets(world: World) -> None:
    one_leak(world)
    tick(world, MONDAY)
    world.restart()
    assert tick(world, MONDAY + HOUR) == []
    assert len(tick(world, MONDAY + 7 * DAY)) == 2
