"""What is said in answer to one event: words, photos, pictures, documents, and changes of what was said before.

All of it is buffered as rows of the outbox; `handlers.context` says when they are kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from handlers.address import Address
from handlers.events import Message, Press
from handlers.surroundings import Surroundings
from handlers.wording import worded
from messages.keyboards import Keyboard
from storage.inbox import StoredEvent
from storage.members import MemberId
from storage.outbox import IfOrphaned, Lane, OutboxId, OutboxRow

SENDS = frozenset(
    {"sendMessage", "sendPhoto", "sendVoice", "sendVenue", "sendDocument", "copyMessage"}
)  # what can make a sound


class Speaking(ABC):
    """The part of a context that says things. `rows` is what will be sent."""

    def __init__(self, event: StoredEvent, now: int, surroundings: Surroundings) -> None:
        self.event = event
        self.now = now
        self.surroundings = surroundings
        self.rows: list[OutboxRow] = []

    @property
    @abstractmethod
    def here(self) -> Address:
        """The chat the event happened in."""

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

    def send_picture(
        self,
        drawn: Mapping[str, object],
        template: str,
        *,
        to: Address | None = None,
        buttons: Keyboard = (),
        lane: Lane | None = None,
        when_ended: str | None = None,
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Send a picture that `bot.pictures` draws when it is sent: ``{"drawn": "before_after", "report": 7}``.

        It is drawn in its reader's language unless `drawn` names another. `when_ended` as in `send_photo`: a picture
        that cannot be drawn, or is about something erased, has not been sent. `about` is whom the picture names too.
        """
        address = to or self.here
        caption = worded("caption", address.language, template, values, buttons)
        parameters = {"photo": self._made_for(address, drawn), **caption}
        lane = _lane_for(to) if lane is None else lane
        return self.call("sendPhoto", address, parameters, lane=lane, effect=when_ended, about=about)

    def send_document(
        self,
        written: Mapping[str, object],
        template: str,
        *,
        to: Address | None = None,
        buttons: Keyboard = (),
        lane: Lane | None = None,
        when_ended: str | None = None,
        about: Iterable[MemberId] = (),
        **values: object,
    ) -> OutboxId:
        """Send a document that `bot.documents` writes when it is sent: ``{"written": "my_data", "member": 7}``.

        The rest is as in `send_picture`.
        """
        address = to or self.here
        caption = worded("caption", address.language, template, values, buttons)
        parameters = {"document": self._made_for(address, written), **caption}
        lane = _lane_for(to) if lane is None else lane
        return self.call("sendDocument", address, parameters, lane=lane, effect=when_ended, about=about)

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

    def _made_for(self, reader: Address, named: Mapping[str, object]) -> dict[str, object]:
        """What is made when it is sent, with what is known only now: in which language, by which clocks."""
        return {"language": reader.language, "timezone": self.surroundings.timezone.key, **named}

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
