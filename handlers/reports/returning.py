"""A report is returned, always for a reason that tells its reporter what to send next."""

from __future__ import annotations

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, card_buttons, cards, followers, steps
from handlers.reports.lifecycle import CAN_BE_RETRIED, ReportAction
from storage.reports import Report, ReturnReason


def show_reasons(press: Press, context: Context) -> None:
    """*Return*: the card's buttons become the reasons."""
    permitted = steps.read(press, ReportAction.RETURN, context)
    if permitted is not None:
        report = permitted[0].report
        cards.change_buttons(press, report, buttons.reasons(report), context)


def show_decisions(press: Press, context: Context) -> None:
    """*Back*: what the card's buttons became is what stood there before."""
    permitted = steps.read(press, ReportAction.SHOW, context)
    if permitted is not None:
        report = permitted[0].report
        cards.change_buttons(press, report, card_buttons.buttons_at(report, context.here, context), context)


def return_report(press: Press, context: Context) -> None:
    """A reason: the report goes back with it; every card says so."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    reason = choice(ReturnReason, pressed.choice)
    if reason is None:
        fallback.unknown_button(press, context)
        return
    permitted = steps.read(press, ReportAction.RETURN, context, reason=reason)
    if permitted is None:
        return
    report = steps.store(permitted[1], context)
    context.answer(press, "press.returned", number=report.number)
    _tell(report, reason, context)


def _tell(report: Report, reason: ReturnReason, context: Context) -> None:
    followers.tell(
        report,
        "reports/returned",
        context,
        buttons=buttons.retry(report) if CAN_BE_RETRIED[reason] else (),
        labels={"reason": f"reason.{reason}", "next_step": f"next_step.{reason}"},
    )
