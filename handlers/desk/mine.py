"""``/mine``: the open reports that whoever asks answers for, the most pressing first, page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.deadlines import wording
from handlers.events import Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports.lifecycle import IN_HAND, NOT_TAKEN_ON
from messages import catalogue, times
from messages.keyboards import Button, Keyboard
from storage import grids, held_reports
from storage.held_reports import Held
from storage.members import Role
from storage.reports import ReportState

PER_PAGE = 8  # a line and a button each, on one screen of a phone


class Group(StrEnum):
    """What of it is shown."""

    ALL = "all"
    TO_ACCEPT = "to_accept"
    IN_HAND = "in_hand"
    TO_VERIFY = "to_verify"


STATES: Mapping[Group, Collection[ReportState]] = {
    Group.ALL: (*NOT_TAKEN_ON, *IN_HAND, ReportState.FIXED),
    Group.TO_ACCEPT: NOT_TAKEN_ON,
    Group.IN_HAND: IN_HAND,
    Group.TO_VERIFY: (ReportState.FIXED,),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One report of the page."""

    number: str
    category: str
    state: str
    grid: str | None
    age: str
    deadline: str | None = None


def show(event: Message | Press, context: Context) -> None:
    """A page of a group; without any said, the first of all. What was solved meanwhile may leave fewer pages."""
    group, asked = _asked(event)
    if group is None or asked is None:
        assert isinstance(event, Press)  # a command asks for nothing
        fallback.unknown_button(event, context)
        return
    coordinates = Role.COORDINATOR in context.actor.roles
    counts = held_reports.counts(context.transaction, context.actor.id, coordinates=coordinates)
    totals = {one: sum(counts.get(state, 0) for state in states) for one, states in STATES.items()}
    page = min(asked, max(totals[group] - 1, 0) // PER_PAGE)
    found = held_reports.page(
        context.transaction,
        context.actor.id,
        STATES[group],
        PER_PAGE,
        page * PER_PAGE,
        coordinates=coordinates,
    )
    context.show(
        event,
        "desk/mine",
        buttons=_buttons(found, group, page, totals),
        total=totals[group],
        open_reports=[_line(report, context) for report in found],
        is_all=group is Group.ALL,
    )


def _asked(event: Message | Press) -> tuple[Group | None, int | None]:
    if isinstance(event, Message) or not event.arguments:
        return Group.ALL, 0
    group, page = [*event.arguments, "0"][:2]
    return choice(Group, group), int(page) if page.isascii() and page.isdigit() and len(page) < 7 else None


def _line(report: Held, context: Context) -> Line:
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    return Line(
        number=report.number,
        category=catalogue.label(context.language, f"category.{report.category}"),
        state=catalogue.label(context.language, f"state.{report.state}"),
        grid=None if grid is None else grid.name(context.language),
        age=times.elapsed(context.language, context.now - report.submitted_at),
        deadline=wording.in_line(report, context.language, context),
    )


def _buttons(found: Collection[Held], group: Group, page: int, totals: Mapping[Group, int]) -> Keyboard:
    turns = []
    if page > 0:
        turns.append(Button("desk.earlier", f"mine:{group}:{page - 1}"))
    if (page + 1) * PER_PAGE < totals[group]:
        turns.append(Button("desk.later", f"mine:{group}:{page + 1}"))
    filters = [_filter(one, is_shown=one is group, total=totals[one]) for one in Group]
    return [
        *report_buttons.cards(list(found)),
        *([turns] if turns else []),
        filters[:2],
        filters[2:],
        [Button("menu.back", "menu:start")],
    ]


def _filter(group: Group, *, is_shown: bool, total: int) -> Button:
    return Button(f"desk.{group}", f"mine:{group}:0", "success" if is_shown else None, {"count": total})
