"""Buttons, as Bot API reply markup. Labels are keys of the `labels.toml` tables, so that a handler names no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from messages.catalogue import Language, label

CALLBACK_DATA_LIMIT = 64  # bytes; Bot API, InlineKeyboardButton


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `data` comes back when it is pressed; `style` is ``success`` or ``danger``."""

    label: str
    data: str
    style: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that copies a text of at most 256 characters (Bot API, CopyTextButton) and tells nobody."""

    label: str
    text: str


Keyboard = Sequence[Sequence[Button | CopyButton]]


def inline(language: Language, rows: Keyboard) -> dict[str, object]:
    """An InlineKeyboardMarkup; empty rows are left out. Raises ValueError for data that Telegram would refuse."""
    return {"inline_keyboard": [[_inline_button(language, button) for button in row] for row in rows if row]}


def ask_location(language: Language, or_else: str | None = None) -> dict[str, object]:
    """A keyboard that sends the place with one press, or the words of the label `or_else`; private chats only."""
    rows: list[list[dict[str, object]]] = [
        [{"text": label(language, "report.send_location"), "request_location": True}]
    ]
    if or_else is not None:
        rows.append([{"text": label(language, or_else)}])
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def ask_contact(language: Language, rather_not: str = "registration.skip_phone") -> dict[str, object]:
    """A keyboard that sends one's own phone number with one press, or words that decline; private chats only."""
    share = {"text": label(language, "registration.share_phone"), "request_contact": True}
    skip = {"text": label(language, rather_not)}
    return {"keyboard": [[share], [skip]], "resize_keyboard": True, "one_time_keyboard": True}


def no_keyboard() -> dict[str, object]:
    """Takes the keyboard away again."""
    return {"remove_keyboard": True}


def _inline_button(language: Language, button: Button | CopyButton) -> dict[str, object]:
    if isinstance(button, CopyButton):
        return {"text": label(language, button.label), "copy_text": {"text": button.text}}
    return _button(language, button)


def _button(language: Language, button: Button) -> dict[str, object]:
    if not 1 <= len(button.data.encode()) <= CALLBACK_DATA_LIMIT:
        raise ValueError(f"callback data must be 1 to {CALLBACK_DATA_LIMIT} bytes: {button.data!r}")
    markup: dict[str, object] = {
        "text": label(language, button.label, button.values),
        "callback_data": button.data,
    }
    if button.style is not None:
        markup["style"] = button.style
    return markup
