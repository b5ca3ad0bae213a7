"""What the texts of the lists of honour can be given, and which labels there must be."""

from __future__ import annotations

from handlers.honours.lists import SHOWN, Shown, When
from handlers.honours.nicknames import LONGEST, Fault
from handlers.honours.page import Own
from storage.honours import Entry, Figures, Kind
from storage.members import MemberId
from tests.unit.messages.values.expected import Expected

ENTRIES = [Entry(rank, MemberId(rank), "<" * LONGEST, 1000, 1000) for rank in range(1, SHOWN)]
GONE = Entry(SHOWN, MemberId(SHOWN), None, 1, 1)

EXPECTED = Expected(
    values={
        "list": [
            Shown("2026年10月 光荣榜", Figures(0, 0, 0), [], 0, None),
            Shown("<2026年上半年>", Figures(12, 34, 56), [*ENTRIES, GONE], 3, "2026年7月1日"),
        ],
        "own": [Own(None, None, 0, 0), Own("<蜂>", None, 0, 0), Own("<蜂>", 1, 5, 3)],
        "nickname": [None, "<蜂>"],
        "fault": list(Fault),
        "kind": list(Kind),
    },
    labels=[f"honours.{kind}_{when}" for kind in Kind for when in When],
)
