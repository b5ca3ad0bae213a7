"""What earns points, and paying it: each cause once, whatever is pressed twice or comes again."""

from __future__ import annotations

from enum import StrEnum

from handlers.context import Context
from storage import ledger
from storage.ledger import ISSUER, Transfer
from storage.members import MemberId

FOR_A_REPORT = 1  # points; paid when it is accepted, as in Wuhan's own scheme


class Cause(StrEnum):
    """What points were moved for. Each has words under ``movement.…``; `subject` is named after the dash."""

    REPORT = "report"  # the report that was accepted
    ATTENDANCE = "attendance"  # the training session
    AWARD = "award"  # the award
    CORRECTION = "correction"  # the transfer that is taken back


def pay(
    context: Context,
    member: MemberId,
    points: int,
    cause: Cause,
    subject: object,
    once_for: object | None = None,
) -> int:
    """Pay a member for what they did; returns the points paid now, 0 when that was paid before or earns nothing.

    A cause is paid once for each member and subject, or for `once_for` where several subjects are the same thing:
    a report that is tried again is still that incident. What was paid stays, also where the rate has changed since.
    """
    key = f"{cause}:{subject if once_for is None else once_for}:{member}"
    if points == 0 or ledger.find(context.transaction, key) is not None:
        return 0
    actor = None if context.sender is None else context.actor.id
    transfer = Transfer(key, ISSUER, ledger.account_of(member), points, cause, str(subject), actor)
    ledger.record(context.transaction, transfer, context.now)
    return points
