"""Telegram takes 200 for stored, so 200 is said only then; and only to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram.error import InvalidToken, NetworkError

from bot.api import TokenRefused
from bot.clock import ManualClock
from bot.intake import Intake
from bot.webhook import RETRY_AFTER, SECRET_HEADER, Webhook, register
from storage import dead_letters, inbox
from tests.unit.bot.stage import ScriptedApi, Storage

SECRET = "only-telegram-knows"
UPDATE = b'{"update_id":7,"message":{"text":"hi"}}'


class Door:
    """A webhook that listens, and somebody who posts to it."""

    def __init__(
        self, storage: Storage, address: str, session: aiohttp.ClientSession, woken: list[None]
    ) -> None:
        self.storage = storage
        self.woken = woken
        self._address = address
        self._session = session

    async def post(self, body: bytes, secret: str | None = SECRET) -> aiohttp.ClientResponse:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self._session.post(self._address, data=body, headers=headers) as answer:
            return answer

    async def stored(self) -> list[str]:
        return [event.key for event in await self.storage.database.read(inbox.waiting, 100)]


@pytest.fixture
async def door(storage: Storage, clock: ManualClock) -> AsyncIterator[Door]:
    woken: list[None] = []
    webhook = Webhook(Intake(storage.database, clock, lambda: woken.append(None)), SECRET, "/hook")
    port = await webhook.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Door(storage, f"http://127.0.0.1:{port}/hook", session, woken)
    await webhook.close()


async def test_an_update_is_stored_before_it_is_acknowledged(door: Door) -> None:
    committed: list[bool] = []
    await door.storage.writer.run(
        lambda connection: connection.set_trace_callback(lambda sql: committed.append(sql == "COMMIT"))
    )

    answer = await door.post(UPDATE)

    assert answer.status == 200
    assert committed[-1]
    assert await door.stored() == ["7"]
    assert len(door.woken) == 1


async def test_an_update_posted_twice_counts_once(door: Door) -> None:
    await door.post(UPDATE)

    assert (await door.post(UPDATE)).status == 200
    assert await door.stored() == ["7"]


async def test_what_the_storage_refuses_is_to_be_brought_again_later(door: Door) -> None:
    door.storage.is_ill(True)
    answer = await door.post(UPDATE)
    assert answer.status == 503
    assert answer.headers["Retry-After"] == str(RETRY_AFTER)
    assert door.woken == []

    door.storage.is_ill(False)

    assert (await door.post(UPDATE)).status == 200
    assert await door.stored() == ["7"]


@pytest.mark.parametrize("secret", [None, "", "guess", SECRET + "x", "\udcff"])
async def test_a_stranger_is_turned_away(door: Door, secret: str | None) -> None:
    assert (await door.post(UPDATE, secret)).status == 401
    assert await door.stored() == []


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000])
async def test_what_cannot_be_read_is_a_dead_letter_and_acknowledged(door: Door, body: bytes) -> None:
    """Telegram would bring it again and again, and everything behind it would wait."""
    assert (await door.post(body)).status == 200
    assert await door.storage.database.read(dead_letters.count) == 1
    assert await door.stored() == []


async def test_half_an_emoji_is_acknowledged_and_stored(door: Door) -> None:
    assert (await door.post(b'{"update_id":7,"message":{"text":"\\ud83d"}}')).status == 200
    assert await door.stored() == ["7"]


async def test_telegram_is_told_the_address_the_secret_and_the_kinds(api: ScriptedApi) -> None:
    await register(api, "https://bot.example/hook", SECRET, ("message",))

    [call] = api.calls
    assert call.method == "setWebhook"
    assert call.parameters["url"] == "https://bot.example/hook"
    assert call.parameters["secret_token"] == SECRET
    assert call.parameters["allowed_updates"] == ["message"]


async def test_telegram_is_told_again_until_it_listens(
    api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    monkeypatch.setattr("bot.webhook.asyncio.sleep", nap)
    api.will_answer("setWebhook", NetworkError("down"), NetworkError("down"))

    await register(api, "https://bot.example/hook", SECRET, ("message",))

    assert naps == [1.0, 2.0]
    assert len(api.calls) == 3


async def test_a_refused_token_is_not_tried_again(api: ScriptedApi) -> None:
    api.will_answer("setWebhook", InvalidToken())

    with pytest.raises(TokenRefused):
        await register(api, "https://bot.example/hook", SECRET, ("message",))
