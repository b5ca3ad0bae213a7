"""From Telegram into the inbox: an update is on disk before Telegram may forget it.

Both ways in end in `Intake.store`: long polling moves its offset, and the webhook answers 200, only after that.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import failpoints
from bot.api import TokenRefused
from bot.request import retry_after_seconds
from bot.sending import Api
from handlers.surroundings import Clock
from storage import dead_letters, inbox
from storage.database import Database, StorageFault, Transaction
from storage.inbox import Arrival, EventKind

CHANNEL = "telegram"
POLL_TIMEOUT = 30  # seconds Telegram holds a poll open when there is nothing to say
ANSWER_TIMEOUT = POLL_TIMEOUT + 10.0  # seconds; the answer itself takes a while too
UPDATES_AT_ONCE = 100  # Bot API, getUpdates
FIRST_PAUSE = 0.2  # seconds; doubled up to the longest while polling fails
LONGEST_PAUSE = 15.0
RIVAL_PATIENCE = 60.0  # seconds; the poll of a killed process lingers about this long at Telegram

UNREADABLE = "nested too deeply"

log = structlog.get_logger()


class AnotherPoller(Exception):
    """Another process polls with the same token, and goes on doing so."""


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read of a delivery, and what could not."""

    arrivals: tuple[Arrival, ...]
    unreadable: tuple[Arrival, ...]


def read_updates(updates: Sequence[object]) -> Read:
    """Sort raw updates into events and what has not even an id."""
    good, bad = [], []
    for update in updates:
        body, key = _json_text(update), _update_id(update)
        if key is None or body == UNREADABLE:
            bad.append(_nameless(body))
        else:
            good.append(Arrival(CHANNEL, EventKind.UPDATE, str(key), body))
    return Read(tuple(good), tuple(bad))


def read_text(text: str) -> Read:
    """The same for the body of a webhook request, which need not even be JSON."""
    try:
        update = json.loads(text)
    except (ValueError, RecursionError):
        return Read((), (_nameless(text),))
    return read_updates([update])


class Intake:
    """Stores what arrives and wakes the engine."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def store(self, read: Read) -> None:
        """Put what was read on disk. Raises StorageFault when that fails: then nothing may be acknowledged."""
        await self._database.write(_store, read, self._clock.now())
        failpoints.hit("intake.committed")
        self._wake()


class Polling:
    """Asks for updates until it is cancelled."""

    def __init__(
        self, api: Api, intake: Intake, kinds: Sequence[str], stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._intake = intake
        self._kinds = list(kinds)
        self._stopwatch = stopwatch
        self._offset: int | None = None
        self._rival_since: float | None = None
        self._webhook_removed = False
        self._pause = FIRST_PAUSE

    async def run(self) -> None:
        """Poll for ever. Raises AnotherPoller or TokenRefused when going on makes no sense."""
        while True:
            try:
                await self._poll()
            except (TelegramError, StorageFault) as error:
                await asyncio.sleep(await self._after_failure(error))
            else:
                self._pause, self._rival_since = FIRST_PAUSE, None

    async def _poll(self) -> None:
        parameters: dict[str, object] = {
            "timeout": POLL_TIMEOUT,
            "limit": UPDATES_AT_ONCE,
            "allowed_updates": self._kinds,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        updates = await self._api.call("getUpdates", parameters, timeout=ANSWER_TIMEOUT)
        if not isinstance(updates, list) or not updates:
            return
        await self._intake.store(read_updates(updates))
        ids = [key for key in map(_update_id, updates) if key is not None]
        if ids:
            self._offset = max(ids) + 1
        else:  # nothing to name in the offset: the same would come again at once
            await asyncio.sleep(LONGEST_PAUSE)

    async def _after_failure(self, error: TelegramError | StorageFault) -> float:
        """Seconds to wait; raises what ends the polling."""
        log.warning("polling failed", error=str(error), pause=self._pause)
        match error:
            case InvalidToken():
                raise TokenRefused from None
            case RetryAfter():
                return float(retry_after_seconds(error))
            case Conflict():
                await self._after_conflict(error)
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    async def _after_conflict(self, error: Conflict) -> None:
        if "webhook" in error.message.lower():
            await self._remove_webhook()
            return
        now = self._stopwatch()
        self._rival_since = self._rival_since or now
        if now - self._rival_since > RIVAL_PATIENCE:
            raise AnotherPoller from None

    async def _remove_webhook(self) -> None:
        if self._webhook_removed:
            raise AnotherPoller from None  # somebody sets it again: two bots share the token
        try:
            await self._api.call("deleteWebhook", {"drop_pending_updates": False}, timeout=ANSWER_TIMEOUT)
        except TelegramError as error:
            log.warning("deleteWebhook failed", error=str(error))
        else:
            self._webhook_removed = True


def _store(transaction: Transaction, read: Read, now: int) -> None:
    inbox.add(transaction, read.arrivals, now)
    for arrival in read.unreadable:
        dead_letters.add_unreadable(transaction, arrival, "no update id", now)


def _json_text(update: object) -> str:
    try:
        text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:  # nested just deeply enough to be read and not to be written
        return UNREADABLE
    # Half of a surrogate pair, cut out of an emoji, can be escaped in JSON and in no other way be stored.
    return text if _is_storable(text) else json.dumps(update, separators=(",", ":"))


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _update_id(update: object) -> int | None:
    key = update.get("update_id") if isinstance(update, dict) else None
    return key if isinstance(key, int) else None


def _nameless(body: str) -> Arrival:
    key = hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Arrival(CHANNEL, EventKind.UPDATE, key, body)
