"""The rules alone: what may become of a report, and who may do it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from handlers.reports.lifecycle import TRANSITIONS, Refusal, ReportAction, decide
from handlers.reports.questions import ASK_AGAIN_AFTER, Hole, is_due, next_hole
from storage.members import Member, MemberId, Role, Standing
from storage.reports import Category, Change, Place, Report, ReportId, ReportPhoto, ReportState

photos = some.lists(
    some.builds(
        ReportPhoto, some.integers(1, 9), some.integers(1, 99), some.none() | some.just("0123456789abcdef")
    ),
    max_size=3,
).map(tuple)

some_reports = some.builds(
    Report,
    id=some.just(ReportId(1)),
    token=some.just("token"),
    version=some.integers(1, 3),
    number=some.none(),
    state=some.sampled_from(ReportState),
    reporter_id=some.integers(1, 3).map(MemberId),
    place=some.none() | some.just(Place(30.5, 114.3)),
    category=some.none() | some.sampled_from(Category),
    grid_id=some.none(),
    asked=some.none() | some.sampled_from(Hole),
    asked_at=some.none() | some.integers(0, 10**6),
    photos=photos,
    words=some.just(""),
)
some_members = some.builds(
    Member,
    id=some.integers(1, 3).map(MemberId),
    channel=some.just("telegram"),
    user_id=some.just(1),
    name=some.just("name"),
    language=some.none(),
    standing=some.just(Standing.ACTIVE),
    roles=some.frozensets(some.sampled_from(Role)),
)
some_actions = some.sampled_from(ReportAction)


@given(some_reports, some_actions, some_members, some.booleans(), some.none() | some.integers(1, 3))
def test_a_change_follows_the_table_and_is_made_by_whoever_may(
    report: Report, action: ReportAction, actor: Member, responsible: bool, version: int | None
) -> None:
    outcome = decide(report, action, actor, responsible=responsible, version=version)
    if isinstance(outcome, Change):
        assert outcome.after is TRANSITIONS[report.state, action]
        assert (outcome.before, outcome.version) == (report.state, report.version)
        assert version in (None, report.version)
        is_reporter = actor.id == report.reporter_id and Role.COURIER in actor.roles
        assert responsible if action is ReportAction.ACCEPT else is_reporter


@given(some_reports, some_actions, some_members)
def test_whoever_has_no_business_with_it_learns_nothing_of_its_state(
    report: Report, action: ReportAction, actor: Member
) -> None:
    outsider = replace(actor, id=MemberId(99))
    assert decide(report, action, outsider) in (Refusal.NOT_YOURS, Refusal.NOT_RESPONSIBLE)


@given(some_reports, some_actions, some_members)
def test_nothing_comes_after_the_last_states(report: Report, action: ReportAction, actor: Member) -> None:
    for last in (ReportState.ACCEPTED, ReportState.DISCARDED):
        ended = replace(report, state=last)
        assert isinstance(decide(ended, action, actor, responsible=True), Refusal)


@given(some_reports)
def test_the_first_hole_is_named_and_none_only_when_all_is_there(draft: Report) -> None:
    hole = next_hole(draft)
    whole = bool(draft.photos) and draft.place is not None and draft.category is not None
    stored = all(photo.sha256 is not None for photo in draft.photos)
    assert (hole is Hole.NONE) == (whole and stored)
    assert (hole is Hole.BYTES) == (whole and not stored)
    assert (hole is Hole.PHOTO) == (not draft.photos)


@given(some_reports, some.sampled_from(Hole), some.integers(0, 10**7))
def test_the_same_question_rests_for_a_while(draft: Report, hole: Hole, now: int) -> None:
    if not is_due(draft, hole, now):
        assert draft.asked == hole
        assert draft.asked_at is not None
        assert now < draft.asked_at + ASK_AGAIN_AFTER


def test_every_state_can_be_reached() -> None:
    assert set(TRANSITIONS.values()) | {ReportState.DRAFT} == set(ReportState)
