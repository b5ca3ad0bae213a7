"""What is typed for an award: numbers and reasons, understood or refused for what exactly is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.points.amounts import MOST, AmountFault, ReasonFault, read_points, read_reason


@pytest.mark.parametrize(
    ("typed", "points"), [("1", 1), ("100", 100), (" 7 ", 7), ("+5", 5), ("007", 7), ("５", 5), ("１０", 10)]
)
def test_whole_numbers_are_understood(typed: str, points: int) -> None:
    assert read_points(typed) == points


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("0", AmountFault.ZERO),
        ("-0", AmountFault.ZERO),
        ("000", AmountFault.ZERO),
        ("-5", AmountFault.NEGATIVE),
        ("\N{MINUS SIGN}5", AmountFault.NEGATIVE),
        ("－5", AmountFault.NEGATIVE),
        ("101", AmountFault.TOO_MANY),
        ("9" * 5000, AmountFault.TOO_MANY),
        ("1.5", AmountFault.NOT_WHOLE),
        ("1,5", AmountFault.NOT_WHOLE),
        ("1/2", AmountFault.NOT_WHOLE),
        ("½", AmountFault.NO_NUMBER),
        ("", AmountFault.NO_NUMBER),
        ("五", AmountFault.NO_NUMBER),
        ("5分", AmountFault.NO_NUMBER),
        ("1e2", AmountFault.NO_NUMBER),
        ("5 5", AmountFault.NO_NUMBER),
        ("٥", AmountFault.NO_NUMBER),
    ],
)
def test_everything_else_is_refused_for_what_is_wrong_with_it(typed: str, fault: AmountFault) -> None:
    assert read_points(typed) is fault


@given(st.text())
def test_whatever_is_typed_gives_points_in_bounds_or_a_fault(typed: str) -> None:
    points = read_points(typed)
    assert isinstance(points, AmountFault) or 1 <= points <= MOST


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("好事", "好事"),
        ("  两行\n  话 ", "两行 话"),
        ("a\u202eb", "ab"),
        ("好" * 200, "好" * 200),
        ("好" * 201, ReasonFault.TOO_LONG),
        ("好", ReasonFault.TOO_SHORT),
        ("\u200b\u200b\u200b", ReasonFault.TOO_SHORT),
        ("", ReasonFault.TOO_SHORT),
    ],
)
def test_a_reason_is_a_short_visible_line(typed: str, reason: object) -> None:
    assert read_reason(typed) == reason
