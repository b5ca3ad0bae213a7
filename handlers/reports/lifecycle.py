"""What may become of a report, and who may do it. Pure rules: the code, the buttons, the tests and
docs/reports.md all read these tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.members import Member, Role, Standing
from storage.report_changes import Change
from storage.reports import Report, ReportState, ReturnReason

DAY = 24 * 3600 * 1000  # ms
REOPENED_AT_MOST = 2  # times by those who look; after that a coordinator has to see for themselves
REOPENED_WITHIN = 14 * DAY  # ms after it was closed; later it is another incident


class ReportAction(StrEnum):
    """What can be done to a report."""

    DESCRIBE = "describe"  # add or change a photo, the place, the words, the category
    SUBMIT = "submit"
    ME_TOO = "me_too"  # join what one was about to report to a report that is there already
    DISCARD = "discard"
    EXPIRE = "expire"  # nobody has touched it for too long
    MERGE = "merge"  # let another draft have what it holds
    SHOW = "show"  # its card once more
    WRITE = "write"  # a message to the reporter, through the bot
    WRITE_BACK = "write_back"  # a message to whoever answers for it
    ACCEPT = "accept"
    RETURN = "return"  # not to be taken on, for a reason
    TAKE_BACK = "take_back"  # a return that was a slip of the finger
    RETRY = "retry"  # report once more what was returned; that becomes a draft of its own
    ASK = "ask"  # the reporter, for one thing
    ANSWER = "answer"
    GO_ON = "go_on"  # without an answer
    HAND_OVER = "hand_over"  # to whom it really concerns
    JOIN = "join"  # to another report about the same incident
    MOVE = "move"  # along with the report that it was joined to
    SEPARATE = "separate"  # a join that was a mistake
    WORK = "work"
    DEFER = "defer"
    RESUME = "resume"
    FIX = "fix"  # done, and here is the photo
    UNFIX = "unfix"  # a fix that was a slip of the finger
    CONFIRM = "confirm"  # somebody looked: it is fixed
    CLOSE = "close"  # nobody said otherwise
    REOPEN = "reopen"  # somebody looked: it is not


State, Action = ReportState, ReportAction

# Whoever may see the card of a numbered report may see it again, and write; that changes nothing.
NUMBERED = tuple(
    state for state in State if state not in (State.PROPOSED, State.DRAFT, State.DISCARDED, State.MERGED)
)
NOT_TAKEN_ON = (State.SUBMITTED, State.ASKED, State.HANDED_OVER)
IN_HAND = (State.ACCEPTED, State.WORKING, State.DEFERRED, State.REOPENED)
OPEN = (*NOT_TAKEN_ON, *IN_HAND, State.FIXED)  # not over yet

TRANSITIONS: Mapping[tuple[ReportState, ReportAction], ReportState] = {
    (State.DRAFT, Action.DESCRIBE): State.DRAFT,
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Action.ME_TOO): State.JOINED,
    (State.DRAFT, Action.DISCARD): State.DISCARDED,
    (State.DRAFT, Action.EXPIRE): State.DISCARDED,
    (State.DRAFT, Action.MERGE): State.MERGED,
    (State.PROPOSED, Action.MERGE): State.MERGED,
    **{(state, Action.SHOW): state for state in NUMBERED},
    **{(state, Action.WRITE): state for state in OPEN},
    **{(state, Action.WRITE_BACK): state for state in OPEN},
    # Nobody has taken it on yet.
    (State.SUBMITTED, Action.ACCEPT): State.ACCEPTED,  # points are earned here, once per incident
    (State.ASKED, Action.ACCEPT): State.ACCEPTED,
    (State.HANDED_OVER, Action.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,  # always with a reason the courier can act on
    (State.ASKED, Action.RETURN): State.RETURNED,
    (State.HANDED_OVER, Action.RETURN): State.RETURNED,
    (State.RETURNED, Action.TAKE_BACK): State.SUBMITTED,
    (State.RETURNED, Action.RETRY): State.RETURNED,
    (State.SUBMITTED, Action.ASK): State.ASKED,
    (State.HANDED_OVER, Action.ASK): State.ASKED,
    (State.ASKED, Action.ANSWER): State.SUBMITTED,
    (State.ASKED, Action.GO_ON): State.SUBMITTED,
    # Somebody takes care of it.
    (State.ACCEPTED, Action.WORK): State.WORKING,
    (State.REOPENED, Action.WORK): State.WORKING,
    **{(state, Action.FIX): State.FIXED for state in IN_HAND},
    **{(state, Action.DEFER): State.DEFERRED for state in IN_HAND if state is not State.DEFERRED},
    (State.DEFERRED, Action.RESUME): State.WORKING,
    # It is somebody else's after all, or another report's.
    **{(state, Action.HAND_OVER): State.HANDED_OVER for state in (*NOT_TAKEN_ON, *IN_HAND)},
    **{(state, Action.JOIN): State.JOINED for state in (*NOT_TAKEN_ON, *IN_HAND)},
    (State.JOINED, Action.SEPARATE): State.SUBMITTED,
    (State.JOINED, Action.MOVE): State.JOINED,
    (State.FIXED, Action.UNFIX): State.WORKING,
    # Whether it is really fixed is said by those who look.
    (State.FIXED, Action.CONFIRM): State.CLOSED,
    (State.FIXED, Action.CLOSE): State.CLOSED,
    (State.FIXED, Action.REOPEN): State.REOPENED,
    (State.CLOSED, Action.REOPEN): State.REOPENED,
}


class Part(StrEnum):
    """How somebody stands to a report; one person may have several parts, and an outsider has none."""

    REPORTER = "reporter"
    FOLLOWER = "follower"  # their own report of the same incident was joined to it
    RESPONSIBLE = "responsible"  # answers for it, here where they act
    PASSER_BY = "passer_by"  # was asked to look, and went there
    COORDINATOR = "coordinator"  # looks when those who did cannot agree with those who fixed it
    CLOCK = "clock"


REPORTERS = frozenset({Part.REPORTER})
RESPONSIBLE = frozenset({Part.RESPONSIBLE})
ONLOOKERS = frozenset({Part.REPORTER, Part.FOLLOWER, Part.PASSER_BY, Part.COORDINATOR})
CLOCK = frozenset({Part.CLOCK})

BY: Mapping[ReportAction, frozenset[Part]] = {
    Action.DESCRIBE: REPORTERS,
    Action.SUBMIT: REPORTERS,
    Action.ME_TOO: REPORTERS,
    Action.DISCARD: REPORTERS,
    Action.EXPIRE: CLOCK,
    Action.MERGE: REPORTERS,
    Action.SHOW: RESPONSIBLE,
    Action.WRITE: RESPONSIBLE,
    Action.WRITE_BACK: REPORTERS,
    Action.ACCEPT: RESPONSIBLE,
    Action.RETURN: RESPONSIBLE,
    Action.TAKE_BACK: RESPONSIBLE,
    Action.RETRY: REPORTERS,
    Action.ASK: RESPONSIBLE,
    Action.ANSWER: REPORTERS,
    Action.GO_ON: CLOCK,
    Action.HAND_OVER: RESPONSIBLE,
    Action.JOIN: RESPONSIBLE,
    Action.SEPARATE: RESPONSIBLE,
    Action.MOVE: RESPONSIBLE,
    Action.WORK: RESPONSIBLE,
    Action.DEFER: RESPONSIBLE,
    Action.RESUME: RESPONSIBLE | CLOCK,
    Action.FIX: RESPONSIBLE,
    Action.UNFIX: RESPONSIBLE,
    Action.CONFIRM: ONLOOKERS,
    Action.CLOSE: CLOCK,
    Action.REOPEN: ONLOOKERS,
}

# What reporters may do who are not, or no longer, couriers: give a draft up, and say whether it is fixed.
BY_ANYBODY_WHOSE_IT_IS = frozenset(
    {Action.DISCARD, Action.ANSWER, Action.WRITE_BACK, Action.CONFIRM, Action.REOPEN}
)
WHILE_WAITING = frozenset({Action.DESCRIBE, Action.MERGE})  # for approval: nothing is sent on before it

TAKES_ON = frozenset({Action.ACCEPT, Action.WORK})  # whoever does that takes care of it from then on

# Whether there is anything to be gained from reporting it once more; `next_step.…` in the labels says the same.
CAN_BE_RETRIED: Mapping[ReturnReason, bool] = {
    ReturnReason.OUT_OF_SCOPE: False,
    ReturnReason.UNCLEAR: True,
    ReturnReason.TOO_MINOR: True,
    ReturnReason.ALREADY_FILED: False,
    ReturnReason.UNTRUE: True,
    ReturnReason.FABRICATED: True,
    ReturnReason.COURT: False,
    ReturnReason.SPLIT: False,
    ReturnReason.OTHER: True,
}


class Refusal(StrEnum):
    """Why not. Every one has words under ``refused.…`` in the labels."""

    NOT_YOURS = "not_yours"
    NOT_ON_THE_TEAM = "not_on_the_team"
    NOT_RESPONSIBLE = "not_responsible"
    ONLY_WORKERS_HERE = "only_workers_here"  # in a grid's group
    IN_PRIVATE = "in_private"  # a coordinator may, but not in front of a group
    NOT_TO_BE_RETRIED = "not_to_be_retried"
    REOPENED_TOO_OFTEN = "reopened_too_often"
    CLOSED_TOO_LONG = "closed_too_long"
    JOINED_BY_REPORTER = "joined_by_reporter"  # nobody but they know what they meant
    NO_SUCH_REPORT = "no_such_report"
    THE_SAME_ONE = "the_same_one"  # it cannot be joined to itself
    TOO_FAR = "too_far"  # to be the same incident
    OTHER_OVER = "other_over"  # the one it was to be joined to
    OUT_OF_DATE = "out_of_date"
    STILL_DRAFT = "still_draft"
    ALREADY_SUBMITTED = "already_submitted"
    ALREADY_ASKED = "already_asked"
    ALREADY_HANDED_OVER = "already_handed_over"
    ALREADY_ACCEPTED = "already_accepted"
    ALREADY_WORKING = "already_working"
    ALREADY_DEFERRED = "already_deferred"
    ALREADY_FIXED = "already_fixed"
    ALREADY_REOPENED = "already_reopened"
    ALREADY_CLOSED = "already_closed"
    ALREADY_RETURNED = "already_returned"
    ALREADY_JOINED = "already_joined"
    ALREADY_DISCARDED = "already_discarded"
    ALREADY_MERGED = "already_merged"


STANDS_ALREADY: Mapping[ReportState, Refusal] = {
    State.PROPOSED: Refusal.STILL_DRAFT,
    State.DRAFT: Refusal.STILL_DRAFT,
    **{state: Refusal(f"already_{state}") for state in (*NUMBERED, State.DISCARDED, State.MERGED)},
}


def decide(
    report: Report,
    action: ReportAction,
    actor: Member | None,
    *,
    parts: frozenset[Part],
    now: int,
    in_group: bool = False,
    version: int | None = None,
    reason: ReturnReason | None = None,
) -> Change | Refusal:
    """The step that `actor` (None: the clock) may take at that time (UTC ms), or why not.

    `parts` are those of the actor, here where they act, which may be a grid's group; `version` is the one their button
    was made for, None when no button was pressed; a return has its `reason`, and a retry that of the return. Whoever
    has no business with the report is told nothing about its state.
    """
    stranger = _stranger_to(action, actor, parts, in_group)
    if stranger is not None:
        return stranger
    after = TRANSITIONS.get((report.state, action))
    if after is None:
        return STANDS_ALREADY[report.state]
    if version is not None and version != report.version:
        return Refusal.OUT_OF_DATE
    obstacle = _obstacle(report, action, parts, now, reason)
    if obstacle is not None:
        return obstacle
    actor_id = None if actor is None else actor.id
    worker_id = actor_id if action in TAKES_ON else None
    return Change(
        report.id, report.version, action, actor_id, report.state, after, reason, worker_id=worker_id
    )


def is_possible(report: Report, action: ReportAction) -> bool:
    """Whether its state lets this be done, by whoever may."""
    return (report.state, action) in TRANSITIONS


def _stranger_to(
    action: ReportAction, actor: Member | None, parts: frozenset[Part], in_group: bool
) -> Refusal | None:
    allowed = parts & BY[action]
    if not allowed:
        is_for_responsible = Part.RESPONSIBLE in BY[action] and Part.REPORTER not in BY[action]
        return _not_responsible(actor, in_group) if is_for_responsible else Refusal.NOT_YOURS
    if allowed != REPORTERS or action in BY_ANYBODY_WHOSE_IT_IS or actor is None:
        return None
    is_waiting = actor.standing is Standing.PENDING and action in WHILE_WAITING
    return None if Role.COURIER in actor.roles or is_waiting else Refusal.NOT_ON_THE_TEAM


def _not_responsible(actor: Member | None, in_group: bool) -> Refusal:
    if not in_group or actor is None:
        return Refusal.NOT_RESPONSIBLE
    return Refusal.IN_PRIVATE if Role.COORDINATOR in actor.roles else Refusal.ONLY_WORKERS_HERE


def _obstacle(
    report: Report, action: ReportAction, parts: frozenset[Part], now: int, reason: ReturnReason | None
) -> Refusal | None:
    """What stands in the way of a step that the table allows."""
    if action is Action.RETRY and reason is not None and not CAN_BE_RETRIED[reason]:
        return Refusal.NOT_TO_BE_RETRIED
    if action is not Action.REOPEN:
        return None
    if report.closed_at is not None and now - report.closed_at > REOPENED_WITHIN:
        return Refusal.CLOSED_TOO_LONG
    if report.times_reopened >= REOPENED_AT_MOST and Part.COORDINATOR not in parts:
        return Refusal.REOPENED_TOO_OFTEN
    return None
