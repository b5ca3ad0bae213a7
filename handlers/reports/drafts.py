"""A draft gets fuller: photo, place, words and category come in any order, days and restarts apart."""

from __future__ import annotations

import telegram

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.reports import buttons, cards
from handlers.reports.lifecycle import Refusal, ReportAction, decide
from handlers.reports.questions import Noted
from handlers.reports.submission import go_on
from messages import catalogue, keyboards
from storage import reports
from storage.reports import Category, Change, Place, Report, ReportState


def open_report(_event: Message | Press, context: Context) -> None:
    """Begin a report, or go on with the one that is open."""
    go_on(_draft(context), context, insist=True)


def take_photo(message: Message, context: Context) -> None:
    """A photo joins the draft; its bytes are fetched meanwhile."""
    draft = _draft(context)
    photo = message.message.photo[-1]  # Bot API: sizes of one photo, the largest last
    message_id = message.message.message_id
    position = reports.add_photo(
        context.transaction, draft.id, message_id, photo.file_id, photo.file_unique_id
    )
    if position is not None:
        context.download(photo.file_id, "photo", report=draft.id, position=position)
    if message.text:
        reports.set_words(context.transaction, draft.id, message_id, message.text)
    noted = Noted.PHOTO_AGAIN if position is None else Noted.PHOTO
    _continue(draft, noted, context, insist=position is None)


def take_place(message: Message, context: Context) -> None:
    """Where the reporter says it is. A forwarded place is nobody's."""
    if message.message.forward_origin is not None:
        context.say("reports/place_forwarded", markup=keyboards.ask_location(context.language))
        return
    draft = _draft(context)
    reports.set_place(context.transaction, draft.id, _place(message.message))
    _continue(draft, Noted.PLACE, context, insist=draft.place is not None)


def take_words(message: Message, context: Context) -> None:
    """Words while a draft is open belong to it; otherwise they are small talk."""
    draft = reports.draft_of(context.transaction, context.actor.id)
    if draft is None:
        fallback.words(message, context)
        return
    reports.set_words(context.transaction, draft.id, message.message.message_id, message.text)
    _continue(draft, Noted.WORDS, context, insist=True)


def change_words(message: Message, context: Context) -> None:
    """An edited text or caption changes the words of its report, wherever the report is shown by now."""
    message_id = message.message.message_id
    report = reports.find_by_message(context.transaction, context.actor.id, message_id)
    if report is None or report.state is ReportState.DISCARDED:
        return
    reports.set_words(context.transaction, report.id, message_id, message.text)
    cards.refresh(reports.get(context.transaction, report.id), context)


def choose_category(press: Press, context: Context) -> None:
    """What it is about; may be chosen anew until the report is submitted."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide(pressed.report, ReportAction.DESCRIBE, context.actor, version=pressed.version)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return
    category = choice(Category, pressed.choice)
    if category is None:
        fallback.unknown_button(press, context)
    else:
        _set_category(press, pressed.report, category, context)


def cancel(_message: Message, context: Context) -> None:
    """``/cancel``: give up the draft, if there is one."""
    draft = reports.draft_of(context.transaction, context.actor.id)
    outcome = None if draft is None else decide(draft, ReportAction.DISCARD, context.actor)
    if isinstance(outcome, Change):
        _discard(outcome, context)
        context.say("reports/discarded", markup=keyboards.no_keyboard())
    else:
        context.say("reports/no_draft", markup=keyboards.no_keyboard())


def press_cancel(press: Press, context: Context) -> None:
    """The button that gives up the draft it speaks of."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide(pressed.report, ReportAction.DISCARD, context.actor, version=pressed.version)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return
    _discard(outcome, context)
    context.answer(press, "press.discarded")
    context.edit_pressed(press, "reports/discarded")


def _draft(context: Context) -> Report:
    actor = context.actor.id
    draft = reports.draft_of(context.transaction, actor)
    if draft is not None:
        return draft
    return reports.open_draft(context.transaction, actor, context.surroundings.new_token(), context.now)


def _continue(draft: Report, noted: Noted, context: Context, *, insist: bool) -> None:
    go_on(reports.get(context.transaction, draft.id), context, noted=noted, insist=insist)


def _set_category(press: Press, draft: Report, category: Category, context: Context) -> None:
    words = catalogue.label(context.language, f"category.{category}")
    if draft.category is category:  # a double tap
        context.answer(press, "press.category_kept", category=words)
        return
    reports.set_category(context.transaction, draft.id, category)
    context.answer(press, "press.category_chosen", category=words)
    context.edit_pressed(press, "reports/category_chosen", category=words)
    # The question that stood in the pressed message is gone with its buttons, so it is asked again.
    _continue(draft, Noted.NOTHING, context, insist=True)


def _discard(change: Change, context: Context) -> None:
    discarded = reports.apply(context.transaction, change, context.now)
    reports.empty(context.transaction, discarded.id)


def _place(message: telegram.Message) -> Place:
    location = message.venue.location if message.venue is not None else message.location
    assert location is not None  # the route's filter lets nothing else through
    return Place(location.latitude, location.longitude)
