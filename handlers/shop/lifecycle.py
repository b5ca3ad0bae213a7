"""What may become of a redemption, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.route import COORDINATORS
from handlers.shop.windows import Window
from storage import ledger
from storage.goods import Goods
from storage.members import Member, Role, Standing
from storage.redemptions import Redemption, RedemptionState

UNDO_WITHIN = 10 * 60 * 1000  # ms after it was handed out: for a slip of the thumb


class RedemptionAction(StrEnum):
    """What can be done to a redemption."""

    REDEEM = "redeem"
    COLLECT = "collect"
    CANCEL = "cancel"
    EXPIRE = "expire"
    UNDO = "undo"


TRANSITIONS: Mapping[tuple[RedemptionState | None, RedemptionAction], RedemptionState] = {
    (None, RedemptionAction.REDEEM): RedemptionState.HELD,  # points and piece are put aside here
    (RedemptionState.HELD, RedemptionAction.COLLECT): RedemptionState.COLLECTED,  # spent, and handed out
    (RedemptionState.HELD, RedemptionAction.CANCEL): RedemptionState.CANCELLED,  # both back
    (RedemptionState.HELD, RedemptionAction.EXPIRE): RedemptionState.EXPIRED,  # both back
    (RedemptionState.COLLECTED, RedemptionAction.UNDO): RedemptionState.UNDONE,  # both back
}
HANDED_OUT_BY = frozenset({RedemptionAction.COLLECT, RedemptionAction.UNDO})  # what coordinators do


class Refusal(StrEnum):
    """Why not. Every one has words under ``shop_refused.…`` in the labels."""

    # choosing
    NOT_A_COURIER = "not_a_courier"
    SWITCHED_OFF = "switched_off"
    CLOSED = "closed"
    SOLD_OUT = "sold_out"
    LIMIT_REACHED = "limit_reached"
    TOO_FEW = "too_few"
    TOO_FEW_HELD = "too_few_held"  # there would be enough if nothing were on hold
    TOO_FEW_HONOUR = "too_few_honour"  # there would be enough if points for honour counted
    CHANGED = "changed"  # the goods are not as they were shown
    CHOSEN_ALREADY = "chosen_already"  # the button has been used
    # afterwards
    NOT_YOURS = "not_yours"
    NOT_RESPONSIBLE = "not_responsible"
    TO_YOURSELF = "to_yourself"
    OUT_OF_DATE = "out_of_date"
    STILL_THERE = "still_there"
    ALREADY_COLLECTED = "already_collected"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_EXPIRED = "already_expired"
    ALREADY_UNDONE = "already_undone"
    TOO_LATE = "too_late"


STANDS_ALREADY: Mapping[RedemptionState, Refusal] = {
    RedemptionState.HELD: Refusal.STILL_THERE,
    RedemptionState.COLLECTED: Refusal.ALREADY_COLLECTED,
    RedemptionState.CANCELLED: Refusal.ALREADY_CANCELLED,
    RedemptionState.EXPIRED: Refusal.ALREADY_EXPIRED,
    RedemptionState.UNDONE: Refusal.ALREADY_UNDONE,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Goods as somebody finds them now.

    `free` is how many there are, `had` how many of them they have had in the period of the limit, which is over at
    `limit_ends_at` (UTC ms), None without a limit.
    """

    goods: Goods
    free: int
    points: ledger.Standing
    window: Window
    had: int = 0
    limit_ends_at: int | None = None

    @property
    def missing(self) -> int:
        """How many points more it takes; 0 when there are enough."""
        return max(self.goods.terms.price - self.points.available, 0)


def objection(member: Member, offer: Offer) -> Refusal | None:
    """Why somebody cannot choose that now; None when they can."""
    terms = offer.goods.terms
    if Role.COURIER not in member.roles or member.standing is not Standing.ACTIVE:
        return Refusal.NOT_A_COURIER
    if not terms.is_on:
        return Refusal.SWITCHED_OFF
    if not offer.window.is_open:
        return Refusal.CLOSED
    if not offer.free:
        return Refusal.SOLD_OUT
    if terms.limit is not None and offer.had >= terms.limit.most:
        return Refusal.LIMIT_REACHED
    return _too_few(offer)


def decide(
    redemption: Redemption,
    action: RedemptionAction,
    actor: Member | None,
    now: int,
    *,
    version: int | None = None,
) -> RedemptionState | Refusal:
    """The state after what `actor` (None: the clock) wants to do, or why they may not.

    `version` is the one their button was made for, None when no button was pressed. Whoever has chosen something
    cancels it; coordinators hand it out, to others than themselves.
    """
    refusal = None if actor is None else _is_not_for(redemption, action, actor)
    if refusal is not None:
        return refusal
    after = TRANSITIONS.get((redemption.state, action))
    if after is None:
        return STANDS_ALREADY[redemption.state]
    if version is not None and version != redemption.version:
        return Refusal.OUT_OF_DATE
    if action is RedemptionAction.UNDO and now > (redemption.ended_at or 0) + UNDO_WITHIN:
        return Refusal.TOO_LATE
    return after


def _too_few(offer: Offer) -> Refusal | None:
    if not offer.missing:
        return None
    if offer.missing <= offer.points.held:
        return Refusal.TOO_FEW_HELD
    return Refusal.TOO_FEW_HONOUR if offer.missing <= offer.points.honour else Refusal.TOO_FEW


def _is_not_for(redemption: Redemption, action: RedemptionAction, actor: Member) -> Refusal | None:
    is_theirs = actor.id == redemption.member_id
    if action in HANDED_OUT_BY:
        if not actor.roles & COORDINATORS:
            return Refusal.NOT_RESPONSIBLE
        return Refusal.TO_YOURSELF if is_theirs else None
    return None if is_theirs else Refusal.NOT_YOURS
