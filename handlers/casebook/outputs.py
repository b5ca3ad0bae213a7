"""What can be made of a search: its list as a file, and pictures of what is open and of how long things take."""

from __future__ import annotations

from handlers.casebook import buttons, filters
from handlers.context import Context
from handlers.events import Press
from messages.keyboards import Button
from storage import casebook
from storage.report_searches import Search

FILES = {"csv": "reports_csv", "geojson": "reports_geojson"}
PICTURES = {"map": ("grid_map",), "times": ("acceptance_times", "closing_times")}


def offer(press: Press, search: Search, context: Context) -> None:
    """The choices, in place of the list."""
    wanted = filters.wanted(search, context.local_time)
    context.edit_pressed(
        press,
        "casebook/outputs",
        buttons=[
            [Button(f"search.{what}", buttons.data("make", search, what)) for what in FILES],
            [Button(f"search.{what}", buttons.data("make", search, what)) for what in PICTURES],
            [buttons.back_to(search)],
        ],
        total=casebook.count(context.transaction, wanted),
        narrowed=buttons.narrowed(search, context),
    )


def make(what: str, context: Context) -> bool:
    """Write or draw it; returns whether there is such a thing.

    A file is named by whose search it lists: what they typed stands in no second place.
    """
    if what in FILES:
        named = {"written": FILES[what], "seeker": context.actor.id, "now": context.now}
        context.send_document(named, "casebook/file")
    elif what in PICTURES:
        for drawn in PICTURES[what]:
            context.send_picture({"drawn": drawn, "now": context.now}, f"casebook/{drawn}")
    else:
        return False
    return True
