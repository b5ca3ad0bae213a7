"""What is in hand, and what of it may start next."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.backlog import Backlog, QueueKey, key_of
from storage.outbox import Lane, OutboxId, OutboxRow
from tests.unit.bot.rows import CHEN, GROUP, LI, NOW, WANG, download, edit, row


def at_once(_: OutboxRow) -> int:
    """A chat that may always be called."""
    return 0


def start(backlog: Backlog, lane: Lane = Lane.REPLY, now: int = NOW) -> OutboxRow | None:
    return backlog.start(lane, now, at_once)


def drain(backlog: Backlog, lane: Lane = Lane.REPLY, now: int = NOW) -> list[int]:
    """The ids that start, one finished before the next."""
    order = []
    while (started := start(backlog, lane, now)) is not None:
        order.append(int(started.id))
        backlog.finish(started)
    return order


def test_a_chat_has_one_call_of_a_lane_under_way_at_a_time() -> None:
    backlog = Backlog()
    backlog.add(row(1))
    backlog.add(row(2))
    first = start(backlog)
    assert first == row(1)
    assert start(backlog) is None

    backlog.finish(first)

    assert start(backlog) == row(2)


def test_chats_and_lanes_do_not_wait_for_each_other() -> None:
    backlog = Backlog()
    for waiting in (row(1), row(2, chat_id=WANG), row(3, lane=Lane.NOTICE)):
        backlog.add(waiting)

    assert start(backlog) == row(1)
    assert start(backlog) == row(2, chat_id=WANG)
    assert start(backlog, Lane.NOTICE) == row(3, lane=Lane.NOTICE)
    assert backlog.under_way == 3


def test_a_download_does_not_hold_up_the_answer_to_a_press() -> None:
    backlog = Backlog()
    answer = row(2, lane=Lane.UNPACED, method="answerCallbackQuery")
    backlog.add(download(1))
    backlog.add(answer)

    assert start(backlog, Lane.UNPACED) == download(1)
    assert start(backlog, Lane.UNPACED) == answer


def test_rows_keep_the_order_of_their_ids_however_they_come() -> None:
    backlog = Backlog()
    for id_ in (3, 1, 2):
        backlog.add(row(id_))

    assert drain(backlog) == [1, 2, 3]


def test_a_row_in_hand_is_not_taken_twice() -> None:
    backlog = Backlog()
    backlog.add(row(1))
    backlog.add(row(1))
    started = start(backlog)
    backlog.add(row(1))
    assert started is not None
    backlog.finish(started)

    assert start(backlog) is None
    assert backlog.held(Lane.REPLY) == 0


def test_a_row_put_back_keeps_its_place_and_its_time() -> None:
    backlog = Backlog()
    backlog.add(row(1))
    backlog.add(row(2))
    backlog.put_back(start(backlog) or row(0), NOW + 500)
    backlog.add(row(3))

    assert drain(backlog, now=NOW + 499) == []
    assert backlog.next_at(Lane.REPLY) == NOW + 500
    assert drain(backlog, now=NOW + 500) == [1, 2, 3]


def test_a_chat_that_may_not_be_called_holds_up_nobody_else() -> None:
    backlog = Backlog()
    backlog.add(row(1))
    backlog.add(row(2, chat_id=WANG))

    def stopped(waiting: OutboxRow) -> int:
        return NOW + 3000 if waiting.chat_id == LI else NOW

    assert backlog.start(Lane.REPLY, NOW, stopped) == row(2, chat_id=WANG)
    assert backlog.start(Lane.REPLY, NOW, stopped) is None
    assert backlog.next_at(Lane.REPLY) == NOW + 3000
    assert backlog.start(Lane.REPLY, NOW + 3000, stopped) == row(1)


def test_what_is_parked_holds_nobody_up_and_comes_back_with_its_parent() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))
    backlog.add(row(3))
    child = start(backlog)
    assert child == edit(2, parent=1)
    backlog.park(child, OutboxId(1))

    assert drain(backlog) == [3]
    backlog.unpark(OutboxId(1))
    assert drain(backlog) == [2]


def test_a_parent_that_ends_brings_its_children_back() -> None:
    backlog = Backlog()
    parent = row(1, chat_id=WANG)
    backlog.add(edit(2, parent=1))
    backlog.park(start(backlog) or row(0), OutboxId(1))
    backlog.add(parent)
    backlog.finish(start(backlog) or row(0))

    assert drain(backlog) == [2]


def test_a_newer_edit_replaces_one_that_waits() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))

    assert backlog.add(edit(3, parent=1)) == 2

    assert drain(backlog) == [3]
    assert backlog.held(Lane.REPLY) == 0


def test_a_newer_edit_replaces_one_that_is_parked() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))
    backlog.park(start(backlog) or row(0), OutboxId(1))

    backlog.add(edit(3, parent=1))
    backlog.unpark(OutboxId(1))

    assert drain(backlog) == [3]
    assert backlog.held(Lane.REPLY) == 0


def test_a_newer_edit_replaces_one_that_was_put_back() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))
    backlog.put_back(start(backlog) or row(0), NOW)

    backlog.add(edit(3, parent=1))

    assert drain(backlog) == [3]
    assert backlog.held(Lane.REPLY) == 0


def test_a_newer_edit_follows_one_under_way_which_is_not_tried_again() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))
    older = start(backlog)
    assert older is not None

    assert backlog.add(edit(3, parent=1)) is None
    backlog.put_back(older, NOW + 500)

    assert drain(backlog) == [3]
    assert backlog.held(Lane.REPLY) == 0


def test_an_edit_older_than_the_one_in_hand_comes_from_an_old_look_and_is_ignored() -> None:
    backlog = Backlog()
    backlog.add(edit(3, parent=1))

    backlog.add(edit(2, parent=1))

    assert drain(backlog) == [3]


def test_what_waits_for_a_replaced_edit_comes_back() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1))
    backlog.add(row(9, chat_id=CHEN, parent=OutboxId(2)))
    backlog.park(start(backlog) or row(0), OutboxId(1))
    backlog.park(start(backlog) or row(0), OutboxId(2))

    backlog.add(edit(3, parent=1))

    assert drain(backlog) == [3, 9]


def test_a_group_that_moved_takes_its_rows_along_in_order() -> None:
    backlog = Backlog()
    for id_ in (1, 2, 3):
        backlog.add(row(id_, chat_id=GROUP))
    first = start(backlog)
    assert first is not None

    backlog.move_chat("telegram", GROUP, -1002)
    backlog.forward(first, first.for_chat(-1002))

    moved = start(backlog)
    assert moved == row(1, chat_id=-1002)
    backlog.finish(moved)
    assert drain(backlog) == [2, 3]
    assert backlog.under_way == 0


def test_an_edit_that_moved_with_its_group_is_still_replaced_by_a_newer_one() -> None:
    backlog = Backlog()
    backlog.add(edit(2, parent=1, chat_id=GROUP))
    backlog.move_chat("telegram", GROUP, -1002)

    backlog.add(edit(3, parent=1, chat_id=-1002))

    assert drain(backlog) == [3]


class AnyOrderOfEvents(RuleBasedStateMachine):
    """The backlog against plain lists: the same rows may start, and none is lost or started twice."""

    def __init__(self) -> None:
        super().__init__()
        self.backlog = Backlog()
        self.now = NOW
        self.newest = 0
        self.queues: dict[QueueKey, list[OutboxRow]] = {}
        self.under_way: dict[QueueKey, OutboxRow] = {}
        self.parked: dict[OutboxId, list[OutboxRow]] = {}
        self.not_before: dict[QueueKey, int] = {}
        self.stops: dict[int, int] = {}

    def unsent(self, target: str) -> list[OutboxRow]:
        rows = [row for rows in (*self.queues.values(), *self.parked.values()) for row in rows]
        return [row for row in rows if row.target == target]

    def drop(self, older: OutboxRow) -> None:
        for rows in (*self.queues.values(), *self.parked.values()):
            if older in rows:
                rows.remove(older)
        self.end(older)

    def end(self, ended: OutboxRow) -> None:
        for child in self.parked.pop(ended.id, []):
            self.enqueue(child)

    def enqueue(self, waiting: OutboxRow) -> None:
        insort(self.queues.setdefault(key_of(waiting), []), waiting, key=lambda other: other.id)

    def ready_at(self, waiting: OutboxRow) -> int:
        return self.stops.get(waiting.chat_id, 0)

    def may_start(self, lane: Lane) -> list[OutboxRow]:
        return [
            queue[0]
            for key, queue in self.queues.items()
            if key.lane is lane
            and queue
            and key not in self.under_way
            and max(self.not_before.get(key, 0), self.ready_at(queue[0])) <= self.now
        ]

    @rule(
        chat=st.sampled_from([LI, WANG, GROUP]),
        lane=st.sampled_from([Lane.UNPACED, Lane.REPLY]),
        message=st.none() | st.sampled_from(["row:1", "row:2"]),
        data=st.data(),
    )
    def add(self, chat: int, lane: Lane, message: str | None, data: st.DataObject) -> None:
        parent = OutboxId(data.draw(st.integers(1, self.newest))) if message and self.newest else None
        self.newest += 1
        added = row(self.newest, chat_id=chat, lane=lane, target=message, parent=parent)
        for older in self.unsent(message) if message is not None else []:
            self.drop(older)
        self.enqueue(added)
        self.backlog.add(added)

    @rule(lane=st.sampled_from([Lane.UNPACED, Lane.REPLY]))
    def start(self, lane: Lane) -> None:
        expected = self.may_start(lane)
        started = self.backlog.start(lane, self.now, self.ready_at)
        if started is None:
            assert not expected
            return
        assert started in expected
        self.queues[key_of(started)].remove(started)
        self.under_way[key_of(started)] = started

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        ended = self.take_one_under_way(data)
        self.not_before.pop(key_of(ended), None)
        self.end(ended)
        self.backlog.finish(ended)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), delay=st.integers(0, 1000))
    def put_back(self, data: st.DataObject, delay: int) -> None:
        tried = self.take_one_under_way(data)
        if self.stays(tried):
            self.queues.setdefault(key_of(tried), []).insert(0, tried)
            self.not_before[key_of(tried)] = self.now + delay
        self.backlog.put_back(tried, self.now + delay)

    @precondition(lambda self: any(row.parent for row in self.under_way.values()))
    @rule(data=st.data())
    def park(self, data: st.DataObject) -> None:
        child = self.take_one_under_way(data, lambda row: row.parent is not None)
        assert child.parent is not None
        if self.stays(child):
            self.parked.setdefault(child.parent, []).append(child)
        self.backlog.park(child, child.parent)
        if child.parent not in self.in_hand():  # it has ended, as delivery finds when it looks again
            self.end(row(child.parent))
            self.backlog.unpark(child.parent)

    def stays(self, tried: OutboxRow) -> bool:
        """Whether it is still the newest unsent edit of its message; older ones are dropped for it."""
        rivals = self.unsent(tried.target) if tried.target is not None else []
        if any(rival.id > tried.id for rival in rivals):
            self.not_before.pop(key_of(tried), None)
            self.end(tried)
            return False
        for older in rivals:
            self.drop(older)
        return True

    def in_hand(self) -> set[OutboxId]:
        waiting = {row.id for rows in (*self.queues.values(), *self.parked.values()) for row in rows}
        return waiting | {row.id for row in self.under_way.values()}

    @rule(chat=st.sampled_from([LI, WANG, GROUP]), delay=st.integers(0, 1000))
    def stop_chat(self, chat: int, delay: int) -> None:
        self.stops[chat] = max(self.stops.get(chat, 0), self.now + delay)

    @rule(step=st.integers(1, 2000))
    def wait(self, step: int) -> None:
        self.now += step

    def take_one_under_way(
        self, data: st.DataObject, wanted: Callable[[OutboxRow], bool] = lambda _: True
    ) -> OutboxRow:
        keys = sorted(key for key, row in self.under_way.items() if wanted(row))
        return self.under_way.pop(data.draw(st.sampled_from(keys)))

    @invariant()
    def as_much_is_in_hand_as_in_the_lists(self) -> None:
        waiting = sum(len(rows) for rows in (*self.queues.values(), *self.parked.values()))
        in_hand = sum(self.backlog.held(lane) for lane in Lane)
        assert in_hand == waiting + len(self.under_way)
        assert self.backlog.under_way == len(self.under_way)

    @invariant()
    def somebody_looks_when_something_may_start(self) -> None:
        for lane in (Lane.UNPACED, Lane.REPLY):
            next_at = self.backlog.next_at(lane)
            assert not self.may_start(lane) or (next_at is not None and next_at <= self.now)


AnyOrderOfEvents.TestCase.settings = settings(max_examples=150, stateful_step_count=40)
TestAnyOrderOfEvents = AnyOrderOfEvents.TestCase
