"""``/away`` and ``/back``: until when a grid worker is away and who stands in, on one page that is edited in place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers import asking, fallback
from handlers.away import candidates
from handlers.choices import choice
from handlers.context import Context
from handlers.dates import Problem, day_of, read_day
from handlers.events import Message, Press
from messages import time_words, times
from messages.keyboards import Button, Keyboard
from storage import absences, deputies, members, standing_in
from storage.absences import Absence
from storage.members import MemberId

QUESTION = "going_away.day"
NOBODY = "0"  # in the place of a member's number


class Until(StrEnum):
    """The last day of it, as a button says it; `OTHER` is typed."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    OTHER = "other"


DAYS = {Until.TODAY: 0, Until.TOMORROW: 1, Until.WEEK: 7}


def show(event: Message | Press, context: Context) -> None:
    """How it is now, and what can be chosen."""
    asking.withdraw(context, QUESTION)
    absence = absences.of(context.transaction, context.actor.id)
    if absence is None:
        _offer(event, context)
    else:
        _tell(event, absence, context)


def ask_who(press: Press, context: Context) -> None:
    """A last day is chosen, or is to be typed; who stands in comes next."""
    until = choice(Until, press.arguments[0] if press.arguments else "")
    if until is None:
        fallback.unknown_button(press, context)
    elif until is Until.OTHER:
        asking.expect(context, QUESTION)
        example = times.day(context.language, context.local_time + timedelta(days=10))
        context.show(press, "away/ask_day", buttons=[_back()], example=example)
    else:
        day = (context.local_time + timedelta(days=DAYS[until])).date()
        show_candidates(press, day, 0, context)


def take_day(message: Message, context: Context, _subject: str) -> None:
    """The last day was typed."""
    day = read_day(message.text, context.local_time, time_words.vocabulary())
    if isinstance(day, Problem):
        example = times.day(context.language, context.local_time + timedelta(days=10))
        context.say("away/bad_day", problem=day, example=example)
        return
    asking.settle(context)
    show_candidates(message, day, 0, context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: they stay."""
    context.say("away/given_up")


def turn(press: Press, context: Context) -> None:
    """Another page of those who can stand in."""
    day, page = read_day_of(press, context), candidates.page_in(press.arguments[1:])
    if day is None:
        return
    if page is None:
        fallback.unknown_button(press, context)
        return
    show_candidates(press, day, page, context)


def show_candidates(event: Message | Press, day: date, page: int, context: Context) -> None:
    """Who can stand in until then: the permanent deputy first, then whoever works nearest."""
    found = candidates.page_of(context.actor.id, page, context)
    asked = f"{day:%Y%m%d}"
    context.show(
        event,
        "away/ask_who",
        buttons=[
            *candidates.keyboard(found, f"away_go:{asked}", f"away_who:{asked}"),
            [Button("away.nobody", f"away_go:{asked}:{NOBODY}")],
            _back(),
        ],
        about=found.members,
        until=_day(day, context),
    )


def read_day_of(press: Press, context: Context) -> date | None:
    """The last day that a button carries; None, and they are told why, if that is no day to come."""
    day = day_of(press.arguments[0] if press.arguments else "")
    if day is None:
        fallback.unknown_button(press, context)
        return None
    if day < context.local_time.date():
        context.answer(press, "away_refused.past", alert=True)
        return None
    return day


def end_of(day: date, now: datetime) -> int:
    """The first moment after a day (UTC ms), on the clocks of `now`."""
    return int(datetime.combine(day + timedelta(days=1), time(0), now.tzinfo).timestamp() * 1000)


def last_day(absence: Absence, context: Context) -> datetime:
    """The last moment of it, to tell its day."""
    return context.local_time_of(absence.ends_at - 1)


def _offer(event: Message | Press, context: Context) -> None:
    offered = [Button(f"away.until_{until}", f"away_until:{until}") for until in Until]
    context.show(
        event, "away/offer", buttons=[offered[:2], offered[2:], *_below(context)], about=_deputy(context)
    )


def _tell(event: Message | Press, absence: Absence, context: Context) -> None:
    acting = standing_in.who_acts_for(context.transaction, context.actor.id)
    change = f"away_who:{last_day(absence, context):%Y%m%d}:0"
    context.show(
        event,
        "away/away",
        buttons=[
            [Button("away.back", "back", "success")],
            [Button("away.change", change)],
            *_below(context),
        ],
        about=[*_deputy(context), *([] if acting is None else [acting])],
        until=times.day(context.language, last_day(absence, context)),
        deputy=None if acting is None else members.get(context.transaction, acting).name,
    )


def _below(context: Context) -> Keyboard:
    """The permanent deputy, and the way back."""
    found = _deputy(context)
    data = f"deputy:{context.actor.id}:0"
    values = {"name": members.get(context.transaction, found[0]).name} if found else {}
    label = "away.deputy_is" if found else "away.deputy"
    return [[Button(label, data, values=values)], [Button("menu.back", "menu:start")]]


def _deputy(context: Context) -> list[MemberId]:
    deputy = deputies.of(context.transaction, context.actor.id)
    return [] if deputy is None else [deputy]


def _day(day: date, context: Context) -> str:
    return times.day(context.language, datetime.combine(day, time(0), context.local_time.tzinfo))


def _back() -> list[Button]:
    return [Button("menu.back", "away")]
