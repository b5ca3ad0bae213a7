"""What may become of an award, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.awards import Award, AwardState
from storage.members import Member, Role, Standing


class AwardAction(StrEnum):
    """What can be done to an award."""

    FILL = "fill"  # say how many, or what for
    DROP = "drop"
    GIVE = "give"
    UNDO = "undo"


TRANSITIONS: Mapping[tuple[AwardState, AwardAction], AwardState] = {
    (AwardState.DRAFT, AwardAction.FILL): AwardState.DRAFT,
    (AwardState.DRAFT, AwardAction.DROP): AwardState.DROPPED,
    (AwardState.DRAFT, AwardAction.GIVE): AwardState.GIVEN,  # the points are paid here
    (AwardState.GIVEN, AwardAction.UNDO): AwardState.UNDONE,  # and taken back here
}

AWARDERS = frozenset({Role.COORDINATOR, Role.ADMIN})


class Hole(StrEnum):
    """What an award still lacks. Each has its question under ``points/ask_…``."""

    POINTS = "points"
    REASON = "reason"
    NONE = "none"


class Refusal(StrEnum):
    """Why not. Every one has words under ``award_refused.…`` in the labels."""

    NOT_RESPONSIBLE = "not_responsible"
    NOT_YOURS = "not_yours"
    OUT_OF_DATE = "out_of_date"
    TO_YOURSELF = "to_yourself"
    NOT_ACTIVE = "not_active"
    STILL_DRAFT = "still_draft"
    ALREADY_DROPPED = "already_dropped"
    ALREADY_GIVEN = "already_given"
    ALREADY_UNDONE = "already_undone"
    TOO_FEW = "too_few"  # they have less than what is to be taken back


STANDS_ALREADY: Mapping[AwardState, Refusal] = {
    AwardState.DRAFT: Refusal.STILL_DRAFT,
    AwardState.DROPPED: Refusal.ALREADY_DROPPED,
    AwardState.GIVEN: Refusal.ALREADY_GIVEN,
    AwardState.UNDONE: Refusal.ALREADY_UNDONE,
}


def first_hole(award: Award) -> Hole:
    """What to ask for next."""
    said = {Hole.POINTS: award.points, Hole.REASON: award.reason}
    return next((hole for hole, value in said.items() if value is None), Hole.NONE)


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
    has. An unfinished award is its maker's own; what was given, any coordinator may take back.
    """
    if not actor.roles & AWARDERS:
        return Refusal.NOT_RESPONSIBLE
    if action is not AwardAction.UNDO and actor.id != award.made_by:
        return Refusal.NOT_YOURS
    after = TRANSITIONS.get((award.state, action))
    if after is None:
        return STANDS_ALREADY[award.state]
    if version is not None and version != award.version:
        return Refusal.OUT_OF_DATE
    return _hindrance(award, action, actor, recipient, balance) or after


def _hindrance(
    award: Award, action: AwardAction, actor: Member, recipient: Member, balance: int
) -> Refusal | None:
    match action:
        case AwardAction.UNDO:
            return Refusal.TOO_FEW if balance < (award.points or 0) else None
        case AwardAction.DROP:
            return None
        case AwardAction.GIVE if first_hole(award) is not Hole.NONE:
            return Refusal.STILL_DRAFT
    return objection(actor, recipient)
