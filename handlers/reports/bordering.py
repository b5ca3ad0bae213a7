"""The reporter of a place on a border says on which side it is, or does not."""

from __future__ import annotations

from handlers import fallback
from handlers.context import Context
from handlers.events import Press, Tick
from handlers.reports import buttons, routing, sides
from handlers.reports.buttons import NO_SIDE
from handlers.reports.drafts import Opened, proceed
from handlers.reports.lifecycle import ReportAction
from handlers.reports.questions import Hole, Noted
from handlers.reports.submission import go_on
from storage import report_contents, reports, unfinished
from storage.database import Transaction
from storage.grids import Grid
from storage.reports import Report

AT_ONCE = 50  # drafts by one tick, so that no batch gets long; the next tick goes on


def choose_side(press: Press, context: Context) -> None:
    """One of the grids, or none known: then it is the first, as it is for whoever says nothing."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    if pressed.report.place is None or pressed.report.category is None:
        fallback.unknown_button(press, context)
        return
    found = sides.between(pressed.report, context)
    if not found:  # another place has been sent since, or a rule has it wherever it is
        context.answer(press, "press.side_is_clear")
        proceed(Opened(pressed.report, None), Noted.NOTHING, context)
        return
    known = next((grid for grid in found if grid.id == pressed.choice), None)
    if known is None and pressed.choice != NO_SIDE:
        fallback.unknown_button(press, context)
    else:
        _settle(press, pressed.report, known or found[0], context)


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether somebody has not answered for so long that their report goes without it."""
    return bool(unfinished.asked_before(transaction, Hole.SIDE, now - sides.WAITS))


def go_without(_tick: Tick, context: Context) -> None:
    """What nobody has answered holds up no report."""
    unanswered = unfinished.asked_before(context.transaction, Hole.SIDE, context.now - sides.WAITS)
    for id_ in unanswered[:AT_ONCE]:
        draft = reports.get(context.transaction, id_)
        likeliest = routing.route(routing.case_of(draft, context.local_time), context.transaction).grid
        if likeliest is not None:
            report_contents.set_side(context.transaction, id_, likeliest.id)
        go_on(reports.get(context.transaction, id_), context)


def _settle(press: Press, draft: Report, side: Grid, context: Context) -> None:
    report_contents.set_side(context.transaction, draft.id, side.id)
    name = side.name(context.language)
    context.answer(press, "press.side_chosen", grid=name)
    context.edit_pressed(press, "reports/side_chosen", grid=name)
    proceed(Opened(draft, None), Noted.NOTHING, context, insist=True)
