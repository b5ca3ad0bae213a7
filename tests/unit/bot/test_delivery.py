"""Every row is carried out in order, at the right time, until it has ended."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot import delivery as delivery_module
from bot.clock import ManualClock
from bot.delivery import FIRST_RETRY, GIVE_UP_AFTER, LONGEST_RETRY, PAGE, Carriers, Delivery
from bot.downloads import Downloads
from bot.pacing import CLOCK_ERROR, Pacer
from bot.request import ConnectionLost, NotSent
from bot.sending import Sending
from storage import inbox, outbox
from storage.database import Transaction
from storage.outbox import IfOrphaned, Lane, OutboxId, OutboxRow, State
from tests.unit.bot.rows import CHEN, GROUP, LI, NOW, WANG, download, edit, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle, until

SEVERAL = 12  # retries enough to reach the longest delay
STEP = 10  # ms by which a test that measures delays moves the clock, at least


@dataclass
class Post:
    """Delivery at work, with everything around it at hand."""

    storage: Storage
    clock: ManualClock
    api: ScriptedApi
    delivery: Delivery
    events: list[None]

    async def say(self, *rows: OutboxRow) -> None:
        """Rows are committed and handed over; what can happen now happens."""
        self.delivery.take(await self.storage.add(*rows))
        await settle()

    async def advance(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)
        await settle()

    async def state(self, id_: int) -> str:
        return (await self.storage.states())[id_]


def make_delivery(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer, events: list[None]
) -> Delivery:
    downloads = Downloads(api, clock)
    carriers = Carriers(Sending(storage.database, api), downloads, downloads.give_up)
    return Delivery(storage.database, carriers, pacer, clock, Random(1), lambda: events.append(None))


@pytest.fixture
def pacer() -> Pacer:
    """Without limits of its own; it still heeds Telegram's."""
    return Pacer(0, 0, 0)


@pytest.fixture
async def post(storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer) -> AsyncIterator[Post]:
    events: list[None] = []
    delivery = make_delivery(storage, clock, api, pacer, events)
    running = asyncio.create_task(delivery.run())
    await settle()
    yield Post(storage, clock, api, delivery, events)
    delivery.stop()
    await asyncio.wait_for(running, 2)


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_module, "STORAGE_PAUSE", 0.001)


async def finish_within_patience(delivery: Delivery, running: asyncio.Task[None]) -> None:
    delivery.stop()
    await asyncio.wait_for(running, 2)


async def test_what_is_said_is_sent_and_its_message_remembered(post: Post) -> None:
    await post.say(row(1))

    assert post.api.texts() == ["1"]
    ending = await post.storage.database.read(outbox.ending_of, OutboxId(1))
    assert ending is not None
    assert (ending.state, ending.message_ids) == (State.SENT, (501,))


async def test_what_was_committed_before_a_restart_is_found(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    await storage.add(row(1), row(2))
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await settle()

    assert api.texts() == ["1", "2"]
    await finish_within_patience(delivery, running)


async def test_a_chat_hears_things_in_the_order_in_which_they_were_said(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)

    await post.say(row(1), row(2), row(3, chat_id=WANG))
    assert post.api.texts() == ["1", "3"]

    slow.set_result({"message_id": 1})
    await settle()
    assert post.api.texts(LI) == ["1", "2"]


async def test_the_lower_lane_goes_first_when_the_pace_allows_only_one(
    storage: Storage, clock: ManualClock, api: ScriptedApi
) -> None:
    delivery = make_delivery(storage, clock, api, Pacer(1, 0, 0), [])
    running = asyncio.create_task(delivery.run())
    await settle()
    delivery.take(
        await storage.add(
            row(1, lane=Lane.BROADCAST), row(2, lane=Lane.NOTICE, chat_id=WANG), row(3, chat_id=CHEN)
        )
    )
    await settle()
    for _ in range(10):
        clock.advance(500)
        await settle()

    assert api.texts() == ["3", "2", "1"]
    await finish_within_patience(delivery, running)


async def test_an_edit_waits_until_the_message_it_edits_was_sent(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1, chat_id=WANG), edit(2, parent=1, chat_id=WANG, lane=Lane.NOTICE))
    assert [call.method for call in post.api.calls] == ["sendMessage"]

    slow.set_result({"message_id": 77})
    await settle()

    assert post.api.calls[-1].method == "editMessageText"
    assert post.api.calls[-1].parameters["message_id"] == 77


