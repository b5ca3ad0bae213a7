"""What stands under a card: what can be done there, and what leads from it to somewhere else."""

from __future__ import annotations

from handlers.address import Address
from handlers.context import Context
from handlers.reports import buttons, routing
from messages.keyboards import Keyboard
from storage import members, reports
from storage.members import Member, Role
from storage.reports import Report


def buttons_at(report: Report, address: Address, context: Context) -> Keyboard:
    """Only where somebody answers for it now: who did before still sees what becomes of it."""
    acts_there = routing.is_answered_for_in(report, address.channel, address.chat_id, context.transaction)
    if not acts_there:
        return ()
    reader = members.find(context.transaction, address.channel, address.chat_id)
    return [*buttons.on_card(report), *_ways_on(report, reader, context)]


def _ways_on(report: Report, reader: Member | None, context: Context) -> Keyboard:
    """What leads from a card to somewhere else. Only coordinators, in private, get to who has reported it."""
    ways = []
    if report.joined_to is not None:
        ways.append([buttons.show(reports.get(context.transaction, report.joined_to))])
    if reader is not None and Role.COORDINATOR in reader.roles:
        ways.append([buttons.mute_reporter(report)])
    return ways
