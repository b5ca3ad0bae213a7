"""The rules alone: what may become of a report, and who may do it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from handlers.reports.lifecycle import (
    BY,
    BY_ANYBODY_WHOSE_IT_IS,
    OPEN,
    REOPENED_AT_MOST,
    REOPENED_WITHIN,
    REPORTERS,
    TRANSITIONS,
    WHILE_WAITING,
    Part,
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
    submitted_at=some.none(),
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
NOW = 1_790_000_000_000  # UTC ms
FIXED = Report(
    id=ReportId(1),
    token="token",
    version=1,
    number="WH-2026-000001",
    state=ReportState.FIXED,
    reporter_id=COURIER.id,
    place=Place(30.5, 114.3),
    category=Category.ROAD,
    grid_id=None,
    asked=None,
    asked_at=None,
    described_at=0,
    put_aside_at=None,
    submitted_at=0,
    again_of=None,
    photos=(),
    words="",
)
some_parts = some.frozensets(some.sampled_from(Part))
some_actions = some.sampled_from(ReportAction)


@given(some_reports, some_actions, some_members, some_parts, some.none() | some.integers(1, 3))
def test_a_change_follows_the_table_and_is_made_by_whoever_may(
    report: Report, action: ReportAction, actor: Member, parts: frozenset[Part], version: int | None
) -> None:
    outcome = decide(report, action, actor, parts=parts, now=NOW, version=version)
    if isinstance(outcome, Change):
        assert outcome.after is TRANSITIONS[report.state, action]
        assert (outcome.before, outcome.version, outcome.actor_id) == (report.state, report.version, actor.id)
        assert version in (None, report.version)
        assert parts & BY[action]


@given(some_reports, some_actions, some_members)
def test_only_couriers_send_reports_and_only_they_and_whoever_waits_describe_them(
    report: Report, action: ReportAction, actor: Member
) -> None:
    outcome = decide(report, action, actor, parts=REPORTERS, now=NOW)
    if isinstance(outcome, Change) and action not in BY_ANYBODY_WHOSE_IT_IS:
        is_waiting = actor.standing is Standing.PENDING and action in WHILE_WAITING
        assert Role.COURIER in actor.roles or is_waiting


@given(some_reports, some_actions, some_members)
def test_whoever_has_no_business_with_it_learns_nothing_of_its_state(
    report: Report, action: ReportAction, actor: Member
) -> None:
    refusal = decide(report, action, actor, parts=frozenset(), now=NOW)
    assert refusal is Refusal.NOT_YOURS or refusal is Refusal.NOT_RESPONSIBLE


@given(some_reports, some_actions, some_members)
def test_nothing_comes_after_the_last_states(report: Report, action: ReportAction, actor: Member) -> None:
    for last in (ReportState.DISCARDED, ReportState.MERGED):
        outcome = decide(replace(report, state=last), action, actor, parts=frozenset(Part), now=NOW)
        assert isinstance(outcome, Refusal) or outcome.before is outcome.after


def test_every_action_is_somebodys_and_comes_from_some_state() -> None:
    assert set(BY) == set(ReportAction) == {action for _, action in TRANSITIONS}


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    steps = {(before, after) for (before, _), after in TRANSITIONS.items() if before is not after}
    begun = {ReportState.DRAFT, ReportState.PROPOSED}
    assert {after for _, after in steps} | begun == set(ReportState)
    assert {before for before, _ in steps} >= {*OPEN, *begun}


def test_a_report_is_reopened_twice_and_not_for_ever() -> None:
    fixed = replace(FIXED, times_reopened=REOPENED_AT_MOST)
    outcome = decide(fixed, ReportAction.REOPEN, COURIER, parts=REPORTERS, now=NOW)
    assert outcome is Refusal.REOPENED_TOO_OFTEN


@given(some.integers(0, 2 * REOPENED_WITHIN))
def test_what_was_closed_is_reopened_only_for_a_while(after: int) -> None:
    closed = replace(FIXED, state=ReportState.CLOSED, closed_at=NOW - after)
    outcome = decide(closed, ReportAction.REOPEN, COURIER, parts=REPORTERS, now=NOW)
    assert (outcome is Refusal.CLOSED_TOO_LONG) == (after > REOPENED_WITHIN)


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
