"""What a report is about."""

from __future__ import annotations

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, dangers, drafts, kinds
from handlers.reports.drafts import Opened, proceed
from handlers.reports.kinds import Group
from handlers.reports.lifecycle import ReportAction
from handlers.reports.questions import Noted, hole_now, is_for_reporter
from messages import catalogue, keyboards
from storage import report_contents, reports
from storage.outbox import Lane
from storage.reports import Category, Report


def turn_page(press: Press, context: Context) -> None:
    """The couriers' own categories, or back: in place, below the question that stands there."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    group = choice(Group, pressed.choice)
    if group is None or press.message_id is None:
        fallback.unknown_button(press, context)
        return
    shown = (buttons.riders_categories if group is Group.RIDER else buttons.categories)(pressed.report)
    context.call(
        "editMessageReplyMarkup",
        context.here,
        {"message_id": press.message_id, "reply_markup": keyboards.inline(context.language, shown)},
        lane=Lane.REPLY,
        target=f"message:{context.here.chat_id}:{press.message_id}:buttons",
    )


def choose_category(press: Press, context: Context) -> None:
    """One press; it may be chosen anew until the report is submitted."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    category = choice(Category, pressed.choice)
    if category is None:
        fallback.unknown_button(press, context)
    else:
        _set_category(press, pressed.report, category, context)


def _set_category(press: Press, draft: Report, category: Category, context: Context) -> None:
    words = catalogue.label(context.language, f"category.{category}")
    if draft.category is category and draft.put_aside_at is None:  # a double tap
        context.answer(press, "press.category_kept", category=words)
        return
    report_contents.set_category(context.transaction, draft.id, category)
    other = _take_up_if_more_is_needed(draft, context)
    if kinds.is_danger(category):
        now = reports.get(context.transaction, draft.id)
        is_whole = not is_for_reporter(hole_now(now, context))
        dangers.say_whom_to_call(press, category, context, is_whole=is_whole, other_waits=other is not None)
    else:
        context.answer(press, "press.category_chosen", category=words)
        context.edit_pressed(press, "reports/category_chosen", category=words, other_waits=other is not None)
    # The question that stood in the pressed message is gone with its buttons, so it is asked again.
    proceed(Opened(draft, None), Noted.NOTHING, context, insist=True)


def _take_up_if_more_is_needed(draft: Report, context: Context) -> Report | None:
    """A draft put aside is the one to be asked about now, or the answer would go into another one.

    Returns the draft that waits in its place.
    """
    chosen = reports.get(context.transaction, draft.id)
    if chosen.put_aside_at is None or not is_for_reporter(hole_now(chosen, context)):
        return None
    return drafts.take_up(chosen, context)
