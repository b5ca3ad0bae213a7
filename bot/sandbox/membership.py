"""Who belongs where: people join and leave groups, groups become supergroups, people block the bot."""

from __future__ import annotations

from bot.sandbox.people import MEMBERS, Group
from bot.sandbox.wire import JsonObject, bad_request
from bot.sandbox.world import World

STATUSES = frozenset({"creator", "administrator", "member", "left", "kicked"})
RIGHTS: JsonObject = {  # of an administrator
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}


class Membership:
    """Changes of belonging, each with the service message and the update that Telegram makes of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def set_status(self, chat_id: int, user_id: int, status: str) -> None:
        """A member's status is now this (creator, administrator, member, left or kicked); the bot's too."""
        group = self._world.people.groups.get(chat_id)
        if group is None:
            raise bad_request("chat not found")
        if status not in STATUSES:
            raise bad_request(f"a status is one of {', '.join(sorted(STATUSES))}")
        if user_id == self._world.profile.bot_id:
            self.set_bot_status(group, status)
        else:
            self._set_person_status(group, user_id, status)

    def set_bot_status(self, group: Group, status: str) -> None:
        """The bot comes, goes or is promoted: ``my_chat_member``."""
        former, group.bot_status = group.bot_status, status
        self._world.people.save_group(group)
        self._announce("my_chat_member", group.chat(), self._world.profile.user(), former, status)

    def set_blocked(self, user_id: int, is_blocked: bool) -> None:
        """A person blocks the bot or lets it in again: ``my_chat_member`` of their private chat."""
        person = self._world.people.person(user_id)
        if person.has_blocked == is_blocked:
            return
        person.has_blocked = is_blocked
        person.has_started |= not is_blocked  # letting the bot in again is pressing "start"
        self._world.people.save_person(person)
        former, status = ("member", "kicked") if is_blocked else ("kicked", "member")
        bot = self._world.profile.user()
        self._announce("my_chat_member", person.chat(), bot, former, status, by=person.user())

    def migrate(self, chat_id: int) -> int:
        """The group goes on under a new id, which is returned; the old one says so to everyone who asks."""
        old = self._world.people.groups.get(chat_id)
        if old is None or old.migrated_to is not None:
            raise bad_request("chat not found")
        new_id = min(-1_000_000_000_000, *self._world.people.groups) - 1
        new = Group(new_id, old.title, dict(old.statuses), old.bot_status)
        self._world.people.groups[new_id] = new
        old.migrated_to = new_id
        self._world.people.save_group(old)
        self._world.people.save_group(new)
        self._service(old.chat(), {"migrate_to_chat_id": new_id})
        self._service(new.chat(), {"migrate_from_chat_id": chat_id})
        return new_id

    def _set_person_status(self, group: Group, user_id: int, status: str) -> None:
        user = self._world.people.person(user_id).user()
        former = group.statuses.get(user_id, "left")
        if former == status:
            return
        group.statuses[user_id] = status
        self._world.people.save_group(group)
        if former not in MEMBERS and status in MEMBERS:
            self._service(group.chat(), {"new_chat_members": [user]}, user)
        elif former in MEMBERS and status not in MEMBERS:
            self._service(group.chat(), {"left_chat_member": user}, user)
        if group.bot_status == "administrator":  # Bot API, chat_member: for administrators only
            self._announce("chat_member", group.chat(), user, former, status)

    def _announce(
        self,
        kind: str,
        chat: JsonObject,
        user: JsonObject,
        former: str,
        status: str,
        by: JsonObject | None = None,
    ) -> None:
        update = {
            "chat": chat,
            "from": by or user,
            "date": self._world.seconds(),
            "old_chat_member": chat_member(user, former),
            "new_chat_member": chat_member(user, status),
        }
        self._world.updates.add(kind, update, lane=f"chat/{chat['id']}", chat=chat["id"])

    def _service(self, chat: JsonObject, content: JsonObject, user: JsonObject | None = None) -> None:
        message = {
            "message_id": self._world.history.next_message_id(chat["id"]),
            "chat": chat,
            "date": self._world.seconds(),
            **content,
        }
        if user is not None:
            message["from"] = user
        self._world.publish("message", self._world.history.put(message))


def chat_member(user: JsonObject, status: str) -> JsonObject:
    """The Bot API's ChatMember of a user with this status."""
    member: JsonObject = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "administrator":
        member |= RIGHTS
    if status == "kicked":
        member["until_date"] = 0
    return member
