"""What is late: first whoever has it hears it and their deputy, then the coordinators get its card.

A third time is only noted; the weekly figures count it. Between one time and the next lies as long as the deadline was.
A danger does not wait: deputies and coordinators hear of it at once, at any hour. Everything else waits until the first
of those it is for can be disturbed; then it is looked at anew, so that nobody hears of what was solved meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.deadlines import allowances, setting, wording
from handlers.deadlines.working_time import add_working_time
from handlers.events import Tick
from handlers.reports import buttons, cards, followers, in_charge
from handlers.reports.in_charge import Chat
from messages import catalogue
from messages.keyboards import Keyboard
from storage import deputies, members, report_deadlines, reports, standing_in
from storage.members import Member, MemberId, Role
from storage.report_deadlines import Deadline
from storage.reports import Report

AT_ONCE = 20  # reports by one tick, so that no batch gets long; the next tick goes on
TO_WHOEVER_HAS_IT, TO_COORDINATORS = 1, 2  # the first time, the second


@dataclass(frozen=True, slots=True)
class Missed:
    """A deadline that was missed, due at `due_at` (UTC ms)."""

    report: Report
    deadline: Deadline
    due_at: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told: whoever has the report, their deputies, and coordinators, who get its card."""

    holders: Sequence[Chat]
    deputies: Sequence[Chat]
    coordinators: Sequence[Chat]
    now: int

    @property
    def readable_at(self) -> int:
        """When the first of them can be disturbed; now, if there is nobody."""
        chats = (*self.holders, *self.deputies, *self.coordinators)
        return min((chat.readable_at for chat in chats), default=self.now)


def look(_tick: Tick, context: Context) -> None:
    """Notice what is late, or late once more."""
    for id_ in report_deadlines.overdue(context.transaction, context.now, AT_ONCE):
        report = reports.get(context.transaction, id_)
        due = setting.next_due(report)
        if due is None:
            report_deadlines.look_again(context.transaction, id_, None)
        else:
            _notice(report, *due, context)


def _notice(report: Report, deadline: Deadline, due_at: int, context: Context) -> None:
    times = 1 + report_deadlines.times_noticed(context.transaction, report.id, deadline, due_at)
    audience = _audience(report, times, context)
    if audience.readable_at > context.now:
        report_deadlines.look_again(context.transaction, report.id, audience.readable_at)
        return
    report_deadlines.note(context.transaction, report.id, deadline, due_at, times, context.now)
    report_deadlines.look_again(context.transaction, report.id, _next_time(report, deadline, times, context))
    _tell(audience, Missed(report, deadline, due_at), context)
    if times == TO_WHOEVER_HAS_IT:
        cards.refresh(report, context)


def _tell(audience: Audience, missed: Missed, context: Context) -> None:
    for chat in audience.holders:
        _say("deadlines/late", chat, missed, context, keyboard=[[buttons.show(missed.report)]])
    people = [chat.member for chat in audience.holders if chat.member is not None]
    for chat in audience.deputies:
        _say("deadlines/late_deputy", chat, missed, context, people=people)
    for chat in audience.coordinators:
        _say("deadlines/late_coordinator", chat, missed, context)
        cards.deal_again(missed.report, chat.address, context)


def _audience(report: Report, times: int, context: Context) -> Audience:
    """Who is told this time; nobody in two parts."""
    to_all = report.is_urgent and times <= TO_COORDINATORS
    urgent = report.is_urgent
    holders: Sequence[Chat] = ()
    helpers: Sequence[Chat] = ()
    if to_all or times == TO_WHOEVER_HAS_IT:
        holders = in_charge.chats(report, context)
        helpers = [in_charge.of_member(one, context, urgent=urgent) for one in _deputies(holders, context)]
    coordinators: Sequence[Chat] = ()
    if to_all or times == TO_COORDINATORS:
        told = _people((*holders, *helpers))
        found = members.with_role(context.transaction, Role.COORDINATOR)
        coordinators = [
            in_charge.of_member(one, context, urgent=urgent) for one in found if one.id not in told
        ]
    return Audience(holders, helpers, coordinators, context.now)


def _people(chats: Sequence[Chat]) -> set[MemberId]:
    return {chat.member.id for chat in chats if chat.member is not None}


def _deputies(holders: Sequence[Chat], context: Context) -> Sequence[Member]:
    """The permanent deputies of those people, as far as they are there and have it not themselves."""
    people = _people(holders)
    found: dict[MemberId, Member] = {}
    for id_ in sorted(people):
        deputy = deputies.of(context.transaction, id_)
        if deputy is None or deputy in people:
            continue
        if standing_in.who_acts_for(context.transaction, deputy) == deputy:
            found[deputy] = members.get(context.transaction, deputy)
    return list(found.values())


def _next_time(report: Report, deadline: Deadline, times: int, context: Context) -> int | None:
    if times >= report_deadlines.MOST_TIMES or report.category is None:
        return None
    minutes = setting.minutes_for(deadline, allowances.of(report.category, context))
    return add_working_time(context.now, minutes, allowances.calendar_of(report.category, context))


def _say(
    template: str,
    chat: Chat,
    missed: Missed,
    context: Context,
    *,
    keyboard: Keyboard = (),
    people: Sequence[Member] = (),
) -> None:
    language = chat.address.language
    context.say(
        template,
        to=chat.address,
        buttons=keyboard,
        about=[member.id for member in people],
        number=missed.report.number,
        category=followers.category(missed.report, language),
        to_do=catalogue.label(language, f"deadline.to_{missed.deadline}"),
        how_late=wording.late(missed.due_at, language, context),
        people=[member.name for member in people],
        is_urgent=missed.report.is_urgent,
    )
