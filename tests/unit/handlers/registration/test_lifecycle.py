"""The table of what may become of a registration, held against every state, action and person."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from handlers.registration.lifecycle import (
    DECIDERS,
    DECISIONS,
    STANDS_ALREADY,
    TRANSITIONS,
    Refusal,
    RegistrationAction,
    decide,
)
from handlers.registration.names import LONGEST_NAME, cleaned
from storage.members import Member, MemberId, Role, Standing
from storage.registrations import Change, Registration, RegistrationId, RegistrationState

APPLICANT = Member(MemberId(1), "telegram", 1, "x", None, Standing.STRANGER, frozenset())
OPEN = Registration(
    id=RegistrationId(1),
    token="t",
    version=3,
    member_id=APPLICANT.id,
    state=RegistrationState.OPEN,
    invitation=None,
    name=None,
    phone=None,
    phone_skipped=False,
    station_id=None,
    station_skipped=False,
    asked=None,
    asked_at=None,
    decided_by=None,
    reason=None,
)

states = st.sampled_from(RegistrationState)
actions = st.sampled_from(RegistrationAction)
people = st.builds(
    Member,
    st.sampled_from([MemberId(1), MemberId(2)]),
    st.just("telegram"),
    st.just(1),
    st.just("x"),
    st.none(),
    st.sampled_from(Standing),
    st.frozensets(st.sampled_from(Role)),
)


@given(states, actions, people)
def test_a_step_is_taken_only_where_the_table_has_it_and_by_whom_it_concerns(
    state: RegistrationState, action: RegistrationAction, actor: Member
) -> None:
    outcome = decide(replace(OPEN, state=state), action, actor)
    concerned = bool(actor.roles & DECIDERS) if action in DECISIONS else actor.id == OPEN.member_id
    if isinstance(outcome, Change):
        assert concerned
        assert TRANSITIONS[state, action] is outcome.after
    elif concerned:
        assert (state, action) not in TRANSITIONS
        assert outcome is STANDS_ALREADY[state]
    else:
        assert outcome in (Refusal.NOT_YOURS, Refusal.NOT_RESPONSIBLE)


@given(st.integers().filter(lambda version: version != OPEN.version))
def test_a_button_of_another_version_is_out_of_date(version: int) -> None:
    assert decide(OPEN, RegistrationAction.ANSWER, APPLICANT, version=version) is Refusal.OUT_OF_DATE


@given(st.lists(actions, max_size=8))
def test_what_is_settled_stays_settled(steps: list[RegistrationAction]) -> None:
    everybody = replace(APPLICANT, roles=DECIDERS)
    registration, settled = OPEN, False
    for step in steps:
        outcome = decide(registration, step, everybody)
        if isinstance(outcome, Change):
            assert not settled
            registration = replace(registration, state=outcome.after, version=registration.version + 1)
        settled = registration.state not in (RegistrationState.OPEN, RegistrationState.SUBMITTED)


@given(st.text(max_size=100))
def test_cleaning_a_name_twice_changes_nothing_more(name: str) -> None:
    once = cleaned(name)
    assert cleaned(once) == once
    assert "\n" not in once
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u0000")


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("李强", "Zoë O'Neill-Müller", "محمد", "👩‍🚒 Anna", "x" * LONGEST_NAME):
        assert cleaned(name) == name
