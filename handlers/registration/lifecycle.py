"""What may become of a registration, and who may do it. Pure rules: the code, the buttons and the tests read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.members import Member, Role
from storage.registrations import Change, Registration, RegistrationState


class RegistrationAction(StrEnum):
    """What can be done with a registration."""

    ANSWER = "answer"
    SUBMIT = "submit"
    ADMIT = "admit"  # by an invitation
    ABANDON = "abandon"
    APPROVE = "approve"
    DECLINE = "decline"


TRANSITIONS: Mapping[tuple[RegistrationState, RegistrationAction], RegistrationState] = {
    (RegistrationState.OPEN, RegistrationAction.ANSWER): RegistrationState.OPEN,
    (RegistrationState.OPEN, RegistrationAction.SUBMIT): RegistrationState.SUBMITTED,
    (RegistrationState.OPEN, RegistrationAction.ADMIT): RegistrationState.APPROVED,
    (RegistrationState.OPEN, RegistrationAction.ABANDON): RegistrationState.ABANDONED,
    (RegistrationState.SUBMITTED, RegistrationAction.ADMIT): RegistrationState.APPROVED,
    (RegistrationState.SUBMITTED, RegistrationAction.ABANDON): RegistrationState.ABANDONED,
    (RegistrationState.SUBMITTED, RegistrationAction.APPROVE): RegistrationState.APPROVED,
    (RegistrationState.SUBMITTED, RegistrationAction.DECLINE): RegistrationState.DECLINED,
}

DECISIONS = frozenset({RegistrationAction.APPROVE, RegistrationAction.DECLINE})
DECIDERS = frozenset({Role.COORDINATOR, Role.ADMIN})


class Refusal(StrEnum):
    """Why not. Every one has words under ``registration_refused.…`` in the labels."""

    NOT_YOURS = "not_yours"
    NOT_RESPONSIBLE = "not_responsible"
    OUT_OF_DATE = "out_of_date"
    ANSWERED = "answered"  # a question that has its answer
    STILL_OPEN = "still_open"
    ALREADY_SUBMITTED = "already_submitted"
    ALREADY_APPROVED = "already_approved"
    ALREADY_DECLINED = "already_declined"
    ALREADY_ABANDONED = "already_abandoned"


STANDS_ALREADY: Mapping[RegistrationState, Refusal] = {
    RegistrationState.OPEN: Refusal.STILL_OPEN,
    RegistrationState.SUBMITTED: Refusal.ALREADY_SUBMITTED,
    RegistrationState.APPROVED: Refusal.ALREADY_APPROVED,
    RegistrationState.DECLINED: Refusal.ALREADY_DECLINED,
    RegistrationState.ABANDONED: Refusal.ALREADY_ABANDONED,
}


class DeclineReason(StrEnum):
    """Why somebody is not let in; each tells them what to do next."""

    STATION_UNCONFIRMED = "station_unconfirmed"
    NAME_UNCLEAR = "name_unclear"
    NOT_A_COURIER = "not_a_courier"
    DUPLICATE = "duplicate"
    COME_AND_TALK = "come_and_talk"


def decide(
    registration: Registration,
    action: RegistrationAction,
    actor: Member,
    *,
    version: int | None = None,
    reason: DeclineReason | None = None,
) -> Change | Refusal:
    """The step that `actor` may take, or why not.

    `version` is the one their button was made for, None when no button was pressed. Whoever has no business with the
    registration is told nothing about its state.
    """
    stranger = _stranger_to(registration, action, actor)
    if stranger is not None:
        return stranger
    after = TRANSITIONS.get((registration.state, action))
    if after is None:
        return STANDS_ALREADY[registration.state]
    if version is not None and version != registration.version:
        return Refusal.OUT_OF_DATE
    return Change(registration.id, registration.version, actor.id, registration.state, after, reason)


def _stranger_to(registration: Registration, action: RegistrationAction, actor: Member) -> Refusal | None:
    if action in DECISIONS:
        return None if actor.roles & DECIDERS else Refusal.NOT_RESPONSIBLE
    return None if actor.id == registration.member_id else Refusal.NOT_YOURS
