"""When a request may start so that Telegram never has to answer 429 (limits: Bot FAQ, measured bursts).

Telegram fills a bucket of tokens per chat and one over all, and takes a token when a request *arrives*, some time
between our start and its answer. So a token counts as used from the start, and as refilling only from the answer:
however the network shuffles requests, Telegram's bucket then holds at least as much as ours.

Pure: times are integer UTC milliseconds and come from outside. Nothing here waits.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

from storage.outbox import Lane

PRIVATE_BURST = 5.0  # seconds' worth of tokens; Telegram lets five through to a private chat at once
GROUP_BURST = 0.75  # of a minute's worth; Telegram's own is a full minute, the rest is ours to be wrong about
TOTAL_BURST = 2 / 3  # of a second's worth; Telegram's own is a full second
KEPT_FROM_BROADCASTS = 3  # tokens of the total, so that a reply never waits behind a broadcast
CLOCK_ERROR = 50  # ms by which our clock and the other side's may differ, rounding included
LONGEST_FLIGHT = (
    2_000  # ms; an answer this late is a fault and no jitter, and must not hold up everybody else
)
CROWD = (
    3  # chats limited within CROWD_WINDOW mean that everything is limited: the answer itself does not say so
)
CROWD_WINDOW = 1_000  # ms
FIRST_SWEEP = 1_024  # chats remembered before idle ones are looked for

Flight = tuple[
    int | None, Lane
]  # one chat's requests of one lane follow each other, so this names one request


class Bucket:
    """Tokens that are held while a request is under way and come back one by one after its answer."""

    __slots__ = ("_capacity", "_flights", "_held", "_interval", "_refilled_at")

    def __init__(self, capacity: int, interval: float) -> None:
        """`capacity` tokens at most; one comes back every `interval` milliseconds."""
        self._capacity = capacity
        self._interval = interval
        self._refilled_at = -math.inf
        self._flights: dict[Flight, tuple[int, int]] = {}  # start and tokens, in order of start
        self._held = 0

    def ready_at(self, tokens: int, kept: int, now: int) -> int:
        """Earliest start of a request that leaves `kept` tokens: exact if ≤ now, else not before this.

        What needs more than fits waits for a full bucket and leaves a debt, or it could never be sent.
        """
        self._land_the_lost(now)
        capacity = self._capacity - min(kept, self._capacity - 1)
        missing = self._held + min(tokens, capacity) - capacity
        return math.ceil(max(self._refilled_at, now) + missing * self._interval)

    def take(self, flight: Flight, tokens: int, now: int) -> None:
        """Hold tokens for a request that starts now."""
        self.land(flight, now)
        self._flights[flight] = (now, tokens)
        self._held += tokens

    def land(self, flight: Flight, now: int) -> None:
        """Let the tokens of an answered request begin to come back; one that was given up on did so already."""
        _, tokens = self._flights.pop(flight, (now, 0))
        if tokens:
            self._held -= tokens
            self._refilled_at = max(self._refilled_at, now + CLOCK_ERROR) + tokens * self._interval

    def is_idle(self, now: int) -> bool:
        """Whether forgetting this bucket would change nothing."""
        self._land_the_lost(now)
        return not self._flights and self._refilled_at <= now

    def _land_the_lost(self, now: int) -> None:
        lost = []
        for flight, (start, _) in self._flights.items():
            if start + LONGEST_FLIGHT > now:
                break
            lost.append((flight, start + LONGEST_FLIGHT))
        for flight, landing in lost:
            self.land(flight, landing)


class Pacer:
    """Three limits at once: over all, per private chat, per group; and what Telegram's 429 has stopped.

    A chat above zero is private, below zero a group; None is a request that belongs to no chat.
    """

    def __init__(
        self, total_per_second: float = 30, chat_per_second: float = 1, group_per_minute: float = 20
    ) -> None:
        """0 means no limit of that kind."""
        self._total = _bucket(total_per_second, 1_000, TOTAL_BURST)
        self._chat_per_second = chat_per_second
        self._group_per_minute = group_per_minute
        self._chats: dict[int, Bucket] = {}
        self._stops: dict[int | None, int] = {}
        self._all_stopped_until = 0
        self._lately_limited: deque[tuple[int, int | None, int]] = deque()
        self._sweep_at = FIRST_SWEEP
        self._latest = 0
        self._behind = 0

    def ready_at(self, chat_id: int | None, lane: Lane, now: int, count: int = 1) -> int:
        """Earliest time at which a request of `count` messages may start; ≤ now means at once.

        A later time is a lower bound, reckoned as if what is under way were answered now: ask again then.
        """
        here = self._own_time(now)
        ready = max(self._all_stopped_until, self._stops.get(chat_id, 0), here)
        if lane is not Lane.UNPACED:
            kept = KEPT_FROM_BROADCASTS if lane is Lane.BROADCAST else 0
            for bucket in self._buckets(chat_id):
                spared = kept if bucket is self._total else 0
                ready = max(ready, bucket.ready_at(count, spared, here))
        return ready - self._behind

    def started(self, chat_id: int | None, lane: Lane, now: int, count: int = 1) -> None:
        """A request has started; one of a chat and lane follows the other."""
        here = self._own_time(now)
        if lane is Lane.UNPACED:
            return
        self._forget_idle(here)
        self._remember(chat_id)
        for bucket in self._buckets(chat_id):
            bucket.take((chat_id, lane), count, here)

    def finished(self, chat_id: int | None, lane: Lane, now: int) -> None:
        """The request was answered, or failed; call this before `limited`."""
        here = self._own_time(now)
        for bucket in self._buckets(chat_id):
            bucket.land((chat_id, lane), here)

    def limited(self, chat_id: int | None, retry_after_seconds: int, now: int) -> None:
        """A 429: nothing of this chat starts before the time is over, whatever its lane."""
        here = self._own_time(now)
        until = here + retry_after_seconds * 1_000 + CLOCK_ERROR
        self._stops[chat_id] = max(until, self._stops.get(chat_id, 0))
        while self._lately_limited and self._lately_limited[0][0] <= here - CROWD_WINDOW:
            self._lately_limited.popleft()
        self._lately_limited.append((here, chat_id, until))
        if len({chat for _, chat, _ in self._lately_limited}) >= CROWD:
            self._all_stopped_until = max(until for _, _, until in self._lately_limited)

    def _own_time(self, now: int) -> int:
        """A time that stands still while the clock is set back, or what was ahead would be so for much longer."""
        self._behind += max(0, self._latest - now)
        self._latest = now
        return now + self._behind

    def _buckets(self, chat_id: int | None) -> Iterator[Bucket]:
        """The buckets a request takes from; a chat that is not remembered has a full one."""
        if self._total is not None:
            yield self._total
        if chat_id in self._chats:
            yield self._chats[chat_id]

    def _remember(self, chat_id: int | None) -> None:
        if chat_id is not None and chat_id not in self._chats and (bucket := self._new_chat(chat_id)):
            self._chats[chat_id] = bucket

    def _new_chat(self, chat_id: int) -> Bucket | None:
        if chat_id > 0:
            return _bucket(self._chat_per_second, 1_000, PRIVATE_BURST)
        return _bucket(self._group_per_minute, 60_000, GROUP_BURST)

    def _forget_idle(self, here: int) -> None:
        """Keep memory in step with the chats that are busy; doubling makes the sweeps cheap in the long run."""
        if len(self._chats) + len(self._stops) < self._sweep_at:
            return
        self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.is_idle(here)}
        self._stops = {chat: until for chat, until in self._stops.items() if until > here}
        self._sweep_at = max(FIRST_SWEEP, 2 * (len(self._chats) + len(self._stops)))


def _bucket(rate: float, period: int, burst: float) -> Bucket | None:
    """A bucket for `rate` requests per `period` ms that lets `burst` periods' worth through at once."""
    if rate == 0:
        return None
    return Bucket(capacity=max(1, math.floor(rate * burst)), interval=period / rate)
