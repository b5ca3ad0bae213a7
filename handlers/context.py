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
from handlers.events import PRESS_LIFETIME, Message, Press, Sender
from handlers.quiet import Quiet
from handlers.surroundings import Surroundings
from handlers.wording import worded
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Keyboard
from storage import inbox, preferences, settings
from storage.database import Transaction
from storage.inbox import Arrival, EventKind, StoredEvent
from storage.members import UNMET, Member, MemberId
from storage.outbox import IfOrphaned, Lane, OutboxId, OutboxRow

PRESS_ANSWER_LIMIT = 200  # characters; Bot API, answerCallbackQuery
SENDS = frozenset(
    {"sendMessage", "sendPhoto", "sendVenue", "sendDocument", "sendVoice", "copyMessage"}
)  # what can make a sound


class Context:
    """One event's view of the world.

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
        self.transaction = transaction
        self.event = event
        self.sender = sender
        self.now = now
        self.surroundings = surroundings
        self.rows: list[OutboxRow] = []
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

    def say(
        self,
        template: str,
        *,
        to: Address | None = None,
        buttons: Keyboard = (),
        markup: Mapping[str, object] | None = None,
        lane: Lane | None = None,
        if_undelivered: str | None = None,
        not_before: int | None = None,
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Send a text. `to` is here unless said otherwise; elsewhere it is a notice, here a reply.

        An `Effect` named `if_undelivered` comes back if it never arrives. `not_before` is UTC ms. `about` is everybody
        whose name or phone the text holds, besides whoever reads it: erasing them finds it by that alone. So it is
        wherever one can say `about`.
        """
        address = to or self.here
        parameters = worded("text", address.language, template, values, buttons, markup)
        return self.call(
            "sendMessage",
            address,
            parameters,
            lane=_lane_for(to) if lane is None else lane,
            effect=if_undelivered,
            not_before=not_before,
            about=about,
        )

    def send_photo(
        self,
        photo_sha256: str,
        template: str,
        *,
        to: Address | None = None,
        buttons: Keyboard = (),
        lane: Lane | None = None,
        when_ended: str | None = None,
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Send a stored photo with a caption; `when_ended` names the `Effect` that tells how that ended."""
        address = to or self.here
        caption = worded("caption", address.language, template, values, buttons)
        parameters = {"photo": {"stored": photo_sha256}, **caption}
        lane = _lane_for(to) if lane is None else lane
        return self.call("sendPhoto", address, parameters, lane=lane, effect=when_ended, about=about)

    def edit_text(
        self,
        row: OutboxId,
        template: str,
        *,
        to: Address,
        buttons: Keyboard = (),
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Change the words of what an earlier row sent; if that never arrived, they are sent afresh."""
        parameters = worded("text", to.language, template, values, buttons)
        return self._edit(row, "editMessageText", parameters, to, about)

    def edit_caption(
        self,
        row: OutboxId,
        template: str,
        *,
        to: Address,
        buttons: Keyboard = (),
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Change the caption of the photo that an earlier row sent; if that never arrived, send it as words."""
        parameters = worded("caption", to.language, template, values, buttons)
        return self._edit(row, "editMessageCaption", parameters, to, about)

    def edit_pressed(
        self,
        press: Press,
        template: str,
        *,
        buttons: Keyboard = (),
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Change the message whose button was pressed; a new one when Telegram no longer names it."""
        return self._show(press, template, values, buttons, about)

    def show(
        self,
        event: Message | Press | None,
        template: str,
        *,
        buttons: Keyboard = (),
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Say something in the message whose button was pressed; afresh when it was no press that led here."""
        return self._show(event, template, values, buttons, about)

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

    def react(self, message_id: int, emoji: str, *, to: Address | None = None) -> None:
        """Put a reaction on a message: a silent "stored"."""
        reaction = [{"type": "emoji", "emoji": emoji}]
        self.call(
            "setMessageReaction",
            to or self.here,
            {"message_id": message_id, "reaction": reaction},
            lane=Lane.UNPACED,
        )

    def download(self, file_id: str, effect: str, *, is_file: bool = False, **carried: object) -> None:
        """Fetch and store a photo (`is_file`: an image file); an `Effect` of that name comes back with `carried`."""
        parameters = {"file_id": file_id, "is_file": is_file, "carried": carried}
        self.call("getFile", self.here, parameters, lane=Lane.UNPACED, effect=effect)

    def announce(self, name: str, **result: object) -> None:
        """Tell other capabilities that something has happened here: an `Effect` of that name follows this event."""
        body = {"name": name, "row": 0, "ok": True, "result": result}
        key = f"{self.event.id}:{len(self.announcements)}"
        self.announcements.append(
            Arrival(self.event.channel, EventKind.EFFECT, key, json.dumps(body, ensure_ascii=False))
        )

    def call(
        self,
        method: str,
        address: Address,
        parameters: Mapping[str, object],
        *,
        lane: Lane,
        parent: OutboxId | None = None,
        if_orphaned: IfOrphaned = IfOrphaned.SKIP,
        target: str | None = None,
        effect: str | None = None,
        not_before: int | None = None,
        expires_at: int | None = None,
        about: Iterable[MemberId] = (),
    ) -> OutboxId:
        """Put any call of the Bot API into the outbox; returns the row's id, to edit later what it sends."""
        if address.silent and lane >= Lane.NOTICE and method in SENDS:  # who has just written wants to hear
            parameters = {**parameters, "disable_notification": True}
        row = OutboxRow(
            id=OutboxId(self.surroundings.next_row_id()),
            event_id=self.event.id,
            ordinal=len(self.rows),
            channel=address.channel,
            chat_id=address.chat_id,
            lane=lane,
            method=method,
            parameters=parameters,
            parent=parent,
            if_orphaned=if_orphaned,
            target=target,
            effect=effect,
            due_at=self.now if not_before is None else max(not_before, self.now),
            expires_at=expires_at,
            about=tuple(about),
        )
        self.rows.append(row)
        return row.id

    def _show(
        self,
        event: Message | Press | None,
        template: str,
        values: Mapping[str, object],
        buttons: Keyboard,
        about: Iterable[MemberId] = (),
    ) -> OutboxId:
        here, lane = self.here, Lane.REPLY
        words = worded("text", here.language, template, values, buttons)
        message_id = event.message_id if isinstance(event, Press) else None
        if message_id is None:
            return self.call("sendMessage", here, words, lane=lane, about=about)
        target = f"message:{here.chat_id}:{message_id}"
        parameters = {"message_id": message_id, **words}
        return self.call("editMessageText", here, parameters, lane=lane, target=target, about=about)

    def _edit(
        self,
        row: OutboxId,
        method: str,
        parameters: Mapping[str, object],
        to: Address,
        about: Iterable[MemberId],
    ) -> OutboxId:
        return self.call(
            method,
            to,
            parameters,
            lane=Lane.REPLY,
            parent=row,
            if_orphaned=IfOrphaned.SEND,
            target=f"row:{row}",
            about=about,
        )


def _lane_for(to: Address | None) -> Lane:
    return Lane.REPLY if to is None else Lane.NOTICE
