"""The other way in: Telegram posts each update, and takes 200 for stored."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.api import TokenRefused
from bot.intake import Intake, read_text
from bot.sending import Api
from storage.database import StorageFault

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
LARGEST_UPDATE = (
    4 * 1024 * 1024
)  # bytes; updates are some kilobytes, this only keeps strangers from filling memory
RETRY_AFTER = 5  # seconds; Telegram honours up to 3600 and keeps the update meanwhile

CONNECTIONS = 20  # Telegram's requests at once; ours are answered within milliseconds
REGISTER_TIMEOUT = 15.0  # seconds
FIRST_PAUSE = 1.0  # seconds; doubled up to the longest while Telegram does not listen
LONGEST_PAUSE = 60.0

log = structlog.get_logger()


class AddressRefused(Exception):
    """Telegram will not post to the address."""


async def register(api: Api, url: str, secret: str, kinds: Sequence[str]) -> None:
    """Tell Telegram where to post, until it listens. Raises TokenRefused, or AddressRefused when it never will."""
    parameters: dict[str, object] = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": list(kinds),
        "max_connections": CONNECTIONS,
    }
    pause = FIRST_PAUSE
    while True:
        try:
            await api.call("setWebhook", parameters, timeout=REGISTER_TIMEOUT)
        except InvalidToken:
            raise TokenRefused from None
        except BadRequest as error:
            raise AddressRefused(error.message) from None
        except TelegramError as error:
            log.warning("setWebhook failed", error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


class Webhook:
    """A small HTTP server for one path."""

    def __init__(self, intake: Intake, secret: str, path: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._path = path
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port, which the system chooses for 0. Raises OSError when it cannot be had."""
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_post(self._path, self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Answer what is under way and stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        text = (await request.read()).decode("utf-8", "replace")
        try:
            await self._intake.store(read_text(text))
        except StorageFault as fault:
            log.error("storage failed; Telegram keeps the update", fault=str(fault))
            return web.Response(
                status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_AFTER)}
            )
        return web.Response()
