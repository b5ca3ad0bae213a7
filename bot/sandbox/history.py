"""What was said in every chat, and what changed since a reader last looked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.sandbox.store import Counter, Store
from bot.sandbox.wire import JsonObject


@dataclass(slots=True)
class Entry:
    """One message as it is now; ``revision`` is when it last changed.

    ``keyboard`` is the reply keyboard sent with it: people see it, but the Bot API shows inline keyboards only.
    """

    message: JsonObject
    revision: int
    is_deleted: bool = False
    keyboard: JsonObject | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)  # user id (the bot's too) → emoji

    def seen(self) -> JsonObject:
        """The Message as people see it: with its reply keyboard, and ``reactions`` as {user id: [emoji]}."""
        seen = dict(self.message)
        if self.keyboard is not None:
            seen["reply_markup"] = self.keyboard
        if self.reactions:
            seen["reactions"] = {str(user_id): emoji for user_id, emoji in self.reactions.items()}
        return seen


@dataclass(frozen=True, slots=True)
class Changes:
    """What people see differently: messages with edits applied, ids of deleted ones, and as of when."""

    revision: int
    messages: list[JsonObject]
    deleted: list[int]


class History:
    """Messages of all chats under one global, rising revision.

    Each chat's entries are kept in the order of their last change, so that "what is new" costs only what is new.
    Message ids: all private chats share one counter, every group has its own, as at Telegram.
    """

    KINDS = frozenset({"message"})

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = Counter(store, "revision")
        self._message_ids: dict[int, Counter] = {}
        self._chats: dict[int, dict[int, Entry]] = {}
        self._readers: dict[int | None, set[asyncio.Future[None]]] = {}
        loaded = sorted((_entry(body) for _, body in store.load("message")), key=lambda entry: entry.revision)
        for entry in loaded:
            self._chats.setdefault(entry.message["chat"]["id"], {})[entry.message["message_id"]] = entry

    @property
    def revision(self) -> int:
        return self._revision.value

    def next_message_id(self, chat_id: int) -> int:
        group = min(chat_id, 0)  # 0: all private chats together
        if group not in self._message_ids:
            self._message_ids[group] = Counter(self._store, f"message_id/{group}")
        return self._message_ids[group].next()

    def put(self, message: JsonObject, keyboard: JsonObject | None = None) -> JsonObject:
        """Show a message, new (maybe with a reply keyboard) or edited; returns it."""
        entry = self._chats.setdefault(message["chat"]["id"], {}).get(message["message_id"])
        if entry is None:
            entry = Entry(message, 0, keyboard=keyboard)
        entry.message = message
        self._changed(entry)
        return message

    def delete(self, chat_id: int, message_id: int) -> None:
        entry = self._chats[chat_id][message_id]
        entry.is_deleted = True
        self._changed(entry)

    def react(self, chat_id: int, message_id: int, user_id: int, emoji: list[str]) -> list[str]:
        """Set somebody's reactions to a message; returns the former ones."""
        entry = self._chats[chat_id][message_id]
        former = entry.reactions.pop(user_id, [])
        if emoji:
            entry.reactions[user_id] = emoji
        self._changed(entry)
        return former

    def get(self, chat_id: int, message_id: int) -> Entry | None:
        """The entry, unless there is none or it was deleted."""
        entry = self._chats.get(chat_id, {}).get(message_id)
        return None if entry is None or entry.is_deleted else entry

    def shown(self, chat_id: int, after: int = 0) -> list[JsonObject]:
        """What people see now in a chat beyond message id ``after``, oldest first."""
        messages = [
            entry.seen()
            for message_id, entry in self._chats.get(chat_id, {}).items()
            if message_id > after and not entry.is_deleted
        ]
        return sorted(messages, key=lambda message: int(message["message_id"]))

    def changed_since(self, chat_id: int, revision: int) -> Changes:
        """What was created, edited, reacted to or deleted after ``revision``, in that order."""
        changed = list(self._newer(chat_id, revision))[::-1]
        return Changes(
            self.revision,
            [entry.seen() for entry in changed if not entry.is_deleted],
            [entry.message["message_id"] for entry in changed if entry.is_deleted],
        )

    async def wait(self, chat_id: int | None, revision: int, within: float) -> None:
        """Return when the chat (None: any chat) changed after ``revision``, or after ``within`` real seconds."""
        if self._is_newer(chat_id, revision):
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        readers = self._readers.setdefault(chat_id, set())
        readers.add(future)
        try:
            await asyncio.wait((future,), timeout=within)
        finally:
            readers.discard(future)

    def clear(self) -> None:
        self._chats.clear()
        self._store.forget(self.KINDS)
        self._revision.next()

    def _is_newer(self, chat_id: int | None, revision: int) -> bool:
        if chat_id is None:
            return self.revision > revision
        return next(self._newer(chat_id, revision), None) is not None

    def _newer(self, chat_id: int, revision: int) -> Iterator[Entry]:
        """Entries changed after ``revision``, newest change first."""
        for entry in reversed(self._chats.get(chat_id, {}).values()):
            if entry.revision <= revision:
                return
            yield entry

    def _changed(self, entry: Entry) -> None:
        chat_id, message_id = entry.message["chat"]["id"], entry.message["message_id"]
        entry.revision = self._revision.next()
        entries = self._chats[chat_id]
        entries.pop(message_id, None)
        entries[message_id] = entry
        self._store.save("message", f"{chat_id}/{message_id}", _body(entry))
        for key in (chat_id, None):
            for future in self._readers.get(key, ()):
                if not future.done():
                    future.set_result(None)


def quoted(message: JsonObject) -> JsonObject:
    """A message as a reply shows it: without what it replied to itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _body(entry: Entry) -> JsonObject:
    return {
        "message": entry.message,
        "revision": entry.revision,
        "is_deleted": entry.is_deleted,
        "keyboard": entry.keyboard,
        "reactions": list(entry.reactions.items()),
    }


def _entry(body: JsonObject) -> Entry:
    return Entry(**{**body, "reactions": dict(body["reactions"])})
