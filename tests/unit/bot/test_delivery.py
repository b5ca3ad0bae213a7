"""Every row is carried out in order, at the right time, until it has ended."""

from __future__ import annotations

import asyncio
import io
from itertools import pairwise

import pytest
from PIL import Image
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.clock import ManualClock
from bot.delivery import FIRST_RETRY, LONGEST_RETRY
from bot.pacing import CLOCK_ERROR, Pacer
from bot.request import ConnectionLost, NotSent
from bot.slow_rows import AT_ONCE, PAUSE, Slow
from storage import outbox
from storage.outbox import IfOrphaned, Lane, OutboxId, State
from tests.unit.bot.post import Post, finish_within_patience, make_delivery
from tests.unit.bot.rows import CHEN, GROUP, LI, NOW, WANG, download, edit, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle, until

SEVERAL = 12  # retries enough to reach the longest delay
STEP = 10  # ms by which a test that measures delays moves the clock, at least


async def test_what_is_said_is_sent_and_its_message_remembered(post: Post) -> None:
    await post.say(row(1))

    assert post.api.texts() == ["1"]
    ending = await post.storage.database.read(outbox.ending_of, OutboxId(1))
    assert ending is not None
    assert (ending.state, ending.message_ids) == (State.SENT, (501,))


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


async def test_many_downloads_share_a_line_of_their_own_and_hold_up_nobody(post: Post) -> None:
    held: list[asyncio.Future[object]] = [asyncio.get_running_loop().create_future() for _ in range(200)]
    post.api.will_answer("getFile", *held)
    await post.say(*(download(id_, chat_id=id_) for id_ in range(1, 201)))
    fetches = [call for call in post.api.calls if call.method == "getFile"]
    assert len(fetches) == AT_ONCE[Slow.DOWNLOAD]

    await post.say(row(500))
    assert post.api.texts() == ["500"]

    held[0].set_exception(BadRequest("Bad Request: wrong file_id"))
    await settle()
    post.clock.advance(PAUSE)
    await settle()
    assert len([call for call in post.api.calls if call.method == "getFile"]) == AT_ONCE[Slow.DOWNLOAD] + 1
    for future in held[1:]:
        future.cancel()


async def test_one_commit_stores_one_photo(post: Post) -> None:
    stored = [0]

    async def count() -> None:
        rows = await post.storage.reader.run(
            lambda connection: connection.execute("SELECT count(*) FROM photos")
        )
        stored.append(rows.fetchone()[0])

    post.storage.writer.after_each = count
    for id_ in range(1, 6):
        post.api.files[f"photos/file {id_}"] = jpeg(id_)
    await post.say(*(download(id_, chat_id=id_) for id_ in range(1, 6)))
    await until(lambda: stored[-1] == 5)
    post.storage.writer.after_each = None

    assert all(after - before <= 1 for before, after in pairwise(stored))


def jpeg(shade: int) -> bytes:
    """A small real photo, another one for every shade."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (shade * 20, 0, 0)).save(buffer, "JPEG")
    return buffer.getvalue()
