"""What coming to a training earns."""

from __future__ import annotations

from handlers.context import Context
from storage.members import Member, MemberId
from storage.trainings import Training


def pay(training: Training, member: MemberId, context: Context) -> int:
    """Pay somebody for having come; returns the points they got."""
    return training.points


def balance(member: Member, context: Context) -> int:
    """All the points somebody has by now."""
    return 0
