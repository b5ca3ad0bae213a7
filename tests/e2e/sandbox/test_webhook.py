"""Updates by webhook, and what happens when the bot's server is unwell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, STRANGER, Desk

Answer = Callable[[JsonObject], web.Response]


def fine(update: JsonObject) -> web.Response:
    return web.Response()


class Receiver:
    """A bot's server: keeps what it was sent and answers as told."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.received: asyncio.Queue[JsonObject] = asyncio.Queue()
        self.secrets: list[str | None] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update: JsonObject = await request.json()
        await self.received.put(update)
        return self._answer(update)

    async def text(self) -> str:
        """The text of the next update."""
        return str((await self.received.get())["message"]["text"])


class Busy(Receiver):
    """A server that holds what it gets until its gate opens, and counts."""

    def __init__(self) -> None:
        super().__init__(fine)
        self.gate = asyncio.Event()
        self.most_at_once = 0
        self._at_once = 0

    async def handle(self, request: web.Request) -> web.Response:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await self.gate.wait()
        self._at_once -= 1
        return await super().handle(request)


@asynccontextmanager
async def receiving(desk: Desk, how: Answer | Receiver, **webhook: object) -> AsyncIterator[Receiver]:
    """A server that is the webhook for as long as the block lasts."""
    receiver = how if isinstance(how, Receiver) else Receiver(how)
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await desk.bot("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", **webhook)
    try:
        yield receiver
    finally:
        await desk.bot("deleteWebhook")
        await runner.cleanup()


async def failure(desk: Desk) -> str:
    """The error of the delivery that failed at the clock's present second, once it is noted."""
    while True:
        info = await desk.bot("getWebhookInfo")
        if info.get("last_error_date") == desk.clock.now() // 1000:
            return str(info["last_error_message"])


async def test_updates_arrive_in_order_and_with_the_secret(desk: Desk) -> None:
    await desk.say("before")
    async with receiving(desk, fine, secret_token="s3cret") as receiver:
        await desk.say("after")

        assert [await receiver.text(), await receiver.text()] == ["before", "after"]
        assert set(receiver.secrets) == {"s3cret"}
    assert await desk.updates() == []


async def test_a_method_in_the_answer_is_called(desk: Desk) -> None:
    def reply(update: JsonObject) -> web.Response:
        return web.json_response({"method": "sendMessage", "chat_id": COURIER, "text": "reply"})

    async with receiving(desk, reply) as receiver:
        await desk.say("a")
        await receiver.text()
        await desk.human("settle", {"timeout": 5})

    (call,) = await desk.human("calls?method=sendMessage", {}, verb="GET")
    assert (call["status"], call["parameters"]["text"]) == (200, "reply")


async def test_a_refused_update_holds_its_chat_and_nobody_else(desk: Desk) -> None:
    await desk.say("/start", sender=STRANGER)
    await desk.forget_updates()
    desk.clock.freeze(True)
    answers = [web.Response(status=500)]

    async with receiving(desk, lambda _: answers.pop() if answers else web.Response()) as receiver:
        await desk.say("refused once")
        assert await receiver.text() == "refused once"
        await failure(desk)
        await desk.say("waits")
        await desk.say("someone else", sender=STRANGER)

        assert await receiver.text() == "someone else"
        desk.clock.advance(1)
        assert [await receiver.text(), await receiver.text()] == ["refused once", "waits"]


async def test_the_pause_doubles_up_to_a_minute(desk: Desk) -> None:
    desk.clock.freeze(True)
    async with receiving(desk, lambda _: web.Response(status=500)) as receiver:
        await desk.say("a")
        await receiver.text()
        for pause in (1, 2, 4, 8, 16, 32, 60, 60):
            await failure(desk)
            desk.clock.advance(pause - 0.001)
            await desk.bot("getMe")
            assert receiver.received.empty()
            desk.clock.advance(0.001)
            assert await receiver.text() == "a"


async def test_retry_after_is_honoured(desk: Desk) -> None:
    desk.clock.freeze(True)
    answers = [web.Response(status=503, headers={"Retry-After": "30"})]
    async with receiving(desk, lambda _: answers.pop() if answers else web.Response()) as receiver:
        await desk.say("a")
        await receiver.text()
        assert await failure(desk) == "Wrong response from the webhook: 503 Service Unavailable"
        desk.clock.advance(29)
        await desk.bot("getMe")
        assert receiver.received.empty()
        desk.clock.advance(1)
        assert await receiver.text() == "a"


async def test_23_hours_of_gone_close_the_webhook(desk: Desk) -> None:
    desk.clock.freeze(True)
    async with receiving(desk, lambda _: web.Response(status=410)) as receiver:
        await desk.say("a")
        await receiver.text()
        await failure(desk)
        desk.clock.advance(23 * 3600)
        await receiver.text()
        while (await desk.bot("getWebhookInfo"))["url"]:
            continue

    (update,) = await desk.updates()
    assert update["message"]["text"] == "a"


async def test_no_more_connections_than_allowed_at_once(desk: Desk) -> None:
    receiver = Busy()
    async with receiving(desk, receiver, max_connections=1):
        await desk.say("a")
        await desk.say("/start", sender=STRANGER)
        receiver.gate.set()

        assert {await receiver.text(), await receiver.text()} == {"a", "/start"}
        assert receiver.most_at_once == 1


async def test_waiting_updates_can_be_dropped(desk: Desk) -> None:
    await desk.say("a")
    await desk.bot("deleteWebhook", drop_pending_updates=True)

    assert await desk.updates() == []
