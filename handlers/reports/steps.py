"""Taking a step in a report's life: it is decided by the table, stored with its record, and every card follows."""

from __future__ import annotations

from handlers.context import Context
from handlers.deadlines import setting
from handlers.events import Press
from handlers.reports import buttons, cards, routing
from handlers.reports.buttons import PressedReport
from handlers.reports.lifecycle import CLOCK, Part, Refusal, ReportAction, decide
from storage import members, report_changes, reports, verification_offers
from storage.members import Member, Role
from storage.report_changes import Change
from storage.reports import Report, ReturnReason

DANGER_MOVED = "danger_moved"  # announced when a danger has taken a step; see `handlers.hazards`


def read(
    press: Press, action: ReportAction, context: Context, *, reason: ReturnReason | None = None
) -> tuple[PressedReport, Change] | None:
    """The report of a press, and the step that whoever presses may take; None, and they are told why, if none."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return None
    outcome = decide_here(pressed.report, action, context, version=pressed.version, reason=reason)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return None
    return pressed, outcome


def take(press: Press, action: ReportAction, context: Context) -> Report | None:
    """Take a step that needs nothing but the press; None, and they are told why, if they may not."""
    permitted = read(press, action, context)
    return None if permitted is None else store(permitted[1], context)


def decide_here(
    report: Report,
    action: ReportAction,
    context: Context,
    *,
    version: int | None = None,
    reason: ReturnReason | None = None,
) -> Change | Refusal:
    """The step that whoever acts may take, here where they act; or why not."""
    in_private = context.here.chat_id == context.actor.user_id
    return decide(
        report,
        action,
        context.actor,
        parts=parts(report, context.actor, context, in_private=in_private),
        now=context.now,
        in_group=not in_private,
        version=version,
        reason=reason,
    )


def decide_later(report: Report, action: ReportAction, member: Member, context: Context) -> Change | Refusal:
    """The step that somebody may take now who began it in their private chat a while ago; or why not."""
    standing = parts(report, member, context, in_private=True)
    return decide(report, action, member, parts=standing, now=context.now)


def decide_by_clock(report: Report, action: ReportAction, context: Context) -> Change | Refusal:
    """The step that the time alone takes; or why not."""
    return decide(report, action, None, parts=CLOCK, now=context.now)


def parts(report: Report, member: Member, context: Context, *, in_private: bool) -> frozenset[Part]:
    """How somebody stands to a report, there where they act."""
    transaction = context.transaction
    others = {
        Part.RESPONSIBLE: routing.answers_for(report, member, transaction, in_private=in_private),
        Part.COORDINATOR: in_private and Role.COORDINATOR in member.roles and member.id != report.worker_id,
        Part.PASSER_BY: verification_offers.is_witness(transaction, report.id, member.id, context.now),
    }
    return buttons.parts_of_reporters(report, member, context) | {
        part for part, is_so in others.items() if is_so
    }


def store(change: Change, context: Context) -> Report:
    """Take a step that was permitted: one record, and every card shows it. Its reporter is told by the caller."""
    before = reports.get(context.transaction, change.report_id)
    report = setting.set_due(before, report_changes.apply(context.transaction, change, context.now), context)
    cards.refresh(report, context)
    if report.is_urgent:
        context.announce(DANGER_MOVED, report=report.id)
    return report


def as_now(report: Report, context: Context) -> Report:
    """The report as it stands by now."""
    return reports.get(context.transaction, report.id)


def named(change: Change | None, context: Context) -> Member | None:
    """Who took a step; None for the clock, and for a step never taken."""
    return (
        None
        if change is None or change.actor_id is None
        else members.get(context.transaction, change.actor_id)
    )
