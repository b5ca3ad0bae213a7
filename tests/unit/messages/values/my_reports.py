"""What the texts about one's own reports can be given, and which labels there must be."""

from __future__ import annotations

from handlers.my_reports.listing import PER_PAGE
from handlers.pages import Page
from handlers.reports.history import History, Line
from handlers.reports.lifecycle import NUMBERED, ReportAction
from tests.unit.messages.values.expected import Expected

# Steps that change a report's state and stand in its history.
TOLD = frozenset(ReportAction) - {
    ReportAction.DESCRIBE,
    ReportAction.DISCARD,
    ReportAction.EXPIRE,
    ReportAction.MERGE,
    ReportAction.SHOW,
    ReportAction.WRITE,
    ReportAction.WRITE_BACK,
    ReportAction.RETRY,
}


def history(*, is_cut: bool) -> History:
    step = Line("11月25日 周三 14:00", "✅ <王> 接单", "<看不清>" if is_cut else None)
    return History([step] * (3 if is_cut else 1), is_cut, [])


EXPECTED = Expected(
    values={
        "page": [Page(0, 1, PER_PAGE), Page(1, 3, PER_PAGE)],
        "history": [history(is_cut=True), history(is_cut=False)],
        "state": ["🔧 <处理中>"],
        "other": [None, "WH-2026-000002"],
        "other_history": [history(is_cut=False)],
        "retried": [None, "WH-2026-000003"],
        "year": [2026],
    },
    labels=[
        *(f"mine.{state}" for state in NUMBERED),
        *(f"sign.{state}" for state in NUMBERED),
        *(f"step.{action}" for action in sorted(TOLD)),
    ],
)
