"""Choosing a filter of a search: the choices stand in its message until one is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.casebook import buttons
from handlers.casebook.filters import Period, Stage
from handlers.context import Context
from handlers.events import Press
from handlers.pages import Page
from messages.keyboards import Button, Keyboard
from storage import grids
from storage.report_searches import Search

GRIDS_PER_PAGE = 8  # buttons that a phone shows without scrolling


def show(press: Press, what: str, number: int, search: Search, context: Context) -> bool:
    """Show the choices of a filter; returns whether there is such a filter."""
    match what:
        case "stage":
            choices = _choices("stage", list(Stage), search.stage, search)
        case "period":
            choices = _choices("period", list(Period), search.period, search)
        case "grid":
            choices = _grids(number, search, context)
        case _:
            return False
    shown = [*choices, [buttons.back_to(search)]]
    context.edit_pressed(press, "casebook/choose", buttons=shown, what=what)
    return True


def _choices(what: str, options: Sequence[str], chosen: str, search: Search) -> Keyboard:
    shown = [
        Button(
            f"{what}.{option}",
            buttons.data(what, search, option),
            style="success" if option == chosen else None,
        )
        for option in options
    ]
    return [shown[start : start + buttons.PER_ROW] for start in range(0, len(shown), buttons.PER_ROW)]


def _grids(number: int, search: Search, context: Context) -> Keyboard:
    everywhere = grids.all_grids(context.transaction)
    page = Page.of(number, len(everywhere), GRIDS_PER_PAGE)
    shown = [
        [
            Button(
                "search.in_grid",
                buttons.data("grid", search, grid.id),
                style="success" if grid.id == search.grid else None,
                values={"name": grid.name(context.language)},
            )
        ]
        for grid in everywhere[page.start : page.start + page.size]
    ]
    everything = Button("search.everywhere", buttons.data("grid", search, ""))
    return [[everything], *shown, page.turns(buttons.data("pick", search, "grid", "{}"))]
