"""What may become of an award: every state, action and kind of person, by the table alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from handlers.points.lifecycle import (
    STANDS_ALREADY,
    TRANSITIONS,
    AwardAction,
    Hole,
    Refusal,
    decide,
    first_hole,
    needs_another,
    objection,
)
from storage.awards import Award, AwardId, AwardState
from storage.members import Member, MemberId, Role, Standing


def member(number: int, *roles: Role, standing: Standing = Standing.ACTIVE) -> Member:
    return Member(MemberId(number), "telegram", number, "P", None, standing, frozenset(roles))


BY_ANOTHER = {AwardAction.CONFIRM, AwardAction.DECLINE}
MAKER, OTHER = member(1, Role.COORDINATOR), member(2, Role.ADMIN)
COURIER, RECIPIENT = member(3, Role.COURIER), member(4, Role.COURIER)
WHOLE = Award(AwardId(1), "token", 3, AwardState.DRAFT, MAKER.id, RECIPIENT.id, 5, "好事")


@pytest.mark.parametrize(("state", "action"), list(product(AwardState, AwardAction)))
def test_the_table_says_what_follows_and_the_state_why_nothing_does(
    state: AwardState, action: AwardAction
) -> None:
    actor = OTHER if action in BY_ANOTHER else MAKER
    outcome = decide(replace(WHOLE, state=state), action, actor, RECIPIENT, version=3, balance=5)
    assert outcome == TRANSITIONS.get((state, action), STANDS_ALREADY[state])


@pytest.mark.parametrize("action", AwardAction)
def test_nobody_but_those_who_award_may_do_anything(action: AwardAction) -> None:
    assert decide(WHOLE, action, COURIER, RECIPIENT, version=3) is Refusal.NOT_RESPONSIBLE


@pytest.mark.parametrize("action", [AwardAction.FILL, AwardAction.DROP, AwardAction.GIVE, AwardAction.ASK])
def test_an_unfinished_award_is_its_makers(action: AwardAction) -> None:
    assert decide(WHOLE, action, OTHER, RECIPIENT, version=3) is Refusal.NOT_YOURS


def test_any_of_them_takes_back_and_only_what_is_still_there() -> None:
    given = replace(WHOLE, state=AwardState.GIVEN)
    assert decide(given, AwardAction.UNDO, OTHER, RECIPIENT, version=3, balance=5) is AwardState.UNDONE
    assert decide(given, AwardAction.UNDO, OTHER, RECIPIENT, version=3, balance=4) is Refusal.TOO_FEW


@pytest.mark.parametrize("action", [AwardAction.FILL, AwardAction.DROP, AwardAction.GIVE])
def test_a_button_of_another_version_is_out_of_date(action: AwardAction) -> None:
    assert decide(WHOLE, action, MAKER, RECIPIENT, version=2) is Refusal.OUT_OF_DATE


@pytest.mark.parametrize(
    ("award", "hole"),
    [
        (replace(WHOLE, points=None), Hole.POINTS),
        (replace(WHOLE, reason=None), Hole.REASON),
        (WHOLE, Hole.NONE),
    ],
)
def test_what_is_missing_is_asked_for_and_cannot_be_given(award: Award, hole: Hole) -> None:
    assert first_hole(award) is hole
    given = decide(award, AwardAction.GIVE, MAKER, RECIPIENT, version=3)
    assert given is (AwardState.GIVEN if hole is Hole.NONE else Refusal.STILL_DRAFT)


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACTIVE])
def test_points_go_to_others_who_are_active(standing: Standing) -> None:
    assert objection(MAKER, MAKER) is Refusal.TO_YOURSELF
    assert objection(MAKER, replace(RECIPIENT, standing=standing)) is Refusal.NOT_ACTIVE
    assert objection(COURIER, RECIPIENT) is Refusal.NOT_RESPONSIBLE
    assert objection(MAKER, RECIPIENT) is None


@pytest.mark.parametrize("action", sorted(BY_ANOTHER))
def test_nobody_confirms_what_they_made_or_get(action: AwardAction) -> None:
    pending = replace(WHOLE, state=AwardState.PENDING)
    assert decide(pending, action, MAKER, RECIPIENT, version=3) is Refusal.YOUR_OWN
    theirs = replace(pending, member_id=OTHER.id)
    assert decide(theirs, action, OTHER, OTHER, version=3) is Refusal.FOR_YOU
    assert decide(pending, AwardAction.WITHDRAW, OTHER, RECIPIENT, version=3) is Refusal.NOT_YOURS


@pytest.mark.parametrize(
    ("points", "given_today", "needs"), [(20, 0, False), (21, 0, True), (5, 15, False), (1, 20, True)]
)
def test_a_large_award_needs_another_coordinator_also_in_small_parts(
    points: int, given_today: int, needs: bool
) -> None:
    assert needs_another(points, given_today) is needs
