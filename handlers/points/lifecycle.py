"""What may become of an award, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.awards import Award, AwardState
from storage.members import Member, Role, Standing

ALONE = 20  # points that one coordinator gives one person in a day; for more, another one looks too
WAITS = 7 * 24 * 3600 * 1000  # ms for which an award waits for another coordinator


class AwardAction(StrEnum):
    """What can be done to an award."""

    FILL = "fill"  # say how many, what for, or what they are good for
    DROP = "drop"
    GIVE = "give"
    ASK = "ask"  # another coordinator to confirm it
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    DECLINE = "decline"
    LAPSE = "lapse"
    UNDO = "undo"


TRANSITIONS: Mapping[tuple[AwardState, AwardAction], AwardState] = {
    (AwardState.DRAFT, AwardAction.FILL): AwardState.DRAFT,
    (AwardState.DRAFT, AwardAction.DROP): AwardState.DROPPED,
    (AwardState.DRAFT, AwardAction.GIVE): AwardState.GIVEN,  # the points are paid here
    (AwardState.DRAFT, AwardAction.ASK): AwardState.PENDING,
    (AwardState.PENDING, AwardAction.WITHDRAW): AwardState.DROPPED,
    (AwardState.PENDING, AwardAction.CONFIRM): AwardState.GIVEN,  # or here
    (AwardState.PENDING, AwardAction.DECLINE): AwardState.DECLINED,
    (AwardState.PENDING, AwardAction.LAPSE): AwardState.LAPSED,
    (AwardState.GIVEN, AwardAction.UNDO): AwardState.UNDONE,  # and taken back here
}

BY_MAKER = frozenset(
    {AwardAction.FILL, AwardAction.DROP, AwardAction.GIVE, AwardAction.ASK, AwardAction.WITHDRAW}
)
BY_ANOTHER = frozenset({AwardAction.CONFIRM, AwardAction.DECLINE})
AWARDERS = frozenset({Role.COORDINATOR, Role.ADMIN})


class Hole(StrEnum):
    """What an award still lacks. Each has its question under ``points/ask_…``."""

    POINTS = "points"
    REASON = "reason"
    NONE = "none"


class UndoReason(StrEnum):
    """Why an award is taken back. Each has words under ``undo_reason.…``."""

    WRONG_PERSON = "wrong_person"
    WRONG_POINTS = "wrong_points"
    NOT_DONE = "not_done"
    OTHER = "other"  # in their own words


class Refusal(StrEnum):
    """Why not. Every one has words under ``award_refused.…`` in the labels."""

    NOT_RESPONSIBLE = "not_responsible"
    NOT_YOURS = "not_yours"
    YOUR_OWN = "your_own"  # whoever made it does not confirm it
    FOR_YOU = "for_you"  # nor whoever gets it
    NOBODY_ELSE = "nobody_else"  # there is no other coordinator
    OUT_OF_DATE = "out_of_date"
    TO_YOURSELF = "to_yourself"
    NOT_ACTIVE = "not_active"
    STILL_DRAFT = "still_draft"
    STILL_PENDING = "still_pending"
    ALREADY_DROPPED = "already_dropped"
    ALREADY_DECLINED = "already_declined"
    ALREADY_LAPSED = "already_lapsed"
    ALREADY_GIVEN = "already_given"
    ALREADY_UNDONE = "already_undone"
    TOO_FEW = "too_few"  # they have less than what is to be taken back


STANDS_ALREADY: Mapping[AwardState, Refusal] = {
    AwardState.DRAFT: Refusal.STILL_DRAFT,
    AwardState.DROPPED: Refusal.ALREADY_DROPPED,
    AwardState.PENDING: Refusal.STILL_PENDING,
    AwardState.DECLINED: Refusal.ALREADY_DECLINED,
    AwardState.LAPSED: Refusal.ALREADY_LAPSED,
    AwardState.GIVEN: Refusal.ALREADY_GIVEN,
    AwardState.UNDONE: Refusal.ALREADY_UNDONE,
}


def first_hole(award: Award) -> Hole:
    """What to ask for next."""
    said = {Hole.POINTS: award.points, Hole.REASON: award.reason}
    return next((hole for hole, value in said.items() if value is None), Hole.NONE)


def needs_another(points: int, given_today: int) -> bool:
    """Whether another coordinator must look, so many having been given to the same person today by the same maker.

    What is given in small parts is looked at too.
    """
    return points + given_today > ALONE


def objection(actor: Member, recipient: Member) -> Refusal | None:
    """Why somebody may not award points to somebody else; None when they may."""
    if not actor.roles & AWARDERS:
        return Refusal.NOT_RESPONSIBLE
    if recipient.id == actor.id:
        return Refusal.TO_YOURSELF
    return None if recipient.standing is Standing.ACTIVE else Refusal.NOT_ACTIVE


def decide(
    award: Award,
    action: AwardAction,
    actor: Member,
    recipient: Member,
    *,
    version: int | None = None,
    balance: int = 0,
) -> AwardState | Refusal:
    """The state after what `actor` wants to do, or why they may not.

    `version` is the one their button was made for, None when no button was pressed; `balance` is what the recipient
    has. An unfinished award is its maker's own, and confirmed by somebody who neither made nor gets it; what was given,
    any coordinator may take back. LAPSE is the clock's, which asks nobody.
    """
    refusal = _not_theirs(award, action, actor)
    if refusal is not None:
        return refusal
    after = TRANSITIONS.get((award.state, action))
    if after is None:
        return STANDS_ALREADY[award.state]
    if version is not None and version != award.version:
        return Refusal.OUT_OF_DATE
    return _hindrance(award, action, actor, recipient, balance) or after


def _not_theirs(award: Award, action: AwardAction, actor: Member) -> Refusal | None:
    if not actor.roles & AWARDERS:
        return Refusal.NOT_RESPONSIBLE
    if action in BY_MAKER and actor.id != award.made_by:
        return Refusal.NOT_YOURS
    if action in BY_ANOTHER and actor.id == award.made_by:
        return Refusal.YOUR_OWN
    if action in BY_ANOTHER and actor.id == award.member_id:
        return Refusal.FOR_YOU
    return None


def _hindrance(
    award: Award, action: AwardAction, actor: Member, recipient: Member, balance: int
) -> Refusal | None:
    match action:
        case AwardAction.UNDO:
            return Refusal.TOO_FEW if balance < (award.points or 0) else None
        case AwardAction.DROP | AwardAction.WITHDRAW | AwardAction.DECLINE | AwardAction.LAPSE:
            return None
        case AwardAction.GIVE | AwardAction.ASK if first_hole(award) is not Hole.NONE:
            return Refusal.STILL_DRAFT
    return objection(actor, recipient)
