"""From the outbox to Telegram: what is due, in order, at the pace Telegram allows, each row until it has ended.

A row is in hand from when it is due until its ending is on disk. Rows come in two ways: handed over by the engine
right after its COMMIT, and found by a sweep of the database: at start, when a time in the future has come, and page
by page while more is due than is held in hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext
from functools import partial
from random import Random
from typing import TypeVar

import structlog

from bot import calls, slow_rows
from bot.backlog import Backlog
from bot.carriers import Carriers
from bot.clock import Clock
from bot.effects import ended, moved
from bot.pacing import Pacer
from bot.sending import Done, Gone, Held, Parked, Result
from bot.slow_rows import SlowRows
from bot.verdicts import Again, Moved, Wait
from storage import inbox, outbox, unreachable
from storage.database import Database, StorageFault, Transaction
from storage.outbox import Ending, Lane, OutboxId, OutboxRow, State

CONCURRENCY = 100  # calls under way at once; fewer than the connections of bot.request
PAGE = 500  # due rows of a lane taken in hand at a time
FIRST_RETRY = 500  # ms; doubled for every further failure of a row, with up to half as much again as jitter
LONGEST_RETRY = 60_000  # ms
FRESH = 50  # ms since a row was committed, in which it is not asked for again before it is sent
GIVE_UP_AFTER = 24 * 3600 * 1000  # ms; what could not be said within a day is no longer worth saying
STORAGE_PAUSE = 0.5  # seconds before the storage is asked again after a fault
SHORTEST_NAP = 0.005  # seconds; how often the loop looks while the clock it follows is frozen

log = structlog.get_logger()
T = TypeVar("T")


class Delivery:
    """Run it as a task; `take` what has been committed; `stop` lets it finish what is under way."""

    def __init__(
        self,
        database: Database,
        carriers: Carriers,
        pacer: Pacer,
        clock: Clock,
        chance: Random,
        on_event: Callable[[], None],
    ) -> None:
        self._database = database
        self._carriers = carriers
        self._pacer = pacer
        self._clock = clock
        self._chance = chance
        self._on_event = on_event
        self._backlog = Backlog()
        self._failures: dict[OutboxId, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slow = SlowRows()
        self._blob = asyncio.Lock()  # photos are stored one by one: many in one commit would hold up all
        self._behind = set(Lane)  # lanes of which more is due than is in hand
        self._missed: set[Lane] = set()  # something was committed for them since they were last looked at
        self._is_sweeping = False
        self._gone_during_sweep: set[OutboxId] = set()  # ended, or replaced by a newer edit
        self._doubtful: set[OutboxId] = set()  # in hand for a while: may have been taken back meanwhile
        self._next_due_at: int | None = None
        self._wake = asyncio.Event()
        self._stopping = False
        clock.on_jump(self._wake.set)

    def take(self, rows: Iterable[OutboxRow]) -> None:
        """Rows that have just been committed. Those of the future are found when their time comes."""
        now = self._clock.now()
        for row in rows:
            if row.due_at > now:
                self._note_due_at(row.due_at)
            elif row.lane in self._behind:  # taking it now would let it overtake older rows not in hand
                self._missed.add(row.lane)
            else:
                self._note_gone(self._backlog.add(row))
        self._wake.set()

    def stop(self) -> None:
        """Start nothing more; `run` returns when what is under way has ended."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped."""
        try:
            while not self._stopping:
                self._wake.clear()
                if self._sweep_is_due():
                    await self._sweep()
                self._start_what_may()
                if not self._sweep_is_due():  # one that found only stopped chats is followed by the next
                    await self._nap()
            if self._tasks:
                await asyncio.wait(self._tasks)
        finally:
            for task in self._tasks:  # cut short: what they would still do has nothing to do it with
                task.cancel()

    def _sweep_is_due(self) -> bool:
        if self._next_due_at is not None and self._next_due_at <= self._clock.now():
            return True
        return bool(self._missed) or any(self._wants_more(lane) for lane in self._behind)

    def _wants_more(self, lane: Lane) -> bool:
        """Whether too little of a lane is in hand: few rows, or none that may start although the pace allows it."""
        if self._backlog.held(lane) < PAGE // 2:
            return True
        now = self._clock.now()
        next_at = self._backlog.next_at(lane)
        return self._has_room(lane, now) and (next_at is None or next_at > now)

    async def _sweep(self) -> None:
        self._is_sweeping = True
        try:
            await self._take_what_is_due()
        finally:
            self._is_sweeping = False
            self._gone_during_sweep.clear()

    async def _take_what_is_due(self) -> None:
        began = self._clock.now()
        for lane in Lane:
            self._missed.discard(lane)
            await self._take_what_is_due_in(lane, self._clock.now())
        self._next_due_at = None  # from here on `take` notes what is too new for the snapshot
        self._note_due_at(await self._insist(partial(self._database.read, outbox.next_due_at, began)))

    async def _take_what_is_due_in(self, lane: Lane, now: int) -> None:
        limit = self._backlog.held(lane) + PAGE
        rows = await self._insist(partial(self._database.read, outbox.due, lane, now, limit))
        # What was committed during the look is not in hand yet, and nothing may overtake it.
        if len(rows) == limit or lane in self._missed:
            self._behind.add(lane)
        else:
            self._behind.discard(lane)
        for row in rows:
            # The snapshot is older than what has ended meanwhile; such a row must not be sent again.
            if row.id not in self._gone_during_sweep:
                self._backlog.add(row)
                self._doubt(row)

    def _note_gone(self, row: OutboxId | None) -> None:
        if row is None:
            return
        self._failures.pop(row, None)
        self._doubtful.discard(row)
        if self._is_sweeping:
            self._gone_during_sweep.add(row)

    def _doubt(self, row: OutboxRow) -> None:
        """It has been in hand for a while: ask whether it is still to be sent. A newer edit may have replaced it."""
        if row in self._backlog:
            self._doubtful.add(row.id)
        else:
            self._note_gone(row.id)

    def _note_due_at(self, due_at: int | None) -> None:
        if due_at is not None:
            self._next_due_at = min(due_at, self._next_due_at or due_at)

    def _start_what_may(self) -> None:
        now = self._clock.now()
        for lane in Lane:
            while not self._stopping and self._has_room(lane, now):
                row = self._backlog.start(lane, now, lambda row: self._ready_at(row, now))
                if row is None:
                    break
                self._start(row, now)

    def _has_room(self, lane: Lane, now: int) -> bool:
        return len(self._tasks) < CONCURRENCY and self._pacer.ready_at(None, lane, now) <= now

    def _ready_at(self, row: OutboxRow, now: int) -> int:
        if not self._slow.has_place(row):
            return now + slow_rows.PAUSE
        return self._pacer.ready_at(row.chat_id, row.lane, now, calls.messages_in(row))

    def _start(self, row: OutboxRow, now: int) -> None:
        self._pacer.started(row.chat_id, row.lane, now, calls.messages_in(row))
        self._slow.started(row)
        task = asyncio.create_task(self._carry(row))
        self._tasks.add(task)
        task.add_done_callback(self._carried)

    def _carried(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()

    async def _nap(self) -> None:
        """Wait until something changes or the next row may start."""
        now = self._clock.now()
        times = [self._next_due_at] if self._next_due_at is not None else []
        for lane in Lane:
            at = self._backlog.next_at(lane)
            if at is not None and len(self._tasks) < CONCURRENCY:
                times.append(max(at, self._pacer.ready_at(None, lane, now)))
        if not times:
            await self._wake.wait()
            return
        nap = max((min(times) - now) / 1000, SHORTEST_NAP)
        alarm = asyncio.get_running_loop().call_later(nap, self._wake.set)
        await self._wake.wait()
        alarm.cancel()

    async def _carry(self, row: OutboxRow) -> None:
        result = await self._attempt(row)
        self._slow.finished(row)
        now = self._clock.now()
        self._pacer.finished(row.chat_id, row.lane, now)
        match result:
            case Done():
                await self._end(row, result)
            case Wait(seconds):
                self._pacer.limited(row.chat_id, seconds, now)
                await self._put_back(row, now)
            case Again(reason):
                await self._try_again(row, reason, now)
            case Moved(chat_id):
                await self._move(row, chat_id)
            case Held():
                await self._put_back(row, now)
            case Gone():
                self._let_go(row)
            case Parked(parent):
                await self._park(row, parent)

    async def _attempt(self, row: OutboxRow) -> Result:
        if row.expires_at is not None and self._clock.now() > row.expires_at:
            return Done(Ending(row.id, State.SKIPPED, "expired"))
        try:
            current = await self._current(row)
            if current is None:
                return Gone()
            return await self._carriers.of(row).attempt(current, partial(self._may_call, row))
        except StorageFault as fault:
            return Again(str(fault))
        except Exception as error:  # a row that breaks our own code must not stop the others
            return self._broken(row, error)

    async def _current(self, row: OutboxRow) -> OutboxRow | None:
        """The row as it is to be sent now; None when it was taken back while it was in hand."""
        if row.id not in self._doubtful and self._clock.now() - row.due_at <= FRESH:
            return row
        return await self._database.read(outbox.find_waiting, row.id)

    def _may_call(self, row: OutboxRow) -> bool:
        """Whether no 429 has stopped the chat since the row was started: preparing it takes a while."""
        now = self._clock.now()
        return self._pacer.ready_at(row.chat_id, Lane.UNPACED, now) <= now

    async def _end(self, row: OutboxRow, done: Done) -> None:
        """Store how the row ended, however long the storage takes to be well; until then it stays in hand."""
        try:
            async with self._blob if row.is_download else nullcontext():
                await self._persist(partial(self._store_ending, row=row, done=done))
        except Exception as error:  # what came of it cannot be stored, for a reason of its own
            done = self._broken(row, error)
            await self._persist(partial(self._store_ending, row=row, done=done))
        if done.ending.state is State.FAILED:
            log.warning("row refused", row_id=row.id, method=row.method, reason=done.ending.reason)
        self._let_go(row)
        if row.effect is not None:
            self._on_event()

    def _let_go(self, row: OutboxRow) -> None:
        self._note_gone(row.id)
        self._backlog.finish(row)

    def _store_ending(self, transaction: Transaction, row: OutboxRow, done: Done) -> None:
        now = self._clock.now()
        if not outbox.end(transaction, done.ending, now):
            return  # taken back under way: nothing is to follow from it
        if done.unreachable:
            unreachable.mark(transaction, row.channel, row.chat_id, done.ending.reason or "", now)
        told = ended(row, done.ending)
        if told is not None:
            inbox.add(transaction, [told], now)
        if done.also is not None:
            done.also(transaction)

    async def _try_again(self, row: OutboxRow, reason: str, now: int) -> None:
        if now - row.due_at > GIVE_UP_AFTER:
            await self._end(row, self._given_up(row, reason))
            return
        failures = self._failures.get(row.id, 0)
        self._failures[row.id] = failures + 1
        delay = min(FIRST_RETRY * 2**failures, LONGEST_RETRY)
        log.info("row put back", row_id=row.id, method=row.method, reason=reason, failures=failures + 1)
        await self._put_back(row, now + int(delay * (1 + self._chance.random() / 2)))

    async def _put_back(self, row: OutboxRow, at: int) -> None:
        if row.lane is Lane.BROADCAST:  # left as being sent, it would not be looked for after a clean stop
            await self._persist(partial(outbox.mark_waiting, id_=row.id, now=self._clock.now()))
        self._backlog.put_back(row, at)
        self._doubt(row)

    def _given_up(self, row: OutboxRow, reason: str) -> Done:
        if row.is_download:
            return self._carriers.give_up_download(row, "gone")
        return Done(Ending(row.id, State.FAILED, f"given up: {reason}"))

    def _broken(self, row: OutboxRow, error: Exception) -> Done:
        log.error("row failed", row_id=row.id, method=row.method, exc_info=error)
        if row.is_download:
            return self._carriers.give_up_download(row, "gone")
        return Done(Ending(row.id, State.FAILED, repr(error)))

    async def _move(self, row: OutboxRow, chat_id: int) -> None:
        def store(transaction: Transaction) -> None:
            outbox.mark_waiting(transaction, row.id, self._clock.now())
            outbox.move_chat(transaction, row.channel, row.chat_id, chat_id)
            inbox.add(transaction, [moved(row, chat_id)], self._clock.now())

        await self._persist(store)
        self._on_event()
        self._backlog.move_chat(row.channel, row.chat_id, chat_id)
        self._backlog.forward(row, row.for_chat(chat_id))
        self._doubt(row)

    async def _park(self, row: OutboxRow, parent: OutboxId) -> None:
        self._backlog.park(row, parent)
        self._doubt(row)
        # The parent may have ended between the look and the parking; then nobody else would wake the row.
        if await self._insist(partial(self._database.read, outbox.ending_of, parent)) is not None:
            self._backlog.unpark(parent)

    async def _persist(self, store: Callable[[Transaction], None]) -> None:
        await self._insist(partial(self._database.write, store))

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Have it from the storage, however long that takes to be well."""
        while True:
            try:
                return await ask()
            except StorageFault as fault:
                log.error("storage failed; the outbox waits", fault=str(fault))
            await asyncio.sleep(STORAGE_PAUSE)
