"""Every morning, whoever has reports to decide on or to see to hears which, the most pressing first; nobody else is.

The tick only finds out whom to tell; they are told a few at a time, so that no batch gets long. Who has been told is
a row of the day, so that neither another tick nor a restart tells them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.address import Address
from handlers.context import Context
from handlers.deadlines import wording
from handlers.deadlines.setting import next_due
from handlers.events import Effect, Tick
from handlers.reports import buttons, cards
from messages import catalogue, times
from messages.catalogue import Language
from storage import absences, daily_notices, grids, held_reports, members, routing_rules, undecided_reports
from storage.grids import GridId
from storage.held_reports import Held, Pile
from storage.members import Member, MemberId, Role
from storage.reports import ReportState

BEGINS, ENDS = 8, 12  # o'clock; what is told after noon is no help for the day's walk
LISTED = 10  # lines of what is to be decided; more would push the buttons off the screen
LISTED_BELOW = 3  # lines of each of the others
MOST_LATE = 1000  # are counted; who has more does not count them
AT_ONCE = 10  # people told by one event, a few ms of the database's time
UNDECIDED = (ReportState.SUBMITTED, ReportState.HANDED_OVER)
TELL = "morning"  # the effect that names whom to tell, and the notice of which each gets one a day


@dataclass(frozen=True, slots=True)
class Line:
    """One report of the list."""

    number: str
    category: str
    grid: str | None
    age: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list: how many there are, and the most pressing of them."""

    total: int
    lines: Sequence[Line]


NOTHING = Section(0, ())


def begin(_tick: Tick, context: Context) -> None:
    """Find out whom to tell. A tick that lay in the inbox until it was too late finds nobody."""
    if not BEGINS <= context.local_time.hour < ENDS:
        return
    day, receivers = context.local_time.date().isoformat(), _receivers(context)
    for start in range(0, len(receivers), AT_ONCE):
        context.announce(TELL, day=day, receivers=receivers[start : start + AT_ONCE])


def tell(effect: Effect, context: Context) -> None:
    """Tell some of them, if it is still that morning."""
    day, receivers = str(effect.result["day"]), effect.result["receivers"]
    if context.local_time.date().isoformat() != day or context.local_time.hour >= ENDS:
        return
    assert isinstance(receivers, list)
    for receiver in receivers:
        if isinstance(receiver, int) and receiver < 0:  # of a group, as Telegram numbers them
            _tell_given_group(receiver, day, context)
        elif isinstance(receiver, int):
            _tell_member(MemberId(receiver), day, context)
        else:
            _tell_group(GridId(str(receiver)), day, context)


def say_pile(
    template: str,
    pile: Pile,
    to: Address,
    not_before: int,
    context: Context,
    *,
    below: Sequence[Held] = (),
    in_hand: Section = NOTHING,
    resuming: Section = NOTHING,
    late: Section = NOTHING,
) -> None:
    """List a pile, with a button for each report and for those `below`; not before then (UTC ms)."""
    listed = {report.token: report for report in (*pile.first, *below)}
    context.say(
        template,
        to=to,
        not_before=not_before,
        buttons=buttons.cards(list(listed.values())),
        total=pile.total,
        undecided=[_line(report, to.language, context) for report in pile.first],
        in_hand=in_hand,
        resuming=resuming,
        late=late,
    )


def _receivers(context: Context) -> list[MemberId | GridId | int]:
    found = undecided_reports.workers(context.transaction, _end_of_today(context))
    if undecided_reports.has_any_with_nobody(context.transaction):
        found += [member.id for member in members.with_role(context.transaction, Role.COORDINATOR)]
    groups = undecided_reports.group_grids(context.transaction)
    return [*dict.fromkeys(found), *groups, *undecided_reports.given_chats(context.transaction)]


