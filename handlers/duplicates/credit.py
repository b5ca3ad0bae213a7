"""What it is worth to have seen the same: a point when the incident is taken on, once for each person and incident."""

from __future__ import annotations

from handlers.context import Context
from handlers.points import earning
from handlers.points.earning import Cause, Payment
from storage import reports, transfers
from storage.reports import Report


def pay(joined: Report, target: Report, context: Context) -> Payment:
    """Pay for a report that was joined to one that has been taken on, as far as that is worth anything.

    Nothing for one's own incident, for a case of one's own, and for a report that was paid for before.
    """
    if target.accepted_at is None or joined.accepted_at is not None:
        return Payment(0)
    if joined.reporter_id in (target.reporter_id, target.worker_id) or was_paid(joined, context):
        return Payment(0)
    incident = reports.first_attempt(context.transaction, target.id)
    return earning.pay(context, joined.reporter_id, Cause.ME_TOO, joined.id, once_for=incident)


def was_paid(report: Report, context: Context) -> bool:
    """Whether its reporter was paid for it while it was joined to another: it earns nothing by itself any more."""
    return transfers.was_paid_for(context.transaction, report.reporter_id, Cause.ME_TOO, str(report.id))
