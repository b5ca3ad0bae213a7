"""What was taken back is not sent, though it was in hand already; and nothing is written about it afterwards."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import Forbidden, NetworkError, RetryAfter

from bot.clock import ManualClock
from bot.delivery import FRESH, LONGEST_RETRY
from bot.pacing import CLOCK_ERROR, Pacer
from storage import inbox, outbox
from storage.database import Transaction
from storage.outbox import Lane, OutboxId
from tests.unit.bot.post import Post, finish_within_patience, make_delivery
from tests.unit.bot.rows import LI, NOW, WANG, download, edit, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle

BLOCKED = Forbidden("Forbidden: bot was blocked by the user")


async def take_back(post: Post, *ids: int) -> None:
    await post.storage.database.write(outbox.take_back, [OutboxId(id_) for id_ in ids], "erased", NOW)


async def unreachable(post: Post) -> int:
    return await post.storage.database.read(Transaction.number, "SELECT count(*) FROM unreachable")


async def events(post: Post) -> int:
    return await post.storage.database.read(inbox.count_waiting)


@pytest.mark.parametrize("lane", [Lane.REPLY, Lane.NOTICE, Lane.BROADCAST])
@pytest.mark.parametrize("setback", [RetryAfter(7), NetworkError("Bad Gateway")])
async def test_what_was_put_back_and_then_taken_back_is_not_tried_again(
    post: Post, setback: Exception, lane: Lane
) -> None:
    post.api.will_answer("sendMessage", setback)
    await post.say(row(1, lane=lane), row(2, lane=lane))
    await take_back(post, 1)

    await post.advance(LONGEST_RETRY + CLOCK_ERROR)

    assert post.api.texts() == ["1", "2"]
    assert await post.storage.states() == {1: "skipped", 2: "sent"}
    assert await post.storage.reason(1) == "erased"


async def test_what_waits_for_the_pace_and_was_taken_back_is_not_sent(
    storage: Storage, clock: ManualClock, api: ScriptedApi
) -> None:
    delivery = make_delivery(storage, clock, api, Pacer(1, 0, 0), [])
    running = asyncio.create_task(delivery.run())
    await settle()
    delivery.take(await storage.add(row(1), row(2, chat_id=WANG)))
    await settle()
    await storage.database.write(outbox.take_back, [OutboxId(2)], "erased", NOW)
    for _ in range(10):
        clock.advance(500)
        await settle()

    assert api.texts() == ["1"]
    await finish_within_patience(delivery, running)


async def test_what_waits_for_its_parent_and_was_taken_back_is_not_sent(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1, chat_id=WANG), edit(2, parent=1, chat_id=WANG, lane=Lane.NOTICE))
    await take_back(post, 2)

    slow.set_result({"message_id": 77})
    await settle()

    assert post.api.texts() == ["1"]
    assert await post.storage.states() == {1: "sent", 2: "skipped"}


async def test_what_waits_for_what_was_taken_back_goes_on(post: Post) -> None:
    post.api.will_answer("sendMessage", RetryAfter(7))
    await post.say(row(1), edit(2, parent=1, if_orphaned=outbox.IfOrphaned.SEND, lane=Lane.NOTICE))
    await take_back(post, 1)

    await post.advance(7_000 + CLOCK_ERROR)

    assert post.api.texts() == ["1", "2"]


async def test_what_is_asked_for_again_is_sent_as_it_stands_now(post: Post) -> None:
    post.api.will_answer("sendMessage", RetryAfter(7))
    await post.say(row(1))
    await post.storage.database.write(
        Transaction.execute, """UPDATE outbox SET parameters = '{"text": "without a name"}' WHERE id = 1"""
    )

    await post.advance(7_000 + CLOCK_ERROR)

    assert post.api.texts() == ["1", "without a name"]


async def test_a_refusal_of_what_was_taken_back_marks_nobody_as_unreachable(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1, effect="card ended"))
    await take_back(post, 1)

    slow.set_exception(BLOCKED)
    await settle()

    assert await post.storage.states() == {1: "skipped"}
    assert (await unreachable(post), await events(post)) == (0, 0)


async def test_a_photo_that_comes_after_its_fetching_was_taken_back_is_not_stored(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("getFile", slow)
    await post.say(download(1))
    await take_back(post, 1)

    slow.set_exception(NetworkError("Bad Gateway"))
    await post.advance(LONGEST_RETRY)

    assert len(post.api.calls) == 1
    assert await events(post) == 0


async def test_a_broadcast_taken_back_before_it_is_marked_is_not_sent(post: Post) -> None:
    rows = await post.storage.add(row(1, lane=Lane.BROADCAST))
    await take_back(post, 1)

    post.delivery.take(rows)
    await settle()

    assert post.api.texts() == []
    assert await post.storage.states() == {1: "skipped"}


async def test_a_broadcast_taken_back_while_it_is_being_sent_is_not_tried_again(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1, lane=Lane.BROADCAST))
    await take_back(post, 1)

    slow.set_exception(RetryAfter(7))
    await settle()
    await post.advance(7_000 + CLOCK_ERROR)

    assert post.api.texts() == ["1"]
    assert await post.storage.states() == {1: "skipped"}


async def test_a_fresh_reply_costs_no_look_at_the_outbox(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    find = outbox.find_waiting

    def look(transaction: Transaction, id_: OutboxId) -> outbox.OutboxRow | None:
        looks.append(id_)
        return find(transaction, id_)

    monkeypatch.setattr(outbox, "find_waiting", look)
    await post.say(row(1))
    assert looks == []

    post.clock.advance(FRESH + 1)
    await post.say(row(2, chat_id=LI))
    assert looks == [2]
