"""A report is deferred: every card says why and until when, and its reporter hears it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.dates import Problem, read_day
from handlers.deferral import choosing
from handlers.deferral.choosing import Until
from handlers.events import Message, Press
from handlers.reports import buttons, followers, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import catalogue, time_words, times
from messages.catalogue import Language
from storage import members, reports, unreachable
from storage.report_changes import Change
from storage.reports import DeferReason, Report

QUESTION = "deferring.day"


def defer(press: Press, context: Context) -> None:
    """A day is chosen, or is to be typed."""
    permitted = steps.read(press, ReportAction.DEFER, context)
    if permitted is None:
        return
    pressed, change = permitted
    reason = choice(DeferReason, pressed.choice)
    until = choice(Until, press.arguments[3] if len(press.arguments) > 3 else "")
    if reason is None or until is None:
        fallback.unknown_button(press, context)
    elif until is Until.OTHER:
        _ask_day(press, pressed.report, reason, context)
    else:
        report = _store(change, reason, choosing.day_of(until, context.local_time), context)
        context.answer(press, "press.deferred", number=report.number)


def take_day(message: Message, context: Context, subject: str) -> None:
    """The day was typed, in private, wherever the card was pressed."""
    token, version, said = [*subject.split(":"), "", "", ""][:3]
    report, reason = reports.find_by_token(context.transaction, token), choice(DeferReason, said)
    assert report is not None  # reports stay, and the question was ours
    assert reason is not None
    outcome = steps.decide_here(report, ReportAction.DEFER, context, version=int(version))
    if isinstance(outcome, Refusal):
        asking.settle(context)
        _refuse(outcome, report, context)
        return
    day = _day_in(message.text, context)
    if isinstance(day, Problem):
        example = times.day(context.language, context.local_time + timedelta(days=3))
        context.say("deferral/bad_day", problem=day, example=example)
        return
    asking.settle(context)
    report = _store(outcome, reason, day, context)
    context.say("deferral/done", number=report.number, until=_until(report, context.language, context))


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: it goes on as before."""
    context.say("deferral/given_up")


def _ask_day(press: Press, report: Report, reason: DeferReason, context: Context) -> None:
    """In private: what is typed in a group is talk."""
    actor = context.actor
    if unreachable.holds(context.transaction, actor.channel, actor.user_id):
        context.answer(press, "refused.cannot_ask_you", alert=True)
        return
    asking.expect(context, QUESTION, f"{report.token}:{report.version}:{reason}")
    example = times.day(context.language, context.local_time + timedelta(days=3))
    context.say("deferral/ask_day", to=context.to_member(actor), number=report.number, example=example)
    if context.here.chat_id != actor.user_id:
        context.answer(press, "press.asked_until_in_private", alert=True)


def _day_in(text: str, context: Context) -> date | Problem:
    """A day to come; today is none."""
    day = read_day(text, context.local_time, time_words.vocabulary())
    return Problem.PAST if day == context.local_time.date() else day


def _store(change: Change, reason: DeferReason, day: date, context: Context) -> Report:
    until = choosing.goes_on_at(day, context.local_time)
    report = steps.store(replace(change, reason=reason, until=until), context)
    followers.tell(
        report,
        "deferral/deferred",
        context,
        labels={"reason": f"defer_reason.{reason}"},
        by_language={"until": lambda language: _until(report, language, context)},
    )
    return report


def _refuse(refusal: Refusal, report: Report, context: Context) -> None:
    worker = None if report.worker_id is None else members.get(context.transaction, report.worker_id)
    context.say(
        "deferral/refused",
        buttons=[[buttons.show(report)]],
        about=[] if worker is None else [worker.id],
        why=catalogue.label(
            context.language,
            f"refused.{refusal}",
            {"number": report.number or "", "name": "" if worker is None else worker.name},
        ),
    )


def _until(report: Report, language: Language, context: Context) -> str:
    assert report.deferred_until is not None
    return times.day(language, context.local_time_of(report.deferred_until))
