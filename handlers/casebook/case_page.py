"""One report, as coordinators look it up: how it stands and how it came to that. Its card is one press further.

The reporter is not named here; who needs to know opens their card in the directory, which is for coordinators alone.
"""

from __future__ import annotations

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.reports import cards, history
from messages import catalogue
from messages.keyboards import Button, Keyboard
from messages.times import moment
from storage import grids, joined_reports, people, reports
from storage.members import Role
from storage.reports import Report


def show(press: Press, token: str, back: Button, context: Context) -> None:
    """The page of a report, in place of the list."""
    report = reports.find_by_token(context.transaction, token)
    if report is None or report.number is None:
        fallback.unknown_button(press, context)
        return
    steps = history.of(report, context)
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    joined_to = None if report.joined_to is None else reports.get(context.transaction, report.joined_to)
    context.edit_pressed(
        press,
        "casebook/case",
        buttons=[*_buttons(report, context), [back]],
        about=steps.named,
        number=report.number,
        category=catalogue.label(context.language, f"category.{report.category}"),
        sign=catalogue.label(context.language, f"sign.{report.state}"),
        state=catalogue.label(context.language, f"state.{report.state}"),
        since=moment(context.language, context.local_time_of(report.state_since)),
        grid=None if grid is None else grid.name(context.language),
        words=cards.shortened(report.words),
        joiners=len(joined_reports.followers(context.transaction, report.id)) - 1,
        other=None if joined_to is None else joined_to.number,
        history=steps,
    )


def _buttons(report: Report, context: Context) -> Keyboard:
    """The card for whoever may act on it, and the reporter as long as they are on the team."""
    shown = []
    if Role.COORDINATOR in context.actor.roles:
        shown.append(Button("search.card", f"show:{report.token}:{report.version}", style="success"))
    if people.find_by_number(context.transaction, report.reporter_id) is not None:
        shown.append(Button("search.reporter", f"people:at:{report.reporter_id}"))
    return [shown]
