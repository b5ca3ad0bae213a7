"""A frozen list is made known by a broadcast: its text stands in the coordinator's chat, and that is what is copied."""

from __future__ import annotations

from dataclasses import replace

from handlers.broadcasts import questions
from handlers.context import Context
from handlers.events import Press
from handlers.honours import lists
from handlers.honours.lists import When
from handlers.route import COORDINATORS
from storage import broadcasts
from storage.broadcasts import Original
from storage.honours import Kind


def begin(press: Press, kind: Kind, context: Context) -> None:
    """The page becomes the announcement, without buttons, and a broadcast of it is begun: to whom comes next."""
    contents = lists.read(kind, When.LAST, context)
    if not context.actor.roles & COORDINATORS:
        context.answer(press, "press.honours_by_coordinators", alert=True)
    elif contents.frozen is None:
        context.answer(press, "press.honours_not_frozen", alert=True)
    elif press.message_id is None:
        context.answer(press, "press.out_of_date", alert=True)
    else:
        context.edit_pressed(
            press, "honours/announcement", about=contents.named, list=lists.in_words(contents, context)
        )
        here = context.here
        _begin_broadcast(Original(here.channel, here.chat_id, press.message_id), context)


def _begin_broadcast(original: Original, context: Context) -> None:
    """A draft that was begun before gets this message in place of its own."""
    draft = broadcasts.draft_of(context.transaction, context.actor.id)
    if draft is None:
        token = context.surroundings.new_token()
        draft = broadcasts.open_draft(context.transaction, context.actor.id, token, context.now)
    else:
        broadcasts.forget_preview(context.transaction, draft.id)
        draft = broadcasts.get(context.transaction, draft.id)
    draft = broadcasts.change(context.transaction, replace(draft, original=original), context.now)
    questions.proceed(None, draft, context)
