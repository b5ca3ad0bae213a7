"""What is due and not sent yet, in hand: a queue for each (lane, chat), one call of each under way at a time.

Plain data without I/O and without a clock: times are passed in, as UTC milliseconds.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from storage.outbox import Lane, OutboxId, OutboxRow


@dataclass(frozen=True, slots=True, order=True)
class QueueKey:
    """Order holds within one of these and is nobody's promise across them."""

    lane: Lane
    channel: str
    chat_id: int
    is_download: bool  # a slow one must not hold up the answer to a press


def key_of(row: OutboxRow) -> QueueKey:
    """The queue a row stands in."""
    return QueueKey(row.lane, row.channel, row.chat_id, row.is_download)


class Backlog:
    """Rows are added, started, and then finished, put back, or parked until their parent has ended."""

    def __init__(self) -> None:
        self._queues: dict[QueueKey, list[OutboxRow]] = {}
        self._under_way: dict[QueueKey, OutboxId] = {}
        # When to look at a queue again, soonest first. Entries can be out of date; the queues are what counts.
        self._agenda: dict[Lane, list[tuple[int, OutboxId, QueueKey]]] = {lane: [] for lane in Lane}
        self._held: dict[Lane, set[OutboxId]] = {lane: set() for lane in Lane}
        self._not_before: dict[QueueKey, int] = {}
        self._edits: dict[str, OutboxRow] = {}
        self._parked: dict[OutboxId, list[OutboxRow]] = {}

    def __contains__(self, row: OutboxRow) -> bool:
        return row.id in self._held[row.lane]

    def held(self, lane: Lane) -> int:
        """How many rows of a lane are in hand, those under way included."""
        return len(self._held[lane])

    @property
    def under_way(self) -> int:
        """How many calls have been started and not ended."""
        return len(self._under_way)

    def add(self, row: OutboxRow) -> OutboxId | None:
        """Take a row in hand; returns the unsent edit of the same message that is dropped for it, if any.

        The outbox has dropped that edit too. A row that is itself older than such an edit comes from an old look
        at the outbox, and is ignored.
        """
        if row in self or self._is_replaced(row):
            return None
        dropped = self._note_edit(row)
        self._held[row.lane].add(row.id)
        self._enqueue(row)
        return dropped

    def start(self, lane: Lane, now: int, ready_at: Callable[[OutboxRow], int]) -> OutboxRow | None:
        """Take the next row of a lane whose chat may be called now; None when there is none.

        `ready_at` says from when on a row may be sent as far as its chat is concerned.
        """
        agenda = self._agenda[lane]
        while agenda and agenda[0][0] <= now:
            _, _, key = heapq.heappop(agenda)
            queue = self._queues.get(key)
            if not queue or key in self._under_way:
                continue
            ready = max(ready_at(queue[0]), self._not_before.get(key, 0))
            if ready > now:
                heapq.heappush(agenda, (ready, queue[0].id, key))
                continue
            row = queue.pop(0)
            self._under_way[key] = row.id
            if row.target is not None and self._edits.get(row.target) is row:
                del self._edits[row.target]  # under way: a newer edit follows it and replaces nothing
            return row
        return None

    def next_at(self, lane: Lane) -> int | None:
        """When to look at a lane again; None when nothing of it waits."""
        agenda = self._agenda[lane]
        return agenda[0][0] if agenda else None

    def finish(self, row: OutboxRow) -> None:
        """The row has ended: the next of its queue may start, and what waited for it comes back."""
        self._held[row.lane].discard(row.id)
        self._not_before.pop(key_of(row), None)
        self._release(key_of(row))
        self.unpark(row.id)

    def put_back(self, row: OutboxRow, at: int) -> None:
        """The row is to be tried again at a time; until then it keeps its place at the head of its queue."""
        if self._is_replaced(row):
            self.finish(row)
            return
        key = key_of(row)
        self._note_edit(row)
        self._queues.setdefault(key, []).insert(0, row)
        self._not_before[key] = at
        self._release(key)

    def park(self, row: OutboxRow, parent: OutboxId) -> None:
        """The row waits for its parent and holds nobody up meanwhile."""
        if self._is_replaced(row):
            self.finish(row)
            return
        self._note_edit(row)
        self._parked.setdefault(parent, []).append(row)
        self._release(key_of(row))

    def unpark(self, parent: OutboxId) -> None:
        """The parent has ended: what waited for it takes its place in its queue again."""
        for child in self._parked.pop(parent, []):
            self._enqueue(child)

    def move_chat(self, channel: str, old: int, new: int) -> None:
        """A group became a supergroup: what waits for the old id goes to the new one."""
        moved = [key for key in self._queues if (key.channel, key.chat_id) == (channel, old)]
        for key in moved:
            for row in self._queues.pop(key):
                self._enter(row.for_chat(new))

    def forward(self, row: OutboxRow, moved: OutboxRow) -> None:
        """A row under way goes on as another: the same call to the chat's new id."""
        self._release(key_of(row))
        self._enter(moved)

    def _enter(self, row: OutboxRow) -> None:
        if self._is_replaced(row):
            self.finish(row)
            return
        self._note_edit(row)
        self._enqueue(row)

    def _enqueue(self, row: OutboxRow) -> None:
        key = key_of(row)
        queue = self._queues.setdefault(key, [])
        insort(queue, row, key=lambda other: other.id)
        if key not in self._under_way:
            self._schedule(key)

    def _release(self, key: QueueKey) -> None:
        self._under_way.pop(key, None)
        if self._queues.get(key):
            self._schedule(key)
        else:
            self._queues.pop(key, None)

    def _schedule(self, key: QueueKey) -> None:
        entry = (self._not_before.get(key, 0), self._queues[key][0].id, key)
        heapq.heappush(self._agenda[key.lane], entry)

    def _is_replaced(self, row: OutboxRow) -> bool:
        newest = self._edits.get(row.target) if row.target is not None else None
        return newest is not None and newest.id > row.id

    def _note_edit(self, row: OutboxRow) -> OutboxId | None:
        """The row is the newest unsent edit of its message; returns the one that is dropped for it, if any."""
        if row.target is None:
            return None
        older = self._edits.get(row.target)
        self._edits[row.target] = row
        return None if older is None or older.id == row.id else self._drop(older)

    def _drop(self, older: OutboxRow) -> OutboxId:
        self._held[older.lane].discard(older.id)
        for rows in self._rows_near(older):
            if older in rows:
                rows.remove(older)
        self.unpark(older.id)
        return older.id

    def _rows_near(self, row: OutboxRow) -> Iterable[list[OutboxRow]]:
        yield self._queues.get(key_of(row), [])
        if row.parent is not None:
            yield self._parked.get(row.parent, [])
