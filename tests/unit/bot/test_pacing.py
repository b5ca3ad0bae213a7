"""The pacer against a model of Telegram's own buckets, with a network that delays at random."""

from __future__ import annotations

import heapq
import random
from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import CLOCK_ERROR, FIRST_SWEEP, Pacer
from storage.outbox import Lane

NOW = 1_700_000_000_000


@dataclass(slots=True)
class ServerBucket:
    """A token bucket as Telegram keeps it: `rate` tokens per ms, refilled at every moment."""

    rate: float
    burst: int
    tokens: float = field(init=False)
    filled_at: float = 0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def admits(self, count: int, at: float) -> bool:
        self.tokens = min(self.burst, self.tokens + (at - self.filled_at) * self.rate)
        self.filled_at = at
        if self.tokens + 1e-6 < min(count, self.burst):
            return False
        self.tokens -= count
        return True


@dataclass(frozen=True, slots=True, order=True)
class Message:
    due: int
    chat: int
    lane: Lane
    count: int = 1


class Delivery:
    """Sends messages as delivery does: those of one chat and lane one after the other, lower lanes first."""

    def __init__(self, messages: list[Message], longest_trip: int, seed: int) -> None:
        self.pacer = Pacer()
        self.chance = random.Random(seed)
        self.longest_trip = longest_trip
        self.everything = ServerBucket(30 / 1000, 30)
        self.chats: dict[int, ServerBucket] = {}
        self.refused: list[Message] = []
        self.answers: dict[Message, int] = {}
        self.queues: dict[tuple[Lane, int], deque[Message]] = {}
        for message in sorted(messages):
            self.queues.setdefault((message.lane, message.chat), deque()).append(message)
        self.events: list[tuple[int, int, str, Message]] = []
        self.under_way: set[tuple[Lane, int]] = set()

    def run(self) -> int:
        """Deliver everything; returns the time of the last answer."""
        now = 0
        while self.events or any(self.queues.values()):
            waking = self.start_what_may(now)
            now = min([waking] + [event[0] for event in self.events[:1]])
            while self.events and self.events[0][0] <= now:
                self.happen(*heapq.heappop(self.events))
        return max(self.answers.values(), default=0)

    def start_what_may(self, now: int) -> int:
        """Start every message that may start; returns when to look again."""
        waking = now + 60_000
        for key in sorted(self.queues):
            queue = self.queues[key]
            if not queue or key in self.under_way:
                continue
            head = queue[0]
            ready = max(head.due, self.pacer.ready_at(head.chat, head.lane, now, head.count))
            if ready <= now:
                self.start(queue.popleft(), now)
            else:
                waking = min(waking, ready)
        return waking

    def start(self, message: Message, now: int) -> None:
        self.under_way.add((message.lane, message.chat))
        self.pacer.started(message.chat, message.lane, now, message.count)
        arrival = now + self.chance.randint(0, self.longest_trip)
        answer = arrival + self.chance.randint(0, self.longest_trip)
        heapq.heappush(self.events, (arrival, len(self.answers), "arrival", message))
        heapq.heappush(self.events, (answer, len(self.answers), "answer", message))

    def happen(self, at: int, _: int, kind: str, message: Message) -> None:
        if kind == "answer":
            self.answers[message] = at
            self.under_way.discard((message.lane, message.chat))
            self.pacer.finished(message.chat, message.lane, at)
        elif not self.admitted(message, at):
            self.refused.append(message)

    def admitted(self, message: Message, at: float) -> bool:
        if message.lane is Lane.UNPACED:
            return True
        if message.chat not in self.chats:
            private = message.chat > 0
            self.chats[message.chat] = ServerBucket(1 / 1000, 5) if private else ServerBucket(20 / 60_000, 20)
        buckets = (self.everything, self.chats[message.chat])
        return all(bucket.admits(message.count, at) for bucket in buckets)


messages = st.builds(
    Message,
    due=st.integers(0, 20_000),
    chat=st.sampled_from([1, 2, 3, -1]) | st.integers(-3, 60).filter(bool),
    lane=st.sampled_from(Lane),
    count=st.sampled_from([1, 1, 1, 2, 10]),
)


