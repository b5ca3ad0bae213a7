"""Updates by webhook, and what happens when the bot's server is unwell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, STRANGER, Desk

Answer = Callable[[JsonObject], web.Response]


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


@asynccontextmanager
async def receiving(desk: Desk, answer: Answer, **webhook: object) -> AsyncIterator[Receiver]:
    receiver = Receiver(answer)
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


def fine(update: JsonObject) -> web.Response:
    return web.Response()


async def pending(desk: Desk) -> int:
    return int((await desk.bot("getWebhookInfo"))["pending_update_count"])


async def until_failed(desk: Desk) -> str:
    """The webhook's newest error, once there is one."""
    while "last_error_message" not in (info := await desk.bot("getWebhookInfo")):
        await asyncio.sleep(0.01)
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
        await until_failed(desk)
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
            await until_asleep(desk, receiver)
            desk.clock.advance(pause - 0.5)
            await asyncio.sleep(0.01)
            assert receiver.received.empty()
            desk.clock.advance(0.5)
            assert await receiver.text() == "a"


async def until_asleep(desk: Desk, receiver: Receiver) -> None:
    """Give the sandbox the turns of the loop that it needs to note a failure and start its pause."""
    await pending(desk)
    await asyncio.sleep(0.01)


async def test_retry_after_is_honoured(desk: Desk) -> None:
    desk.clock.freeze(True)
    answers = [web.Response(status=503, headers={"Retry-After": "30"})]
    async with receiving(desk, lambda _: answers.pop() if answers else web.Response()) as receiver:
        await desk.say("a")
        await receiver.text()
        assert await until_failed(desk) == "Wrong response from the webhook: 503 Service Unavailable"
        desk.clock.advance(29)
        await until_asleep(desk, receiver)
        assert receiver.received.empty()
        desk.clock.advance(1)
        assert await receiver.text() == "a"


async def test_23_hours_of_gone_close_the_webhook(desk: Desk) -> None:
    desk.clock.freeze(True)
    async with receiving(desk, lambda _: web.Response(status=410)) as receiver:
        await desk.say("a")
        await receiver.text()
        await until_failed(desk)
        desk.clock.advance(23 * 3600)
        await receiver.text()
        while (await desk.bot("getWebhookInfo"))["url"]:
            await asyncio.sleep(0.01)

    (update,) = await desk.updates()
    assert update["message"]["text"] == "a"


async def test_no_more_connections_than_allowed_at_once(desk: Desk) -> None:
    gate, most, now = asyncio.Event(), 0, 0

    class Counting(Receiver):
        async def handle(self, request: web.Request) -> web.Response:
            nonlocal most, now
            now += 1
            most = max(most, now)
            await gate.wait()
            now -= 1
            return await super().handle(request)

    receiver = Counting(fine)
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await desk.bot("setWebhook", url=url, max_connections=1)
    await desk.say("a")
    await desk.say("b", sender=STRANGER)
    gate.set()

    assert {await receiver.text(), await receiver.text()} == {"a", "b"}
    assert most == 1
    await desk.bot("deleteWebhook")
    await runner.cleanup()


async def test_waiting_updates_can_be_dropped(desk: Desk) -> None:
    await desk.say("a")
    await desk.bot("deleteWebhook", drop_pending_updates=True)

    assert await desk.updates() == []
