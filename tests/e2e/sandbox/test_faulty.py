"""Failures on order, as a bot meets them; the journal; and what a restart keeps."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.conftest import OpenDesk
from tests.e2e.sandbox.desk import COURIER, GROUP, Desk

HELLO: JsonObject = {"chat_id": COURIER, "text": "hello"}


async def heard(desk: Desk) -> list[str]:
    """What the bot said to the courier."""
    messages = await desk.human(f"chats/{COURIER}/messages?after=0", {}, verb="GET")
    return [message["text"] for message in messages if message["from"]["is_bot"]]


async def test_an_error_is_answered_and_nothing_done(desk: Desk) -> None:
    await desk.human("faults", {"kind": "error", "error_code": 502, "method": "sendMessage"})

    assert await desk.refusal("sendMessage", **HELLO) == "502 Bad Gateway"
    assert await heard(desk) == []
    await desk.bot("sendMessage", **HELLO)


async def test_a_429_on_order_carries_its_seconds(desk: Desk) -> None:
    await desk.human("faults", {"kind": "error", "error_code": 429, "retry_after": 7})

    body = await desk.answer("sendMessage", **HELLO)
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": 7})


@pytest.mark.parametrize("kind", ["reset", "timeout"])
async def test_a_cut_line_does_nothing(desk: Desk, kind: str) -> None:
    await desk.human("faults", {"kind": kind, "seconds": 0})

    with pytest.raises(aiohttp.ClientConnectionError):
        await desk.answer("sendMessage", **HELLO)
    assert await heard(desk) == []


async def test_an_accepted_call_can_look_lost(desk: Desk) -> None:
    await desk.human("faults", {"kind": "accept_then_timeout", "seconds": 0, "contains": "hell"})

    with pytest.raises(aiohttp.ClientConnectionError):
        await desk.answer("sendMessage", **HELLO)
    assert await heard(desk) == ["hello"]


async def test_a_delayed_call_is_done(desk: Desk) -> None:
    await desk.human("faults", {"kind": "delay", "seconds": 0.01})

    await desk.bot("sendMessage", **HELLO)
    assert await heard(desk) == ["hello"]


async def test_the_journal_tells_what_was_called_and_what_befell_it(desk: Desk) -> None:
    fault = await desk.human("faults", {"kind": "error", "error_code": 429, "retry_after": 3})
    await desk.answer("sendMessage", **HELLO)
    await desk.bot("sendMessage", **HELLO)

    failed, done = await desk.human(f"calls?method=sendMessage&chat={COURIER}", {}, verb="GET")

    assert (failed["status"], failed["retry_after"], failed["fault_id"]) == (429, 3, fault["id"])
    assert (done["status"], done["error_code"], done["fault_id"]) == (200, None, None)
    assert done["parameters"] == HELLO
    assert done["started_ms"] <= done["ended_ms"]


async def test_a_restart_forgets_nothing(open_desk: OpenDesk, tmp_path: Path) -> None:
    before = await open_desk(tmp_path / "state.sqlite")
    await before.human("users", {"id": COURIER, "first_name": "Li"})
    await before.human("chats", {"id": GROUP, "title": "Grid 1", "members": [COURIER]})
    await before.say("/start")
    document = (await before.upload("sendDocument", {"document": b"a,b"}, chat_id=COURIER))["result"]
    await before.bot("setMyName", name="Cavalry")
    before.clock.advance(3600)
    await before.close()

    after = await open_desk(tmp_path / "state.sqlite")

    (update,) = await after.updates()
    assert update["message"]["text"] == "/start"
    assert (await after.bot("getMe"))["first_name"] == "Cavalry"
    again = await after.bot("sendDocument", chat_id=COURIER, document=document["document"]["file_id"])
    assert again["message_id"] == document["message_id"] + 1
    assert again["date"] >= document["date"] + 3600
    said = await after.say("next")
    assert (await after.updates())[-1]["update_id"] == update["update_id"] + 1
    assert said["message_id"] == again["message_id"] + 1


async def test_a_reset_forgets_chats_and_lets_ids_rise(desk: Desk) -> None:
    said = await desk.say("a")
    await desk.human("reset", {})

    assert await desk.updates() == []
    assert await desk.refusal("sendMessage", **HELLO) == "400 Bad Request: chat not found"
    await desk.human("users", {"id": COURIER, "first_name": "Li"})
    assert (await desk.say("b"))["message_id"] == said["message_id"] + 1
