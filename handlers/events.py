"""What can happen, as handlers see it: a message, a press, a change of membership, a tick, a command, an effect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import telegram

from storage.inbox import EventKind, StoredEvent
from storage.outbox import OutboxId

PRESS_LIFETIME = 150  # seconds; Telegram drops the answer to a press after that


class Unreadable(Exception):
    """The event's body is not what its kind promises; it goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who is behind an event: the channel's user id, names as they call themselves, and the chat it happened in.

    `chat_id` is None when the chat is unknown (a press on a message too old for Telegram to name).
    """

    user_id: int
    first_name: str
    language_code: str | None
    chat_id: int | None

    @property
    def in_private(self) -> bool:
        """Whether it happened in the private chat with the bot, which has the id of the person."""
        return self.chat_id == self.user_id

    @property
    def in_group(self) -> bool:
        """Whether it happened where others read along."""
        return self.chat_id is not None and not self.in_private


@dataclass(frozen=True)
class Message:
    """A person said something, or (``edited``) changed what they had said. `raw` is the Bot API's Message object."""

    raw: Mapping[str, object]
    edited: bool = False

    @cached_property
    def message(self) -> telegram.Message:
        """All of it as python-telegram-bot's model, built when first asked for: it costs as much as its handling."""
        return telegram.Message.de_json(dict(self.raw), None)

    @property
    def text(self) -> str:
        """The words of it: text or caption, trimmed; empty when there are none."""
        words = self.raw.get("text") or self.raw.get("caption") or ""
        return words.strip() if isinstance(words, str) else ""

    @property
    def command(self) -> str | None:
        """``start`` for ``/start@some_bot payload``; None when it begins with no command, or was edited."""
        return self._command_and_addressee[0]

    @property
    def addressee(self) -> str | None:
        """``some_bot`` for ``/start@some_bot``, in small letters; None when the command names no bot."""
        return self._command_and_addressee[1]

    @property
    def _command_and_addressee(self) -> tuple[str | None, str | None]:
        entities, text = self.raw.get("entities"), self.raw.get("text")
        first = entities[0] if isinstance(entities, list) and entities else None
        if self.edited or not isinstance(first, dict) or not isinstance(text, str):
            return None, None
        if first.get("type") != "bot_command" or first.get("offset") != 0:
            return None, None
        command, _, addressee = text[1 : first.get("length")].lower().partition("@")
        return command, addressee or None


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed. Nothing in `data` is to be trusted: it can be old, repeated or forged."""

    query_id: str
    data: str
    message_id: int | None

    @property
    def arguments(self) -> list[str]:
        """What follows the prefix: opaque ids, versions, choices."""
        return self.data.split(":")[1:]


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat changed (`my_chat_member`): added, removed, blocked, let in again."""

    chat_id: int
    status: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock came round. `name` says which timer."""

    name: str


@dataclass(frozen=True, slots=True)
class Command:
    """The command line asks for something."""

    name: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Effect:
    """Something slow has ended. `name` is what the row asked to be told under; `result` depends on it."""

    name: str
    row: OutboxId
    ok: bool
    result: Mapping[str, object]


def read_body(event: StoredEvent) -> Mapping[str, object]:
    """The event's JSON object. Raises Unreadable when it is none."""
    try:
        body = json.loads(event.body)
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Unreadable("not a JSON object")
    return body


def read_message(body: Mapping[str, object]) -> Message | None:
    """The message in an update, new or edited; None when the update is something else.

    Raises Unreadable when it has no id or belongs to no chat: then nobody knows what to answer, or where.
    """
    edited = "edited_message" in body
    raw = body.get("edited_message" if edited else "message")
    if raw is None:
        return None
    chat = raw.get("chat") if isinstance(raw, dict) else None
    if not isinstance(chat, dict) or not isinstance(chat.get("id"), int):
        raise Unreadable("the message belongs to no chat")
    if not isinstance(raw, dict) or not isinstance(raw.get("message_id"), int):
        raise Unreadable("the message has no id")
    return Message(raw, edited)


def read_press(body: Mapping[str, object]) -> Press | None:
    """The press in an update; None when the update is something else."""
    query = body.get("callback_query")
    if not isinstance(query, dict):
        return None
    message = query.get("message")
    message_id = message.get("message_id") if isinstance(message, dict) else None
    return Press(str(query["id"]), str(query.get("data", "")), message_id)


def read_tick(body: Mapping[str, object]) -> Tick:
    """A timer's event."""
    return Tick(str(body["name"]))


def read_command(body: Mapping[str, object]) -> Command:
    """A command line's event. Raises Unreadable when its arguments are no object."""
    arguments = body.get("arguments", {})
    if not isinstance(arguments, dict):
        raise Unreadable("the arguments are not an object")
    return Command(str(body["name"]), arguments)


def read_effect(body: Mapping[str, object]) -> Effect:
    """The result of a slow effect."""
    result = body.get("result", {})
    if not isinstance(result, dict):
        raise Unreadable("the result is not an object")
    return Effect(str(body["name"]), OutboxId(int(str(body["row"]))), bool(body["ok"]), result)


def read_sender(event: StoredEvent, body: Mapping[str, object]) -> Sender | None:
    """Who is behind an update, read without building the model; None when nobody is (or it is no update)."""
    if event.kind is not EventKind.UPDATE:
        return None
    for part in body.values():
        if isinstance(part, dict) and isinstance(part.get("from"), dict):
            return _sender(part)
    return None


def _sender(part: Mapping[str, object]) -> Sender | None:
    person = part["from"]
    assert isinstance(person, dict)
    message = part.get("message", part)
    chat = message.get("chat") if isinstance(message, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    user_id = person.get("id")
    if not isinstance(user_id, int) or person.get("is_bot"):
        return None
    return Sender(
        user_id=user_id,
        first_name=str(person.get("first_name", "")),
        language_code=person.get("language_code"),
        chat_id=chat_id if isinstance(chat_id, int) else None,
    )
