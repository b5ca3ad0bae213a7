"""The grids, and how many reports are open in each now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.documents import About
from handlers.reports.lifecycle import OPEN
from messages.catalogue import Language, label
from messages.pictures import grid_map as sheet
from messages.pictures.picture import Picture
from storage import grids, report_figures
from storage.database import Transaction


def grid_map(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{}``: there is one of it."""
    language = Language(str(about["language"]))
    counts = report_figures.count_by_grid(transaction, OPEN)
    shown = sheet.GridMap(
        language=language,
        title=label(language, "picture.open_by_grid"),
        grids=tuple(
            sheet.MapGrid(grid.name(language), grid.outline, counts.get(grid.id, 0))
            for grid in grids.all_grids(transaction)
        ),
    )
    return partial(sheet.grid_map, shown)
