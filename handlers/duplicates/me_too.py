"""*That is it: me too*, or *No, mine is different*: the reporter decides before their report is sent."""

from __future__ import annotations

from dataclasses import replace

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.duplicates import buttons, credit, offering, similar, views
from handlers.duplicates.buttons import Resemblance
from handlers.events import Press
from handlers.limits import waiting
from handlers.reports import aside, drafts
from handlers.reports import buttons as report_buttons
from handlers.reports.drafts import Opened
from handlers.reports.lifecycle import ReportAction
from handlers.reports.questions import Noted
from messages import catalogue, keyboards, times
from storage import ledger, photo_looks, report_changes, report_contents, reports
from storage.report_changes import Change, Submission
from storage.reports import Report


def join(press: Press, context: Context) -> None:
    """The draft is joined to a report that is there: its reporter follows that one from now on."""
    pressed = report_buttons.read_permitted(press, ReportAction.ME_TOO, context)
    if pressed is None:
        return
    target = reports.find_by_token(context.transaction, pressed.choice)
    if target is None or target.number is None:
        fallback.unknown_button(press, context)
    elif not similar.is_open(target):
        _say_over(press, pressed.report, target, context)
    elif target.id not in _offered(pressed.report, context):
        context.answer(press, "refused.out_of_date", alert=True)
    elif not _must_wait(press, pressed.report, context):
        _join(press, pressed.report, target, context)


def keep_apart(press: Press, context: Context) -> None:
    """It is something else: that is asked no more, and the draft goes on."""
    pressed = report_buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    resemblance = choice(Resemblance, pressed.choice)
    if resemblance is None:
        fallback.unknown_button(press, context)
        return
    if resemblance is Resemblance.PLACE:
        report_contents.set_distinct(context.transaction, pressed.report.id)
    else:
        photo_looks.vouch(context.transaction, pressed.report.id)
    context.edit_pressed(press, "duplicates/kept_apart")
    drafts.proceed(Opened(pressed.report, None), Noted.NOTHING, context, insist=True)


def _offered(draft: Report, context: Context) -> set[int]:
    return {
        one.report.id for resemblance in Resemblance for one in offering.found(draft, resemblance, context)
    }


def _say_over(press: Press, draft: Report, target: Report, context: Context) -> None:
    """It was closed or returned while they looked at it."""
    context.answer(press)
    context.say(
        "duplicates/over",
        buttons=buttons.send_own(draft),
        number=target.number,
        state=catalogue.label(context.language, f"state.{target.state}"),
    )


def _must_wait(press: Press, draft: Report, context: Context) -> bool:
    """Whether they have sent so many that this one has to wait; then they were told."""
    free_at = waiting.free_at(draft, context.transaction, context.now)
    if free_at <= context.now:
        return False
    until = times.moment(context.language, context.local_time_of(free_at))
    context.answer(press, "refused.too_many", alert=True, until=until)
    return True


def _join(press: Press, draft: Report, target: Report, context: Context) -> None:
    outcome = report_buttons.decide_own(draft, ReportAction.ME_TOO, context)
    assert isinstance(outcome, Change)  # it was permitted above
    number = report_changes.next_number(context.transaction, context.local_time.year)
    joined = report_changes.apply(
        context.transaction,
        replace(outcome, joined_to=target.id),
        context.now,
        Submission(number, target.grid_id),
    )
    context.answer(press, "press.joined", number=target.number)
    offering.settle(press, context)
    views.add(joined, target, context)
    _tell(joined, target, context)
    aside.offer_next(context.actor, context)


def _tell(joined: Report, target: Report, context: Context) -> None:
    payment = credit.pay(joined, target, context)
    context.say(
        "duplicates/joined",
        markup=keyboards.no_keyboard(),
        number=joined.number,
        other=target.number,
        category=catalogue.label(context.language, f"category.{target.category}"),
        state=catalogue.label(context.language, f"state.{target.state}"),
        is_own=buttons.is_own(joined.reporter_id, target),
        paid=payment.points,
        unpaid=payment.unpaid,
        cap=payment.cap,
        balance=ledger.balance(context.transaction, joined.reporter_id),
    )
