"""Arranging the sandbox: its clock, quiet moments, its state, its events and its page."""

from __future__ import annotations

import asyncio
import json

import aiohttp

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, TOKEN, Desk, Result


async def look(desk: Desk, path: str) -> JsonObject:
    async with desk.session.get(f"{desk.base}/sandbox/{path}") as response:
        body: JsonObject = await response.json()
    assert body["ok"], body
    return body


async def settle(desk: Desk, timeout: float) -> JsonObject:
    async with desk.session.post(f"{desk.base}/sandbox/settle", json={"timeout": timeout}) as response:
        body: JsonObject = await response.json()
    return body


async def test_the_clock_jumps_stands_still_and_wakes_who_waits(desk: Desk) -> None:
    before = await look(desk, "clock")
    waiting = asyncio.create_task(look(desk, f"clock?revision={before['revision']}&wait=30"))
    await asyncio.sleep(0)
    await desk.human("clock", {"advance": 3600})
    after = await asyncio.wait_for(waiting, 5)
    assert after["now"] - before["now"] >= 3_600_000
    await desk.human("clock", {"freeze": True})
    still = await look(desk, "clock")
    assert still["frozen"]
    assert (await look(desk, "clock"))["now"] == still["now"]


async def test_settled_means_taken_and_dealt_with(desk: Desk) -> None:
    await desk.say("hello")
    refused = await settle(desk, 0.3)
    assert "1 updates are unacknowledged" in refused["description"]

    async def work() -> None:
        update = (await desk.updates())[0]
        await desk.updates(offset=update["update_id"] + 1)
        await asyncio.sleep(0.1)  # the bot thinks; settling must not end meanwhile
        await desk.bot("sendMessage", chat_id=COURIER, text="hi")

    worker = asyncio.create_task(work())
    assert (await settle(desk, 5))["ok"]
    assert worker.done()
    await worker


async def test_a_bot_that_only_polls_counts_as_settled(desk: Desk) -> None:
    poll = asyncio.create_task(desk.updates(timeout=30))
    assert (await settle(desk, 5))["ok"]
    poll.cancel()


async def test_the_journal_is_asked_by_method_chat_and_id(desk: Desk) -> None:
    await desk.bot("sendMessage", chat_id=COURIER, text="one")
    await desk.bot("sendChatAction", chat_id=COURIER, action="typing")
    calls: Result = (await look(desk, f"calls?method=sendMessage&chat={COURIER}"))["result"]
    assert [call["parameters"]["text"] for call in calls] == ["one"]
    assert calls[0]["status"] == 200
    assert (await look(desk, f"calls?method=sendMessage&after={calls[0]['id']}"))["result"] == []


async def test_the_state_tells_what_waits_and_who_the_bot_is(desk: Desk) -> None:
    await desk.say("hello")
    state = (await look(desk, "state"))["result"]
    assert [update["message"]["text"] for update in state["pending_updates"]] == ["hello"]
    assert state["bot"]["id"] == int(TOKEN.split(":")[0])
    assert state["counters"]["people"] == 2


async def test_events_tell_what_changes_in_chats(desk: Desk) -> None:
    async with desk.session.get(f"{desk.base}/sandbox/events") as stream:
        assert stream.content_type == "text/event-stream"
        await desk.bot("sendMessage", chat_id=COURIER, text="news")
        event = await asyncio.wait_for(_next_event(stream.content, "chats"), 5)
    assert event["chats"][0]["chat"] == COURIER
    assert event["chats"][0]["messages"][0]["text"] == "news"


async def test_the_page_lets_nothing_in_from_elsewhere(desk: Desk) -> None:
    async with desk.session.get(f"{desk.base}/") as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "://" not in (await response.text())
    async with desk.session.get(f"{desk.base}/page/..%2Fpage.py") as response:
        assert response.status == 404
    assert (await look(desk, "plan"))["result"]["type"] == "FeatureCollection"


async def _next_event(stream: aiohttp.StreamReader, name: str) -> JsonObject:
    while True:
        line = (await stream.readline()).decode()
        if line == f"event: {name}\n":
            data = (await stream.readline()).decode().removeprefix("data: ")
            found: JsonObject = json.loads(data)
            return found
