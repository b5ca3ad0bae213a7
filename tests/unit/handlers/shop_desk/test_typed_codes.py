"""What somebody types as a code is read as one, or it is said precisely why not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.shop_desk import typed_codes
from handlers.shop_desk.typed_codes import CodeFault, Typed

NOON = datetime(2026, 1, 3, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=NOON.tzinfo).timestamp() * 1000)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("text", ["7KQ2XH", "7kq2xh", " 7KQ 2XH ", "7KQ-2XH", "７ＫＱ２ＸＨ", "7.K.Q.2.X.H"])
def test_capitals_spaces_and_strokes_do_not_matter(text: str) -> None:
    assert typed_codes.read_code(text) == "7KQ2XH"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("7KQ2X0", CodeFault.LOOK_ALIKE),
        ("7kq2xo", CodeFault.LOOK_ALIKE),
        ("IKQ2XH", CodeFault.LOOK_ALIKE),
        ("7KQ2X", CodeFault.WRONG_LENGTH),
        ("7KQ2XHH", CodeFault.WRONG_LENGTH),
        ("7KQ2X码", CodeFault.NO_CHARACTER),
        ("hello, where is it?", CodeFault.NO_CHARACTER),
    ],
)
def test_what_is_no_code_is_told_apart(text: str, fault: CodeFault) -> None:
    assert typed_codes.read_code(text) == fault


@pytest.mark.parametrize(
    ("line", "handed_at"),
    [
        ("7KQ2XH 09:30", at(2026, 1, 3, 9, 30)),
        ("7kq 2xh, 9：30", at(2026, 1, 3, 9, 30)),
        ("7KQ2XH 1-2 18:05", at(2026, 1, 2, 18, 5)),
        ("7KQ2XH 12/31 18:05", at(2025, 12, 31, 18, 5)),
        ("7KQ2XH", None),
    ],
)
def test_a_time_may_follow_with_or_without_its_day(line: str, handed_at: int | None) -> None:
    assert typed_codes.read_lines(line, NOON) == [Typed("7KQ2XH", "7KQ2XH", handed_at)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("7KQ2XH 12:01", CodeFault.TO_COME),
        ("7KQ2XH 25:00", CodeFault.NO_TIME),
        ("7KQ2XH 2-30 10:00", CodeFault.NO_TIME),
    ],
)
def test_a_time_that_cannot_be_is_no_time(line: str, fault: CodeFault) -> None:
    assert typed_codes.read_lines(line, NOON) == [Typed(fault, "7KQ2XH")]


def test_every_line_that_is_not_empty_is_one() -> None:
    read = typed_codes.read_lines("7KQ2XH\n\n 8KQ2XH 10:00 \nnonsense", NOON)
    assert [line.code for line in read] == ["7KQ2XH", "8KQ2XH", CodeFault.WRONG_LENGTH]
