"""Forwarding and copying what was said elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.formatting import caption_fields
from bot.sandbox.sending import entry_of, readable, send
from bot.sandbox.wire import JsonObject, bad_request

ENVELOPE = frozenset(  # what belongs to one message and not to what it says
    {
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "reply_markup",
        "media_group_id",
        "has_protected_content",
        "forward_origin",
    }
)
CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def forward_message(call: Call) -> JsonObject:
    message = entry_of(call, "forward", chat="from_chat_id").message
    _check_protection(message, "forwarded")
    origin = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message["from"],
        "date": message["date"],
    }
    return send(call, {**_content(message), "forward_origin": origin})


def copy_message(call: Call) -> JsonObject:
    message = entry_of(call, "copy", chat="from_chat_id").message
    _check_protection(message, "copied")
    content = _content(message)
    if "caption" in call.parameters:
        content = _without_caption(content) | caption_fields(call.parameters)
    return {"message_id": send(call, content)["message_id"]}


def copy_messages(call: Call) -> list[JsonObject]:
    """Those that can be copied; albums stay together."""
    source = readable(call.world, call.parameters["from_chat_id"])["id"]
    entries = (call.world.history.get(source, message_id) for message_id in call.parameters["message_ids"])
    found = [entry.message for entry in entries if entry and not entry.message.get("has_protected_content")]
    if not found:
        raise bad_request("there are no messages to copy")
    albums: dict[str, str] = {}
    return [{"message_id": _copy_one(call, message, albums)} for message in found]


def _copy_one(call: Call, message: JsonObject, albums: dict[str, str]) -> int:
    """Copy a message; ``albums`` maps the albums met so far to their copies."""
    content = _content(message)
    if call.parameters.get("remove_caption"):
        content = _without_caption(content)
    if former := message.get("media_group_id"):
        content["media_group_id"] = albums.setdefault(former, call.world.next_album())
    return int(send(call, content)["message_id"])


def _content(message: JsonObject) -> JsonObject:
    return {name: value for name, value in message.items() if name not in ENVELOPE}


def _without_caption(content: JsonObject) -> JsonObject:
    return {name: value for name, value in content.items() if name not in CAPTION}


def _check_protection(message: JsonObject, done: str) -> None:
    if message.get("has_protected_content"):
        raise bad_request(f"the message can't be {done}")


METHODS: Mapping[str, Method] = {
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
}
