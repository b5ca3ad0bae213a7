"""A report is returned, always for a reason that tells its reporter what to send next."""

from __future__ import annotations

from handlers import fallback
from handlers.address import Address
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, cards
from handlers.reports.acceptance import decide_here
from handlers.reports.buttons import PressedReport
from handlers.reports.lifecycle import CAN_BE_RETRIED, Refusal, ReportAction
from messages import catalogue, keyboards
from messages.keyboards import Keyboard
from storage import members, report_changes
from storage.outbox import Lane
from storage.report_changes import Change
from storage.reports import Report, ReturnReason


def show_reasons(press: Press, context: Context) -> None:
    """*Return*: the card's buttons become the reasons."""
    pressed = buttons.read(press, context)
    if pressed is not None and _returned(press, pressed, None, context) is not None:
        _change_buttons(press, pressed.report, buttons.reasons(pressed.report), context)


def show_decisions(press: Press, context: Context) -> None:
    """*Back*: the reasons become what stood there before."""
    pressed = buttons.read(press, context)
    if pressed is not None and _returned(press, pressed, None, context) is not None:
        _change_buttons(press, pressed.report, buttons.decisions(pressed.report), context)


def return_report(press: Press, context: Context) -> None:
    """A reason: the report goes back with it; every card says so."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    reason = choice(ReturnReason, pressed.choice)
    if reason is None:
        fallback.unknown_button(press, context)
        return
    outcome = _returned(press, pressed, reason, context)
    if outcome is None:
        return
    report = report_changes.apply(context.transaction, outcome, context.now)
    context.answer(press, "press.returned", number=report.number)
    cards.refresh(report, context)
    _tell_reporter(report, reason, context)


def _returned(
    press: Press, pressed: PressedReport, reason: ReturnReason | None, context: Context
) -> Change | None:
    """The step that whoever presses may take; None, and they are told why, when they may not."""
    outcome = decide_here(pressed, ReportAction.RETURN, reason, context)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return None
    return outcome


def _change_buttons(press: Press, report: Report, shown: Keyboard, context: Context) -> None:
    language = cards.language_here(report, context)
    here = Address(context.here.channel, context.here.chat_id, language)
    if press.message_id is None:  # too old for Telegram to name: they stand in a message of their own
        context.say("reports/choose_reason", to=here, lane=Lane.REPLY, buttons=shown, number=report.number)
        return
    context.call(
        "editMessageReplyMarkup",
        here,
        {"message_id": press.message_id, "reply_markup": keyboards.inline(language, shown)},
        lane=Lane.REPLY,
        target=f"message:{here.chat_id}:{press.message_id}:buttons",
    )


def _tell_reporter(report: Report, reason: ReturnReason, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/returned",
        to=address,
        buttons=buttons.retry(report) if CAN_BE_RETRIED[reason] else (),
        number=report.number,
        category=catalogue.label(address.language, f"category.{report.category}"),
        reason=catalogue.label(address.language, f"reason.{reason}"),
        next_step=catalogue.label(address.language, f"next_step.{reason}"),
    )
