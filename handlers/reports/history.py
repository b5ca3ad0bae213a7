"""What was done to a report, step by step, in words for its reporter and for whoever answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.choices import choice
from handlers.context import Context
from handlers.reports import cards
from handlers.reports.cards import REASONS
from handlers.reports.lifecycle import BY, Part, ReportAction
from messages import catalogue
from messages.times import day, moment
from storage import grids, members, report_changes, reports
from storage.members import MemberId
from storage.report_changes import Step
from storage.reports import Report

MOST = 12  # steps; what came before them is hardly looked for

# Steps of those who answer for the report, who may be named to everybody; who else looked at it is nobody's business.
NAMED = frozenset(
    action
    for action in ReportAction
    if Part.RESPONSIBLE in BY[action] and BY[action].isdisjoint({Part.REPORTER, Part.CLOCK})
)


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words: when, what, and why if a reason was given."""

    when: str
    words: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class History:
    """The last steps, the oldest first; whether there were more; and whom they name."""

    lines: Sequence[Line]
    is_cut: bool
    named: Sequence[MemberId]


def of(report: Report, context: Context) -> History:
    """The history of a report, in the language and by the clocks of whoever acts."""
    steps = report_changes.history(context.transaction, report.id)
    shown = steps[-MOST:]
    named = {id_ for step in shown for id_ in (_actor(step), step.assignee_id) if id_ is not None}
    return History([_line(step, context) for step in shown], len(steps) > len(shown), sorted(named))


def _line(step: Step, context: Context) -> Line:
    return Line(
        when=moment(context.language, context.local_time_of(step.taken_at)),
        words=_words(step, context),
        reason=_reason(step, context),
    )


def _words(step: Step, context: Context) -> str:
    """A step that a newer version took is told by what it led to."""
    if choice(ReportAction, step.action) is None:
        return catalogue.label(context.language, f"state.{step.after}")
    values = {
        "name": _name(_actor(step), context),
        "whom": _whom(step, context),
        "until": "" if step.until is None else day(context.language, context.local_time_of(step.until)),
        "number": "" if step.joined_to is None else reports.get(context.transaction, step.joined_to).number,
    }
    return catalogue.label(context.language, f"step.{step.action}", values).strip()


def _actor(step: Step) -> MemberId | None:
    """Who took the step, if that may be told."""
    return step.actor_id if step.action in NAMED else None


def _name(id_: MemberId | None, context: Context) -> str:
    return "" if id_ is None else members.get(context.transaction, id_).name


def _whom(step: Step, context: Context) -> str:
    """Whom it was handed over to: a person, the workers of a grid, or the coordinators."""
    if step.assignee_id is not None:
        return cards.assignee_name(step.assignee_id, context.language, context)
    if step.grid_id is not None:
        return grids.get(context.transaction, step.grid_id).name(context.language)
    return catalogue.label(context.language, "role.coordinator")


def _reason(step: Step, context: Context) -> str | None:
    action = choice(ReportAction, step.action)
    if step.reason is None or action not in REASONS:
        return None
    return catalogue.label(context.language, f"{REASONS[action]}.{step.reason}")
