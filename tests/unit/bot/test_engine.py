"""Each event is handled once, all of it or nothing of it, and in order."""

from __future__ import annotations

import asyncio
from itertools import count

from bot.clock import ManualClock
from bot.engine import BATCH_EVENTS, BATCH_SECONDS, Handled
from storage import inbox, outbox, unreachable
from storage.database import Transaction
from storage.inbox import Answer, EventKind
from storage.outbox import Lane
from tests.unit.bot.arrivals import commanded, pressed, said, update
from tests.unit.bot.heart import Heart, handle, make_heart, run_to_the_end
from tests.unit.bot.rows import GROUP, LI, NOW, WANG
from tests.unit.bot.stage import Storage


async def test_events_are_handled_in_the_order_of_their_arrival(heart: Heart) -> None:
    await handle(heart, said(9, "one"), said(3, "two", user=WANG), said(7, "three"))

    assert heart.texts == ["one", "two", "three"]
    assert await heart.storage.states() == {1: "waiting", 2: "waiting", 3: "waiting"}


async def test_an_engine_that_sleeps_is_woken(heart: Heart) -> None:
    running = asyncio.create_task(heart.engine.run())
    await heart.arrive(said(1, "one"))
    await heart.arrive(said(2, "two"))

    assert heart.texts == ["one", "two"]
    heart.engine.stop()
    await asyncio.wait_for(running, 2)


async def test_an_event_delivered_twice_has_its_effects_once(heart: Heart) -> None:
    await handle(heart, said(1, "one"))
    await handle(heart, said(1, "one"))

    assert heart.texts == ["one"]


async def test_no_row_of_an_event_that_was_undone_gets_out(heart: Heart) -> None:
    await handle(heart, said(1, "/fail"))

    stored = await heart.storage.database.read(outbox.due, Lane.REPLY, NOW, 10)
    assert [row.parameters["text"] for row in stored] == ["sorry"]
    assert heart.rows == stored


async def test_ids_of_rows_never_go_back(heart: Heart) -> None:
    await handle(heart, said(1, "one"), said(2, "/fail"), said(3, "three"))

    assert [row.id for row in heart.rows] == [1, 3, 4]


async def test_a_press_is_answered_once_though_its_handler_does_not(heart: Heart) -> None:
    await handle(heart, pressed(1, "take:me"))

    assert [(row.method, row.lane) for row in heart.rows] == [("answerCallbackQuery", Lane.UNPACED)]
    assert await heart.remembered("taken") == "take:me"


async def test_a_press_that_nothing_knows_is_refused_and_answered_once(heart: Heart) -> None:
    await handle(heart, pressed(1, "forged:data"))

    assert heart.texts == ["refused", "answerCallbackQuery"]


async def test_a_press_in_a_group_whose_handler_fails_is_answered_all_the_same(heart: Heart) -> None:
    await handle(heart, said(1, "one"), pressed(2, "fail", chat=GROUP))

    assert heart.texts == ["one", "answerCallbackQuery"]


async def test_a_press_on_a_message_too_old_to_be_named_is_answered_when_it_fails(heart: Heart) -> None:
    query = {"id": "q1", "data": "fail", "from": {"id": LI, "is_bot": False, "first_name": "李强"}}

    await handle(heart, update(1, callback_query=query))

    assert heart.texts[0] == "answerCallbackQuery"


async def test_a_batch_ends_at_its_number_of_events(heart: Heart) -> None:
    await handle(heart, *(said(n, str(n)) for n in range(BATCH_EVENTS + 3)))

    assert heart.batches == [BATCH_EVENTS, 3]


async def test_a_batch_ends_when_its_time_is_up(storage: Storage, clock: ManualClock) -> None:
    ticks = iter(n * BATCH_SECONDS * 0.6 for n in count())
    heart = make_heart(storage, clock, stopwatch=lambda: next(ticks))

    await handle(heart, *(said(n, str(n)) for n in range(5)))

    assert heart.batches == [2, 2, 1]
    assert heart.texts == [str(n) for n in range(5)]


async def test_a_command_is_answered_with_its_result(heart: Heart) -> None:
    await handle(heart, commanded("k1", "time"))

    assert heart.handled == [Handled(heart.handled[0].event, EventKind.COMMAND, "k1", (), {"now": NOW})]
    answer = await heart.storage.database.read(inbox.answer_of, "operator", "k1")
    assert answer == Answer(True, {"now": NOW})


async def test_a_chat_that_writes_is_reachable_again(heart: Heart) -> None:
    await heart.storage.database.write(unreachable.mark, "telegram", LI, "blocked", NOW)

    await handle(heart, said(1, "one"))

    assert await heart.storage.database.read(Transaction.number, "SELECT count(*) FROM unreachable") == 0


async def test_a_stopped_engine_handles_what_waits_first(heart: Heart) -> None:
    await heart.arrive(*(said(n, str(n)) for n in range(BATCH_EVENTS * 2)))

    await run_to_the_end(heart)

    assert await heart.storage.database.read(inbox.count_waiting) == 0
