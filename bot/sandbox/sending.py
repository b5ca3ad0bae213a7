"""How the bot's messages come into a chat: who may be written to, and what every message carries."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox import markup
from bot.sandbox.calls import Call
from bot.sandbox.history import Entry, quoted
from bot.sandbox.people import MEMBERS, Group, Person
from bot.sandbox.wire import JsonObject, bad_request, forbidden
from bot.sandbox.world import World


def destination(world: World, chat_id: int | str) -> JsonObject:
    """The Chat that the bot writes to. Refuses unknown chats, strangers and those who do not want it."""
    people = world.people
    if person := people.people.get(_number(chat_id)):
        _check_person(person)
        return person.chat()
    if group := people.groups.get(_number(chat_id)):
        _check_group(group)
        return group.chat()
    raise bad_request("chat not found")


def send(call: Call, content: JsonObject, *, given: JsonObject | None = None) -> JsonObject:
    """Say ``content`` in the call's chat; ``given`` holds the parameters if they are not the call's own."""
    given = call.parameters if given is None else given
    world = call.world
    chat = destination(world, given["chat_id"])
    fields = {**_reply_fields(world, chat["id"], given), **content, **markup_fields(given, chat)}
    if given.get("protect_content"):
        fields["has_protected_content"] = True
    message = {
        "message_id": world.history.next_message_id(chat["id"]),
        "from": world.profile.user(),
        "chat": chat,
        "date": world.seconds(),
        **fields,
    }
    return world.history.put(message, _keyboard(given))


def markup_fields(given: Mapping[str, JsonObject], chat: JsonObject) -> JsonObject:
    """``reply_markup`` as the Message shows it: inline keyboards only. Refuses wrong keyboards of any kind."""
    given_markup = given.get("reply_markup")
    if not given_markup:
        return {}
    markup.check(given_markup, is_private=chat["id"] > 0)
    return {"reply_markup": given_markup} if given_markup.get("inline_keyboard") else {}


def entry_of(call: Call, missing: str, *, chat: str = "chat_id") -> Entry:
    """The message that ``chat`` and ``message_id`` name. Refuses with "message to ``missing`` not found"."""
    chat_id = readable(call.world, call.parameters[chat])["id"]
    entry = call.world.history.get(chat_id, call.parameters.get("message_id", 0))
    if entry is None:
        raise bad_request(f"message to {missing} not found")
    return entry


def readable(world: World, chat_id: int | str) -> JsonObject:
    """A Chat that the bot knows, whether or not it may write there. Refuses moved groups."""
    chat = world.people.chat(_number(chat_id))
    if group := world.people.groups.get(chat["id"]):
        _check_group(group)
    return chat


def _number(chat_id: int | str) -> int:
    return (
        chat_id if isinstance(chat_id, int) else 0
    )  # people and groups here have no @names to be written to


def _check_person(person: Person) -> None:
    if person.has_blocked:
        raise forbidden("bot was blocked by the user")
    if not person.has_started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(group: Group) -> None:
    if group.migrated_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=group.migrated_to
        )
    if group.bot_status == "kicked":
        raise forbidden("bot was kicked from the supergroup chat")
    if group.bot_status not in MEMBERS:
        raise forbidden("bot is not a member of the supergroup chat")


def _keyboard(given: Mapping[str, JsonObject]) -> JsonObject | None:
    given_markup = given.get("reply_markup")
    return None if not given_markup or "inline_keyboard" in given_markup else given_markup


def _reply_fields(world: World, chat_id: int, given: Mapping[str, JsonObject]) -> JsonObject:
    reply = given.get("reply_parameters")
    if not reply:
        return {}
    entry = world.history.get(reply.get("chat_id", chat_id), reply["message_id"])
    if entry is not None:
        return {"reply_to_message": quoted(entry.message)}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
