"""*Show*: the card of a report once more, below what has been said since."""

from __future__ import annotations

from handlers.address import Address
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, cards, steps
from handlers.reports.lifecycle import Refusal, ReportAction


def show(press: Press, context: Context) -> None:
    """Show it to whoever may still decide on it. The list it was chosen from may be old, so no version counts."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    report = pressed.report
    outcome = steps.decide_here(report, ReportAction.SHOW, context)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, report, context)
        return
    here = context.here
    language = cards.language_here(report, context)
    cards.deal_again(report, Address(here.channel, here.chat_id, language), context)
