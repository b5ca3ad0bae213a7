"""What a handler is given: the transaction, who acts, the time, and ways to say something.

Nothing here touches the network. What a handler says is buffered and becomes rows of the outbox when the handler
has returned, inside the same savepoint as everything else it did; when it raises, none of it has happened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from handlers import acquaintance, quiet
from handlers.address import Address, spoken_with
from handlers.events import PRESS_LIFETIME, Press, Sender
from handlers.quiet import Quiet
from handlers.speaking import Speaking
from handlers.surroundings import Surroundings
from messages import catalogue
from messages.catalogue import Language
from storage import inbox, preferences, settings
from storage.database import Transaction
from storage.inbox import Arrival, EventKind, StoredEvent
from storage.members import UNMET, Member, MemberId
from storage.outbox import Lane

PRESS_ANSWER_LIMIT = 200  # characters; Bot API, answerCallbackQuery


class Context(Speaking):
    """One event's view of the world; how things are said stands in `handlers.speaking`.

    `rows` is what will be sent, `announcements` are the events that follow, `result` is what a command is answered.
    """

    def __init__(
        self,
        transaction: Transaction,
        event: StoredEvent,
        sender: Sender | None,
        now: int,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(event, now, surroundings)
        self.transaction = transaction
        self.sender = sender
        self.announcements: list[Arrival] = []
        self.result: Mapping[str, object] | None = None
        self.answered = False
        self._actor: Member | None = None

    @property
    def actor(self) -> Member:
        """Who acts, met now if never before. Raises LookupError without a sender."""
        if self._actor is None:
            if self.sender is None:
                raise LookupError("nobody is behind this event")
            channel, admins = self.event.channel, self.surroundings.admins
            self._actor = acquaintance.recognise(self.transaction, channel, self.sender, self.now, admins)
        return self._actor

    @actor.setter
    def actor(self, member: Member) -> None:
        self._actor = member

    @property
    def is_unmet(self) -> bool:
        """Whether whoever acts in a group is not remembered, so that nothing can be kept about them."""
        return self.sender is not None and self.sender.in_group and self.actor.id == UNMET

    @property
    def language(self) -> Language:
        """What to speak with whoever acts."""
        if self.sender is None:
            return Language.ZH
        return spoken_with(self.actor) or catalogue.language_for(self.sender.language_code)

    @property
    def bot_username(self) -> str | None:
        """The bot's own name at Telegram; None until it has answered who we are."""
        identity = json.loads(settings.read(self.transaction, settings.IDENTITY) or "{}")
        username = identity.get("username")
        return username if isinstance(username, str) else None

    @property
    def here(self) -> Address:
        """The chat the event happened in; the private chat when Telegram did not say."""
        if self.sender is None:
            raise LookupError("nobody is behind this event")
        chat_id = self.sender.user_id if self.sender.chat_id is None else self.sender.chat_id
        return Address(self.event.channel, chat_id, self.language)

    @property
    def local_time(self) -> datetime:
        """Now, on the clocks of the place where the bot serves."""
        return self.local_time_of(self.now)

    def local_time_of(self, time: int) -> datetime:
        """A time (UTC ms) on the clocks of the place where the bot serves."""
        return datetime.fromtimestamp(time / 1000, self.surroundings.timezone)

    def to_member(self, member: Member, *, urgent: bool = False) -> Address:
        """The private chat with somebody; without a sound in their quiet times, unless it is urgent."""
        silent = not urgent and self.quiet_of(member).is_quiet(self.now)
        return Address(member.channel, member.user_id, spoken_with(member) or Language.ZH, silent)

    def quiet_of(self, member: Member) -> Quiet:
        """When somebody is not to be disturbed."""
        wanted = preferences.of(self.transaction, member.id)
        return quiet.of(member, wanted, self.surroundings.timezone)

    def keep_words_once(self) -> None:
        """What was said stands with whom it is about from now on, and in no second place: erasing finds it there."""
        inbox.empty(self.transaction, self.event.id)

    def answer(
        self,
        press: Press,
        label: str | None = None,
        *,
        alert: bool = False,
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> None:
        """Answer a press, with a few words or silently. Every press is answered once; the engine sees to the rest."""
        self.answered = True
        parameters: dict[str, object] = {"callback_query_id": press.query_id}
        if label is not None:
            parameters["text"] = catalogue.label(self.language, label, values)[:PRESS_ANSWER_LIMIT]
            parameters["show_alert"] = alert
        # A press gets late by lying in the inbox too, so its life is counted from its arrival.
        expires_at = self.event.received_at + PRESS_LIFETIME * 1000
        method, lane = "answerCallbackQuery", Lane.UNPACED
        self.call(method, self.here, parameters, lane=lane, expires_at=expires_at, about=about)

    def announce(self, name: str, **result: object) -> None:
        """Tell other capabilities that something has happened here: an `Effect` of that name follows this event."""
        body = {"name": name, "row": 0, "ok": True, "result": result}
        key = f"{self.event.id}:{len(self.announcements)}"
        self.announcements.append(
            Arrival(self.event.channel, EventKind.EFFECT, key, json.dumps(body, ensure_ascii=False))
        )