@settings(max_examples=150)
@given(st.lists(messages, max_size=120, unique=True), st.sampled_from([0, 30, 300, 900]), st.integers())
def test_no_429_is_ever_provoked_however_the_network_delays(
    sent: list[Message], longest_trip: int, seed: int
) -> None:
    delivery = Delivery(sent, longest_trip, seed)
    delivery.run()
    assert delivery.refused == []
    assert len(delivery.answers) == len(sent)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("longest_trip", [0, 30, 150])
def test_a_broadcast_to_300_takes_at_most_a_twentieth_longer_than_the_limit_asks(
    longest_trip: int, seed: int
) -> None:
    delivery = Delivery([Message(0, chat, Lane.BROADCAST) for chat in range(1, 301)], longest_trip, seed)
    assert delivery.run() <= 300 / 30 * 1000 * 1.05
    assert delivery.refused == []


def test_replies_pass_a_broadcast_that_is_under_way() -> None:
    broadcast = [Message(0, chat, Lane.BROADCAST) for chat in range(1, 301)]
    replies = [Message(2_000 + 400 * n, 1_000 + n, Lane.REPLY) for n in range(10)]
    delivery = Delivery(broadcast + replies, 100, 1)
    delivery.run()
    assert max(delivery.answers[reply] - reply.due for reply in replies) <= 200 + CLOCK_ERROR


def start(pacer: Pacer, chat: int, lane: Lane, now: int, count: int = 1) -> None:
    """A request that is answered at once."""
    pacer.started(chat, lane, now, count)
    pacer.finished(chat, lane, now)


def test_a_private_chat_gets_five_at_once_and_then_one_a_second() -> None:
    pacer = Pacer()
    for _ in range(5):
        assert pacer.ready_at(1, Lane.REPLY, NOW) <= NOW + CLOCK_ERROR
        start(pacer, 1, Lane.REPLY, NOW)
    assert pacer.ready_at(1, Lane.REPLY, NOW) == NOW + 1_000 + CLOCK_ERROR
    assert pacer.ready_at(2, Lane.REPLY, NOW) <= NOW


def test_a_token_comes_back_a_second_after_the_answer_and_not_after_the_start() -> None:
    pacer = Pacer()
    for _ in range(4):
        start(pacer, 1, Lane.REPLY, NOW)
    pacer.started(1, Lane.REPLY, NOW)
    pacer.finished(1, Lane.REPLY, NOW + 100_000)
    for _ in range(4):
        start(pacer, 1, Lane.REPLY, NOW + 100_000)
    assert pacer.ready_at(1, Lane.REPLY, NOW + 100_000) > NOW + 100_000


def test_a_request_that_is_never_answered_does_not_hold_the_others_for_long() -> None:
    pacer = Pacer()
    for chat in range(1, 100):
        pacer.started(chat, Lane.BROADCAST, NOW)
    assert pacer.ready_at(500, Lane.BROADCAST, NOW + 1_000) > NOW + 1_000
    assert pacer.ready_at(500, Lane.BROADCAST, NOW + 10_000) <= NOW + 10_000


def test_an_album_larger_than_the_burst_waits_for_a_full_bucket_and_leaves_a_debt() -> None:
    pacer = Pacer()
    start(pacer, 1, Lane.REPLY, NOW)
    assert pacer.ready_at(1, Lane.REPLY, NOW, count=10) == NOW + 1_000 + CLOCK_ERROR
    start(pacer, 1, Lane.REPLY, NOW + 2_000, count=10)
    assert pacer.ready_at(1, Lane.REPLY, NOW + 2_000) == NOW + 2_000 + 6_000 + CLOCK_ERROR


def test_answers_to_presses_are_not_paced() -> None:
    pacer = Pacer()
    for _ in range(100):
        start(pacer, 1, Lane.UNPACED, NOW)
    assert pacer.ready_at(1, Lane.UNPACED, NOW) <= NOW
    assert pacer.ready_at(1, Lane.REPLY, NOW) <= NOW


