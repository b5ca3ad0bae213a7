"""Who there is: people, groups and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from bot.sandbox.store import Store
from bot.sandbox.wire import JsonObject, bad_request

MEMBERS = frozenset({"creator", "administrator", "member"})  # statuses that may speak in a group


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account; the private chat with them has the same id."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    has_started: bool = False  # wrote to the bot at least once: before that the bot may not write to them
    has_blocked: bool = False

    def user(self) -> JsonObject:
        """The Bot API's User."""
        user: JsonObject = {"id": self.id, "is_bot": False, **self._names()}
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def chat(self) -> JsonObject:
        """The Bot API's Chat of the private conversation."""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> JsonObject:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {name: value for name, value in names.items() if value}


@dataclass(slots=True)
class Group:
    """A supergroup with the bot in it; ``statuses`` maps user ids to ChatMember statuses."""

    id: int
    title: str
    statuses: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    migrated_to: int | None = None

    def chat(self) -> JsonObject:
        """The Bot API's Chat."""
        return {"id": self.id, "type": "supergroup", "title": self.title}


@dataclass(frozen=True, slots=True)
class Natives:
    """Who is there from the beginning, and again after a reset."""

    people: Sequence[Person] = ()
    groups: Sequence[Group] = ()


NOBODY = Natives()


class People:
    """All people and groups, kept in the store."""

    KINDS = frozenset({"person", "group"})

    def __init__(self, store: Store, natives: Natives = NOBODY) -> None:
        self._store = store
        self._natives = natives
        self.people = {int(key): Person(**body) for key, body in store.load("person")}
        self.groups = {int(key): _group(body) for key, body in store.load("group")}
        if not self.people:
            self._settle_natives()

    def put_person(
        self,
        id: int,  # noqa: A002 - the field's name on the wire
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        """A person exists; known ones are renamed and keep their conversation with the bot."""
        if id <= 0:
            raise bad_request("a person's id is a positive number")
        person = self.people.setdefault(id, Person(id, first_name))
        person.first_name, person.last_name = first_name, last_name
        person.username, person.language_code = username, language_code
        self.save_person(person)
        return person

    def put_group(self, id: int, title: str, members: list[int]) -> Group:  # noqa: A002 - as on the wire
        """A supergroup exists; a known one keeps its bot and gets this title and these members."""
        if id >= 0:
            raise bad_request("a group's id is a negative number")
        for member in members:
            self.person(member)
        group = self.groups.setdefault(id, Group(id, title))
        group.title = title
        group.statuses = {member: group.statuses.get(member, "member") for member in members}
        self.save_group(group)
        return group

    def person(self, user_id: int) -> Person:
        """Refuses with 400 "user not found"."""
        try:
            return self.people[user_id]
        except KeyError:
            raise bad_request("user not found") from None

    def chat(self, chat_id: int) -> JsonObject:
        """The Chat with this id, private or group. Refuses with 400 "chat not found"."""
        found = self.people.get(chat_id) or self.groups.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        return found.chat()

    def save_person(self, person: Person) -> None:
        self._store.save("person", person.id, asdict(person))

    def save_group(self, group: Group) -> None:
        body = asdict(group)
        body["statuses"] = [[user_id, status] for user_id, status in group.statuses.items()]
        self._store.save("group", group.id, body)

    def clear(self) -> None:
        """Back to the start: only those are left who were there from the beginning."""
        self.people.clear()
        self.groups.clear()
        self._store.forget(self.KINDS)
        self._settle_natives()

    def _settle_natives(self) -> None:
        for person in self._natives.people:
            self.people[person.id] = replace(person)
            self.save_person(person)
        for group in self._natives.groups:
            self.groups[group.id] = replace(group, statuses=dict(group.statuses))
            self.save_group(group)


def _group(body: JsonObject) -> Group:
    return Group(**{**body, "statuses": dict(body["statuses"])})
