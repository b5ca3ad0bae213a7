"""Dangers: whom to call is said first, before anything else is asked."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, kinds
from handlers.reports.kinds import KINDS
from handlers.reports.lifecycle import ReportAction
from messages import catalogue, danger_words
from storage.report_changes import Change
from storage.reports import Category, Report


def say_whom_to_call(
    press: Press, danger: Category, context: Context, *, is_whole: bool, other_waits: bool
) -> None:
    """A danger was chosen: the number stands where the finger was. `is_whole`: nothing more is to be asked."""
    call = KINDS[danger].call
    context.answer(press, "press.danger", call=call)
    context.edit_pressed(
        press,
        "reports/danger",
        call=call,
        advice=catalogue.label(context.language, f"danger_advice.{danger}"),
        category=catalogue.label(context.language, f"category.{danger}"),
        is_whole=is_whole,
        other_waits=other_waits,
    )


def heed(words: str, draft: Report, context: Context) -> None:
    """What was written may speak of a danger: say whom to call, and offer to report it as one. No more than a hint."""
    found = danger_words.found_in(words)
    if found is None or kinds.is_danger(draft.category):
        return
    danger = Category(found)
    may_choose = isinstance(buttons.decide_own(draft, ReportAction.DESCRIBE, context), Change)
    context.say(
        "reports/danger_hint",
        buttons=[[buttons.category(draft, danger)]] if may_choose else (),
        call=KINDS[danger].call,
        may_choose=may_choose,
    )
