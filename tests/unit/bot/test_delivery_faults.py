"""What goes wrong on our own side: storage that fails, code that breaks, a day without success, a stop."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from telegram.error import BadRequest, NetworkError

from bot.clock import ManualClock
from bot.delivery import FIRST_RETRY, GIVE_UP_AFTER
from bot.pacing import Pacer
from handlers.routes import TOLD_OF_SUCCESS
from storage import inbox
from storage.database import Transaction
from tests.unit.bot.post import Post, finish_within_patience, make_delivery
from tests.unit.bot.rows import download, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle, until


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


async def test_whoever_wants_to_know_of_an_arrival_is_told(post: Post) -> None:
    (wanted,) = TOLD_OF_SUCCESS

    await post.say(row(1, effect=wanted))

    [event] = await post.storage.database.read(inbox.waiting, 10)
    assert '"ok": true' in event.body
    assert post.events


async def test_whoever_asked_only_about_what_gets_lost_hears_nothing_of_an_arrival(post: Post) -> None:
    await post.say(row(1, effect="assignment_lost"))

    assert await post.storage.database.read(inbox.waiting, 10) == []