def _tell_member(id_: MemberId, day: str, context: Context) -> None:
    member = members.get(context.transaction, id_)
    if absences.of(context.transaction, id_) is not None and Role.COORDINATOR not in member.roles:
        return  # since the tick
    undecided = _undecided_of(member, context)
    in_hand, resuming = held_reports.taken_on(context.transaction, id_, _end_of_today(context))
    if not (undecided.total or in_hand.total or resuming.total):
        return
    if daily_notices.claim(context.transaction, TELL, str(id_), day, context.now):
        readable = context.quiet_of(member).next_readable(context.now)
        to, late = context.to_member(member), _late_of(member, in_hand, context)
        say_pile(
            "reports/morning",
            undecided,
            to,
            readable,
            context,
            below=[
                *late.first[:LISTED_BELOW],
                *in_hand.first[:LISTED_BELOW],
                *resuming.first[:LISTED_BELOW],
            ],
            in_hand=_section(in_hand, to.language, context),
            resuming=_section(resuming, to.language, context),
            late=_late_section(late, to.language, context),
        )


def _undecided_of(member: Member, context: Context) -> Pile:
    """What that person alone is to decide; of a grid that has nothing but a group, the group hears."""
    coordinates = Role.COORDINATOR in member.roles
    counts = held_reports.counts(context.transaction, member.id, coordinates=coordinates, in_groups=False)
    first = held_reports.page(
        context.transaction, member.id, UNDECIDED, LISTED, coordinates=coordinates, in_groups=False
    )
    return Pile(sum(counts.get(state, 0) for state in UNDECIDED), first)


def _late_of(member: Member, in_hand: Pile, context: Context) -> Pile:
    """What of theirs is late, taken on or not, the latest first."""
    found = held_reports.page(
        context.transaction,
        member.id,
        UNDECIDED,
        MOST_LATE,
        coordinates=Role.COORDINATOR in member.roles,
        in_groups=False,
        accept_before=context.now,
    )
    found += [report for report in in_hand.first if wording.is_late(report, context.now)]
    found.sort(key=lambda report: (_due_at(report), report.number))
    return Pile(len(found), found)


def _due_at(report: Held) -> int:
    due = next_due(report)
    assert due is not None  # what is late has been due
    return due[1]


def _tell_group(id_: GridId, day: str, context: Context) -> None:
    grid = grids.get(context.transaction, id_)
    pile = undecided_reports.of_grid(context.transaction, id_, LISTED)
    if grid.group_chat_id is None or not pile.total:
        return
    if daily_notices.claim(context.transaction, TELL, id_, day, context.now):
        group = Address(cards.CHANNEL, grid.group_chat_id, Language(grid.group_language))
        say_pile("reports/morning", pile, group, context.now, context)


def _tell_given_group(chat_id: int, day: str, context: Context) -> None:
    pile = undecided_reports.of_chat(context.transaction, chat_id, LISTED)
    if pile.total and daily_notices.claim(context.transaction, TELL, str(chat_id), day, context.now):
        language = Language(routing_rules.chat_language(context.transaction, chat_id))
        say_pile("reports/morning", pile, Address(cards.CHANNEL, chat_id, language), context.now, context)


def _section(pile: Pile, language: Language, context: Context) -> Section:
    listed = pile.first[:LISTED_BELOW]
    return Section(pile.total, [_line(report, language, context) for report in listed])


def _late_section(pile: Pile, language: Language, context: Context) -> Section:
    lines = [
        replace(_line(report, language, context), age=wording.late(_due_at(report), language, context))
        for report in pile.first[:LISTED_BELOW]
    ]
    return Section(pile.total, lines)


def _end_of_today(context: Context) -> int:
    midnight = context.local_time.replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight + timedelta(days=1)).timestamp() * 1000)


def _line(report: Held, language: Language, context: Context) -> Line:
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    return Line(
        number=report.number,
        category=catalogue.label(language, f"category.{report.category}"),
        grid=None if grid is None else grid.name(language),
        age=times.elapsed(language, context.now - report.submitted_at),
    )
