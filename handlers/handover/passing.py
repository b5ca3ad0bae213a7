"""A report changes hands: whoever has it now gets its card, its reporter is told, and nothing goes round unnoticed."""

from __future__ import annotations

from dataclasses import replace

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.handover import buttons, choosing
from handlers.handover.targets import Target
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, followers, routing, steps
from handlers.reports.lifecycle import ReportAction
from messages.catalogue import Language
from storage import departments, grids, members, report_cards, report_changes
from storage.members import MemberId, Role
from storage.reports import HandOverReason, Report

GOES_ROUND = 3  # hand-overs; the first is a mistake put right, the second a disagreement


def hand_over(press: Press, context: Context) -> None:
    """The last press: with or without a reason it goes to whom was chosen."""
    chosen = choosing.read(press, context)
    if chosen is None:
        return
    _, to, change = chosen
    said = press.arguments[3] if len(press.arguments) > 3 else ""
    reason = choice(HandOverReason, said)
    if reason is None and said != buttons.WITHOUT:
        fallback.unknown_button(press, context)
        return
    target = to.target
    step = replace(change, reason=reason, grid_id=target.grid_id, assignee_id=target.member_id)
    report = steps.store(step, context)
    context.answer(press, "press.handed_over", number=report.number)
    _deal(report, context)
    _tell_reporter(report, target, context)
    if report_changes.times_done(context.transaction, report.id, ReportAction.HAND_OVER) == GOES_ROUND:
        _tell_coordinators(report, context)


def _deal(report: Report, context: Context) -> None:
    """Its card goes below everything said since, but not where it was pressed and still is."""
    standing = {(card.channel, card.chat_id) for card in report_cards.of(context.transaction, report.id)}
    here = (context.here.channel, context.here.chat_id)
    for address in cards.addresses(report, routing.holders(report, context.transaction), context):
        there = (address.channel, address.chat_id)
        if there != here or there not in standing:
            cards.deal_again(report, address, context)


def _tell_reporter(report: Report, target: Target, context: Context) -> None:
    followers.tell(
        report,
        "handover/handed_over",
        context,
        about=_named(target),
        by_language={"holder": lambda language: holder(target, language, context)},
        is_grid=target.grid_id is not None,
    )


def _tell_coordinators(report: Report, context: Context) -> None:
    """Once, however often it changes hands after that."""
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
        if coordinator.id == context.actor.id:
            continue
        address = context.to_member(coordinator)
        context.say(
            "handover/goes_round",
            to=address,
            buttons=[[report_buttons.show(report)]],
            number=report.number,
            category=followers.category(report, address.language),
            times=GOES_ROUND,
        )


def holder(target: Target, language: Language, context: Context) -> str | None:
    """What the new holder is called; None for the coordinators."""
    if target.grid_id is not None:
        return grids.get(context.transaction, target.grid_id).name(language)
    if target.member_id is None:
        return None
    department = departments.of_contact(context.transaction, target.member_id)
    if department is not None:
        return department.name(language)
    return members.get(context.transaction, target.member_id).name


def _named(target: Target) -> list[MemberId]:
    return [] if target.member_id is None else [target.member_id]
