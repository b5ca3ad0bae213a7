"""What may become of a training and of somebody's part in it, and who may do it. Pure rules: code, buttons, tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.members import Member, Role, Standing
from storage.signups import SignUp, SignUpState
from storage.training_changes import Change
from storage.trainings import UNLIMITED, Training, TrainingState

CORRECTABLE = 7 * 24 * 3600 * 1000  # ms after the attendance was closed; later it is a matter for the books
COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMIN})


class TrainingAction(StrEnum):
    """What can be done to a training."""

    DESCRIBE = "describe"  # say something about a draft
    PUBLISH = "publish"
    APPLY = "apply"  # let a draft change the published training that it revises
    DISCARD = "discard"
    REVISE = "revise"
    CANCEL = "cancel"
    TICK_OFF = "tick_off"  # say who came
    CLOSE = "close"  # what is ticked off is right


TRANSITIONS: Mapping[tuple[TrainingState, TrainingAction], TrainingState] = {
    (TrainingState.DRAFT, TrainingAction.DESCRIBE): TrainingState.DRAFT,
    (TrainingState.DRAFT, TrainingAction.PUBLISH): TrainingState.PUBLISHED,
    (TrainingState.DRAFT, TrainingAction.APPLY): TrainingState.APPLIED,
    (TrainingState.DRAFT, TrainingAction.DISCARD): TrainingState.DISCARDED,
    (TrainingState.PUBLISHED, TrainingAction.REVISE): TrainingState.PUBLISHED,
    (TrainingState.PUBLISHED, TrainingAction.CANCEL): TrainingState.CANCELLED,
    (TrainingState.PUBLISHED, TrainingAction.TICK_OFF): TrainingState.PUBLISHED,
    (TrainingState.PUBLISHED, TrainingAction.CLOSE): TrainingState.HELD,  # points are earned here
    (TrainingState.HELD, TrainingAction.TICK_OFF): TrainingState.HELD,  # for a week
    (TrainingState.HELD, TrainingAction.CLOSE): TrainingState.HELD,  # … by those who were forgotten
}

OF_THE_DRAFT = frozenset(
    {TrainingAction.DESCRIBE, TrainingAction.PUBLISH, TrainingAction.APPLY, TrainingAction.DISCARD}
)
BEFORE_THE_START = frozenset({TrainingAction.REVISE})
AFTER_THE_START = frozenset({TrainingAction.TICK_OFF, TrainingAction.CLOSE})
PUBLIC = frozenset({TrainingAction.PUBLISH, TrainingAction.APPLY})  # from then on others read it


class SignUpAction(StrEnum):
    """What can be done to somebody's part in a training."""

    SIGN_UP = "sign_up"
    WITHDRAW = "withdraw"
    ATTEND = "attend"
    MISS = "miss"


PARTS: Mapping[tuple[SignUpState | None, SignUpAction], SignUpState] = {
    (None, SignUpAction.SIGN_UP): SignUpState.SIGNED_UP,
    (SignUpState.WITHDRAWN, SignUpAction.SIGN_UP): SignUpState.SIGNED_UP,
    (SignUpState.SIGNED_UP, SignUpAction.WITHDRAW): SignUpState.WITHDRAWN,
    (SignUpState.SIGNED_UP, SignUpAction.ATTEND): SignUpState.ATTENDED,
    (SignUpState.ABSENT, SignUpAction.ATTEND): SignUpState.ATTENDED,
    (SignUpState.ATTENDED, SignUpAction.MISS): SignUpState.ABSENT,  # not when it was confirmed
}


class Refusal(StrEnum):
    """Why not. Every one has words under ``training_refused.…`` in the labels."""

    NOT_ON_THE_TEAM = "not_on_the_team"
    NOT_A_COORDINATOR = "not_a_coordinator"
    NOT_YOURS = "not_yours"
    OUT_OF_DATE = "out_of_date"
    STILL_DRAFT = "still_draft"
    ALREADY_PUBLISHED = "already_published"
    ALREADY_APPLIED = "already_applied"
    ALREADY_DISCARDED = "already_discarded"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_HELD = "already_held"
    HAS_BEGUN = "has_begun"
    NOT_BEGUN = "not_begun"
    START_IS_PAST = "start_is_past"
    CHANGED_MEANWHILE = "changed_meanwhile"  # what a draft would change
    TOO_FEW_PLACES = "too_few_places"
    TOO_LATE = "too_late"
    FULL = "full"
    SIGNED_UP_ALREADY = "signed_up_already"
    NOT_SIGNED_UP = "not_signed_up"
    ALREADY_CONFIRMED = "already_confirmed"


