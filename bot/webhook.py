"""The other way in: Telegram posts each update, and takes 200 for stored."""

from __future__ import annotations

import hmac
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.intake import Intake, read_text
from storage.database import StorageFault

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
LARGEST_UPDATE = 4 * 1024 * 1024  # bytes; updates are some kilobytes, this only keeps strangers from filling memory
RETRY_AFTER = 5  # seconds; Telegram honours up to 3600 and keeps the update meanwhile

log = structlog.get_logger()


class Webhook:
    """A small HTTP server for one path."""

    def __init__(self, intake: Intake, secret: str, path: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._path = path
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises OSError when the address cannot be had."""
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_post(self._path, self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    async def close(self) -> None:
        """Answer what is under way and stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
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
