"""The world: everything the sandbox knows, in one place."""

from __future__ import annotations

import random

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.history import History
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.people import MEMBERS, NOBODY, Natives, People
from bot.sandbox.polls import Polls
from bot.sandbox.profile import Profile
from bot.sandbox.queries import Queries
from bot.sandbox.store import Counter, Store
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import JsonObject

SERVICE_FIELDS = frozenset(
    {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title"}
)


class World:
    """One Telegram with one bot. People act on it through ``Crowd``, the bot through ``methods``."""

    def __init__(self, store: Store, clock: SandboxClock, natives: Natives = NOBODY) -> None:
        self.store = store
        self.clock = clock
        self.faults = Faults(clock.now)
        self.limits = Limits(clock.now)
        self.journal = Journal(clock)
        self.profile = Profile(store)
        self.people = People(store, natives)
        self.history = History(store)
        self.files = Files(store)
        self.polls = Polls(store)
        self.queries = Queries(store, clock)
        self.updates = UpdateQueue(store, clock, self.faults)
        self._albums = Counter(store, "media_group", random.randrange(10**13, 9 * 10**13))  # noqa: S311

    def seconds(self) -> int:
        """Now, as messages are dated: whole seconds UTC."""
        return self.clock.now() // 1000

    def next_album(self) -> str:
        """A fresh ``media_group_id``."""
        return str(self._albums.next())

    def publish(self, kind: str, message: JsonObject) -> None:
        """Send a message's update to the bot, if the chat's privacy mode lets it see the message."""
        chat_id: int = message["chat"]["id"]
        if self._bot_sees(message):
            self.updates.add(kind, message, lane=f"chat/{chat_id}", chat=chat_id)

    def reset(self) -> None:
        """Chats and people are as at the start, nothing waits; ids keep rising, files, webhook and profile stay."""
        self.updates.drop_all()
        for part in (self.people, self.history, self.polls, self.queries):
            part.clear()
        self.faults.clear()
        self.limits.reset()

    def _bot_sees(self, message: JsonObject) -> bool:
        """Privacy mode: commands, replies to the bot and service messages (Bot features, "Privacy mode")."""
        group = self.people.groups.get(message["chat"]["id"])
        if group is None or group.bot_status == "administrator":
            return True
        if group.bot_status not in MEMBERS:
            return False
        replied_to = message.get("reply_to_message", {}).get("from", {}).get("id")
        return (
            replied_to == self.profile.bot_id
            or not SERVICE_FIELDS.isdisjoint(message)
            or self._is_command_for_bot(message.get("text", ""))
        )

    def _is_command_for_bot(self, text: str) -> bool:
        if not text.startswith("/"):
            return False
        _, _, addressee = text.split(maxsplit=1)[0].partition("@")
        return addressee.lower() in {"", str(self.profile.user()["username"]).lower()}
