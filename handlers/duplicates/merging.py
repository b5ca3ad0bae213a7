"""A report is joined to another one by whoever answers for it, or separated from it again."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from handlers.duplicates import choosing, credit, offering, views
from handlers.events import Press
from handlers.reports import buttons, cards, followers, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from storage import joined_reports, ledger, members, report_changes, reports
from storage.report_changes import Change
from storage.reports import Report, ReportId, ReportState


def merge(press: Press, context: Context) -> None:
    """Its reporter, and whoever had joined it, follow the other one from now on."""
    permitted = steps.read(press, ReportAction.JOIN, context)
    if permitted is None:
        return
    pressed, change = permitted
    other = choosing.find_other(pressed.report, pressed.choice, context)
    if isinstance(other, Refusal):
        choosing.refuse(press, other, pressed.report, pressed.choice, context)
        return
    joined = steps.store(replace(change, joined_to=other.id), context)
    context.answer(press, "press.merged", number=joined.number, other=other.number)
    offering.settle(press, context)
    _tell_joined(joined, other, context)
    for follower in joined_reports.joined_to(context.transaction, joined.id):
        _move(follower, other.id, context)
    views.add(joined, other, context)
    _pay(joined, other, context)


def keep(press: Press, context: Context) -> None:
    """They are two after all."""
    permitted = steps.read(press, ReportAction.JOIN, context)
    if permitted is not None:
        context.answer(press, "press.kept")
        offering.settle(press, context)


def separate(press: Press, context: Context) -> None:
    """*Separate again*: it waits for a decision of its own, with those who had joined it."""
    permitted = steps.read(press, ReportAction.SEPARATE, context)
    if permitted is None:
        return
    pressed, change = permitted
    assert pressed.report.joined_to is not None
    if report_changes.last_change(context.transaction, pressed.report.id, ReportAction.JOIN) is None:
        buttons.refuse(press, Refusal.JOINED_BY_REPORTER, pressed.report, context)
        return
    other = reports.get(context.transaction, pressed.report.joined_to)
    report = steps.store(change, context)
    for follower in joined_reports.joined_to(context.transaction, other.id):
        if joined_reports.joined_before(context.transaction, follower) == report.id:
            _move(follower, report.id, context)
    context.answer(press, "press.separated", number=report.number)
    cards.refresh(report, context)
    cards.refresh(other, context)
    followers.tell(report, "duplicates/separated", context, other=other.number)


def _move(follower: ReportId, target: ReportId, context: Context) -> None:
    """What was joined to one of the two goes with it: there are no chains. One record for each."""
    report = reports.get(context.transaction, follower)
    moved = Change(
        report.id,
        report.version,
        ReportAction.JOIN,
        context.actor.id,
        ReportState.JOINED,
        ReportState.JOINED,
        joined_to=target,
    )
    report_changes.apply(context.transaction, moved, context.now)


def _tell_joined(joined: Report, other: Report, context: Context) -> None:
    followers.tell(
        joined,
        "duplicates/merged",
        context,
        labels={"state": f"state.{other.state}"},
        other=other.number,
    )


def _pay(joined: Report, other: Report, context: Context) -> None:
    """What the other has earned already, its reporter's is worth as well."""
    payment = credit.pay(joined, other, context)
    if payment.points:
        context.say(
            "duplicates/paid",
            to=context.to_member(members.get(context.transaction, joined.reporter_id)),
            number=other.number,
            paid=payment.points,
            balance=ledger.balance(context.transaction, joined.reporter_id),
        )
