"""What earns points, and paying it by the rules: each cause once, whatever is pressed twice or comes again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.context import Context
from handlers.points import periods
from messages import catalogue
from messages.catalogue import Language
from storage import ledger, point_rules, redemptions, tallies
from storage.ledger import ISSUER, Transfer
from storage.members import MemberId
from storage.point_rules import CreditClass, Rule, Terms


class Cause(StrEnum):
    """What points were moved for, and of what the transfer's subject is the id. Words: ``movement.…``."""

    REPORT = "report"  # the report that was accepted
    VERIFICATION = "verification"  # the report that they looked at for others
    ME_TOO = "me_too"  # the report that was joined to another
    ATTENDANCE = "attendance"  # the training session
    AWARD = "award"  # the award
    CORRECTION = "correction"  # the transfer that is taken back
    EXPIRY = ledger.EXPIRY  # no id: when they expired
    REDEMPTION = redemptions.REDEMPTION  # the redemption, and so below
    PICKUP = redemptions.PICKUP
    REDEMPTION_CANCELLED = redemptions.CANCELLATION
    REDEMPTION_EXPIRED = redemptions.LAPSE
    PICKUP_UNDONE = redemptions.UNDOING


class Unpaid(StrEnum):
    """Why less was paid than it would be worth."""

    PAID_BEFORE = "paid_before"
    WORTH_NOTHING = "worth_nothing"
    NO_RULE = "no_rule"
    DAY_FULL = "day_full"  # the cap of a day is reached
    MONTH_FULL = "month_full"


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid now, and why not more; `cap` is the one that was reached, in points."""

    points: int
    unpaid: Unpaid | None = None
    cap: int | None = None


def pay(
    context: Context,
    member: MemberId,
    cause: Cause,
    subject: object,
    *,
    worth: int = 1,
    once_for: object | None = None,
    credit_class: CreditClass | None = None,
) -> Payment:
    """Pay a member for what they did, by the rule in force, as far as its caps for today and this month allow.

    `worth` is how many points where the rule leaves that to the subject, else how many times the rule's points. A cause
    is paid once for each member and subject, or for `once_for` where several subjects are the same thing: a report that
    is tried again is still that incident. What was paid stays, also where the rule has changed since.
    """
    key = _key(cause, subject if once_for is None else once_for, member)
    if ledger.find(context.transaction, key) is not None:
        return Payment(0, Unpaid.PAID_BEFORE)
    rule = point_rules.in_force(context.transaction, cause, context.now)
    if rule is None:
        return Payment(0, Unpaid.NO_RULE)
    points = worth if rule.terms.points is None else worth * rule.terms.points
    payment = _within_caps(context, member, rule, points)
    if payment.points:
        credit_class = credit_class or rule.terms.credit_class
        transfer = Transfer(
            key=key,
            debit=ISSUER,
            credit=ledger.account_of(member),
            points=payment.points,
            cause=cause,
            subject=str(subject),
            actor=_actor(context),
            rule=rule.id,
            expires_at=periods.expiry(context.local_time),
        )
        if credit_class is CreditClass.HONOUR:
            transfer = replace(transfer, credit=ledger.honour_of(member), expires_at=None)
        ledger.record(context.transaction, transfer, context.now)
        month = periods.month_of(context.local_time).since
        tallies.count_in(context.transaction, member, month, payment.points)
    return payment


def take_back(context: Context, member: MemberId, cause: Cause, subject: object) -> None:
    """Take back what was paid, once; it is not paid again after that.

    Raises KeyError when it was never paid, ledger.BelowZero when the member has less by now.
    """
    key = _key(cause, subject, member)
    paid = ledger.find(context.transaction, key)
    if paid is None:
        raise KeyError(key)
    reversal = ledger.reversal(paid, Cause.CORRECTION, _actor(context))
    if ledger.record(context.transaction, reversal, context.now).is_new:
        month = periods.month_of(context.local_time_of(paid.recorded_at)).since
        tallies.count_out(context.transaction, member, month, paid.transfer.points)


def in_words(cause: str, terms: Terms, language: Language) -> str:
    """What some terms pay for a cause, on one line."""
    if terms.points is None:
        return catalogue.label(language, f"earn.{cause}")
    return catalogue.label(language, f"earn.{cause}", {"points": terms.points})


def cap_reached(context: Context, member: MemberId, rule: Rule) -> Unpaid | None:
    """The cap that lets a rule pay somebody nothing more; the month's when both do."""
    rooms = {unpaid: room for unpaid, room, _ in _rooms(context, member, rule)}
    reached = (unpaid for unpaid in (Unpaid.MONTH_FULL, Unpaid.DAY_FULL) if rooms.get(unpaid) == 0)
    return next(reached, None)


def _within_caps(context: Context, member: MemberId, rule: Rule, points: int) -> Payment:
    """So many of the points as there is room for. The cap that leaves the least room is the one to be told of."""
    payment = Payment(points, None if points else Unpaid.WORTH_NOTHING)
    if not points:
        return payment
    for unpaid, room, cap in _rooms(context, member, rule):
        if room < points and room <= payment.points:
            payment = Payment(room, unpaid, cap)
    return payment


def _rooms(context: Context, member: MemberId, rule: Rule) -> Iterator[tuple[Unpaid, int, int]]:
    """For each cap of a rule, how many points it leaves to somebody now, and the cap."""
    now = context.local_time
    caps = (
        (Unpaid.DAY_FULL, rule.terms.cap_a_day, periods.day_of(now)),
        (Unpaid.MONTH_FULL, rule.terms.cap_a_month, periods.month_of(now)),
    )
    for unpaid, cap, period in caps:
        if cap is not None:
            earned = ledger.earned_between(
                context.transaction, member, rule.cause, period.since, period.until
            )
            yield unpaid, max(cap - earned, 0), cap


def _key(cause: Cause, subject: object, member: MemberId) -> str:
    return f"{cause}:{subject}:{member}"


def _actor(context: Context) -> MemberId | None:
    return None if context.sender is None else context.actor.id
