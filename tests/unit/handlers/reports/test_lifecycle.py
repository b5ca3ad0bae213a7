"""The rules alone: what may become of a report, and who may do it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from handlers.reports.lifecycle import (
    BY_ANYBODY_WHOSE_IT_IS,
    OF_THE_RESPONSIBLE,
    TRANSITIONS,
    WHILE_WAITING,
    Refusal,
    ReportAction,
    decide,
)
from handlers.reports.questions import ASK_AGAIN_AFTER, Hole, is_due, next_hole
from storage.members import Member, MemberId, Role, Standing
from storage.report_changes import Change
from storage.reports import Category, PhotoId, Place, Report, ReportId, ReportPhoto, ReportState

photos = some.lists(
    some.builds(
        ReportPhoto,
        id=some.integers(1, 9).map(PhotoId),
        message_id=some.integers(1, 99),
        file_id=some.just("file"),
        is_file=some.booleans(),
        album=some.none(),
        sha256=some.none() | some.just("0123456789abcdef"),
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
    described_at=some.just(0),
    put_aside_at=some.none(),
    again_of=some.none(),
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
) | some.builds(
    Member,
    id=some.integers(1, 3).map(MemberId),
    channel=some.just("telegram"),
    user_id=some.just(1),
    name=some.just("name"),
    language=some.none(),
    standing=some.sampled_from(Standing),
    roles=some.just(frozenset()),
)
COURIER = Member(MemberId(1), "telegram", 1, "name", None, Standing.ACTIVE, frozenset({Role.COURIER}))
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
        if action in OF_THE_RESPONSIBLE:
            assert responsible
        else:
            assert actor.id == report.reporter_id


@given(some_reports, some_actions, some_members)
def test_only_couriers_send_reports_and_only_they_and_whoever_waits_describe_them(
    report: Report, action: ReportAction, actor: Member
) -> None:
    outcome = decide(report, action, actor)
    if isinstance(outcome, Change) and action not in BY_ANYBODY_WHOSE_IT_IS:
        is_waiting = actor.standing is Standing.PENDING and action in WHILE_WAITING
        assert Role.COURIER in actor.roles or is_waiting


@given(some_reports, some_actions, some_members)
def test_whoever_has_no_business_with_it_learns_nothing_of_its_state(
    report: Report, action: ReportAction, actor: Member
) -> None:
    outsider = replace(actor, id=MemberId(99))
    assert decide(report, action, outsider) in (Refusal.NOT_YOURS, Refusal.NOT_RESPONSIBLE)


@given(some_reports, some_actions, some_members)
def test_nothing_comes_after_the_last_states(report: Report, action: ReportAction, actor: Member) -> None:
    for last in (ReportState.ACCEPTED, ReportState.DISCARDED, ReportState.MERGED):
        ended = replace(report, state=last)
        assert isinstance(decide(ended, action, actor, responsible=True), Refusal)


@given(some_reports, some_members, some.booleans())
def test_nothing_is_asked_for_before_registration_and_consent(
    draft: Report, reporter: Member, agrees: bool
) -> None:
    hole = next_hole(draft, reporter, agrees=agrees)
    is_registered = Role.COURIER in reporter.roles or reporter.standing is Standing.PENDING
    assert (hole is Hole.REGISTRATION) == (not is_registered)
    assert (hole is Hole.CONSENT) == (is_registered and not agrees)


@given(some_reports)
def test_the_first_hole_is_named_and_none_only_when_all_is_there(draft: Report) -> None:
    hole = next_hole(draft, COURIER, agrees=True)
    stored = all(photo.sha256 is not None for photo in draft.photos)
    whole = bool(draft.photos) and draft.place is not None and draft.category is not None
    assert (hole is Hole.NONE) == (whole and stored)
    assert (hole is Hole.BYTES) == (whole and not stored)
    assert (hole is Hole.PHOTO) == (not draft.photos)
    assert (hole in (Hole.PLACE, Hole.READING)) == (bool(draft.photos) and draft.place is None)


@given(some_reports)
def test_a_report_that_is_whole_waits_until_its_reporter_is_let_in(draft: Report) -> None:
    waiting = replace(COURIER, standing=Standing.PENDING, roles=frozenset())
    hole = next_hole(draft, COURIER, agrees=True)
    expected = Hole.APPROVAL if hole is Hole.NONE else hole
    assert next_hole(draft, waiting, agrees=True) is expected


@given(some_reports, some.sampled_from(Hole), some.integers(0, 10**7))
def test_the_same_question_rests_for_a_while(draft: Report, hole: Hole, now: int) -> None:
    if not is_due(draft, hole, now):
        assert draft.asked == hole
        assert draft.asked_at is not None
        assert now < draft.asked_at + ASK_AGAIN_AFTER


def test_every_state_can_be_reached() -> None:
    assert set(TRANSITIONS.values()) | {ReportState.DRAFT, ReportState.PROPOSED} == set(ReportState)
