"""What a reporter is told about whom their report has reached: never more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.deadlines import typical
from handlers.reports import cards, collecting, routing
from handlers.reports.routing import Destination
from messages import catalogue, keyboards
from storage import grids, members, report_cards
from storage.members import Member
from storage.outbox import Lane
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class Reach:
    """Who has a report's card: these workers, a group, or (neither) the coordinators.

    `in_reserve` says that it went to the coordinators because nobody else could be reached.
    """

    workers: Sequence[Member]
    in_group: bool
    in_reserve: bool


def confirm(report: Report, destination: Destination, context: Context) -> None:
    """The number, and whom it is being sent to: nothing has arrived there yet."""
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    waiting = collecting.who_waits(report, destination, context)
    workers = [
        receiver
        for receiver in destination.receivers
        if receiver not in destination.coordinators and receiver not in waiting
    ]
    context.say(
        "reports/submitted",
        to=address,
        lane=Lane.REPLY,
        markup=keyboards.no_keyboard(),
        number=report.number,
        category=catalogue.label(address.language, f"category.{report.category}"),
        grid=destination.grid_name(address.language),
        anybody=destination.reached > 0,
        workers=[worker.name for worker in workers],
        waiting=[worker.name for worker in waiting],
        in_group=destination.group_chat_id is not None,
        usually=typical.until_accepted(report, address.language, context),
        about=[worker.id for worker in [*workers, *waiting]],
    )


def show_reach(report: Report, context: Context) -> None:
    """A card has arrived: say so, or, when one had arrived before, change what was said then."""
    # Without a sound: they have just heard that it is on its way. Telegram lets no message be edited that took a
    # keyboard away, as the confirmation does, so this is one of its own.
    address = replace(context.to_member(members.get(context.transaction, report.reporter_id)), silent=True)
    reach = _reach(report, context)
    said = report_cards.receipt_of(context.transaction, report.id)
    about = [worker.id for worker in reach.workers]
    if said is None:
        row = context.say("reports/reached", to=address, about=about, number=report.number, reach=reach)
        report_cards.add_receipt(context.transaction, report.id, row)
    else:
        context.edit_text(said, "reports/reached", to=address, about=about, number=report.number, reach=reach)


def _reach(report: Report, context: Context) -> Reach:
    reached = report_cards.chats_reached(context.transaction, report.id)
    groups = {(cards.CHANNEL, report.assignee_chat_id)}
    ids = [] if report.assignee_id is None else [report.assignee_id]
    if report.grid_id is not None:
        groups.add((cards.CHANNEL, grids.get(context.transaction, report.grid_id).group_chat_id))
        ids += routing.of_grid(report.grid_id, context.transaction)
    workers = [members.get(context.transaction, id_) for id_ in dict.fromkeys(ids)]
    return Reach(
        [worker for worker in workers if (worker.channel, worker.user_id) in reached],
        in_group=bool(groups & reached),
        in_reserve=report_cards.is_any_lost(context.transaction, report.id),
    )
