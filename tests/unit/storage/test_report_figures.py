"""Figures about reports, against what can be counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import grids, members, report_figures
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import Member
from storage.report_figures import DAY, FEWEST, Impact, Spread, Typical
from storage.reports import Category, ReportState

NOW = 1_000 * DAY
WEST, EAST = GridId("west"), GridId("east")


@pytest.fixture
def courier(transaction: Transaction) -> Member:
    for name in (WEST, EAST):
        grids.save(transaction, Grid(name, name, name, "{}"), [])
    return members.add(transaction, "telegram", 1001, "李强", None, 0)


def add(
    transaction: Transaction,
    reporter: Member,
    submitted: int,
    *,
    state: str = "submitted",
    accepted: int | None = None,
    closed: int | None = None,
    grid: GridId | None = WEST,
    joined_to: int | None = None,
) -> int:
    number = transaction.number("SELECT count(*) + 1 FROM reports")
    transaction.execute(
        "INSERT INTO reports (id, token, number, state, reporter_id, latitude, longitude, category, grid_id,"
        " opened_at, described_at, submitted_at, accepted_at, closed_at, joined_to) VALUES (:n, :n, :n, :state,"
        " :reporter, 30.5, 114.3, 'leak', :grid, 0, 0, :submitted, :accepted, :closed, :joined_to)",
        {
            "n": number,
            "state": state,
            "reporter": reporter.id,
            "grid": grid,
            "submitted": submitted,
            "accepted": accepted,
            "closed": closed,
            "joined_to": joined_to,
        },
    )
    return number


def confirm(transaction: Transaction, report: int, actor: Member) -> None:
    transaction.execute(
        "INSERT INTO report_changes (report_id, action, actor_id, state_before, state_after, changed_at)"
        " VALUES (:report, 'confirm', :actor, 'fixed', 'closed', 0)",
        {"report": report, "actor": actor.id},
    )


def test_what_is_typical_is_told_of_ten_cases_and_not_of_nine(
    transaction: Transaction, courier: Member
) -> None:
    for hours in range(1, FEWEST):
        began = NOW - hours * DAY
        add(transaction, courier, began, accepted=began + hours, closed=began + 3 * hours)
    assert report_figures.typical_times(transaction, Category.LEAK, WEST, NOW) == Typical(None, None)
    add(transaction, courier, NOW - 9 * DAY, accepted=NOW - 9 * DAY + 10)
    typical = report_figures.typical_times(transaction, Category.LEAK, WEST, NOW)
    assert typical == Typical(accept=Spread(5, 9), close=None)


def test_it_is_that_of_the_category_in_the_grid_and_of_half_a_year(
    transaction: Transaction, courier: Member
) -> None:
    for _ in range(FEWEST):
        add(transaction, courier, NOW - 181 * DAY, accepted=NOW - 181 * DAY + 1)
        add(transaction, courier, NOW - DAY, accepted=NOW - DAY + 7, closed=NOW, grid=EAST)
    assert report_figures.typical_times(transaction, Category.LEAK, WEST, NOW).accept is None
    assert report_figures.typical_times(transaction, Category.ROAD, EAST, NOW).accept is None
    assert report_figures.typical_times(transaction, Category.LEAK, None, NOW).accept is None
    typical = report_figures.typical_times(transaction, Category.LEAK, EAST, NOW)
    assert typical == Typical(Spread(7, 7), Spread(DAY - 7, DAY - 7))


@given(durations=st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_half_and_nine_of_ten_take_no_longer(durations: list[int]) -> None:
    spread = report_figures.spread_of(durations)
    assert spread is not None
    for value, share in ((spread.median, 0.5), (spread.nine_of_ten, 0.9)):
        assert value in durations
        assert sum(duration <= value for duration in durations) >= share * len(durations)
        assert sum(duration < value for duration in durations) < share * len(durations)


def test_nothing_has_no_spread() -> None:
    assert report_figures.spread_of([]) is None


def test_times_of_what_was_accepted_and_closed_since(transaction: Transaction, courier: Member) -> None:
    add(transaction, courier, 10, accepted=15, closed=40)
    add(transaction, courier, 20, accepted=50)
    assert [took.duration for took in report_figures.acceptances(transaction, 0)] == [5, 30]
    assert [took.duration for took in report_figures.acceptances(transaction, 16)] == [30]
    assert [(took.at, took.duration) for took in report_figures.closings(transaction, 0)] == [(40, 25)]


def test_counts_by_grid_leave_out_what_lies_in_none(transaction: Transaction, courier: Member) -> None:
    for state, grid in (("submitted", WEST), ("working", WEST), ("closed", WEST), ("submitted", None)):
        add(transaction, courier, 1, state=state, grid=grid)
    open_ones = (ReportState.SUBMITTED, ReportState.WORKING)
    assert report_figures.count_by_grid(transaction, open_ones) == {WEST: 2}


def test_an_impact_counts_what_others_did_and_nothing_of_another_year(
    transaction: Transaction, courier: Member
) -> None:
    others = [members.add(transaction, "telegram", 2000 + n, f"P{n}", None, 0) for n in range(3)]
    fixed = add(transaction, courier, 100, state="closed")
    add(transaction, courier, 200)
    add(transaction, courier, 99, state="closed")  # before
    add(transaction, courier, 300, state="closed")  # after
    for other in others[:2]:
        add(transaction, other, 150, state="joined", joined_to=fixed)
    add(transaction, courier, 160, state="joined", joined_to=fixed)
    for actor in (*others, others[0], courier):
        confirm(transaction, fixed, actor)
    assert report_figures.impact(transaction, courier.id, 100, 300) == Impact(3, 2, 2, 3)
    assert report_figures.impact(transaction, others[0].id, 100, 300) == Impact(1, 1, 0, 3)
