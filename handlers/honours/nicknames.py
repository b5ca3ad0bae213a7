"""Whoever wants to be honoured says under which name; whoever says nothing stays out, and can at any time."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from handlers import asking, fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration.names import cleaned
from handlers.training.lifecycle import is_on_the_team
from messages.keyboards import Button, Keyboard
from storage import honours

QUESTION = "honour_list.nickname"
LONGEST = 16  # characters; a line of the list is read on a phone
NUMBER = re.compile(r"[0-9]([ -]?[0-9]){4,}")  # a phone, or an id


class Fault(StrEnum):
    """What is wrong with a nickname. Each has words in ``honours/wrong_nickname``."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NUMBER = "number"
    TAKEN = "taken"


def read(text: str) -> str | Fault:
    """The nickname on one line, without what cannot be seen."""
    nickname = cleaned(text)
    if not nickname:
        return Fault.EMPTY
    if len(nickname) > LONGEST:
        return Fault.TOO_LONG
    return Fault.NUMBER if NUMBER.search(unicodedata.normalize("NFKC", nickname)) else nickname


def folded(nickname: str) -> str:
    """As nicknames are compared: what looks the same is the same."""
    return "".join(unicodedata.normalize("NFKC", nickname).casefold().split())


def ask(press: Press, context: Context) -> None:
    """Under which name."""
    asking.expect(context, QUESTION)
    now = honours.nickname_of(context.transaction, context.actor.id)
    context.edit_pressed(press, "honours/ask_nickname", buttons=_ways_on(now), nickname=now, longest=LONGEST)


def take(message: Message, context: Context, _subject: str) -> None:
    """This one: it stands in the lists from now on. Whoever has left meanwhile stands in none."""
    if not is_on_the_team(context.actor):
        asking.settle(context)
        fallback.refuse_outsider(message, context)
        return
    me, nickname = context.actor.id, read(message.text)
    if not isinstance(nickname, Fault) and honours.is_taken(
        context.transaction, nickname, folded(nickname), me
    ):
        nickname = Fault.TAKEN
    if isinstance(nickname, Fault):
        now = honours.nickname_of(context.transaction, me)
        context.say("honours/wrong_nickname", buttons=_ways_on(now), fault=nickname, longest=LONGEST)
        return
    asking.settle(context)
    context.keep_words_once()
    honours.choose(context.transaction, me, nickname, folded(nickname), context.now)
    context.say(
        "honours/chosen", buttons=[[Button("honours.to_list", "honours:month:now")]], nickname=nickname
    )


def stay_out(press: Press, context: Context) -> None:
    """In no list any more, nor in one that was frozen."""
    asking.withdraw(context, QUESTION)
    honours.stay_out(context.transaction, context.actor.id)
    context.answer(press, "press.honours_left")


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: it stays as it was."""
    context.say("honours/kept", nickname=honours.nickname_of(context.transaction, context.actor.id))


def _ways_on(nickname: str | None) -> Keyboard:
    out = [] if nickname is None else [[Button("honours.stay_out", "honours:out")]]
    return [*out, [Button("menu.back", "honours")]]
