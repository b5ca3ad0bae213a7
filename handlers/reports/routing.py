"""Who answers for a report: whom it was given to, else the workers of its grid, who stands in for them, coordinators.

`route` is the one way there: a submission goes it, and whoever asks where something would go is told what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.reports.grid_index import index
from handlers.routing import targets
from handlers.routing.choosing import PassedOver, choose
from handlers.routing.matching import Sighting
from handlers.routing.targets import may_answer
from storage import grids, members, routing_rules, standing_in
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import Member, MemberId, Role
from storage.reports import Category, Place, Report
from storage.routing_rules import Rule

FARTHEST = 50_000.0  # metres; a courier rides through one city, and a place beyond it is a slip of the finger


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a report goes: to the workers of a grid and its group, or to the coordinators.

    `grid` is None when no grid is near. `deputies` stand in for workers who are away; they get it by themselves, for
    they are in no group of that grid. `is_personal`: it was given to somebody, and no group has a part in it.
    `given_chat_id` is a group that it was given to, spoken to in `chat_language`, and then nobody else has it.
    """

    grid: Grid | None
    workers: Sequence[Member] = ()
    deputies: Sequence[Member] = ()
    coordinators: Sequence[Member] = ()
    is_personal: bool = False
    given_chat_id: int | None = None
    chat_language: str = "zh"

    @property
    def receivers(self) -> Sequence[Member]:
        """The people who get it each by themselves."""
        others = (*self.deputies, *self.coordinators)
        return others if self.is_for_group else (*self.workers, *others)

    @property
    def is_for_group(self) -> bool:
        """Whether the workers get it in their group and nowhere else."""
        if self.given_chat_id is not None:
            return True
        return self.group_chat_id is not None and self.grid is not None and self.grid.group_only

    @property
    def group_chat_id(self) -> int | None:
        """The chat of the grid, when its workers are there to answer for it; or the one it was given to."""
        if self.given_chat_id is not None:
            return self.given_chat_id
        has_group = self.grid is not None and self.workers and not self.is_personal
        return self.grid.group_chat_id if self.grid is not None and has_group else None

    @property
    def group_language(self) -> str:
        """What the group is spoken to in."""
        if self.given_chat_id is not None or self.grid is None:
            return self.chat_language
        return self.grid.group_language

    @property
    def reached(self) -> int:
        """How many chats get it."""
        return len(self.receivers) + (self.group_chat_id is not None)

    def grid_name(self, language: str) -> str | None:
        """What the grid is called, if there is one."""
        return None if self.grid is None else self.grid.name(language)


