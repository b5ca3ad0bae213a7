"""Whom a report can be handed over to, and whether anybody is there to get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handlers.context import Context
from handlers.reports import routing
from handlers.reports.lifecycle import ReportAction
from handlers.routing.targets import may_answer
from messages.catalogue import Language
from storage import departments, deputies, grids, members, report_changes, standing_in, unreachable
from storage.departments import Department
from storage.grids import GridId
from storage.members import Member, MemberId, Role
from storage.reports import Report

NEAREST = 3  # grids on the first page: a place is hardly ever off by more
DEPARTMENTS_FIRST = 4


@dataclass(frozen=True, slots=True)
class Target:
    """A grid or a person; neither: the coordinators."""

    grid_id: GridId | None = None
    member_id: MemberId | None = None

    @property
    def code(self) -> str:
        """What a button says; at most 25 bytes."""
        if self.grid_id is not None:
            return f"g{self.grid_id}"
        return "c" if self.member_id is None else f"m{self.member_id}"


COORDINATORS = Target()


@dataclass(frozen=True, slots=True)
class Choice:
    """A target on offer: the label of its button, what fills that in each language, and whom it names."""

    target: Target
    label: str
    names: dict[Language, str] = field(default_factory=dict)
    about: tuple[MemberId, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What is offered at once, and what the further pages hold."""

    first: Sequence[Choice]
    others: Sequence[Choice]

    def find(self, code: str) -> Choice | None:
        """What a button names, if it is on offer."""
        return next((one for one in (*self.first, *self.others) if one.target.code == code), None)


def choices(report: Report, context: Context) -> Choices:
    """Everybody it can go to: back, the deputy of whoever acts, grids by distance, departments, coordinators."""
    near = list(_grids(report, context))
    contacts = [_department(one) for one in departments.with_contact(context.transaction)]
    first = [
        *_back(report, context),
        *_deputy(context),
        *near[:NEAREST],
        *contacts[:DEPARTMENTS_FIRST],
        Choice(COORDINATORS, "handover.to_coordinators"),
    ]
    offered = _once(one for one in first if not _has_it(one.target, report))
    codes = {one.target.code for one in offered}
    others = [*near[NEAREST:], *contacts[DEPARTMENTS_FIRST:]]
    return Choices(
        offered,
        [one for one in others if one.target.code not in codes and not _has_it(one.target, report)],
    )


def can_be_reached(target: Target, context: Context) -> bool:
    """Whether somebody is there who gets it, and it does not come round to whoever hands it over."""
    if target.grid_id is not None:
        destination = routing.holders_of_grid(target.grid_id, context.transaction)
        in_group = destination.group_chat_id is not None
        return in_group or any(
            _is_reachable(one, context) for one in (*destination.workers, *destination.deputies)
        )
    if target.member_id is not None:
        acting = standing_in.who_acts_for(context.transaction, target.member_id)
        if acting is None or acting == context.actor.id:
            return False
        return _is_reachable(members.get(context.transaction, acting), context)
    coordinators = members.with_role(context.transaction, Role.COORDINATOR)
    return any(_is_reachable(one, context) for one in coordinators)


def _is_reachable(member: Member, context: Context) -> bool:
    return not unreachable.holds(context.transaction, member.channel, member.user_id)


def _has_it(target: Target, report: Report) -> bool:
    """Whether it is there already."""
    if report.with_coordinators:
        return target == COORDINATORS
    if report.assignee_id is not None:
        return target.member_id == report.assignee_id
    return target.grid_id is not None and target.grid_id == report.grid_id


def _back(report: Report, context: Context) -> Iterator[Choice]:
    """To whom it came from: the coordinators, the grid of the place if it was one of its workers, else that person."""
    last = report_changes.last_change(context.transaction, report.id, ReportAction.HAND_OVER)
    if last is None or last.actor_id is None or last.actor_id == context.actor.id:
        return
    giver = members.get(context.transaction, last.actor_id)
    home = _grid_of_place(report, context)
    if not may_answer(giver):
        if Role.COORDINATOR in giver.roles:
            yield Choice(COORDINATORS, "handover.back_to_coordinators")
    elif home is not None and giver.id in grids.worker_ids(context.transaction, home):
        names = _names(grids.get(context.transaction, home))
        yield Choice(Target(grid_id=home), "handover.back", names)
    else:
        yield _person(giver, "handover.back")


def _grid_of_place(report: Report, context: Context) -> GridId | None:
    if report.place is None:
        return None
    return routing.grid_at(report.place, context.transaction)


def _deputy(context: Context) -> Iterator[Choice]:
    deputy = deputies.of(context.transaction, context.actor.id)
    if deputy is not None:
        yield _person(members.get(context.transaction, deputy), "handover.to_deputy")


def _grids(report: Report, context: Context) -> Iterator[Choice]:
    if report.place is None:
        return
    for id_ in routing.grids_from(report.place, context.transaction):
        names = _names(grids.get(context.transaction, id_))
        yield Choice(Target(grid_id=id_), "handover.to_grid", names)


def _department(department: Department) -> Choice:
    return Choice(Target(member_id=department.member_id), "handover.to_department", _names(department))


def _person(member: Member, label: str) -> Choice:
    names = dict.fromkeys(Language, member.name)
    return Choice(Target(member_id=member.id), label, names, about=(member.id,))


def _names(named: grids.Grid | Department) -> dict[Language, str]:
    return {language: named.name(language) for language in Language}


def _once(offered: Iterator[Choice]) -> list[Choice]:
    """Each target in the first place that it has: who is the deputy may be a department's contact as well."""
    found: dict[str, Choice] = {}
    for one in offered:
        found.setdefault(one.target.code, one)
    return list(found.values())
