"""The permanent deputy on somebody's card: the fact, the button, and whom they name."""

from __future__ import annotations

from handlers.context import Context
from handlers.routing.targets import may_answer
from messages import times
from storage import absences, deputies, members
from storage.members import Member, MemberId


def named(member: MemberId, context: Context) -> list[MemberId]:
    """Whom the words about somebody's deputy name."""
    deputy = deputies.of(context.transaction, member)
    return [] if deputy is None else [deputy]


def deputy_of(member: MemberId, context: Context) -> str | None:
    """What their deputy is called; None when they have none."""
    deputy = deputies.of(context.transaction, member)
    return None if deputy is None else members.get(context.transaction, deputy).name


def away_until(member: MemberId, context: Context) -> str | None:
    """The last day on which they are away; None when they are there."""
    absence = absences.of(context.transaction, member)
    if absence is None:
        return None
    return times.day(context.language, context.local_time_of(absence.ends_at - 1))


def data(member: Member, _context: Context) -> str | None:
    """The button that chooses a deputy; None for whoever answers for no reports."""
    return f"deputy:{member.id}:0" if may_answer(member) else None
