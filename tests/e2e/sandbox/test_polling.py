"""getUpdates: offsets, lifetimes, two pollers, and peers that are gone."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

from tests.e2e.sandbox.desk import COURIER, GROUP, TOKEN, Desk

TERMINATED = (
    "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_IS_ACTIVE = (
    "409 Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
DAY = 24 * 3600  # seconds


async def say_many(desk: Desk, *texts: str) -> None:
    for text in texts:
        await desk.say(text)


async def texts(desk: Desk, offset: int = 0, **parameters: object) -> list[str]:
    return [update["message"]["text"] for update in await desk.updates(offset, **parameters)]


async def test_updates_come_again_until_they_are_acknowledged(desk: Desk) -> None:
    await say_many(desk, "a", "b", "c")

    first, second, _ = await desk.updates()

    assert second["update_id"] == first["update_id"] + 1
    assert await texts(desk) == ["a", "b", "c"]
    assert await texts(desk, offset=second["update_id"]) == ["b", "c"]
    assert await texts(desk) == ["b", "c"]


async def test_a_negative_offset_keeps_the_newest(desk: Desk) -> None:
    await say_many(desk, "a", "b", "c")

    assert await texts(desk, offset=-1) == ["c"]
    assert await texts(desk) == ["c"]


async def test_a_batch_is_no_longer_than_asked_for(desk: Desk) -> None:
    await say_many(desk, "a", "b", "c")

    assert await texts(desk, limit=2) == ["a", "b"]


async def test_a_poll_waits_for_what_happens(desk: Desk) -> None:
    poll = asyncio.create_task(texts(desk, timeout=10))
    await desk.say("a")

    assert await poll == ["a"]


async def test_updates_live_for_a_day(desk: Desk) -> None:
    await desk.say("a")
    desk.clock.advance(DAY - 60)
    await desk.say("b")
    desk.clock.advance(120)

    assert await texts(desk) == ["b"]


async def test_only_allowed_updates_are_kept_from_then_on(desk: Desk) -> None:
    await desk.say("a")
    await desk.updates(allowed_updates=["callback_query"])
    await desk.say("b")
    assert await texts(desk) == ["a"]

    await desk.updates(allowed_updates=[])
    await desk.say("c")
    assert await texts(desk) == ["a", "c"]


async def test_reactions_must_be_asked_for(desk: Desk) -> None:
    react = {"from": COURIER, "message_id": 1, "emoji": ["👍"]}
    await desk.human("react", react)
    assert await desk.updates(allowed_updates=["message_reaction"]) == []

    await desk.human("react", {**react, "emoji": []})
    (update,) = await desk.updates()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_a_second_poller_ends_the_first(desk: Desk) -> None:
    first = asyncio.create_task(desk.refusal("getUpdates", timeout=10))
    while (await desk.human("calls?method=getUpdates", {}, verb="GET"))[-1]["status"] is not None:
        await asyncio.sleep(0)
    second = asyncio.create_task(texts(desk, timeout=10))

    assert await first == TERMINATED
    await desk.say("a")
    assert await second == ["a"]


async def test_a_poll_whose_peer_is_gone_takes_nothing(desk: Desk) -> None:
    address = urlsplit(desk.base)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    body = json.dumps({"timeout": 30}).encode()
    head = f"POST /bot{TOKEN}/getUpdates HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
    writer.write(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    writer.transport.abort()
    await writer.wait_closed()

    await desk.say("a")

    assert await texts(desk, timeout=5) == ["a"]


async def test_no_polling_while_there_is_a_webhook(desk: Desk) -> None:
    await desk.bot("setWebhook", url="https://example.invalid/hook")

    assert await desk.refusal("getUpdates") == WEBHOOK_IS_ACTIVE
    await desk.bot("deleteWebhook")
    assert await desk.updates() == []


async def test_an_acknowledged_update_comes_again_when_a_fault_wants_it(desk: Desk) -> None:
    await desk.human("faults", {"kind": "duplicate_update", "contains": "again"})
    await say_many(desk, "once", "again")
    newest = (await desk.updates())[-1]["update_id"]

    assert await texts(desk, offset=newest + 1) == ["again"]
    assert await texts(desk, offset=newest + 1) == []


async def test_in_a_group_the_bot_sees_what_is_meant_for_it(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=GROUP, text="who takes this?")
    await desk.say("idle talk", chat=GROUP)
    await desk.say("/take", chat=GROUP)
    await desk.say("/take@sandbox_bot", chat=GROUP)
    await desk.say("/take@other_bot", chat=GROUP)
    await desk.say("me", chat=GROUP, reply_to=sent["message_id"])

    assert await texts(desk) == ["/take", "/take@sandbox_bot", "me"]


async def test_as_administrator_it_sees_everything(desk: Desk) -> None:
    await desk.human("members", {"chat": GROUP, "user": 4200, "status": "administrator"})
    await desk.say("idle talk", chat=GROUP)

    promotion, talk = await desk.updates()
    assert promotion["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert talk["message"]["text"] == "idle talk"


async def test_those_who_come_and_go_are_told_as_service_messages(desk: Desk) -> None:
    await desk.human("members", {"chat": GROUP, "user": 1003, "status": "member"})
    await desk.human("members", {"chat": GROUP, "user": 1003, "status": "left"})

    joined, left = await desk.updates()
    assert joined["message"]["new_chat_members"][0]["id"] == 1003
    assert left["message"]["left_chat_member"]["id"] == 1003