async def test_an_edit_whose_message_was_refused_is_sent_afresh_if_it_wants_to(post: Post) -> None:
    post.api.will_answer("sendMessage", BadRequest("Have no rights to send a message"))

    await post.say(row(1), edit(2, parent=1, if_orphaned=IfOrphaned.SEND))

    assert [(call.method, call.parameters) for call in post.api.calls[1:]] == [
        ("sendMessage", {"chat_id": LI, "text": "2"})
    ]
    assert await post.state(2) == "sent"


async def test_an_edit_whose_message_was_refused_is_skipped_otherwise(post: Post) -> None:
    post.api.will_answer("sendMessage", BadRequest("Have no rights to send a message"))

    await post.say(row(1), edit(2, parent=1))

    assert len(post.api.calls) == 1
    assert await post.state(2) == "skipped"


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


async def test_a_newer_edit_replaces_one_that_still_waits_for_its_message(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1, chat_id=WANG), edit(2, parent=1, chat_id=WANG, lane=Lane.NOTICE))
    await post.say(edit(3, parent=1, chat_id=WANG, lane=Lane.NOTICE))

    slow.set_result({"message_id": 77})
    await settle()

    assert post.api.texts() == ["1", "3"]
    assert await post.storage.states() == {1: "sent", 2: "skipped", 3: "sent"}


