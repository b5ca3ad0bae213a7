"""When a period is over its list is frozen, by the clock, and the coordinators hear that it can be announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.events import Tick
from handlers.honours import lists
from handlers.honours.lists import When
from handlers.points.periods import Period
from messages.keyboards import Button
from storage import honours, members
from storage.database import Transaction
from storage.honours import Kind
from storage.members import Role


def is_due(transaction: Transaction, now: int, *, zone: ZoneInfo) -> bool:
    """Whether the list of a period that is over can still change."""
    return any(_unfrozen(transaction, datetime.fromtimestamp(now / 1000, zone)))


def freeze(_tick: Tick, context: Context) -> None:
    """Freeze the lists of what is over."""
    for kind, period in list(_unfrozen(context.transaction, context.local_time)):
        frozen = honours.freeze(context.transaction, kind, period.since, period.until, context.now)
        if frozen.figures.people:
            _tell_coordinators(kind, context)


def _unfrozen(transaction: Transaction, clock: datetime) -> Iterator[tuple[Kind, Period]]:
    """What is over and had something in it; what had nothing cannot change any more."""
    for kind in Kind:
        period = lists.period_of(kind, When.LAST, clock)
        if honours.find(transaction, kind, period.since) is None and honours.has_any(
            transaction, period.since, period.until
        ):
            yield kind, period


def _tell_coordinators(kind: Kind, context: Context) -> None:
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
        context.say(
            "honours/frozen",
            to=context.to_member(coordinator),
            not_before=context.quiet_of(coordinator).next_readable(context.now),
            buttons=[[Button("honours.to_list", f"honours:{kind}:{When.LAST}")]],
            kind=kind,
        )
