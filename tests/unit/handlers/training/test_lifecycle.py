"""The tables of a training's life and of somebody's part in it, and who may do what when."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.training.lifecycle import (
    CORRECTABLE,
    OF_THE_DRAFT,
    PARTS,
    STANDS_ALREADY,
    TRANSITIONS,
    Refusal,
    SignUpAction,
    Step,
    TrainingAction,
    decide,
    eligibility,
    tick_off,
)
from storage.members import Member, MemberId, Role, Standing
from storage.signups import SignUp, SignUpId, SignUpState
from storage.training_changes import Change
from storage.trainings import UNLIMITED, Items, Training, TrainingId, TrainingState

NOW = 1_000_000_000_000
HOUR = 3600 * 1000


def member(id_: int, *roles: Role, standing: Standing = Standing.ACTIVE) -> Member:
    return Member(MemberId(id_), "telegram", id_, "刘敏", "zh", standing, frozenset(roles))


MAKER = member(1, Role.COORDINATOR)
OTHER = member(2, Role.ADMIN)
COURIER = member(3, Role.COURIER)


def training(
    state: TrainingState = TrainingState.PUBLISHED,
    *,
    starts_in: int = HOUR,
    places: int = 2,
    held_ago: int | None = None,
    revises: bool = False,
) -> Training:
    return Training(
        id=TrainingId(7),
        token="t",
        version=3,
        state=state,
        made_by=MAKER.id,
        items=Items("急救", NOW + starts_in, "驿站", None, places, 1),
        reason=None,
        time_version=1,
        announced_at=NOW - HOUR,
        held_at=None if held_ago is None else NOW - held_ago,
        revises=TrainingId(6) if revises else None,
        revises_version=1 if revises else None,
    )


def part(state: SignUpState, *, confirmed: bool = False) -> SignUp:
    return SignUp(
        SignUpId(1), TrainingId(7), COURIER.id, state, confirmed_at=NOW if confirmed else None, paid_at=None
    )


def starts_in(action: TrainingAction) -> int:
    """A start at which the action is timely."""
    return -HOUR if action in (TrainingAction.TICK_OFF, TrainingAction.CLOSE) else HOUR


@pytest.mark.parametrize(("state", "action"), list(product(TrainingState, TrainingAction)))
def test_what_the_table_allows_is_done_and_nothing_else(state: TrainingState, action: TrainingAction) -> None:
    outcome = decide(training(state, starts_in=starts_in(action)), action, MAKER, NOW)

    if (state, action) in TRANSITIONS:
        assert isinstance(outcome, Change)
        assert outcome.after is TRANSITIONS[(state, action)]
    else:
        assert outcome is STANDS_ALREADY[state]


@pytest.mark.parametrize("action", TrainingAction)
def test_nobody_but_coordinators_does_anything(action: TrainingAction) -> None:
    assert decide(training(), action, COURIER, NOW) is Refusal.NOT_A_COORDINATOR


@pytest.mark.parametrize("action", sorted(OF_THE_DRAFT))
def test_a_draft_is_its_makers(action: TrainingAction) -> None:
    assert decide(training(TrainingState.DRAFT), action, OTHER, NOW) is Refusal.NOT_YOURS


def test_a_button_of_another_version_is_out_of_date() -> None:
    assert decide(training(), TrainingAction.CANCEL, MAKER, NOW, version=2) is Refusal.OUT_OF_DATE


@pytest.mark.parametrize(
    ("action", "starts", "refusal"),
    [
        (TrainingAction.REVISE, 0, Refusal.HAS_BEGUN),
        (TrainingAction.TICK_OFF, 1, Refusal.NOT_BEGUN),
        (TrainingAction.CLOSE, 1, Refusal.NOT_BEGUN),
    ],
)
def test_some_things_have_their_time(action: TrainingAction, starts: int, refusal: Refusal) -> None:
    assert decide(training(starts_in=starts), action, MAKER, NOW) is refusal


@pytest.mark.parametrize("action", [TrainingAction.PUBLISH, TrainingAction.APPLY])
def test_nothing_is_announced_for_a_time_that_has_passed(action: TrainingAction) -> None:
    late = training(TrainingState.DRAFT, starts_in=0)

    assert decide(late, action, MAKER, NOW) is Refusal.START_IS_PAST


def test_there_are_no_fewer_places_than_are_taken() -> None:
    fewer = training(TrainingState.DRAFT, places=2, revises=True)

    assert decide(fewer, TrainingAction.APPLY, MAKER, NOW, taken=3) is Refusal.TOO_FEW_PLACES
    assert isinstance(decide(fewer, TrainingAction.APPLY, MAKER, NOW, taken=2), Change)


def test_attendance_is_corrected_for_a_week() -> None:
    held = training(TrainingState.HELD, starts_in=-HOUR, held_ago=CORRECTABLE)
    older = training(TrainingState.HELD, starts_in=-HOUR, held_ago=CORRECTABLE + 1)

    assert isinstance(decide(held, TrainingAction.CLOSE, MAKER, NOW), Change)
    assert decide(older, TrainingAction.CLOSE, MAKER, NOW) is Refusal.TOO_LATE


@pytest.mark.parametrize(
    ("state", "action"),
    list(product([None, *SignUpState], [SignUpAction.SIGN_UP, SignUpAction.WITHDRAW])),
)
def test_a_part_becomes_what_the_table_says(state: SignUpState | None, action: SignUpAction) -> None:
    own = None if state is None else part(state)

    outcome = eligibility(training(), action, COURIER, own, NOW)

    if (state, action) in PARTS:
        assert outcome == Step(PARTS[(state, action)])
    else:
        assert outcome in (Refusal.SIGNED_UP_ALREADY, Refusal.NOT_SIGNED_UP)


@pytest.mark.parametrize("standing", [Standing.STRANGER, Standing.PENDING, Standing.LEFT])
def test_trainings_are_for_the_team(standing: Standing) -> None:
    outsider = member(4, standing=standing)

    assert eligibility(training(), SignUpAction.SIGN_UP, outsider, None, NOW) is Refusal.NOT_ON_THE_TEAM


def test_somebody_without_a_role_is_on_the_team_too() -> None:
    assert eligibility(training(), SignUpAction.SIGN_UP, member(4), None, NOW) == Step(SignUpState.SIGNED_UP)


def test_the_last_place_is_one_and_where_there_is_no_limit_there_is_always_one() -> None:
    assert eligibility(training(), SignUpAction.SIGN_UP, COURIER, None, NOW, taken=1) == Step(
        SignUpState.SIGNED_UP
    )
    assert eligibility(training(), SignUpAction.SIGN_UP, COURIER, None, NOW, taken=2) is Refusal.FULL
    unlimited = training(places=UNLIMITED)
    assert eligibility(unlimited, SignUpAction.SIGN_UP, COURIER, None, NOW, taken=999) == Step(
        SignUpState.SIGNED_UP
    )


@pytest.mark.parametrize("action", [SignUpAction.SIGN_UP, SignUpAction.WITHDRAW])
def test_from_the_start_on_nobody_comes_or_goes(action: SignUpAction) -> None:
    own = part(SignUpState.SIGNED_UP)

    assert eligibility(training(starts_in=0), action, COURIER, own, NOW) is Refusal.HAS_BEGUN


@pytest.mark.parametrize("state", [state for state in TrainingState if state is not TrainingState.PUBLISHED])
def test_one_signs_up_for_what_is_published_alone(state: TrainingState) -> None:
    assert eligibility(training(state), SignUpAction.SIGN_UP, COURIER, None, NOW) is STANDS_ALREADY[state]


def test_ticking_off_twice_changes_nothing_and_what_was_confirmed_stays() -> None:
    assert tick_off(part(SignUpState.SIGNED_UP), SignUpAction.ATTEND) == Step(SignUpState.ATTENDED)
    assert tick_off(part(SignUpState.ATTENDED), SignUpAction.ATTEND) is None
    assert tick_off(part(SignUpState.ATTENDED), SignUpAction.MISS) == Step(SignUpState.ABSENT)
    confirmed = part(SignUpState.ATTENDED, confirmed=True)
    assert tick_off(confirmed, SignUpAction.MISS) is Refusal.ALREADY_CONFIRMED
