"""*Hand over*: the card's buttons become to whom, then why."""

from __future__ import annotations

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.handover import buttons, targets
from handlers.handover.targets import Choice
from handlers.reports import cards, steps
from handlers.reports.lifecycle import ReportAction
from storage.report_changes import Change
from storage.reports import Report


def ask_whom(press: Press, context: Context) -> None:
    """A page of those it can go to."""
    permitted = steps.read(press, ReportAction.HAND_OVER, context)
    if permitted is None:
        return
    report, page = permitted[0].report, _page(permitted[0].choice)
    if page is None:
        fallback.unknown_button(press, context)
        return
    choices = targets.choices(report, context)
    shown = buttons.to_whom(report, choices, page, cards.language_here(report, context))
    about = [id_ for one in choices.first for id_ in one.about]
    cards.change_buttons(press, report, shown, context, about=about)


def ask_why(press: Press, context: Context) -> None:
    """Somebody is chosen; a reason is one press more."""
    chosen = read(press, context)
    if chosen is not None:
        report, choice, _change = chosen
        cards.change_buttons(press, report, buttons.why(report, choice), context)


def read(press: Press, context: Context) -> tuple[Report, Choice, Change] | None:
    """To whom a press says that its report goes, and that step; None, and they are told why, if it cannot."""
    permitted = steps.read(press, ReportAction.HAND_OVER, context)
    if permitted is None:
        return None
    pressed, change = permitted
    choice = targets.choices(pressed.report, context).find(pressed.choice)
    if choice is None:
        context.answer(press, "handover_refused.gone", alert=True)
        return None
    if not targets.can_be_reached(choice.target, context):
        context.answer(press, "handover_refused.nobody", alert=True)
        return None
    return pressed.report, choice, change


def _page(text: str) -> int | None:
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
