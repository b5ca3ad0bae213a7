"""What coming to a training earns: once for each person, whatever is closed twice or corrected."""

from __future__ import annotations

from handlers.context import Context
from handlers.points import earning
from handlers.points.earning import Cause
from storage import ledger
from storage.members import MemberId
from storage.trainings import Training


def pay(training: Training, member: MemberId, context: Context) -> int:
    """Pay somebody for having come; returns the points they got now."""
    return earning.pay(context, member, Cause.ATTENDANCE, training.id, worth=training.points).points


def balance(member: MemberId, context: Context) -> int:
    """All the points somebody has by now."""
    return ledger.balance(context.transaction, member)
