"""Whether a courier wants to be warned of dangers, and where they ride: a page of the settings, edited in place.

As there, every button sets a value and toggles none, so that pressing one twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import grids, hazard_relays, preferences, riding_grids
from storage.grids import Grid, GridId

GRIDS_PER_PAGE = 8  # buttons that a phone shows without scrolling


class Wish(StrEnum):
    """To be warned, or not."""

    ON = "on"
    OFF = "off"


class Rides(StrEnum):
    """Whether they ride in a grid."""

    YES = "yes"
    NO = "no"


def show(press: Press, context: Context) -> None:
    """Say how it is set: a page of it, the first if none is named."""
    page = press.arguments[0] if press.arguments else "0"
    if page.isascii() and page.isdigit() and len(page) < 5:
        _show(press, int(page), context)
    else:
        fallback.unknown_button(press, context)


def choose(press: Press, context: Context) -> None:
    """To be warned, or not. Whoever has not said where they ride begins with where they have reported from."""
    wish = choice(Wish, press.arguments[0] if press.arguments else None)
    if wish is None:
        fallback.unknown_button(press, context)
        return
    me, is_on = context.actor.id, wish is Wish.ON
    wanted = preferences.of(context.transaction, me)
    preferences.save(context.transaction, me, replace(wanted, warned=is_on))
    if not is_on:
        hazard_relays.take_back_from(context.transaction, me, context.now)
    elif not riding_grids.of(context.transaction, me):
        riding_grids.add_reported_from(context.transaction, me)
    context.answer(press, "settings.saved")
    _show(press, 0, context)


def choose_grid(press: Press, context: Context) -> None:
    """They ride in a grid, or do not."""
    rides, id_ = choice(Rides, press.arguments[0] if press.arguments else None), _grid_id(press)
    known = [grid.id for grid in grids.all_grids(context.transaction)]
    if rides is None or id_ not in known:
        fallback.unknown_button(press, context)
        return
    store = riding_grids.add if rides is Rides.YES else riding_grids.remove
    store(context.transaction, context.actor.id, id_)
    context.answer(press, "settings.saved")
    _show(press, known.index(id_) // GRIDS_PER_PAGE, context)


def _show(press: Press, page: int, context: Context) -> None:
    warned = preferences.of(context.transaction, context.actor.id).warned
    chosen = riding_grids.of(context.transaction, context.actor.id)
    context.edit_pressed(
        press,
        "hazards/page",
        buttons=_buttons(page, chosen, context) if warned else _off(),
        warned=warned,
        chosen=len(chosen),
    )


def _off() -> Keyboard:
    return [[Button("hazards.on", f"warn_me:{Wish.ON}", style="success")], [_back()]]


def _buttons(page: int, chosen: frozenset[GridId], context: Context) -> Keyboard:
    everything = grids.all_grids(context.transaction)
    start = page * GRIDS_PER_PAGE
    shown = everything[start : start + GRIDS_PER_PAGE]
    turns = _turns(page, has_more=start + GRIDS_PER_PAGE < len(everything))
    return [
        *([_button(grid, grid.id in chosen, context.language)] for grid in shown),
        *([turns] if turns else []),
        [Button("hazards.off", f"warn_me:{Wish.OFF}")],
        [_back()],
    ]


def _turns(page: int, *, has_more: bool) -> Sequence[Button]:
    earlier = [Button("station.earlier", f"hazards:{page - 1}")] if page > 0 else []
    later = [Button("station.later", f"hazards:{page + 1}")] if has_more else []
    return [*earlier, *later]


def _button(grid: Grid, is_chosen: bool, language: Language) -> Button:
    """What it says is how things are, and pressing it changes that."""
    label = "hazards.rides" if is_chosen else "hazards.does_not_ride"
    other = Rides.NO if is_chosen else Rides.YES
    return Button(label, f"ride_in:{other}:{grid.id}", values={"name": grid.name(language)})


def _back() -> Button:
    return Button("menu.back", "settings")


def _grid_id(press: Press) -> GridId:
    return GridId(":".join(press.arguments[1:]))
