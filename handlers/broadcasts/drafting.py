"""Putting a broadcast together: what, to whom, when; any of it can be changed until it is confirmed."""

from __future__ import annotations

from dataclasses import replace

from handlers import asking, fallback, station_choice
from handlers.broadcasts import buttons, progress, questions
from handlers.broadcasts.buttons import Item
from handlers.broadcasts.lifecycle import BroadcastAction
from handlers.broadcasts.originals import Unfit, unfitness
from handlers.choices import choice
from handlers.context import Context
from handlers.dates import LONGEST_AHEAD, Problem
from handlers.events import Message, Press
from handlers.station_choice import Shelf
from handlers.training.when import read_when
from messages import time_words
from messages.catalogue import label
from messages.keyboards import Button
from storage import broadcasts, trainings
from storage.audiences import Audience, Circle
from storage.broadcasts import Broadcast, Original, Timing
from storage.trainings import TrainingState

SHOWN_AT_ONCE = 3  # broadcasts that are not over; more would bury the question
NOT_SETTLED = ":"  # between a draft's token and the album that was refused for it


def begin(event: Message | Press, context: Context) -> None:
    """``/broadcast``: show what is scheduled or under way, and go on with the draft or begin one."""
    for broadcast in broadcasts.unended(context.transaction)[:SHOWN_AT_ONCE]:
        progress.show_again(broadcast, context)
    draft = broadcasts.draft_of(context.transaction, context.actor.id)
    if draft is None:
        token = context.surroundings.new_token()
        draft = broadcasts.open_draft(context.transaction, context.actor.id, token, context.now)
    else:
        broadcasts.forget_preview(context.transaction, draft.id)
        draft = broadcasts.get(context.transaction, draft.id)
    questions.proceed(event, draft, context)


def take_message(message: Message, context: Context, subject: str) -> None:
    """The message that is to be sent."""
    token, _, album = subject.partition(NOT_SETTLED)
    draft = _asked_about(token, context)
    if draft is None:
        return
    if album and message.raw.get("media_group_id") == album:
        return  # the rest of an album that was refused with its first part
    unfit = unfitness(message)
    if unfit is not None:
        _refuse_message(message, draft, unfit, context)
        return
    here = context.here
    original = Original(here.channel, here.chat_id, int(str(message.raw["message_id"])))
    _keep(None, replace(draft, original=original), context)


def choose_audience(press: Press, context: Context) -> None:
    """Whom it is for; which station or training is asked for next."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    circle = choice(Circle, press.arguments[-1])
    if circle is None:
        fallback.unknown_button(press, context)
    elif circle is Circle.STATION:
        questions.ask_station(press, draft, Shelf(), context)
    elif circle is Circle.SIGNED_UP:
        questions.ask_training(press, draft, context)
    else:
        _keep(press, replace(draft, audience=Audience(circle)), context)


def choose_station(press: Press, context: Context) -> None:
    """The station whose people it is for, or another page of the list."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    chosen = station_choice.read(press.arguments[2:], context.transaction)
    if chosen is None:
        fallback.unknown_button(press, context)
    elif isinstance(chosen, Shelf):
        questions.ask_station(press, draft, chosen, context)
    elif chosen.station is None:
        questions.ask_audience(press, draft, context)
    else:
        _keep(press, replace(draft, audience=Audience(Circle.STATION, chosen.station.id)), context)


def choose_training(press: Press, context: Context) -> None:
    """The training for whose people it is."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    training = trainings.find_by_token(context.transaction, press.arguments[-1])
    if training is None or training.state is not TrainingState.PUBLISHED:
        fallback.unknown_button(press, context)
    else:
        audience = Audience(Circle.SIGNED_UP, training_id=training.id)
        _keep(press, replace(draft, audience=audience), context)


def choose_timing(press: Press, context: Context) -> None:
    """When it goes out; a time is asked for next."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    timing = choice(Timing, press.arguments[-1])
    if timing is None:
        fallback.unknown_button(press, context)
    elif timing is Timing.AT:
        questions.ask_time(press, draft, context)
    else:
        _keep(press, replace(draft, timing=timing, send_at=None), context)


def choose_time(press: Press, context: Context) -> None:
    """One of the times that were offered."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    minutes = press.arguments[-1]
    at = int(minutes) * buttons.MINUTE if minutes.isascii() and minutes.isdigit() and len(minutes) < 10 else 0
    if at <= context.now:
        context.answer(press, "broadcast_refused.too_late", alert=True)
    elif at - context.now > LONGEST_AHEAD.total_seconds() * 1000:
        fallback.unknown_button(press, context)
    else:
        _keep(press, replace(draft, timing=Timing.AT, send_at=at), context)


def take_time(message: Message, context: Context, subject: str) -> None:
    """The time, as somebody types it."""
    draft = _asked_about(subject, context)
    if draft is None:
        return
    found = read_when(message.text, context.local_time, time_words.vocabulary())
    if isinstance(found, Problem):
        trouble = label(context.language, f"broadcast_time.{found}")
        shown = buttons.moments(draft, questions.offered_times(context), context)
        context.say("broadcasts/time_problem", buttons=shown, trouble=trouble)
    else:
        at = int(found.timestamp() * 1000)
        _keep(None, replace(draft, timing=Timing.AT, send_at=at), context)


def change(press: Press, context: Context) -> None:
    """Ask for one thing again; what was said before stands until it is answered."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    match choice(Item, press.arguments[-1]):
        case Item.MESSAGE:
            questions.ask_message(press, draft, context)
        case Item.AUDIENCE:
            questions.ask_audience(press, draft, context)
        case Item.TIMING:
            asking.settle(context)
            questions.ask_timing(press, draft, context)
        case Item.PREVIEW:
            questions.proceed(press, draft, context)
        case None:
            fallback.unknown_button(press, context)


def press_discard(press: Press, context: Context) -> None:
    """The button that gives a draft up."""
    draft = buttons.read(press, BroadcastAction.DISCARD, context)
    if draft is not None:
        asking.settle(context)
        broadcasts.discard(context.transaction, draft, context.now)
        context.edit_pressed(press, "broadcasts/discarded", buttons=[[Button("menu.back", "menu:start")]])


def cancel(_message: Message, context: Context) -> bool:
    """``/cancel`` while a broadcast is put together; returns whether there was one."""
    draft = broadcasts.draft_of(context.transaction, context.actor.id)
    if draft is None:
        return False
    broadcasts.discard(context.transaction, draft, context.now)
    context.say("broadcasts/discarded")
    return True


def give_up(context: Context, _subject: str) -> None:
    """``/cancel`` instead of an answer."""
    draft = broadcasts.draft_of(context.transaction, context.actor.id)
    if draft is not None:
        broadcasts.discard(context.transaction, draft, context.now)
    context.say("broadcasts/discarded")


def _asked_about(token: str, context: Context) -> Broadcast | None:
    """The draft that a question was about; None, and that is said, when it is no draft any more."""
    draft = broadcasts.draft_of(context.transaction, context.actor.id)
    if draft is not None and draft.token == token:
        return draft
    asking.settle(context)
    context.say("broadcasts/no_draft")
    return None


def _refuse_message(message: Message, draft: Broadcast, unfit: Unfit, context: Context) -> None:
    if unfit is Unfit.ALBUM:  # its other parts are no answers of their own
        subject = f"{draft.token}{NOT_SETTLED}{message.raw['media_group_id']}"
        asking.expect(context, questions.MESSAGE, subject)
    context.say(f"broadcasts/unfit_{unfit}")


def _keep(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    changed = broadcasts.change(context.transaction, draft, context.now)
    questions.proceed(event, changed, context)
