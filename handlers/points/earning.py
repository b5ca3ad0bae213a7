"""What earns points, and paying it: each cause once, whatever is pressed twice or comes again."""

from __future__ import annotations

from enum import StrEnum

from handlers.context import Context
from storage import ledger
from storage.ledger import ISSUER, Transfer
from storage.members import MemberId

FOR_A_REPORT = 1  # points; paid when it is accepted, as in Wuhan's own scheme


class Cause(StrEnum):
    """What points were moved for, and of what the transfer's subject is the id. Words: ``movement.…``."""

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
    key = _key(cause, subject if once_for is None else once_for, member)
    if points == 0 or ledger.find(context.transaction, key) is not None:
        return 0
    account = ledger.account_of(member)
    transfer = Transfer(key, ISSUER, account, points, cause, str(subject), _actor(context))
    ledger.record(context.transaction, transfer, context.now)
    return points


def take_back(context: Context, member: MemberId, cause: Cause, subject: object) -> None:
    """Take back what was paid, once; it is not paid again after that.

    Raises KeyError when it was never paid, ledger.BelowZero when the member has less by now.
    """
    key = _key(cause, subject, member)
    paid = ledger.find(context.transaction, key)
    if paid is None:
        raise KeyError(key)
    ledger.record(context.transaction, ledger.reversal(paid, Cause.CORRECTION, _actor(context)), context.now)


def _key(cause: Cause, subject: object, member: MemberId) -> str:
    return f"{cause}:{subject}:{member}"


def _actor(context: Context) -> MemberId | None:
    return None if context.sender is None else context.actor.id
