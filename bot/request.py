"""python-telegram-bot's transport on aiohttp: a third of httpx's CPU, and errors that never show the token.

Every Bot API address contains the token, and HTTP clients like to put addresses into their errors. So an error
leaves this module only after it has been worded anew, with nothing chained to it.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# The one private name used here: RequestData can be built from nothing else. The version is pinned, tests call it.
from telegram.request._requestparameter import RequestParameter

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

CONNECTIONS = 128  # 100 calls, the poll, and whoever asks for the time must never wait for each other
CONNECT_TIMEOUT = 10.0  # seconds; a mobile uplink may take several to answer a SYN
READ_TIMEOUT = 30.0  # seconds for a whole request and its answer
DOWNLOAD_TIMEOUT = 60.0  # seconds; 20 MB, the most Telegram hands out, at 3 Mbit/s
CHUNK = 64 * 1024  # bytes of a download looked at together

SURELY_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)

_TOKEN = re.compile(r"bot\d+(?::|%3A)[\w-]+|\b\d{6,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)


class NotSent(NetworkError):
    """No connection came about: the request surely did not reach the other side."""


class ConnectionLost(NetworkError):
    """There was a connection and then no answer to make sense of: the request may have reached the other side."""


class TooLarge(TelegramError):
    """The file is larger than the caller is willing to hold."""


def scrub(text: str) -> str:
    """Return the text with every bot token in it made unreadable."""
    return _TOKEN.sub("bot<token>", text)


def retry_after_seconds(error: RetryAfter) -> int:
    """Seconds to wait, whichever of its two types python-telegram-bot has chosen to answer with."""
    wait = error.retry_after
    return wait if isinstance(wait, int) else int(wait.total_seconds())


class AiohttpRequest(BaseRequest):
    """One aiohttp session from `initialize` to `shutdown`, for the Bot API and for the files it serves."""

    __slots__ = ("_read_timeout", "_session")

    def __init__(self, read_timeout: float = READ_TIMEOUT) -> None:
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds a request may take when its caller names no other time."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; doing so twice is harmless, because Bot does so for either of its transports."""
        # Without it every RetryAfter that is merely made warns about the type it will have one day.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(
        self,
        url_base: str,
        method: str,
        parameters: Mapping[str, object],
        *,
        timeout: float,  # noqa: ASYNC109 - the connection is to be closed too, and the error to say which it was
    ) -> object:
        """Call one Bot API method and return its JSON result as it is, no model built.

        `url_base` ends with the token; files are `telegram.InputFile`; None is left out; `timeout` in seconds.
        Raises what `telegram.error` has for the answer, and NotSent when nothing can have arrived.
        """
        wanted = [RequestParameter.from_input(name, value) for name, value in parameters.items()]
        return await self.post(f"{url_base}/{method}", RequestData(wanted), read_timeout=timeout)

    async def download(self, url: str, limit_bytes: int) -> bytes:
        """Fetch a file of at most `limit_bytes`.

        Raises TooLarge beyond that, BadRequest when the link is dead (ask getFile for another one),
        NetworkError for what may pass.
        """
        async with self._exchange("GET", url, _limits(DOWNLOAD_TIMEOUT, CONNECT_TIMEOUT)) as response:
            _check_download(response.status)
            content = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > limit_bytes:
                    raise TooLarge(f"the file is larger than {limit_bytes} bytes")
            return bytes(content)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send the request; returns the HTTP status and the body.

        The read timeout covers the whole exchange, so the ones for writing and for the pool have no work left.
        """
        total = self._read_timeout if not _is_given(read_timeout) else read_timeout
        connect = CONNECT_TIMEOUT if not _is_given(connect_timeout) else connect_timeout
        body, headers = _encode(request_data)
        async with self._exchange(method, url, _limits(total, connect), body, headers) as response:
            content = await response.read()
            status = response.status
        # BaseRequest quotes the body of an answer that is not JSON, and a proxy's error page quotes the address.
        return status, content if status == HTTPStatus.OK else _scrub_bytes(content)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer. Unlike the inherited one this neither logs nor quotes an answer that is no JSON."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not {"ok", "result", "description"} & answer.keys():
            raise ConnectionLost("the answer is not what a Bot API server sends")
        return answer

    @asynccontextmanager
    async def _exchange(
        self,
        method: str,
        url: str,
        limits: aiohttp.ClientTimeout,
        body: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """One request and its response; what aiohttp raises until the response is closed is worded anew."""
        if self._session is None:
            raise RuntimeError("AiohttpRequest is used before initialize or after shutdown")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=limits
            ) as response:
                yield response
                return
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = _reword(error)
        # Raised out here and not in the except clause: there the original would be kept as the context.
        raise failure


def _is_given(timeout: ODVInput[float]) -> bool:
    return timeout is not BaseRequest.DEFAULT_NONE


def _limits(total: object, connect: object) -> aiohttp.ClientTimeout:
    assert total is None or isinstance(total, int | float)
    assert connect is None or isinstance(connect, int | float)
    return aiohttp.ClientTimeout(total=total, sock_connect=connect)


def _encode(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """The body and its headers; JSON where no file is sent, as urlencoding triples the bytes of Chinese text."""
    if request_data is None:
        return None, {}
    if request_data.contains_files:
        return _multipart(request_data), {}
    body = json.dumps(request_data.parameters, ensure_ascii=False, separators=(",", ":")).encode()
    return body, {"Content-Type": "application/json"}


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # file names travel as UTF-8, as browsers send them
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        # As a stream it is written in pieces; as bytes a large photo would hold up the loop in one piece.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mimetype)
    return form


def _reword(error: Exception) -> NetworkError:
    if isinstance(error, SURELY_NOT_SENT):
        return NotSent(f"no connection to the server ({type(error).__name__})")
    if isinstance(error, TimeoutError):
        return TimedOut("no answer in time")
    return ConnectionLost(scrub(f"{type(error).__name__}: {error}"))


def _check_download(status: int) -> None:
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise BadRequest(f"the file cannot be downloaded from this link ({status})")
    if status != HTTPStatus.OK:
        raise NetworkError(f"the file server answered {status}")


def _scrub_bytes(content: bytes) -> bytes:
    return scrub(content.decode("utf-8", "replace")).encode()