class Stage(StrEnum):
    """Where somebody is looked for, in this order."""

    RULE = "rule"
    GRID = "grid"
    DEPUTY = "deputy"  # of workers who are all away
    COORDINATORS = "coordinators"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the stages go by: the grid that the place is in, and the rule that has the report."""

    grid: Grid | None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be brought to somebody. `at` is local time, `side` what was said of a place between grids."""

    category: Category
    place: Place
    at: datetime
    side: GridId | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a report goes, and how that was found: the rules passed over, and the stages where nobody was."""

    grid: Grid | None
    passed: Sequence[PassedOver]
    rule: Rule | None
    without: Sequence[Stage]
    stage: Stage
    destination: Destination


def route(case: Case, transaction: Transaction) -> Trace:
    """Who gets it. The last stage always has a destination, be nobody there."""
    grid = _grid_of(case, transaction)
    chosen = choose(Sighting(case.category, None if grid is None else grid.id, case.at), transaction)
    found = _first(STAGES, Situation(grid, chosen.rule), transaction)
    return Trace(grid, chosen.passed, chosen.rule, found.without, found.stage, found.destination)


def is_on_border(place: Place, transaction: Transaction) -> bool:
    """Whether the place lies between grids, so that nobody but its reporter can say in which."""
    return len(index(transaction).sides_of(place)) > 1


def sides(case: Case, transaction: Transaction) -> Sequence[Grid]:
    """The grids that the place lies between, the one it goes to unasked first.

    None where it does not matter which: there is but one, or one rule has the report on every side.
    """
    outlines = index(transaction)
    near = outlines.sides_of(case.place)
    if len(near) < 2:
        return ()
    chosen = [choose(Sighting(case.category, id_, case.at), transaction).rule for id_ in near]
    if chosen[0] is not None and all(rule == chosen[0] for rule in chosen):
        return ()
    unasked = outlines.grid_at(case.place)
    return [grids.get(transaction, id_) for id_ in sorted(near, key=lambda id_: (id_ != unasked, id_))]


def case_of(draft: Report, at: datetime) -> Case:
    """The case that a draft is. Raises ValueError while it has no place or no category."""
    if draft.place is None or draft.category is None:
        raise ValueError(f"report {draft.id} has no place or no category")
    return Case(draft.category, draft.place, at, draft.side_grid_id)


def with_coordinators(destination: Destination, transaction: Transaction) -> Destination:
    """The same, and the coordinators at once: a danger does not wait until somebody has not answered."""
    return replace(destination, coordinators=members.with_role(transaction, Role.COORDINATOR))


def holders(report: Report, transaction: Transaction) -> Destination:
    """Who answers for a report now: whom it was given to, else the workers of its grid, else the coordinators."""
    grid = None if report.grid_id is None else grids.get(transaction, report.grid_id)
    if report.with_coordinators:
        return _by_coordinators(Situation(grid), transaction)
    given = given_to(report, grid, transaction)
    return given or _first(AFTER_RULES, Situation(grid), transaction).destination


def holders_of_grid(id_: GridId, transaction: Transaction) -> Destination:
    """Who answers for what lies in a grid, unless it was given to somebody."""
    return _first(AFTER_RULES, Situation(grids.get(transaction, id_)), transaction).destination


def given_to(report: Report, grid: Grid | None, transaction: Transaction) -> Destination | None:
    """Whom a rule or a hand-over gave it to, or who stands in for them; None when nobody there can answer for it."""
    if report.assignee_id is not None:
        acting = standing_in.who_acts_for(transaction, report.assignee_id)
        if acting is None or not targets.is_within_reach(members.get(transaction, acting), transaction):
            return None
        return Destination(grid, [members.get(transaction, acting)], is_personal=True)
    chat_id = report.assignee_chat_id
    if chat_id is None or not targets.is_group_within_reach(chat_id, transaction):
        return None
    language = routing_rules.chat_language(transaction, chat_id)
    return Destination(grid, given_chat_id=chat_id, chat_language=language)


def in_reserve(report: Report, transaction: Transaction) -> Sequence[Destination]:
    """Who gets the report when nobody it went to could be reached, in this order.

    The workers of its grid only if those it was given to are not there any more: else it is not theirs.
    """
    grid = None if report.grid_id is None else grids.get(transaction, report.grid_id)
    coordinators = _by_coordinators(Situation(grid), transaction)
    if report.with_coordinators or given_to(report, grid, transaction) is not None:
        return (coordinators,)
    return (_first(AFTER_RULES, Situation(grid), transaction).destination, coordinators)


def answers_for(report: Report, member: Member, transaction: Transaction, *, in_private: bool) -> bool:
    """Whether somebody may act on the report; coordinators and whom it was given to, only in private.

    Whoever is away still may: they answered for it, and come back. Of what was given to a group, every grid worker: who
    is in that group is not known here, and what they are asked for on its card they answer in private.
    """
    if in_private and Role.COORDINATOR in member.roles:
        return True
    if not may_answer(member):
        return False
    if in_private and member.id in (report.worker_id, report.assignee_id):
        return True
    given = given_to(report, None, transaction)
    if given is not None:
        return given.given_chat_id is not None or (in_private and member in given.workers)
    if report.grid_id is None or report.with_coordinators:
        return False
    return member.id in of_grid(report.grid_id, transaction)


def is_answered_for_in(report: Report, channel: str, chat_id: int, transaction: Transaction) -> bool:
    """Whether somebody in that chat may act on the report: a person in theirs, the workers in their group."""
    member = members.find(transaction, channel, chat_id)
    if member is not None:
        return answers_for(report, member, transaction, in_private=True)
    if report.with_coordinators:
        return False
    given = given_to(report, None, transaction)
    if given is not None or report.grid_id is None:
        return given is not None and given.given_chat_id == chat_id
    return grids.get(transaction, report.grid_id).group_chat_id == chat_id


def of_grid(id_: GridId, transaction: Transaction) -> list[MemberId]:
    """Who may act for a grid: its workers, there or away, and who stands in for them."""
    return [*grids.worker_ids(transaction, id_), *standing_in.standing_in(transaction, id_)]


def grid_at(place: Place, transaction: Transaction) -> GridId | None:
    """The grid that holds a place, or is near enough."""
    return index(transaction).grid_at(place)


def grids_from(place: Place, transaction: Transaction) -> list[GridId]:
    """Every grid, the nearest to a place first."""
    return index(transaction).from_place(place)


def grids_around(ids: Collection[GridId], transaction: Transaction) -> list[GridId]:
    """Every grid: those, then the nearest to them first."""
    return index(transaction).around(ids)


def is_plausible(place: Place, transaction: Transaction) -> bool:
    """Whether a report can come from there: near enough to some grid, if there are any."""
    distance = index(transaction).distance(place)
    return distance is None or distance <= FARTHEST


def _grid_of(case: Case, transaction: Transaction) -> Grid | None:
    """What was said of the place counts while it lies between those grids."""
    outlines = index(transaction)
    is_there = case.side is not None and case.side in outlines.sides_of(case.place)
    grid_id = case.side if is_there else outlines.grid_at(case.place)
    return None if grid_id is None else grids.get(transaction, grid_id)


def _by_rule(situation: Situation, transaction: Transaction) -> Destination | None:
    rule = situation.rule
    if rule is None:
        return None
    if rule.member_id is not None:
        return Destination(situation.grid, [members.get(transaction, rule.member_id)], is_personal=True)
    return Destination(situation.grid, given_chat_id=rule.chat_id, chat_language=rule.wanted.chat_language)


def _by_grid(situation: Situation, transaction: Transaction) -> Destination | None:
    if situation.grid is None:
        return None
    present = standing_in.present_in(transaction, situation.grid.id)
    if not present:
        return None
    deputies = [id_ for id_ in standing_in.standing_in(transaction, situation.grid.id) if id_ not in present]
    return Destination(situation.grid, _all(present, transaction), _all(deputies, transaction))


def _by_deputies(situation: Situation, transaction: Transaction) -> Destination | None:
    grid = situation.grid
    deputies = [] if grid is None else standing_in.standing_in(transaction, grid.id)
    return Destination(grid, deputies=_all(deputies, transaction)) if deputies else None


def _by_coordinators(situation: Situation, transaction: Transaction) -> Destination:
    return Destination(situation.grid, coordinators=members.with_role(transaction, Role.COORDINATOR))


def _all(ids: Sequence[MemberId], transaction: Transaction) -> list[Member]:
    return [members.get(transaction, id_) for id_ in ids]


Find = Callable[[Situation, Transaction], Destination | None]

STAGES: Sequence[tuple[Stage, Find]] = (
    (Stage.RULE, _by_rule),
    (Stage.GRID, _by_grid),
    (Stage.DEPUTY, _by_deputies),
    (Stage.COORDINATORS, _by_coordinators),
)
AFTER_RULES = STAGES[
    1:
]  # rules bring a report somewhere once; afterwards whoever is there is looked for here


@dataclass(frozen=True, slots=True)
class _Found:
    without: Sequence[Stage]
    stage: Stage
    destination: Destination


def _first(stages: Sequence[tuple[Stage, Find]], situation: Situation, transaction: Transaction) -> _Found:
    """The first stage that has somebody. The last one always has."""
    without: list[Stage] = []
    for stage, find in stages:
        destination = find(situation, transaction)
        if destination is not None:
            return _Found(tuple(without), stage, destination)
        without.append(stage)
    raise AssertionError("the last stage has a destination whoever is there")
