"""How long a draft has to wait because its reporter has sent so many."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.limits import rules
from handlers.reports import kinds
from storage import similar_reports
from storage.database import Transaction
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when somebody has to wait, in words, and how many reports they may send."""

    until: str
    an_hour: int = rules.AN_HOUR
    a_day: int = rules.A_DAY


def free_at(draft: Report, transaction: Transaction, now: int) -> int:
    """When it may be sent (UTC ms): `now`, or later."""
    sent = similar_reports.sent_since(transaction, draft.reporter_id, now - rules.LOOKS_BACK)
    more = rules.FOR_DANGERS if kinds.is_danger(draft.category) else 0
    return rules.free_at(sent, now, more=more)