STANDS_ALREADY: Mapping[TrainingState, Refusal] = {
    TrainingState.DRAFT: Refusal.STILL_DRAFT,
    TrainingState.DISCARDED: Refusal.ALREADY_DISCARDED,
    TrainingState.APPLIED: Refusal.ALREADY_APPLIED,
    TrainingState.PUBLISHED: Refusal.ALREADY_PUBLISHED,
    TrainingState.CANCELLED: Refusal.ALREADY_CANCELLED,
    TrainingState.HELD: Refusal.ALREADY_HELD,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody's part in a training becomes."""

    after: SignUpState


def decide(
    training: Training,
    action: TrainingAction,
    actor: Member,
    now: int,
    *,
    version: int | None = None,
    taken: int = 0,
) -> Change | Refusal:
    """The step that a coordinator may take with a training, or why not.

    `version` is the one their button was made for, None when no button was pressed. `taken` says how many places are
    taken, of the training that a draft revises.
    """
    stranger = _stranger_to(training, action, actor)
    if stranger is not None:
        return stranger
    after = TRANSITIONS.get((training.state, action))
    if after is None:
        return STANDS_ALREADY[training.state]
    if version is not None and version != training.version:
        return Refusal.OUT_OF_DATE
    untimely = _untimely(training, action, now) or _unfit(training, action, taken)
    if untimely is not None:
        return untimely
    return Change(training.id, training.version, action, actor.id, training.state, after)


def eligibility(
    training: Training,
    action: SignUpAction,
    member: Member,
    part: SignUp | None,
    now: int,
    *,
    taken: int = 0,
    version: int | None = None,
) -> Step | Refusal:
    """What somebody's own part in a training may become, or why not. `taken` says how many places are taken."""
    if not is_on_the_team(member):
        return Refusal.NOT_ON_THE_TEAM
    if training.state is not TrainingState.PUBLISHED:
        return STANDS_ALREADY[training.state]
    if training.starts_at <= now:
        return Refusal.HAS_BEGUN
    after = PARTS.get((None if part is None else part.state, action))
    if after is None:
        signing_up = action is SignUpAction.SIGN_UP
        return Refusal.SIGNED_UP_ALREADY if signing_up else Refusal.NOT_SIGNED_UP
    if version is not None and version != training.version:
        return Refusal.OUT_OF_DATE
    if action is SignUpAction.SIGN_UP and is_full(training, taken):
        return Refusal.FULL
    return Step(after)


def tick_off(part: SignUp, action: SignUpAction) -> Step | Refusal | None:
    """What ticking somebody off makes of their part; None when it is so already."""
    if action is SignUpAction.MISS and part.confirmed_at is not None:
        return Refusal.ALREADY_CONFIRMED
    after = PARTS.get((part.state, action))
    return None if after is None else Step(after)


def is_on_the_team(member: Member) -> bool:
    """Whether trainings are for them. Admins of the settings are so without having joined."""
    return member.standing is Standing.ACTIVE or bool(member.roles)


def is_full(training: Training, taken: int) -> bool:
    """Whether nobody else can come."""
    return training.places != UNLIMITED and taken >= training.places


def _stranger_to(training: Training, action: TrainingAction, actor: Member) -> Refusal | None:
    if not actor.roles & COORDINATORS:
        return Refusal.NOT_A_COORDINATOR
    if action in OF_THE_DRAFT and actor.id != training.made_by:
        return Refusal.NOT_YOURS
    return None


def _untimely(training: Training, action: TrainingAction, now: int) -> Refusal | None:
    if action in PUBLIC and training.starts_at <= now:
        return Refusal.START_IS_PAST
    if action in BEFORE_THE_START and training.starts_at <= now:
        return Refusal.HAS_BEGUN
    if action in AFTER_THE_START and training.starts_at > now:
        return Refusal.NOT_BEGUN
    if training.held_at is not None and now - training.held_at > CORRECTABLE:
        return Refusal.TOO_LATE
    return None


def _unfit(training: Training, action: TrainingAction, taken: int) -> Refusal | None:
    too_few = training.items.places not in (None, UNLIMITED) and training.places < taken
    return Refusal.TOO_FEW_PLACES if action is TrainingAction.APPLY and too_few else None
