"""What follows when somebody has looked: it is closed, goes back to whoever answers for it, or a coordinator looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.address import Address
from handlers.context import Context
from handlers.reports import cards, routing, steps
from handlers.reports.lifecycle import ONLOOKERS, Part
from handlers.verification import asking, photos, reasons, visits
from storage import members, report_cards, verdicts, verification_offers
from storage.members import Role
from storage.report_changes import Change
from storage.reports import Report
from storage.verdicts import NotFixed, Verdict


@dataclass(frozen=True, slots=True)
class Doubt:
    """That it is not fixed. `change` reopens it, None when it was reopened too often for that."""

    report: Report
    change: Change | None
    part: Part


def close(report: Report, change: Change, reason: NotFixed | None, context: Context) -> None:
    """It is fixed; `reason` is what was wrong all the same."""
    verdict = _give(report, part_in(report, context), True, reason, "", context)
    closed = steps.store(change, context)
    asking.reword(
        closed,
        verdict.round,
        "verification/closed",
        context,
        by=context.actor.id,
        is_recorded=reason is not None,
    )
    visits.settle(closed, verdict, context)


def doubt(
    doubted: Doubt, reason: NotFixed, words: str, context: Context, *, with_photo: bool = False
) -> None:
    """It is not fixed: it goes back at once, unless it has done so too often. `with_photo`: none is asked for."""
    report, change = doubted.report, doubted.change
    was_doubted = verdicts.is_doubted(context.transaction, report.id, verdicts.round_of(report))
    verdict = _give(report, doubted.part, False, reason, words, context)
    if change is None:
        _pass_up(report, verdict, was_doubted, context)
    else:
        report = _reopen(report, replace(change, reason=reason), verdict, context)
    if words:
        for card in report_cards.of(context.transaction, report.id):
            address = cards.address_of(card)
            context.say("verification/card_words", to=address, number=report.number, words=words)
    visits.settle(report, verdict, context)
    if not with_photo and doubted.part is not Part.PASSER_BY:  # who has sent one before
        photos.ask(report, context)


def part_in(report: Report, context: Context) -> Part:
    """In which part whoever acts speaks about the report."""
    return reasons.part_among(steps.parts(report, context.actor, context, in_private=True))


def _give(
    report: Report, part: Part, is_fixed: bool, reason: NotFixed | None, words: str, context: Context
) -> Verdict:
    offer = verification_offers.open_for(context.transaction, report.id, context.actor.id, context.now)
    verdict = Verdict(
        report.id,
        verdicts.round_of(report),
        context.actor.id,
        part,
        is_fixed,
        reason,
        words,
        None if offer is None else offer.photo_id,
    )
    verdicts.give(context.transaction, verdict, context.now)
    return verdict


def _reopen(report: Report, change: Change, verdict: Verdict, context: Context) -> Report:
    """Its card is dealt anew to all who answer for it now; what was asked about the fix before is answered."""
    reopened = steps.store(change, context)
    for address in _in_charge(reopened, context):
        cards.deal_again(reopened, address, context)
    asking.reword(
        reopened,
        verdict.round,
        "verification/reopened",
        context,
        by=context.actor.id,
        why_not=verdict.reason,
    )
    return reopened


def _in_charge(report: Report, context: Context) -> Iterator[Address]:
    """All who answer for it, and whoever took it on, where they do."""
    destination = routing.holders(report, context.transaction)
    yield from cards.addresses(report, destination, context)
    worker = None if report.worker_id is None else members.get(context.transaction, report.worker_id)
    is_told = destination.is_for_group or worker is None or worker in destination.receivers
    if worker is None or is_told:
        return
    if routing.answers_for(report, worker, context.transaction, in_private=True):
        yield context.to_member(worker, urgent=report.is_urgent)


def _pass_up(report: Report, verdict: Verdict, was_doubted: bool, context: Context) -> None:
    """Every coordinator hears it once, with everything; and those who looked hear that one will."""
    asking.reword(
        report,
        verdict.round,
        "verification/passed_up",
        context,
        by=context.actor.id,
        parts=ONLOOKERS - {Part.COORDINATOR},
    )
    if was_doubted:
        return
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
        if coordinator.id not in (report.worker_id, context.actor.id):
            address = context.to_member(coordinator, urgent=report.is_urgent)
            cards.deal_again(report, address, context)
            asking.ask_coordinator(report, coordinator, context)