def test_nought_means_no_limit() -> None:
    pacer = Pacer(0, 0, 0)
    for chat in (1, -1) * 500:
        start(pacer, chat, Lane.BROADCAST, NOW)
    assert pacer.ready_at(1, Lane.BROADCAST, NOW) <= NOW
    assert pacer.ready_at(-1, Lane.BROADCAST, NOW) <= NOW


@pytest.mark.parametrize("total", [1, 2, 4, 1_000])
def test_a_small_or_a_large_total_still_lets_broadcasts_through(total: int) -> None:
    pacer = Pacer(total_per_second=total)
    assert pacer.ready_at(1, Lane.BROADCAST, NOW) <= NOW


@given(st.sampled_from(Lane), st.integers(1, 3_600), st.integers(0, 3_600_000))
def test_nothing_of_a_limited_chat_starts_inside_its_retry_after(lane: Lane, wait: int, later: int) -> None:
    pacer = Pacer()
    pacer.limited(1, wait, NOW)
    may_start = pacer.ready_at(1, lane, NOW + later) <= NOW + later
    assert may_start == (later >= wait * 1_000 + CLOCK_ERROR)
    assert pacer.ready_at(2, lane, NOW + later) <= NOW + later


def test_a_shorter_retry_after_does_not_undo_a_longer_one() -> None:
    pacer = Pacer()
    pacer.limited(1, 60, NOW)
    pacer.limited(1, 1, NOW)
    assert pacer.ready_at(1, Lane.REPLY, NOW + 59_999) > NOW + 59_999


def test_three_chats_limited_within_a_second_stop_everything() -> None:
    pacer = Pacer()
    for chat, wait in ((1, 5), (2, 30), (3, 5)):
        assert pacer.ready_at(99, Lane.UNPACED, NOW) <= NOW
        pacer.limited(chat, wait, NOW)
    assert pacer.ready_at(99, Lane.UNPACED, NOW + 29_999) > NOW + 29_999
    assert pacer.ready_at(99, Lane.REPLY, NOW + 31_000) <= NOW + 31_000


def test_three_chats_limited_far_apart_or_one_thrice_stop_only_themselves() -> None:
    pacer = Pacer()
    for n in range(3):
        pacer.limited(1, 5, NOW)
        pacer.limited(2 + n, 5, NOW + 10_000 * n)
    assert pacer.ready_at(99, Lane.REPLY, NOW + 20_000) <= NOW + 20_000


@given(st.integers(0, 10 * 365 * 86_400_000), st.sampled_from([1, -1]))
def test_a_clock_that_is_set_back_locks_nothing_for_longer_than_it_was_locked(back: int, chat: int) -> None:
    pacer = Pacer()
    while pacer.ready_at(chat, Lane.REPLY, NOW) <= NOW:
        start(pacer, chat, Lane.REPLY, NOW)
    waiting = pacer.ready_at(chat, Lane.REPLY, NOW) - NOW
    assert pacer.ready_at(chat, Lane.REPLY, NOW - back) == NOW - back + waiting
    pacer.limited(chat, 60, NOW - back)
    assert pacer.ready_at(chat, Lane.REPLY, NOW - 2 * back) == NOW - 2 * back + 60_000 + CLOCK_ERROR


def test_a_clock_that_leaps_forward_finds_every_bucket_full() -> None:
    pacer = Pacer()
    while pacer.ready_at(1, Lane.REPLY, NOW) <= NOW:
        start(pacer, 1, Lane.REPLY, NOW)
    assert pacer.ready_at(1, Lane.REPLY, NOW + 86_400_000) <= NOW + 86_400_000


def test_idle_chats_are_forgotten() -> None:
    pacer = Pacer()
    for chat in range(1, 20 * FIRST_SWEEP):
        start(pacer, chat, Lane.REPLY, NOW + 100 * chat)
        pacer.limited(chat, 1, NOW + 100 * chat)
    assert len(pacer._chats) <= FIRST_SWEEP
    assert len(pacer._stops) <= FIRST_SWEEP
