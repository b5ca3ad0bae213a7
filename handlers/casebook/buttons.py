"""Buttons of a search: ``search:verb:token`` and what is chosen. A token stands for the search as it was then."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.casebook import filters
from handlers.casebook.filters import Period, Stage
from handlers.context import Context
from handlers.pages import Page
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import grids
from storage.casebook import Case
from storage.report_searches import Search

PREFIX = "search"
PER_ROW = 2
MENU = Button("menu.back", "menu:start")


def data(verb: str, search: Search, *chosen: str) -> str:
    """What a button about a search sends back."""
    return ":".join([PREFIX, verb, search.token, *chosen])


def back_to(search: Search, page: int = 0) -> Button:
    """Back to a page of the results."""
    return Button("menu.back", data("go", search, str(page)))


def results(search: Search, found: Sequence[Case], page: Page) -> Keyboard:
    """Those found, in pairs; other pages; what narrows the search; what can be made of it."""
    shown = [
        Button(
            "report.show", data("at", search, str(page.number), case.token), values={"number": case.number}
        )
        for case in found
    ]
    last = [] if is_wide_open(search) else [Button("search.clear", data("clear", search))]
    return [
        *(shown[start : start + PER_ROW] for start in range(0, len(shown), PER_ROW)),
        page.turns(data("go", search, "{}")),
        [Button(f"search.{what}", data("pick", search, what, "0")) for what in ("grid", "stage", "period")],
        [Button("search.words", data("words", search)), *last],
        [Button("search.outputs", data("outputs", search)), MENU],
    ]


def is_wide_open(search: Search) -> bool:
    """Whether nothing narrows it."""
    return (
        not search.words and search.grid is None and (search.stage, search.period) == (Stage.ANY, Period.EVER)
    )


def narrowed(search: Search, context: Context) -> Sequence[str]:
    """By what a search is narrowed. What was typed may be about somebody, so it is not repeated."""
    told = []
    if search.words:
        kind = "by_words" if filters.number_in(search.words) is None else "by_number"
        told.append(catalogue.label(context.language, f"search.{kind}"))
    if search.grid is not None:
        told.append(grids.get(context.transaction, search.grid).name(context.language))
    if search.stage != Stage.ANY:
        told.append(catalogue.label(context.language, f"stage.{search.stage}"))
    if search.period != Period.EVER:
        told.append(catalogue.label(context.language, f"period.{search.period}"))
    return told
