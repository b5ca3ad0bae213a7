"""The transport against a real server on loopback: what goes over the wire, and what errors give away."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import struct
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.request import AiohttpRequest, ConnectionLost, NotSent, TooLarge, retry_after_seconds, scrub

SECRET = "AAG-secret_secret_secret_secret_secret"
TOKEN = f"123456789:{SECRET}"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[tuple[AiohttpRequest, str]]:
    """A server that answers everything with the handler, and a transport with its base address."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server, AiohttpRequest() as request:
        yield request, f"http://{server.host}:{server.port}/bot{TOKEN}"


def answering(status: int, body: object) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return handler


async def hanging(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    return web.Response()


async def resetting(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    connection = request.transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
    return web.Response()


async def failure_of(handler: Handler, timeout: float = 5) -> TelegramError:
    async with serving(handler) as (request, base):
        with pytest.raises(TelegramError) as caught:
            await request.call(base, "sendMessage", {"chat_id": 1, "text": "x"}, timeout=timeout)
        return caught.value


def assert_keeps_the_token(error: BaseException) -> None:
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.__context__)
    assert SECRET not in shown


async def test_a_call_arrives_as_json_and_its_result_comes_back_raw() -> None:
    seen: list[object] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        seen.extend([request.path, request.content_type, await request.json()])
        return web.json_response({"ok": True, "result": {"message_id": 7}})

    async with serving(handler) as (request, base):
        result = await request.call(
            base,
            "sendMessage",
            {"chat_id": 1, "text": "你好", "reply_markup": {"keyboard": [["a"]]}, "reply_to": None},
            timeout=5,
        )
    assert result == {"message_id": 7}
    assert seen[0] == f"/bot{TOKEN}/sendMessage"
    assert seen[1:] == [
        "application/json",
        {"chat_id": 1, "text": "你好", "reply_markup": {"keyboard": [["a"]]}},
    ]


async def test_a_call_without_parameters_needs_none() -> None:
    async with serving(answering(200, {"ok": True, "result": True})) as (request, base):
        assert await request.call(base, "getMe", {}, timeout=5) is True


async def test_a_file_arrives_as_multipart_with_structured_fields_as_json_text() -> None:
    seen: dict[str, object] = {}

    async def handler(request: web.Request) -> web.StreamResponse:
        for name, field in (await request.post()).items():
            seen[name] = (field.filename, field.file.read()) if isinstance(field, web.FileField) else field
        return web.json_response({"ok": True, "result": {}})

    large = b"\xff\xd8" + bytes(3 * 1024 * 1024)
    parameters = {"chat_id": -5, "photo": InputFile(large, filename="路口.jpg"), "entities": [{"offset": 0}]}
    async with serving(handler) as (request, base):
        await request.call(base, "sendPhoto", parameters, timeout=5)
    assert seen.pop("photo") == ("路口.jpg", large)
    assert {name: json.loads(str(value)) for name, value in seen.items()} == {
        "chat_id": -5,
        "entities": [{"offset": 0}],
    }


async def test_every_photo_of_an_album_is_attached_under_its_own_name() -> None:
    seen: dict[str, object] = {}

    async def handler(request: web.Request) -> web.StreamResponse:
        for name, field in (await request.post()).items():
            seen[name] = field.file.read() if isinstance(field, web.FileField) else field
        return web.json_response({"ok": True, "result": []})

    files = [InputFile(io.BytesIO(content), attach=True) for content in (b"one", b"two")]
    async with serving(handler) as (request, base):
        await request.call(
            base, "sendMediaGroup", {"chat_id": 1, "media": [InputMediaPhoto(f) for f in files]}, timeout=5
        )
    media = json.loads(str(seen["media"]))
    assert [seen[item["media"].removeprefix("attach://")] for item in media] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"ok": False, "description": "Bad Request: chat not found"}, BadRequest),
        (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (409, {"ok": False, "description": "Conflict: terminated"}, Conflict),
        (400, {"ok": False, "description": "x", "parameters": {"migrate_to_chat_id": -100}}, ChatMigrated),
        (500, {"ok": False, "description": "Internal Server Error"}, NetworkError),
    ],
)
async def test_a_refusal_becomes_the_error_of_its_kind(
    status: int, body: object, expected: type[TelegramError]
) -> None:
    assert type(await failure_of(answering(status, body))) is expected


async def test_a_429_says_how_long_to_wait() -> None:
    error = await failure_of(
        answering(429, {"ok": False, "parameters": {"retry_after": 17}, "description": ""})
    )
    assert isinstance(error, RetryAfter)
    assert retry_after_seconds(error) == 17


