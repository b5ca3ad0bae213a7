"""What stands in everybody's chats once all that was said has arrived: texts, and buttons that can be pressed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from storage.outbox import OutboxRow

SENDS = ("sendMessage", "sendPhoto", "sendVoice", "sendVenue", "sendDocument", "copyMessage")


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button where it stands. `message` is its message, in whose chat it is."""

    chat: int
    message: int
    data: str

    @property
    def prefix(self) -> str:
        """What its route is called."""
        return self.data.split(":", 1)[0]


@dataclass(slots=True)
class Message:
    """A message as it is shown now."""

    chat: int
    words: str
    buttons: list[str]


@dataclass(slots=True)
class Phones:
    """All chats. A message is called by the row that sent it. `seen` are all buttons that ever stood somewhere."""

    messages: dict[int, Message] = field(default_factory=dict)
    seen: list[Pressable] = field(default_factory=list)

    def take(self, rows: Iterable[OutboxRow]) -> None:
        """Show what arrives, in order."""
        for row in rows:
            if row.method in SENDS:
                self.messages[row.id] = Message(row.chat_id, _words(row), _buttons(row))
            elif row.method.startswith("editMessage"):
                self._edit(row)
            self.seen += [Pressable(row.chat_id, self._named(row), data) for data in _buttons(row)]

    def pressable(self, chat: int | None = None) -> Iterator[Pressable]:
        """The buttons that stand now, the newest message first."""
        for id_, message in reversed(self.messages.items()):
            if chat in (None, message.chat):
                yield from (Pressable(message.chat, id_, data) for data in message.buttons)

    def _named(self, row: OutboxRow) -> int:
        if row.method in SENDS:
            return row.id
        if row.parent is not None:
            return row.parent
        message_id = row.parameters.get("message_id")
        return message_id if isinstance(message_id, int) else row.id

    def _edit(self, row: OutboxRow) -> None:
        message = self.messages.get(self._named(row))
        if message is None:  # a press on a message that nobody sent: forged
            return
        if row.method != "editMessageReplyMarkup":
            message.words = _words(row)
        message.buttons = _buttons(row)


def _words(row: OutboxRow) -> str:
    return str(row.parameters.get("text", row.parameters.get("caption", "")))


def _buttons(row: OutboxRow) -> list[str]:
    markup = json.loads(json.dumps(row.parameters.get("reply_markup") or {}))
    return [
        button["callback_data"]
        for line in markup.get("inline_keyboard", [])
        for button in line
        if "callback_data" in button
    ]
