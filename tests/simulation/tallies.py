"""Routes whose effects can be counted: each leaves one tally per event, and says as much as its name promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.address import Address
from handlers.context import Context
from handlers.events import Effect, Message, Press
from handlers.route import CommandRoute, EffectRoute, PressRoute, Route
from messages.catalogue import Language
from storage.database import Transaction
from storage.outbox import IfOrphaned, Lane, OutboxId

CHANNEL = "telegram"
PHOTO = "tally_photo"


class Poison(Exception):
    """What a handler raises that meets its end."""


def prepare(transaction: Transaction) -> None:
    """Make room for the tallies."""
    transaction.execute(
        "CREATE TABLE IF NOT EXISTS simulated_tallies (channel TEXT, kind TEXT, key TEXT, UNIQUE (channel, kind, key))"
    )


def routes(people: Sequence[int]) -> list[Route]:
    """Every tallying route; broadcasts go to all these people."""

    def broadcast(message: Message, context: Context) -> None:
        _tally(context)
        for person in people:
            _send(context, person, Lane.BROADCAST)

    commands: dict[str, Callable[[Message, Context], None]] = {
        "tally": _reply,
        "tally_often": _reply_often,
        "tally_notice": _notify_next(people),
        "tally_later": _remind,
        "tally_edits": _reply_and_edit,
        "tally_button": _offer_button,
        "tally_photo": _download,
        "tally_poison": _fail,
        "tally_broadcast": broadcast,
    }
    return [
        *(CommandRoute(name, handler) for name, handler in commands.items()),
        PressRoute("tally", _pressed),
        EffectRoute(PHOTO, _downloaded),
    ]


def _tally(context: Context) -> None:
    event = context.event
    context.transaction.execute(
        "INSERT INTO simulated_tallies (channel, kind, key) VALUES (:channel, :kind, :key)",
        {"channel": event.channel, "kind": event.kind, "key": event.key},
    )


def _send(context: Context, chat_id: int, lane: Lane, **more: object) -> OutboxId:
    words = {"text": f"tally {context.event.key}", **more}
    return context.call("sendMessage", Address(CHANNEL, chat_id, Language.EN), words, lane=lane)


def _here(context: Context) -> int:
    return context.here.chat_id


def _reply(message: Message, context: Context) -> None:
    _tally(context)
    _send(context, _here(context), Lane.REPLY)


def _reply_often(message: Message, context: Context) -> None:
    _tally(context)
    for _ in range(8):
        _send(context, _here(context), Lane.REPLY)


def _notify_next(people: Sequence[int]) -> Callable[[Message, Context], None]:
    def notify(message: Message, context: Context) -> None:
        _tally(context)
        following = people.index(_here(context)) + 1
        _send(context, people[following % len(people)], Lane.NOTICE)

    return notify


def _remind(message: Message, context: Context) -> None:
    _tally(context)
    for seconds in (1, 5, 10):
        _send(context, _here(context), Lane.NOTICE)
        context.rows[-1] = replace(context.rows[-1], due_at=context.now + seconds * 1000)


def _reply_and_edit(message: Message, context: Context) -> None:
    _tally(context)
    sent = _send(context, _here(context), Lane.REPLY)
    for version in (1, 2):
        context.call(
            "editMessageText",
            context.here,
            {"text": f"tally {context.event.key}, version {version}"},
            lane=Lane.REPLY,
            parent=sent,
            if_orphaned=IfOrphaned.SEND,
            target=f"row:{sent}",
        )


def _offer_button(message: Message, context: Context) -> None:
    _tally(context)
    keyboard = {"inline_keyboard": [[{"text": "+1", "callback_data": "tally:1"}]]}
    _send(context, _here(context), Lane.REPLY, reply_markup=keyboard)


def _pressed(press: Press, context: Context) -> None:
    _tally(context)
    _send(context, _here(context), Lane.REPLY)


def _download(message: Message, context: Context) -> None:
    _tally(context)
    context.download(f"file-{context.event.key}", PHOTO, chat=_here(context))


def _downloaded(effect: Effect, context: Context) -> None:
    _tally(context)
    _send(context, int(str(effect.result["chat"])), Lane.REPLY)


def _fail(message: Message, context: Context) -> None:
    _tally(context)  # undone with everything else
    _send(context, _here(context), Lane.REPLY)
    raise Poison
