"""The table of what the first page offers, and to whom: the most frequent first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from handlers.context import Context
from handlers.points.lifecycle import AWARDERS
from handlers.registration.lifecycle import DECIDERS
from messages.keyboards import Button, Keyboard
from storage import mutes, registrations
from storage.members import Member, Role, Standing

COURIERS = frozenset({Role.COURIER})
WORKERS = frozenset({Role.GRID_WORKER})
ANSWERING = WORKERS | {Role.COORDINATOR}
OUTSIDE = frozenset({Standing.STRANGER, Standing.LEFT})
SIDE_BY_SIDE = 2
JOIN = Button("menu.join", "menu:start", style="success")  # leads to the first question of a registration


@dataclass(frozen=True, slots=True)
class Entry:
    """A button of the menu. `who` may press it, empty for everybody; `wide` has a line to itself; what
    `reports` is not there while somebody is muted.

    `count`, if there is one, is told in the label: how much waits behind the button.
    """

    label: str
    data: str
    who: Collection[Role] = ()
    style: str | None = None
    wide: bool = False
    on_the_team: bool = False
    reports: bool = False
    count: Callable[[Context], int] | None = None

    def is_for(self, member: Member) -> bool:
        """Whether somebody is offered it."""
        if self.on_the_team and member.standing in OUTSIDE:
            return False
        return not self.who or any(role in member.roles for role in self.who)

    def button(self, context: Context) -> Button:
        """The button, with its count as it is now."""
        values = {} if self.count is None else {"count": self.count(context)}
        return Button(self.label, self.data, self.style, values)


def _waiting(context: Context) -> int:
    return registrations.count_waiting(context.transaction)


ENTRIES = (
    Entry("menu.report", "report", COURIERS, style="success", wide=True, reports=True),
    Entry("menu.reports", "reports", COURIERS),
    Entry("menu.mine", "mine", ANSWERING, style="success", wide=True),
    Entry("menu.training", "training", frozenset(Role)),
    Entry("menu.waiting", "waiting", DECIDERS, count=_waiting),
    Entry("menu.invite", "invite", DECIDERS),
    Entry("menu.broadcast", "broadcast", DECIDERS),
    Entry("menu.search", "search", DECIDERS),
    Entry("menu.people", "people", DECIDERS),
    Entry("menu.award", "award", AWARDERS),
    Entry("menu.points", "points", on_the_team=True),
    Entry("menu.shop", "shop", COURIERS),
    Entry("menu.stock", "stock", DECIDERS),
    Entry("menu.consents", "consents", on_the_team=True),
    Entry("menu.away", "away", WORKERS),
    Entry("menu.help", "menu:help"),
    Entry("menu.settings", "settings"),
)


def is_outside(member: Member) -> bool:
    """Whether somebody can join: they are nothing yet, or no longer. Admins of the settings are somebody without it."""
    return member.standing in OUTSIDE and not member.roles


def buttons(context: Context) -> Keyboard:
    """What whoever acts can do now, wide entries alone and the others in pairs."""
    is_muted = mutes.in_force(context.transaction, context.actor.id, context.now) is not None
    offered = [entry for entry in ENTRIES if entry.is_for(context.actor) and not (is_muted and entry.reports)]
    return list(_lines(offered, context))


def _lines(entries: Collection[Entry], context: Context) -> Iterator[list[Button]]:
    line: list[Button] = []
    for entry in entries:
        if entry.wide and line:
            yield line
            line = []
        line.append(entry.button(context))
        if entry.wide or len(line) == SIDE_BY_SIDE:
            yield line
            line = []
    if line:
        yield line
