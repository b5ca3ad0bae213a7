"""The list of one's own reports, page by page; each leads to a page of its own, in the same message."""

from __future__ import annotations

from handlers import fallback, menu
from handlers.context import Context
from handlers.events import Message, Press
from handlers.my_reports import detail, impact
from handlers.pages import Page, page_number
from messages import catalogue
from messages.keyboards import Button
from messages.times import elapsed
from storage import my_reports
from storage.my_reports import Mine

PREFIX = "reports"
PER_PAGE = 6
BACK = Button("menu.back", "menu:start")


def show(event: Message | Press, context: Context) -> None:
    """``/reports`` and the menu's button: the newest ones."""
    _show(event, 0, context)


def press(press: Press, context: Context) -> None:
    """Another page, a report, its photo, or the year in a picture; the bare button opens the list."""
    match press.arguments:
        case []:
            show(press, context)
        case ["in", number] if (page := page_number(number)) is not None:
            _show(press, page, context)
        case ["at", token, number] if (page := page_number(number)) is not None:
            detail.show(press, token, Button("menu.back", f"{PREFIX}:in:{page}"), context)
        case ["photo", token]:
            detail.send_photo(press, token, context)
        case ["year"]:
            impact.send(context)
        case _:
            fallback.unknown_button(press, context)


def _show(event: Message | Press, number: int, context: Context) -> None:
    total = my_reports.count(context.transaction, context.actor.id)
    page = Page.of(number, total, PER_PAGE)
    mine = my_reports.page(context.transaction, context.actor.id, PER_PAGE, page.start)
    context.show(
        event,
        "my_reports/list",
        buttons=[
            *([_line(one, page, context)] for one in mine),
            page.turns(f"{PREFIX}:in:{{}}"),
            *([[Button("mine.year", f"{PREFIX}:year")]] if total else []),
            [menu.JOIN if menu.is_outside(context.actor) else BACK],
        ],
        total=total,
        page=page,
        person=context.actor,
    )


def _line(mine: Mine, page: Page, context: Context) -> Button:
    language = context.language
    values = {
        "state": catalogue.label(language, f"mine.{mine.state}"),
        "category": catalogue.label(language, f"category.{mine.category}"),
        "age": elapsed(language, context.now - mine.submitted_at),
    }
    return Button("mine.line", f"{PREFIX}:at:{mine.token}:{page.number}", values=values)
