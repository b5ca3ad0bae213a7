"""What a search is narrowed by. Pure rules."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.casebook import filters
from handlers.casebook.filters import LONGEST_WORDS, STATES, Period, Stage
from handlers.reports.lifecycle import NUMBERED
from storage.bigrams import Piece
from storage.report_searches import Search

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 5, 14, 30, tzinfo=ZONE)


def search(words: str = "", stage: str = "any", period: str = "ever") -> Search:
    return Search("token", stage, period, words)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("123", "123"),
        ("000123", "000123"),
        (" １２３ ", "123"),
        ("WH-2026-000123", "WH-2026-000123"),
        ("wh-2026-123", "WH-2026-000123"),
        ("7", "-000007"),
        ("12", "-000012"),
        ("2026-123", "WH-2026-000123"),
        ("wh123", "123"),
        ("3号楼", None),
        ("井盖", None),
        ("12 34", None),
        ("1234567890", None),
        ("", None),
    ],
)
def test_a_number_is_known_however_much_of_it_is_typed(typed: str, number: str | None) -> None:
    assert filters.number_in(typed) == number


def test_a_number_is_not_looked_for_in_words() -> None:
    assert filters.wanted(search("123"), NOW).pieces == ()
    assert filters.wanted(search("井盖"), NOW).pieces == [Piece("井盖", "井盖")]


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        (Period.TODAY, datetime(2026, 3, 5, tzinfo=ZONE)),
        (Period.WEEK, datetime(2026, 2, 26, 14, 30, tzinfo=ZONE)),
        (Period.MONTH, datetime(2026, 2, 3, 14, 30, tzinfo=ZONE)),
        (Period.YEAR, datetime(2026, 1, 1, tzinfo=ZONE)),
    ],
)
def test_periods_begin_on_the_clocks_here(period: Period, begins: datetime) -> None:
    assert filters.since(period, NOW) == int(begins.timestamp() * 1000)


def test_ever_has_no_beginning() -> None:
    assert filters.since(Period.EVER, NOW) is None


def test_every_stage_names_states_and_every_state_is_in_one_of_its_own() -> None:
    assert set(STATES) == set(Stage)
    own = [STATES[stage] for stage in Stage if stage not in (Stage.ANY, Stage.OPEN)]
    assert sorted(state for states in own for state in states) == sorted(NUMBERED)


def test_what_another_version_chose_narrows_nothing() -> None:
    wanted = filters.wanted(search(stage="of tomorrow", period="of tomorrow"), NOW)
    assert (wanted.states, wanted.since) == ((), None)


@pytest.mark.parametrize("typed", ["", "  ", "?!", "🕳", "\u202e"])
def test_nothing_can_be_found_by_signs_alone(typed: str) -> None:
    assert not filters.can_be_found(filters.typed(typed))


def test_words_are_cut_where_more_makes_no_difference() -> None:
    assert len(filters.typed("井" * 5000)) == LONGEST_WORDS
