"""``/settings``: language, nights, meal rushes and rides, on one page that is edited in place.

Every button sets a value and toggles none, so that pressing one twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from messages import times
from messages.keyboards import Button, Keyboard
from storage import preferences
from storage.members import Role
from storage.preferences import HOUR, Night, Preferences

MINUTE = 60_000  # ms


class NightChoice(StrEnum):
    """The nights there are to choose from."""

    EARLY = "21-7"
    USUAL = "22-7"
    LATE = "23-8"
    AFTER_MIDNIGHT = "1-9"
    NONE = "none"


NIGHTS: Mapping[NightChoice, Night | None] = {
    NightChoice.EARLY: Night(21 * HOUR, 7 * HOUR),
    NightChoice.USUAL: Night(22 * HOUR, 7 * HOUR),
    NightChoice.LATE: Night(23 * HOUR, 8 * HOUR),
    NightChoice.AFTER_MIDNIGHT: Night(1 * HOUR, 9 * HOUR),
    NightChoice.NONE: None,
}


class Rushes(StrEnum):
    """Whether meal rushes are quiet."""

    QUIET = "quiet"
    LOUD = "loud"


class Ride(StrEnum):
    """For how many minutes somebody rides from now on."""

    HALF_AN_HOUR = "30"
    AN_HOUR = "60"
    OVER = "0"


class Cards(StrEnum):
    """When a grid worker sees ordinary reports."""

    AT_ONCE = "at_once"
    MORNING = "morning"


def show(event: Message | Press, context: Context) -> None:
    """Say how things are set, with a button for each."""
    wanted = _wanted(context)
    context.show(
        event,
        "settings/page",
        buttons=_buttons(wanted, context),
        night=None if wanted.night is None else _span(wanted.night),
        rides=_rides(context),
        rushes=wanted.rushes,
        riding_until=_riding_until(wanted, context),
        warned=wanted.warned,
        answers=_answers(context),
        collects=wanted.collects,
    )


def choose_night(press: Press, context: Context) -> None:
    """When the night is quiet; without a choice, the page of choices."""
    if not press.arguments:
        context.edit_pressed(press, "settings/night", buttons=_night_buttons())
        return
    chosen = choice(NightChoice, press.arguments[0])
    if chosen is None:
        fallback.unknown_button(press, context)
        return
    _save(replace(_wanted(context), night=NIGHTS[chosen]), press, context, "settings.saved")


def choose_rushes(press: Press, context: Context) -> None:
    """Whether meal rushes are quiet."""
    chosen = choice(Rushes, press.arguments[0] if press.arguments else None)
    if chosen is None:
        fallback.unknown_button(press, context)
        return
    wanted = replace(_wanted(context), rushes=chosen is Rushes.QUIET)
    _save(wanted, press, context, "settings.saved")


def choose_cards(press: Press, context: Context) -> None:
    """Whether ordinary reports come one by one, or all at once in the morning."""
    chosen = choice(Cards, press.arguments[0] if press.arguments else None)
    if chosen is None or not _answers(context):
        fallback.unknown_button(press, context)
        return
    _save(replace(_wanted(context), collects=chosen is Cards.MORNING), press, context, "settings.saved")


def ride(press: Press, context: Context) -> None:
    """Somebody rides for a while, or is back."""
    chosen = choice(Ride, press.arguments[0] if press.arguments else None)
    if chosen is None:
        fallback.unknown_button(press, context)
        return
    until = None if chosen is Ride.OVER else context.now + int(chosen) * MINUTE
    said = "settings.ride_over_now" if until is None else "settings.ride_safely"
    _save(replace(_wanted(context), riding_until=until), press, context, said)


def _wanted(context: Context) -> Preferences:
    return preferences.of(context.transaction, context.actor.id)


def _save(wanted: Preferences, press: Press, context: Context, said: str) -> None:
    preferences.save(context.transaction, context.actor.id, wanted)
    context.answer(press, said)
    show(press, context)


def _rides(context: Context) -> bool:
    return Role.COURIER in context.actor.roles


def _answers(context: Context) -> bool:
    return Role.GRID_WORKER in context.actor.roles


def _riding_until(wanted: Preferences, context: Context) -> str | None:
    if wanted.riding_until is None or wanted.riding_until <= context.now:
        return None
    return times.clock_time(context.local_time_of(wanted.riding_until))


def _span(night: Night) -> str:
    return f"{_clock(night.begins)}–{_clock(night.ends)}"


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"


def _buttons(wanted: Preferences, context: Context) -> Keyboard:
    return [
        *(_courier_buttons(wanted, context) if _rides(context) else []),
        *([[_cards_button(wanted)]] if _answers(context) else []),
        [Button("settings.night", "night"), Button("menu.language", "menu:language")],
        [Button("menu.back", "menu:start")],
    ]


def _courier_buttons(wanted: Preferences, context: Context) -> list[list[Button]]:
    if _riding_until(wanted, context) is None:
        riding = [
            Button("settings.ride", f"riding:{ride}", values={"minutes": ride})
            for ride in (Ride.HALF_AN_HOUR, Ride.AN_HOUR)
        ]
    else:
        riding = [Button("settings.ride_over", f"riding:{Ride.OVER}", style="success")]
    other = Rushes.LOUD if wanted.rushes else Rushes.QUIET
    return [
        riding,
        [Button(f"settings.rushes_{other}", f"rushes:{other}"), Button("settings.warnings", "hazards")],
    ]


def _cards_button(wanted: Preferences) -> Button:
    other = Cards.AT_ONCE if wanted.collects else Cards.MORNING
    return Button(f"settings.cards_{other}", f"cards:{other}")


def _night_buttons() -> Keyboard:
    nights = [
        [Button("settings.night_of", f"night:{chosen}", values={"span": _span(night)})]
        for chosen, night in NIGHTS.items()
        if night is not None
    ]
    none = [Button("settings.no_night", f"night:{NightChoice.NONE}")]
    return [*nights, none, [Button("menu.back", "settings")]]
