"""Who can stand in for a grid worker: those who are there, the deputy first, then whoever works nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.reports import routing
from messages.keyboards import Button, Keyboard
from storage import deputies, grids, members, standing_in
from storage.members import Member, MemberId

PER_PAGE = 8  # buttons that a phone shows without scrolling


@dataclass(frozen=True, slots=True)
class Candidates:
    """A page of them, from 0; `has_more` after it."""

    people: Sequence[Member]
    number: int
    has_more: bool

    @property
    def members(self) -> list[MemberId]:
        """Whom the buttons name."""
        return [one.id for one in self.people]


def page_of(member: MemberId, number: int, context: Context) -> Candidates:
    """A page of those who can stand in for somebody."""
    ordered = all_of(member, context)
    start = number * PER_PAGE
    shown = [members.get(context.transaction, id_) for id_ in ordered[start : start + PER_PAGE]]
    return Candidates(shown, number, len(ordered) > start + PER_PAGE)


def all_of(member: MemberId, context: Context) -> list[MemberId]:
    """Everybody who can, in order."""
    assigned = grids.assignments(context.transaction)
    own = [grid for grid, worker in assigned if worker == member]
    rank = {grid: place for place, grid in enumerate(routing.grids_around(own, context.transaction))}
    nearest: dict[MemberId, int] = {}
    for grid, worker in assigned:
        nearest[worker] = min(rank[grid], nearest.get(worker, len(rank)))
    deputy = deputies.of(context.transaction, member)
    there = [id_ for id_ in standing_in.are_there(context.transaction) if id_ != member]
    return sorted(there, key=lambda id_: (id_ != deputy, nearest.get(id_, len(rank)), id_))


def chosen(number: str, member: MemberId, context: Context) -> Member | None:
    """Whom a button names, if they can stand in for somebody."""
    if not _is_number(number) or int(number) not in all_of(member, context):
        return None
    return members.get(context.transaction, MemberId(int(number)))


def page_in(arguments: Sequence[str]) -> int | None:
    """The page that a button says; None for what is none."""
    said = arguments[0] if arguments else ""
    return int(said) if _is_number(said) and len(said) < 5 else None


def keyboard(found: Candidates, prefix: str, turning: str) -> Keyboard:
    """A button for each, ``prefix:<number>``, and how to see the others, ``turning:<page>``."""
    rows = [[Button("away.person", f"{prefix}:{one.id}", values={"name": one.name})] for one in found.people]
    turns = []
    if found.number > 0:
        turns.append(Button("people.earlier", f"{turning}:{found.number - 1}"))
    if found.has_more:
        turns.append(Button("people.later", f"{turning}:{found.number + 1}"))
    return [*rows, *([turns] if turns else [])]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
