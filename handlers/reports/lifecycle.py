"""What may become of a report, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.members import Member, Role, Standing
from storage.report_changes import Change
from storage.reports import Report, ReportState, ReturnReason


class ReportAction(StrEnum):
    """What can be done to a report."""

    DESCRIBE = "describe"  # add or change a photo, the place, the words, the category
    SUBMIT = "submit"
    DISCARD = "discard"
    EXPIRE = "expire"  # nobody has touched it for too long
    MERGE = "merge"  # let another draft have what it holds
    SHOW = "show"  # its card once more
    ACCEPT = "accept"
    RETURN = "return"  # not to be taken on, for a reason
    RETRY = "retry"  # report once more what was returned; that becomes a draft of its own


TRANSITIONS: Mapping[tuple[ReportState, ReportAction], ReportState] = {
    (ReportState.DRAFT, ReportAction.DESCRIBE): ReportState.DRAFT,
    (ReportState.DRAFT, ReportAction.SUBMIT): ReportState.SUBMITTED,
    (ReportState.DRAFT, ReportAction.DISCARD): ReportState.DISCARDED,
    (ReportState.DRAFT, ReportAction.EXPIRE): ReportState.DISCARDED,
    (ReportState.DRAFT, ReportAction.MERGE): ReportState.MERGED,
    (ReportState.PROPOSED, ReportAction.MERGE): ReportState.MERGED,
    (ReportState.SUBMITTED, ReportAction.SHOW): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, ReportAction.ACCEPT): ReportState.ACCEPTED,
    (ReportState.SUBMITTED, ReportAction.RETURN): ReportState.RETURNED,
    (ReportState.RETURNED, ReportAction.RETRY): ReportState.RETURNED,
}

OF_THE_RESPONSIBLE = frozenset({ReportAction.SHOW, ReportAction.ACCEPT, ReportAction.RETURN})
BY_ANYBODY_WHOSE_IT_IS = frozenset({ReportAction.DISCARD, ReportAction.EXPIRE})
WHILE_WAITING = frozenset(
    {ReportAction.DESCRIBE, ReportAction.MERGE}
)  # for approval: nothing is sent on before it


class Refusal(StrEnum):
    """Why not. Every one has words under ``refused.…`` in the labels."""

    NOT_YOURS = "not_yours"
    NOT_ON_THE_TEAM = "not_on_the_team"
    NOT_RESPONSIBLE = "not_responsible"
    OUT_OF_DATE = "out_of_date"
    STILL_DRAFT = "still_draft"
    ALREADY_SUBMITTED = "already_submitted"
    ALREADY_ACCEPTED = "already_accepted"
    ALREADY_RETURNED = "already_returned"
    ALREADY_DISCARDED = "already_discarded"
    ALREADY_MERGED = "already_merged"


STANDS_ALREADY: Mapping[ReportState, Refusal] = {
    ReportState.PROPOSED: Refusal.STILL_DRAFT,
    ReportState.DRAFT: Refusal.STILL_DRAFT,
    ReportState.SUBMITTED: Refusal.ALREADY_SUBMITTED,
    ReportState.ACCEPTED: Refusal.ALREADY_ACCEPTED,
    ReportState.RETURNED: Refusal.ALREADY_RETURNED,
    ReportState.DISCARDED: Refusal.ALREADY_DISCARDED,
    ReportState.MERGED: Refusal.ALREADY_MERGED,
}


def decide(
    report: Report,
    action: ReportAction,
    actor: Member,
    *,
    responsible: bool = False,
    version: int | None = None,
    reason: ReturnReason | None = None,
) -> Change | Refusal:
    """The step that `actor` may take, or why not.

    `responsible` says whether they answer for the report's place; `version` is the one their button was made for,
    None when no button was pressed; a return has its `reason`. Whoever has no business with the report is told
    nothing about its state.
    """
    stranger = _stranger_to(report, action, actor, responsible)
    if stranger is not None:
        return stranger
    after = TRANSITIONS.get((report.state, action))
    if after is None:
        return STANDS_ALREADY[report.state]
    if version is not None and version != report.version:
        return Refusal.OUT_OF_DATE
    return Change(report.id, report.version, action, actor.id, report.state, after, reason)


def _stranger_to(report: Report, action: ReportAction, actor: Member, responsible: bool) -> Refusal | None:
    if action in OF_THE_RESPONSIBLE:
        return None if responsible else Refusal.NOT_RESPONSIBLE
    if actor.id != report.reporter_id:
        return Refusal.NOT_YOURS
    is_waiting = actor.standing is Standing.PENDING and action in WHILE_WAITING
    if action in BY_ANYBODY_WHOSE_IT_IS or Role.COURIER in actor.roles or is_waiting:
        return None
    return Refusal.NOT_ON_THE_TEAM
