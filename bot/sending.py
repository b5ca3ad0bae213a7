"""One attempt at one row: fill in what it refers to, make the call, say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from telegram.error import TelegramError

from bot import calls, documents, failpoints, pictures
from bot.verdicts import Again, Moved, Over, UploadAnew, Wait, verdict
from storage import outbox, photos
from storage.database import Database, Transaction
from storage.outbox import Ending, Lane, OutboxId, OutboxRow, State

CALL_TIMEOUT = 30.0  # seconds


class Api(Protocol):
    """The Bot API: over HTTP in the process, in memory in a simulation."""

    async def call(self, method: str, parameters: dict[str, object], *, timeout: float) -> object:  # noqa: ASYNC109
        """Make one call; returns the raw result. Raises telegram.error.TelegramError."""

    async def download(self, file_path: str) -> bytes:
        """Fetch a file that getFile has named. Raises telegram.error.TelegramError or bot.request.TooLarge."""


@dataclass(frozen=True, slots=True)
class Done:
    """The row has ended; `also` is stored in the same transaction as its ending."""

    ending: Ending
    also: Callable[[Transaction], None] | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """The row waits for another row to end."""

    parent: OutboxId


@dataclass(frozen=True, slots=True)
class Held:
    """Its chat was stopped by a 429 while the row was being prepared; it was not tried."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The row was taken back; how it ended is on disk already."""


Result = Done | Parked | Held | Gone | Again | Wait | Moved


def unhindered() -> bool:
    """For rows whose chat nobody can have stopped meanwhile."""
    return True


class Sending:
    """Makes the calls of ordinary rows: messages, edits, answers, reactions."""

    def __init__(self, database: Database, api: Api) -> None:
        self._database = database
        self._api = api

    async def attempt(self, row: OutboxRow, may_call: Callable[[], bool] = unhindered) -> Result:
        """Try to send the row once, if it still may be when it is ready to go.

        Raises nothing that Telegram or the network may do.
        """
        complete = await self._fill_in(row)
        if not isinstance(complete, OutboxRow):
            return complete
        if row.lane is Lane.BROADCAST and not await self._database.write(outbox.mark_sending, [row.id]):
            return Gone()
        if not may_call():
            return Held()
        return await self._call(complete, calls.stored_photo(row))

    async def _fill_in(self, row: OutboxRow) -> OutboxRow | Done | Parked:
        if row.parent is not None:
            parent = await self._database.read(outbox.ending_of, row.parent)
            if parent is None:
                return Parked(row.parent)
            filled = calls.with_parent(row, parent)
            return filled if isinstance(filled, OutboxRow) else Done(filled)
        named = calls.written_document(row)
        if named is not None:
            return await self._with_document(row, named)
        drawn = calls.drawn_picture(row)
        if drawn is not None:
            return await self._with_picture(row, drawn)
        sha256 = calls.stored_photo(row)
        if sha256 is None:
            return row
        photo = await self._database.read(photos.find, sha256)
        if photo is None:
            return Done(Ending(row.id, State.SKIPPED, "its photo was erased"))
        return calls.with_photo(row, photo)

    async def _with_document(self, row: OutboxRow, named: documents.About) -> OutboxRow | Done:
        try:
            document = await self._database.read(documents.write, named)
        except documents.Erased:
            return _erased(row)
        return calls.with_document(row, document)

    async def _with_picture(self, row: OutboxRow, named: documents.About) -> OutboxRow | Done:
        """What breaks while it is drawn breaks every time: it reaches `Delivery`, and the row fails with it."""
        try:
            drawing = await self._database.read(pictures.prepare, named)
        except documents.Erased:
            return _erased(row)
        return calls.with_picture(row, await asyncio.to_thread(drawing))

    async def _call(self, row: OutboxRow, photo: str | None) -> Result:
        try:
            answer = await self._api.call(row.method, calls.parameters_of(row), timeout=CALL_TIMEOUT)
        except TelegramError as error:
            return await self._consequence(row, photo, error)
        failpoints.hit("delivery.sent")
        return Done(
            Ending(row.id, State.SENT, message_ids=calls.message_ids(answer)), _remember_upload(photo, answer)
        )

    async def _consequence(self, row: OutboxRow, photo: str | None, error: TelegramError) -> Result:
        match verdict(row, error):
            case Over(state, reason, unreachable):
                return Done(Ending(row.id, state, reason, _edited_message(row, state)), None, unreachable)
            case UploadAnew() if photo is not None:
                await self._database.write(photos.forget_file_id, photo)
                return Again("the kept file id was refused")
            case UploadAnew():
                return Done(Ending(row.id, State.FAILED, error.message))
            case Again() | Wait() | Moved() as other:
                return other


def _erased(row: OutboxRow) -> Done:
    return Done(Ending(row.id, State.SKIPPED, "what it is about was erased"))


def _edited_message(row: OutboxRow, state: State) -> tuple[int, ...]:
    message_id = row.parameters.get("message_id")
    return (message_id,) if state is State.SENT and isinstance(message_id, int) else ()


def _remember_upload(photo: str | None, answer: object) -> Callable[[Transaction], None] | None:
    """Keep the id of a photo that was sent, so that its bytes are uploaded once."""
    file_id = calls.uploaded_file_id(answer)
    if photo is None or file_id is None:
        return None
    return lambda transaction: photos.remember_file_id(transaction, photo, file_id)
