"""The heart: waiting events in, one transaction, rows out.

A batch is a function on the database's thread. Each event has a savepoint: its handler's writes, its outbox rows
and its done-mark are kept or undone together. What a batch found out reaches the rest of the process only through
its return value, that is: after COMMIT.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog

from bot import failpoints
from bot.effects import ended
from handlers.context import Context
from handlers.events import Sender, Unreadable, read_body, read_press, read_sender
from handlers.router import Router
from handlers.surroundings import Clock, Surroundings
from storage import dead_letters, inbox, outbox, unreachable
from storage.database import Database, StorageFault, Transaction, is_storage_fault
from storage.inbox import EventId, EventKind, StoredEvent
from storage.outbox import Ending, OutboxRow, State

BATCH_EVENTS = 64
BATCH_SECONDS = 0.020  # a longer batch would keep the intake waiting for the database
MOST_ATTEMPTS = 3  # crashes that one event may cause before it goes to the dead letters
FIRST_PAUSE = 0.1  # seconds before a batch is tried again after a storage fault; doubled up to the longest
LONGEST_PAUSE = 5.0

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one event: the rows to deliver, and what a command is answered."""

    event: EventId
    kind: EventKind
    key: str
    rows: tuple[OutboxRow, ...] = ()
    result: Mapping[str, object] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How events are handled. `apologize` words the apology to the sender of an event that failed."""

    router: Router
    surroundings: Surroundings
    apologize: Callable[[Context], None]


def run_batch(
    transaction: Transaction,
    rules: Rules,
    now: int,
    events: Sequence[StoredEvent],
    stopwatch: Callable[[], float],
) -> list[Handled]:
    """Handle events in order until all are done or the time is up. Raises only storage faults."""
    started = stopwatch()
    handled = []
    for event in events:
        handled.append(handle(transaction, rules, now, event))
        if stopwatch() - started > BATCH_SECONDS:
            break
    return handled


def handle(transaction: Transaction, rules: Rules, now: int, event: StoredEvent) -> Handled:
    """Handle one event in a savepoint; one that fails goes to the dead letters in a second savepoint.

    Raises storage faults: those are nobody's fault, and the whole batch is to be rolled back.
    """
    try:
        with transaction.savepoint():
            handled = _dispatch(transaction, rules, now, event)
    except Exception as error:  # whatever a handler raises must not stop the others
        if is_storage_fault(error):
            raise
        log.error("event failed", event_id=event.id, kind=event.kind, error=repr(error), exc_info=error)
        return bury(transaction, rules, now, event, repr(error), traceback.format_exc())
    return handled


def bury(
    transaction: Transaction,
    rules: Rules,
    now: int,
    event: StoredEvent,
    reason: str,
    trace: str | None = None,
) -> Handled:
    """Put an event aside for good, and apologize to whoever sent it."""
    with transaction.savepoint():
        dead_letters.add(transaction, event, reason, trace, now)
        inbox.bury(transaction, event.id, now, reason)
    try:
        with transaction.savepoint():
            rows = _apologize(transaction, rules, now, event)
    except Exception as error:  # an event too broken to apologize for is dead all the same
        if is_storage_fault(error):
            raise
        log.error("apology failed", event_id=event.id, error=repr(error))
        rows = ()
    return Handled(event.id, event.kind, event.key, rows, error=reason)


def _dispatch(transaction: Transaction, rules: Rules, now: int, event: StoredEvent) -> Handled:
    failpoints.hit("engine.in_transaction")
    body = read_body(event)
    sender = read_sender(event, body)
    if sender is not None and sender.chat_id is not None:
        unreachable.clear(transaction, event.channel, sender.chat_id)
    context = Context(transaction, event, sender, now, rules.surroundings)
    rules.router.dispatch(event, body, context)
    rows = _store_rows(transaction, context)
    result = inbox.encode_result(context.result)
    inbox.finish(transaction, event.id, now, result)
    return Handled(event.id, event.kind, event.key, rows, context.result)


def _apologize(transaction: Transaction, rules: Rules, now: int, event: StoredEvent) -> tuple[OutboxRow, ...]:
    try:
        body = read_body(event)
    except Unreadable:
        return ()
    sender: Sender | None = read_sender(event, body)
    if sender is None:
        return ()
    context = Context(transaction, event, sender, now, rules.surroundings)
    press = read_press(body)
    if press is not None:
        context.answer(press)
    if sender.in_private:
        rules.apologize(context)
    return _store_rows(transaction, context)


def _store_rows(transaction: Transaction, context: Context) -> tuple[OutboxRow, ...]:
    """Put what was said into the outbox and what follows into the inbox; returns what is to be delivered."""
    inbox.add(transaction, context.announcements, context.now)
    rows = []
    for row in context.rows:
        if outbox.add(transaction, row, context.now):
            rows.append(row)
        else:
            _tell_unreachable(transaction, row, context.now)
    return tuple(rows)


def _tell_unreachable(transaction: Transaction, row: OutboxRow, now: int) -> None:
    told = ended(row, Ending(row.id, State.SKIPPED, "unreachable"))
    if told is not None:
        inbox.add(transaction, [told], now)


class Engine:
    """Runs batches while there is something to do, and tells the edges what came of them."""

    def __init__(
        self,
        database: Database,
        rules: Rules,
        clock: Clock,
        on_handled: Callable[[Sequence[Handled]], None],
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._on_handled = on_handled
        self._stopwatch = stopwatch
        self._wake = asyncio.Event()
        self._stopping = False

    @property
    def update_kinds(self) -> tuple[str, ...]:
        """The kinds of update that have a handler."""
        return self._rules.router.update_kinds

    def wake(self) -> None:
        """Something was stored in the inbox."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is waiting, then let `run` return."""
        self._stopping = True
        self._wake.set()

    async def recover(self) -> None:
        """After an unclean stop or a batch undone: what was in it runs alone, its attempts counted first.

        So an event that takes the process down with it does so three times at the most.
        """
        suspects = await self._persist(lambda transaction: inbox.waiting(transaction, BATCH_EVENTS))
        for event in suspects:
            await self._retry_alone(event)

    async def run(self) -> None:
        """Handle events until stopped. Storage faults are waited out; nothing is lost by them."""
        while True:
            self._wake.clear()
            try:
                handled = await self._persist(self._next_batch)
            except Exception as error:  # one event has undone the others' work too: find it
                log.error("a batch failed as a whole", error=repr(error))
                await self.recover()
                continue
            self._announce(handled)
            if handled:
                continue
            if self._stopping:
                return
            await self._wake.wait()

    def _next_batch(self, transaction: Transaction) -> list[Handled]:
        events = inbox.waiting(transaction, BATCH_EVENTS)
        return run_batch(transaction, self._rules, self._clock.now(), events, self._stopwatch)

    async def _retry_alone(self, event: StoredEvent) -> None:
        attempts = await self._persist(lambda transaction: inbox.count_attempt(transaction, event.id))

        def aside(transaction: Transaction, reason: str) -> Handled:
            return bury(transaction, self._rules, self._clock.now(), event, reason)

        def alone(transaction: Transaction) -> Handled:
            if attempts > MOST_ATTEMPTS:
                return aside(transaction, f"stopped the process {MOST_ATTEMPTS} times")
            return handle(transaction, self._rules, self._clock.now(), event)

        try:
            handled = await self._persist(alone)
        except Exception as error:  # it undid the very transaction that would have put it aside
            handled = await self._persist(partial(aside, reason=repr(error)))
        self._announce([handled])

    def _announce(self, handled: Sequence[Handled]) -> None:
        if handled:
            failpoints.hit("engine.committed")
            self._on_handled(handled)

    async def _persist(self, step: Callable[[Transaction], T]) -> T:
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._database.write(step)
            except StorageFault as fault:
                log.error("storage failed; events wait", fault=str(fault), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
