"""What may become of a report, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.members import Member, Role
from storage.reports import Change, Report, ReportState


class ReportAction(StrEnum):
    """What can be done to a report."""

    DESCRIBE = "describe"  # add or change a photo, the place, the words, the category
    SUBMIT = "submit"
    DISCARD = "discard"
    ACCEPT = "accept"


TRANSITIONS: Mapping[tuple[ReportState, ReportAction], ReportState] = {
    (ReportState.DRAFT, ReportAction.DESCRIBE): ReportState.DRAFT,
    (ReportState.DRAFT, ReportAction.SUBMIT): ReportState.SUBMITTED,
    (ReportState.DRAFT, ReportAction.DISCARD): ReportState.DISCARDED,
    (ReportState.SUBMITTED, ReportAction.ACCEPT): ReportState.ACCEPTED,
}


class Refusal(StrEnum):
    """Why not. Every one has words under ``refused.…`` in the labels."""

    NOT_YOURS = "not_yours"
    NOT_RESPONSIBLE = "not_responsible"
    OUT_OF_DATE = "out_of_date"
    STILL_DRAFT = "still_draft"
    ALREADY_SUBMITTED = "already_submitted"
    ALREADY_ACCEPTED = "already_accepted"
    ALREADY_DISCARDED = "already_discarded"


STANDS_ALREADY: Mapping[ReportState, Refusal] = {
    ReportState.DRAFT: Refusal.STILL_DRAFT,
    ReportState.SUBMITTED: Refusal.ALREADY_SUBMITTED,
    ReportState.ACCEPTED: Refusal.ALREADY_ACCEPTED,
    ReportState.DISCARDED: Refusal.ALREADY_DISCARDED,
}


def decide(
    report: Report,
    action: ReportAction,
    actor: Member,
    *,
    responsible: bool = False,
    version: int | None = None,
) -> Change | Refusal:
    """The step that `actor` may take, or why not.

    `responsible` says whether they answer for the report's place; `version` is the one their button was made for,
    None when no button was pressed. Whoever has no business with the report is told nothing about its state.
    """
    stranger = _stranger_to(report, action, actor, responsible)
    if stranger is not None:
        return stranger
    after = TRANSITIONS.get((report.state, action))
    if after is None:
        return STANDS_ALREADY[report.state]
    if version is not None and version != report.version:
        return Refusal.OUT_OF_DATE
    return Change(report.id, report.version, action, actor.id, report.state, after)


def _stranger_to(report: Report, action: ReportAction, actor: Member, responsible: bool) -> Refusal | None:
    if action is ReportAction.ACCEPT:
        return None if responsible else Refusal.NOT_RESPONSIBLE
    if actor.id == report.reporter_id and Role.COURIER in actor.roles:
        return None
    return Refusal.NOT_YOURS