async def test_an_answer_that_is_not_json_may_have_been_delivered_and_is_not_quoted() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(text=f"<html>cannot reach {request.path}</html>")

    error = await failure_of(handler)
    assert isinstance(error, ConnectionLost)
    assert_keeps_the_token(error)


@pytest.mark.parametrize("body", ["[]", "{}", "null", '"ok"', "\udcff".encode("utf-8", "surrogateescape")])
async def test_json_that_is_no_bot_api_answer_is_no_answer(body: str | bytes) -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body)

    assert type(await failure_of(handler)) is ConnectionLost


@pytest.mark.parametrize("status", [404, 500, 502])
async def test_a_proxys_page_that_quotes_the_address_does_not_give_the_token_away(status: int) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=f"no route to {request.path} or {request.raw_path}")

    assert_keeps_the_token(await failure_of(handler))


async def test_silence_is_a_timeout_that_may_have_been_delivered() -> None:
    error = await failure_of(hanging, timeout=0.05)
    assert isinstance(error, TimedOut)
    assert_keeps_the_token(error)


async def test_an_answer_that_trickles_does_not_outlive_the_timeout() -> None:
    async def trickling(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.01)

    assert isinstance(await failure_of(trickling, timeout=0.1), TimedOut)


async def test_a_reset_connection_may_have_delivered() -> None:
    error = await failure_of(resetting)
    assert isinstance(error, ConnectionLost)
    assert_keeps_the_token(error)


async def test_a_refused_connection_is_surely_not_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent) as caught:
            await request.call(f"http://127.0.0.1:{port}/bot{TOKEN}", "getMe", {}, timeout=5)
    assert_keeps_the_token(caught.value)


async def test_a_connection_that_never_comes_about_is_surely_not_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):  # takes the only place in the queue
            async with AiohttpRequest() as request:
                with pytest.raises(NotSent) as caught:
                    await request.post(
                        f"http://127.0.0.1:{full.getsockname()[1]}/bot{TOKEN}/getMe",
                        connect_timeout=0.05,
                        read_timeout=5,
                    )
    assert_keeps_the_token(caught.value)


async def test_an_address_that_is_none_does_not_give_the_token_away() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NotSent) as caught:
            await request.call(f"http:///bot{TOKEN}", "getMe", {}, timeout=5)
    assert_keeps_the_token(caught.value)


async def test_a_download_comes_back_whole() -> None:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(body=bytes(100_000))

    async with serving(handler) as (request, base):
        assert await request.download(base, 100_000) == bytes(100_000)


async def test_a_download_beyond_the_limit_is_refused_while_it_streams() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(10_000))
            sent += 10_000

    async with serving(endless) as (request, base):
        with pytest.raises(TooLarge):
            await request.download(base, 50_000)
    assert sent < 50_000_000


@pytest.mark.parametrize(("status", "expected"), [(404, BadRequest), (502, NetworkError)])
async def test_a_dead_link_differs_from_a_server_in_trouble(
    status: int, expected: type[TelegramError]
) -> None:
    async with serving(answering(status, {})) as (request, base):
        with pytest.raises(TelegramError) as caught:
            await request.download(base, 10)
    assert type(caught.value) is expected
    assert_keeps_the_token(caught.value)


async def test_a_hundred_requests_run_at_the_same_time() -> None:
    arrived = 0
    everybody = asyncio.Event()

    async def handler(_: web.Request) -> web.StreamResponse:
        nonlocal arrived
        arrived += 1
        if arrived == 100:
            everybody.set()
        await everybody.wait()
        return web.json_response({"ok": True, "result": True})

    async with serving(handler) as (request, base):
        await asyncio.gather(*(request.call(base, "getMe", {}, timeout=10) for _ in range(100)))
    assert arrived == 100


async def test_it_is_opened_twice_and_closed_twice_without_harm() -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="before initialize"):
        await request.post("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    "text", [f"url /bot{TOKEN}/x", f"bot{TOKEN.replace(':', '%3A')}", TOKEN, f"https://h/file/bot{TOKEN}/p"]
)
def test_scrubbing_takes_every_spelling_of_the_token_out(text: str) -> None:
    assert SECRET not in scrub(text)


def test_scrubbing_leaves_ordinary_words_alone() -> None:
    assert scrub("at 12:30 the robot 7:x answered") == "at 12:30 the robot 7:x answered"