async def test_failures_are_retried_after_growing_delays_and_nothing_overtakes(post: Post) -> None:
    post.api.will_answer("sendMessage", *[NetworkError("Bad Gateway")] * SEVERAL)
    await post.say(row(1), row(2))

    while await post.state(2) != "sent":
        since = post.clock.now() - post.api.calls[-1].at
        await post.advance(max(STEP, since // 20))

    assert post.api.texts() == ["1"] * (SEVERAL + 1) + ["2"]
    times = [call.at for call in post.api.calls]
    delays = [later - earlier for earlier, later in pairwise(times[:-1])]
    for number, delay in enumerate(delays):
        shortest = min(FIRST_RETRY * 2**number, LONGEST_RETRY)
        assert shortest <= delay <= shortest * 1.5 * 1.05 + STEP
    assert len({delay % 1000 for delay in delays[-5:]}) > 1


async def test_a_chat_that_is_limited_gets_nothing_before_its_time_while_others_go_on(post: Post) -> None:
    post.api.will_answer("sendMessage", RetryAfter(7))
    await post.say(row(1))
    await post.say(row(2, chat_id=WANG), row(3, lane=Lane.NOTICE), row(4, lane=Lane.UNPACED))
    await post.advance(7_000)
    assert post.api.texts() == ["1", "2"]

    await post.advance(CLOCK_ERROR)

    assert post.api.texts(LI) == ["1", "4", "1", "3"]


async def test_three_limited_chats_stop_everything(post: Post) -> None:
    post.api.will_answer("sendMessage", RetryAfter(5), RetryAfter(5), RetryAfter(5))
    await post.say(row(1), row(2, chat_id=WANG), row(3, chat_id=CHEN))
    await post.say(row(4, chat_id=GROUP))
    await post.advance(5_000)
    assert post.api.texts() == ["1", "2", "3"]

    await post.advance(CLOCK_ERROR)

    assert sorted(map(str, post.api.texts()[3:])) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "refusal",
    [
        Forbidden("Forbidden: bot was blocked by the user"),
        BadRequest("Chat not found"),
        Forbidden("Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_a_person_who_cannot_be_reached_gets_no_more_notices(post: Post, refusal: Exception) -> None:
    post.api.will_answer("sendMessage", refusal)

    await post.say(row(1))
    await post.say(row(2, lane=Lane.NOTICE), row(3, lane=Lane.NOTICE, chat_id=WANG))

    assert post.api.texts() == ["1", "3"]
    assert await post.storage.states() == {1: "failed", 2: "skipped", 3: "sent"}
    assert await post.storage.reason(2) == "unreachable"


async def test_a_migrated_group_gets_everything_under_its_new_id_in_order(post: Post) -> None:
    post.api.will_answer("sendMessage", ChatMigrated(-1002))

    await post.say(row(1, chat_id=GROUP), row(2, chat_id=GROUP))

    assert [(call.parameters["chat_id"], call.parameters["text"]) for call in post.api.calls] == [
        (GROUP, "1"),
        (-1002, "1"),
        (-1002, "2"),
    ]
    assert await post.storage.states() == {1: "sent", 2: "sent"}


async def test_a_broadcast_row_is_durably_being_sent_before_it_is(post: Post) -> None:
    seen: list[str] = []

    async def look() -> object:
        seen.append(await post.state(1))
        return {"message_id": 1}

    post.api.will_answer("sendMessage", look())
    await post.say(row(1, lane=Lane.BROADCAST))

    assert seen == ["sending"]
    assert await post.state(1) == "sent"


@pytest.mark.parametrize("interruption", [TimedOut(), ConnectionLost("reset")])
async def test_a_broadcast_row_that_may_have_arrived_is_uncertain_and_not_sent_again(
    post: Post, interruption: Exception
) -> None:
    post.api.will_answer("sendMessage", interruption)

    await post.say(row(1, lane=Lane.BROADCAST))
    await post.advance(LONGEST_RETRY)

    assert post.api.texts() == ["1"]
    assert await post.state(1) == "uncertain"


@pytest.mark.parametrize("interruption", [TimedOut(), ConnectionLost("reset")])
async def test_any_other_row_that_may_have_arrived_is_sent_again(post: Post, interruption: Exception) -> None:
    post.api.will_answer("sendMessage", interruption)

    await post.say(row(1))
    await post.advance(LONGEST_RETRY)

    assert post.api.texts() == ["1", "1"]


@pytest.mark.parametrize("setback", [NotSent("no connection"), RetryAfter(60)])
async def test_a_broadcast_row_that_surely_did_not_go_out_waits_on_disk_for_its_next_try(
    post: Post, setback: Exception
) -> None:
    """A clean stop may come before that try; the next run looks only for what waits."""
    post.api.will_answer("sendMessage", setback)

    await post.say(row(1, lane=Lane.BROADCAST))

    assert await post.state(1) == "waiting"


async def test_what_has_expired_is_not_sent(post: Post) -> None:
    post.api.will_answer("sendMessage", NetworkError("Bad Gateway"))
    await post.say(row(1, expires_at=NOW + 100))

    await post.advance(1_000)

    assert len(post.api.calls) == 1
    assert (await post.state(1), await post.storage.reason(1)) == ("skipped", "expired")


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


async def test_a_row_that_breaks_our_own_code_ends_as_failed_and_stops_nobody(post: Post) -> None:
    post.api.will_answer("sendMessage", ZeroDivisionError("ours"))

    await post.say(row(1), row(2))

    assert await post.storage.states() == {1: "failed", 2: "sent"}
    assert await post.storage.reason(1) == "ZeroDivisionError('ours')"


async def test_an_answer_that_cannot_be_stored_for_its_own_sake_fails_its_row_and_stops_nobody(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(transaction: Transaction, photo: str, file_id: str) -> None:
        raise sqlite3.IntegrityError("of its own making")

    monkeypatch.setattr("storage.photos.remember_file_id", refuse)
    await post.storage.database.write(add_photo)
    post.api.will_answer("sendPhoto", {"message_id": 1, "photo": [{"file_id": "A"}]})

    await post.say(row(1, method="sendPhoto", parameters={"photo": {"stored": "abc"}}), row(2))

    assert await post.storage.states() == {1: "failed", 2: "sent"}


def add_photo(transaction: Transaction) -> None:
    transaction.execute(
        "INSERT INTO photos (sha256, image, width, height, stored_at) VALUES ('abc', :image, 1, 1, 0)",
        {"image": b"JPEG"},
    )


@pytest.mark.usefixtures("short_pauses")
async def test_an_ending_is_kept_in_hand_until_the_storage_is_well(post: Post) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    post.api.will_answer("sendMessage", slow)
    await post.say(row(1), row(2))
    post.storage.is_ill(True)
    slow.set_result({"message_id": 1})
    await until(lambda: post.storage.writer.refused > 3)
    assert post.api.texts() == ["1"]

    post.storage.is_ill(False)
    await until(lambda: post.api.texts() == ["1", "2"])

    await settle()
    assert await post.storage.states() == {1: "sent", 2: "sent"}


@pytest.mark.usefixtures("short_pauses")
async def test_a_sweep_that_the_storage_fails_is_made_again(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    await storage.add(row(1))
    storage.is_ill(True)
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await until(lambda: storage.reader.refused > 3)

    storage.is_ill(False)
    await until(lambda: api.texts() == ["1"])

    await settle()
    await finish_within_patience(delivery, running)


@pytest.mark.usefixtures("short_pauses")
async def test_a_row_whose_photo_cannot_be_read_is_tried_again(post: Post) -> None:
    await post.storage.database.write(add_photo)
    taken = await post.storage.add(row(1, method="sendPhoto", parameters={"photo": {"stored": "abc"}}))
    post.storage.reader.is_ill = True
    post.delivery.take(taken)
    await settle()
    assert post.api.calls == []

    post.storage.reader.is_ill = False
    await post.advance(FIRST_RETRY * 2)

    assert await post.state(1) == "sent"


async def test_stop_finishes_what_is_under_way_and_starts_nothing_more(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer
) -> None:
    slow: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    api.will_answer("sendMessage", slow)
    await storage.add(row(1), row(2))
    delivery = make_delivery(storage, clock, api, pacer, [])
    running = asyncio.create_task(delivery.run())
    await settle()

    delivery.stop()
    await settle()
    assert not running.done()
    slow.set_result({"message_id": 1})
    await asyncio.wait_for(running, 2)

    assert await storage.states() == {1: "sent", 2: "waiting"}
    assert api.texts() == ["1"]


async def test_a_message_is_given_up_after_a_day(post: Post) -> None:
    post.api.will_answer("sendMessage", NetworkError("Bad Gateway"), NetworkError("Bad Gateway"))
    await post.say(row(1))
    await post.advance(GIVE_UP_AFTER + 1)

    assert await post.state(1) == "failed"
    assert await post.storage.reason(1) == "given up: Bad Gateway"


async def test_a_download_given_up_after_a_day_tells_the_handler(post: Post) -> None:
    post.api.will_answer("getFile", NetworkError("Bad Gateway"), NetworkError("Bad Gateway"))
    await post.say(download(1))
    await post.advance(GIVE_UP_AFTER + 1)

    assert await post.state(1) == "failed"
    [event] = await post.storage.database.read(inbox.waiting, 10)
    assert event.body == '{"name": "photo", "row": 1, "ok": false, "result": {"reason": "gone"}}'
    assert post.events


async def test_a_download_that_breaks_our_own_code_tells_the_handler(post: Post) -> None:
    post.api.files["photos/file 1"] = ZeroDivisionError("ours")

    await post.say(download(1))

    assert await post.state(1) == "failed"
    assert len(await post.storage.database.read(inbox.waiting, 10)) == 1


async def test_a_message_that_asked_for_it_tells_the_handler_when_it_was_not_delivered(post: Post) -> None:
    post.api.will_answer("sendMessage", BadRequest("Chat not found"))

    await post.say(row(1, effect="assignment_lost", parameters={"text": "1", "carried": {"report": 7}}))

    [event] = await post.storage.database.read(inbox.waiting, 10)
    assert '"ok": false' in event.body
    assert post.events
