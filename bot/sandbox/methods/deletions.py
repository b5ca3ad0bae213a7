"""Taking messages away."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.history import Entry
from bot.sandbox.sending import entry_of, readable
from bot.sandbox.wire import bad_request

DELETE_WITHIN = 48 * 3600  # seconds; older messages stay: Bot API, deleteMessage


def delete_message(call: Call) -> bool:
    entry = entry_of(call, "delete")
    if not _may_delete(call, entry):
        raise bad_request("message can't be deleted for everyone")
    _delete(call, entry)
    return True


def delete_messages(call: Call) -> bool:
    """Those that can be deleted; "if some of the specified messages can't be found, they are skipped"."""
    chat_id = readable(call.world, call.parameters["chat_id"])["id"]
    for message_id in call.parameters["message_ids"]:
        entry = call.world.history.get(chat_id, message_id)
        if entry is not None and _may_delete(call, entry):
            _delete(call, entry)
    return True


def _may_delete(call: Call, entry: Entry) -> bool:
    """Its own messages, those of a private chat, and anything where it is an administrator; for 48 hours."""
    message, world = entry.message, call.world
    if world.seconds() - message["date"] > DELETE_WITHIN:
        return False
    group = world.people.groups.get(message["chat"]["id"])
    is_own = message.get("from", {}).get("id") == world.profile.bot_id
    return is_own or group is None or group.bot_status == "administrator"


def _delete(call: Call, entry: Entry) -> None:
    call.world.history.delete(entry.message["chat"]["id"], entry.message["message_id"])


METHODS: Mapping[str, Method] = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
