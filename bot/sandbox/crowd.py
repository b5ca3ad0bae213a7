"""What people do: speak, edit, press, react, vote, come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.entities import command_entities
from bot.sandbox.history import Entry, quoted
from bot.sandbox.people import MEMBERS, Group, Person
from bot.sandbox.wire import JsonObject, bad_request
from bot.sandbox.world import World

Message = JsonObject


@dataclass(frozen=True, slots=True)
class Pressed:
    """What pressing a button led to: a question to the bot, a value, or words said."""

    query_id: str | None = None  # callback button: wait for ``world.queries.wait(query_id, …)``
    value: str | None = None  # URL and copy buttons
    message: Message | None = None  # buttons of a reply keyboard


class Crowd:
    """All people of a world. What a person cannot do is refused with 400 and a reason."""

    def __init__(self, world: World) -> None:
        self._world = world

    def say(
        self,
        sender: int,
        content: JsonObject,
        chat: int | None = None,
        *,
        reply_to: int | None = None,
        forwarded: bool | int = False,
    ) -> Message:
        """Someone says something; ``content`` holds the Message fields (``text``, or ``photo`` and ``caption``, …).

        ``forwarded``: True (from someone who hides their account) or the user id of the author.
        """
        return self._speak(sender, content, chat, reply_to, forwarded)

    def say_album(
        self, sender: int, contents: Sequence[JsonObject], chat: int | None = None, **how: int | bool
    ) -> list[Message]:
        """Several media at once: a message and an update each, under one ``media_group_id``."""
        album = self._world.next_album()
        return [self.say(sender, {**content, "media_group_id": album}, chat, **how) for content in contents]

    def edit(self, sender: int, message_id: int, changes: JsonObject, chat: int | None = None) -> Message:
        """Someone changes ``text``, ``caption`` or ``location`` of what they said."""
        old = self._entry(chat or sender, message_id).message
        if old.get("from", {}).get("id") != sender:
            raise bad_request("people edit only what they said themselves")
        edited = {**old, **_with_entities(changes), "edit_date": self._world.seconds()}
        self._world.history.put(edited)
        self._world.publish("edited_message", edited)
        return edited

    def press(
        self,
        sender: int,
        message_id: int,
        chat: int | None = None,
        *,
        text: str | None = None,
        data: str | None = None,
    ) -> Pressed:
        """Someone presses the button labelled ``text``, or sends ``data`` as if there were such a button."""
        person, chat_id = self._present(sender, chat)
        entry = self._entry(chat_id, message_id)
        if data is not None:
            return Pressed(query_id=self._ask(person, entry.message, data))
        button = _button(entry.seen(), text or "")
        if "callback_data" in button:
            return Pressed(query_id=self._ask(person, entry.message, button["callback_data"]))
        if "url" in button or "copy_text" in button:
            return Pressed(value=button.get("url") or button["copy_text"]["text"])
        return Pressed(message=self.say(sender, _keyboard_words(person, button), chat_id))

    def react(self, sender: int, message_id: int, emoji: list[str], chat: int | None = None) -> None:
        """Someone's reactions to a message are now these."""
        person, chat_id = self._present(sender, chat)
        self._entry(chat_id, message_id)
        former = self._world.history.react(chat_id, message_id, sender, emoji)
        group = self._world.people.groups.get(chat_id)
        if group is not None and group.bot_status != "administrator":
            return  # Bot API, message_reaction: in groups for administrators only
        update = {
            "chat": self._world.people.chat(chat_id),
            "message_id": message_id,
            "user": person.user(),
            "date": self._world.seconds(),
            "old_reaction": [{"type": "emoji", "emoji": one} for one in former],
            "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
        }
        self._world.updates.add("message_reaction", update, lane=f"chat/{chat_id}", chat=chat_id)

    def vote(self, sender: int, poll_id: str, options: list[int]) -> JsonObject:
        """Someone votes, or takes it back with no options; returns the Poll."""
        person = self._world.people.person(sender)
        poll = self._world.polls.vote(poll_id, sender, options)
        if not poll["is_anonymous"]:
            chosen = [poll["options"][option]["persistent_id"] for option in options]
            answer = {
                "poll_id": poll_id,
                "user": person.user(),
                "option_ids": options,
                "option_persistent_ids": chosen,
            }
            self._world.updates.add("poll_answer", answer, lane=f"user/{sender}")
        self._world.updates.add("poll", poll, lane=f"poll/{poll_id}")
        return poll

    def _speak(
        self, sender: int, content: JsonObject, chat: int | None, reply_to: int | None, forwarded: bool | int
    ) -> Message:
        person, chat_id = self._present(sender, chat)
        if chat_id == sender and not person.has_started:
            person.has_started = True
            self._world.people.save_person(person)
        message = {
            "message_id": self._world.history.next_message_id(chat_id),
            "from": person.user(),
            "chat": self._world.people.chat(chat_id),
            "date": self._world.seconds(),
            **_with_entities(content),
        }
        if reply_to is not None:
            original = self._entry(chat_id, reply_to).message
            message["reply_to_message"] = quoted(original)
        if forwarded is not False:
            message["forward_origin"] = self._origin(forwarded)
        self._world.history.put(message)
        self._world.publish("message", message)
        return message

    def _present(self, sender: int, chat: int | None) -> tuple[Person, int]:
        """The person and the chat they act in, if they can."""
        person = self._world.people.person(sender)
        chat_id = sender if chat is None else chat
        if chat_id == sender:
            if person.has_blocked:
                raise bad_request("the person has blocked the bot")
            return person, chat_id
        if _status(self._group(chat_id), sender) not in MEMBERS:
            raise bad_request("the person is not a member of the chat")
        return person, chat_id

    def _group(self, chat_id: int) -> Group:
        group = self._world.people.groups.get(chat_id)
        if group is None:
            raise bad_request("chat not found")
        if group.migrated_to is not None:
            raise bad_request("the group has become another", migrate_to_chat_id=group.migrated_to)
        return group

    def _entry(self, chat_id: int, message_id: int) -> Entry:
        entry = self._world.history.get(chat_id, message_id)
        if entry is None:
            raise bad_request("message not found")
        return entry

    def _ask(self, person: Person, message: Message, data: str) -> str:
        query_id = self._world.queries.ask(person.id)
        query = {
            "id": query_id,
            "from": person.user(),
            "message": message,
            "chat_instance": str(message["chat"]["id"]),
            "data": data,
        }
        chat_id = message["chat"]["id"]
        self._world.updates.add("callback_query", query, lane=f"user/{person.id}", chat=chat_id)
        return query_id

    def _origin(self, forwarded: bool | int) -> JsonObject:
        origin: JsonObject = {"date": self._world.seconds()}
        if forwarded is True:
            return {"type": "hidden_user", **origin, "sender_user_name": "Somebody"}
        return {"type": "user", **origin, "sender_user": self._world.people.person(int(forwarded)).user()}


def _status(group: Group, user_id: int) -> str:
    return group.statuses.get(user_id, "left")


def _with_entities(content: JsonObject) -> JsonObject:
    """Commands get their entities, as people's clients and Telegram add them."""
    found = {
        name: command_entities(content[field])
        for field, name in (("text", "entities"), ("caption", "caption_entities"))
        if field in content and name not in content
    }
    return {**content, **{name: entities for name, entities in found.items() if entities}}


def _button(message: Message, label: str) -> JsonObject:
    markup = message.get("reply_markup", {})
    for row in markup.get("inline_keyboard") or markup.get("keyboard") or []:
        for button in row:
            if button["text"] == label:
                found: JsonObject = button
                return found
    raise bad_request(f"the message has no button {label!r}")


def _keyboard_words(person: Person, button: JsonObject) -> JsonObject:
    """What a button of a reply keyboard sends."""
    if button.get("request_contact"):
        contact = {"phone_number": f"+86130{person.id:08d}", "first_name": person.first_name}
        return {"contact": {**contact, "user_id": person.id}}
    if button.get("request_location"):
        raise bad_request("this button asks for a place: send a location instead")
    return {"text": button["text"]}
