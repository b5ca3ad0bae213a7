"""What is found in the outbox: at start, when its time has come, and page by page; nothing lost, nothing twice."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.clock import ManualClock
from bot.delivery import PAGE
from bot.pacing import Pacer
from storage import outbox
from storage.database import Transaction
from storage.outbox import Lane, OutboxId, OutboxRow
from tests.unit.bot.post import Post, finish_within_patience, make_delivery
from tests.unit.bot.rows import CHEN, LI, NOW, WANG, edit, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle, until


async def test_what_was_committed_before_a_restart_is_found(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    await storage.add(row(1), row(2))
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await settle()

    assert api.texts() == ["1", "2"]
    await finish_within_patience(delivery, running)


async def test_a_parent_that_ends_between_the_look_and_the_parking_still_brings_the_edit_back(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look happens on another connection, so it can be out of date when it returns."""
    answers = iter([None])
    look = outbox.ending_of

    def late(transaction: Transaction, id_: OutboxId) -> outbox.Ending | None:
        return next(answers, look(transaction, id_))

    await post.say(row(1))
    monkeypatch.setattr(outbox, "ending_of", late)
    await post.say(edit(2, parent=1))

    assert await post.state(2) == "sent"


async def test_what_is_due_later_is_sent_when_its_time_has_come(post: Post) -> None:
    await post.say(row(1, due_at=NOW + 60_000))
    await post.advance(59_999)
    assert post.api.texts() == []

    await post.advance(1)

    assert post.api.texts() == ["1"]


async def test_what_becomes_due_goes_before_what_is_said_at_that_moment(post: Post) -> None:
    await post.say(row(1, due_at=NOW + 60_000))
    post.clock.advance(60_000)

    await post.say(row(2, due_at=NOW + 60_000))

    assert post.api.texts() == ["1", "2"]


async def test_a_row_of_the_future_handed_over_during_a_sweep_is_not_forgotten(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = make_delivery(storage, clock, api, pacer, [])
    look = outbox.next_due_at

    def late(transaction: Transaction, now: int) -> int | None:
        seen = look(transaction, now)
        delivery.take([row(1, due_at=NOW + 1_000)])  # committed after the look, handed over before its result
        return seen

    monkeypatch.setattr(outbox, "next_due_at", late)
    running = asyncio.create_task(delivery.run())
    await settle()
    monkeypatch.setattr(outbox, "next_due_at", look)
    await storage.add(row(1, due_at=NOW + 1_000))

    clock.advance(1_000)
    await settle()

    assert api.texts() == ["1"]
    await finish_within_patience(delivery, running)


async def test_nothing_overtakes_what_was_committed_while_a_sweep_looked(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await storage.add(row(1), row(2))
    delivery = make_delivery(storage, clock, api, pacer, [])
    look, look_ahead = outbox.due, outbox.next_due_at

    def too_early(transaction: Transaction, lane: Lane, now: int, limit: int) -> list[OutboxRow]:
        if lane is not Lane.REPLY:
            return look(transaction, lane, now, limit)
        monkeypatch.setattr(outbox, "due", look)
        delivery.take([first])
        return []

    def handing_over(transaction: Transaction, now: int) -> int | None:
        monkeypatch.setattr(outbox, "next_due_at", look_ahead)
        delivery.take([second])
        return look_ahead(transaction, now)

    monkeypatch.setattr(outbox, "due", too_early)
    monkeypatch.setattr(outbox, "next_due_at", handing_over)
    running = asyncio.create_task(delivery.run())
    await settle()

    assert api.texts() == ["1", "2"]
    await finish_within_patience(delivery, running)


async def test_more_than_a_page_of_a_stopped_chat_starves_nobody(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    await storage.add(*(row(id_) for id_ in range(1, 2 * PAGE)), row(2 * PAGE, chat_id=WANG))
    api.will_answer("sendMessage", RetryAfter(3600))
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await settle()

    assert api.texts(WANG) == [str(2 * PAGE)]
    await finish_within_patience(delivery, running)


async def test_more_than_a_page_is_sent_completely_and_in_order(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    chats = (LI, WANG, CHEN)
    rows = [row(id_, chat_id=chats[id_ % 3]) for id_ in range(1, PAGE * 2)]
    await storage.add(*rows)
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0)
    delivery.take(await storage.add(row(PAGE * 2, chat_id=LI)))  # must not overtake what is not in hand yet
    await until(lambda: len(api.calls) == PAGE * 2)

    for chat_id in chats:
        ids = [int(str(text)) for text in api.texts(chat_id)]
        assert ids == sorted(ids)
    await finish_within_patience(delivery, running)


async def test_a_row_that_ends_while_a_sweep_looks_is_not_sent_twice(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1), row(2, due_at=NOW + 1))

    async def let_it_end() -> None:
        if not slow.done():
            slow.set_result({"message_id": 1})
        await settle()

    post.storage.reader.after_each = let_it_end
    await post.advance(1)
    await until(lambda: "2" in post.api.texts())

    assert post.api.texts() == ["1", "2"]


async def test_an_edit_replaced_while_a_sweep_looks_does_not_come_back(post: Post) -> None:
    """The sweep's snapshot still shows the older edit, which is to be neither sent nor to replace the newer."""
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1), edit(2, parent=1), row(3, due_at=NOW + 1))
    newer = [edit(4, parent=1)]

    async def replace_it() -> None:
        if newer:
            post.delivery.take(await post.storage.add(newer.pop()))

    post.storage.reader.after_each = replace_it
    await post.advance(1)
    slow.set_result({"message_id": 1})
    await settle()

    assert post.api.texts() == ["1", "3", "4"]
    assert await post.storage.states() == {1: "sent", 2: "skipped", 3: "sent", 4: "sent"}
