"""Events as they arrive, for the tests of what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from storage.inbox import Arrival, EventKind
from tests.unit.bot.rows import LI


def update(key: int, **content: object) -> Arrival:
    """An update of Telegram's."""
    body = json.dumps({"update_id": key, **content})
    return Arrival("telegram", EventKind.UPDATE, str(key), body)


def said(key: int, text: str, user: int = LI, chat: int | None = None) -> Arrival:
    """Somebody said something, in private unless a chat is named."""
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    message = {
        "message_id": key,
        "date": 1_700_000_000,
        "text": text,
        "entities": entities,
        "chat": _chat(user if chat is None else chat),
        "from": _person(user),
    }
    return update(key, message=message)


def pressed(key: int, data: str, user: int = LI, chat: int | None = None) -> Arrival:
    """Somebody pressed a button."""
    message = {"message_id": 900 + key, "date": 0, "chat": _chat(user if chat is None else chat)}
    return update(
        key, callback_query={"id": f"q{key}", "data": data, "from": _person(user), "message": message}
    )


def commanded(key: str, name: str, **arguments: object) -> Arrival:
    """The command line asked for something."""
    return Arrival("operator", EventKind.COMMAND, key, json.dumps({"name": name, "arguments": arguments}))


def _person(user: int) -> Mapping[str, object]:
    return {"id": user, "is_bot": False, "first_name": "李强", "language_code": "zh-hans"}


def _chat(chat: int) -> Mapping[str, object]:
    return {"id": chat, "type": "private" if chat > 0 else "supergroup"}
