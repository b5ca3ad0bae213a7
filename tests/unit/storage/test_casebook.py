"""Reports are found by what narrows them, alone and together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from storage import bigrams, casebook, grids, members
from storage.casebook import Wanted
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.reports import ReportState

WEST, EAST = GridId("west"), GridId("east")
CLOSED, OPEN = ReportState.CLOSED, ReportState.SUBMITTED


@pytest.fixture(autouse=True)
def reports(transaction: Transaction) -> None:
    """Five with a number, one of them joined to another, and a draft."""
    for name in (WEST, EAST):
        grids.save(transaction, Grid(name, name, name, "{}"), [])
    for user in (1, 2):
        members.add(transaction, "telegram", user, f"P{user}", None, 0)
    for number, state, grid, words, joined_to in [
        (1, CLOSED, WEST, "路口井盖松了", None),
        (2, OPEN, WEST, "井盖丢了", None),
        (3, OPEN, EAST, "Manhole 井边漏水", None),
        (4, OPEN, None, "井盖", None),
        (12, ReportState.JOINED, WEST, "井盖也丢了", 2),
    ]:
        add(transaction, number, state, grid, words, joined_to)
    transaction.execute(
        "INSERT INTO reports (id, token, state, reporter_id, opened_at, described_at)"
        " VALUES (99, 'draft', 'draft', 1, 0, 0)"
    )
    transaction.execute("INSERT INTO report_words (report_id, message_id, words) VALUES (99, 1, '井盖')")
    bigrams.catch_up(transaction, 100)


def add(
    transaction: Transaction, number: int, state: str, grid: str | None, words: str, joined_to: int | None
) -> None:
    transaction.execute(
        "INSERT INTO reports (id, token, number, state, reporter_id, latitude, longitude, category, grid_id,"
        " opened_at, described_at, submitted_at, accepted_at, joined_to) VALUES (:n, 't' || :n, :number, :state,"
        " :reporter, 30.5, 114.3, 'manhole', :grid, :n, :n, :n * 100, :n * 100 + 5, :joined_to)",
        {
            "n": number,
            "number": f"WH-2026-{number:06d}",
            "state": state,
            "reporter": 2 if joined_to else 1,
            "grid": grid,
            "joined_to": joined_to,
        },
    )
    transaction.execute(
        "INSERT INTO report_words (report_id, message_id, words) VALUES (:n, 1, :words)",
        {"n": number, "words": words},
    )


def found(
    transaction: Transaction,
    words: str = "",
    *,
    states: Sequence[ReportState] = (),
    grid: GridId | None = None,
    since: int | None = None,
    number: str | None = None,
) -> list[int]:
    wanted = Wanted(states, bigrams.sought(words), grid, since, number)
    cases = casebook.find(transaction, wanted, 100)
    assert casebook.count(transaction, wanted) == len(cases)
    assert [record.case for record in casebook.records(transaction, wanted)] == cases
    return [int(case.id) for case in cases]


def test_nothing_narrows_it_to_all_that_have_a_number_the_newest_first(transaction: Transaction) -> None:
    assert found(transaction) == [12, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("words", "ids"),
    [("井盖", [12, 4, 2, 1]), ("井", [12, 4, 3, 2, 1]), ("井盖丢了", [2]), ("man 漏水", [3])],
)
def test_by_words(transaction: Transaction, words: str, ids: list[int]) -> None:
    assert found(transaction, words) == ids


@pytest.mark.parametrize(
    ("number", "ids"), [("002", [2]), ("012", [12]), ("-000002", [2]), ("WH-2026-000012", [12]), ("777", [])]
)
def test_by_number(transaction: Transaction, number: str, ids: list[int]) -> None:
    assert found(transaction, number=number) == ids


def test_by_grid_state_and_time(transaction: Transaction) -> None:
    assert found(transaction, grid=WEST) == [12, 2, 1]
    assert found(transaction, states=(CLOSED,)) == [1]
    assert found(transaction, since=300) == [12, 4, 3]


def test_filters_narrow_together(transaction: Transaction) -> None:
    assert found(transaction, "井盖", grid=WEST, states=(OPEN, CLOSED)) == [2, 1]
    assert found(transaction, "井盖", grid=WEST, states=(OPEN, CLOSED), since=150) == [2]
    assert found(transaction, "井盖", grid=EAST) == []
    assert found(transaction, "井盖", since=400, states=(OPEN,)) == [4]


def test_pages_follow_each_other(transaction: Transaction) -> None:
    wanted = Wanted()
    pages = [casebook.find(transaction, wanted, 2, start) for start in (0, 2, 4)]
    assert [[int(case.id) for case in page] for page in pages] == [[12, 4], [3, 2], [1]]


def test_a_record_counts_those_who_saw_the_same(transaction: Transaction) -> None:
    records = casebook.records(transaction, Wanted(grid=WEST))
    assert {int(record.case.id): record.followers for record in records} == {12: 0, 2: 1, 1: 0}
    assert records[1].accepted_at == 205


def test_what_many_reports_say_is_found_the_same_way(
    transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casebook, "FEW", 1)
    assert found(transaction, "井盖") == [12, 4, 2, 1]
    assert found(transaction, "井盖丢了", grid=WEST) == [2]
