"""The Bot API of one bot: a transport, an address and a token, and who the token belongs to."""

from __future__ import annotations

import asyncio
import json

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.request import AiohttpRequest
from storage import settings
from storage.database import Database, StorageFault

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Bot API, getFile
IDENTITY_TIMEOUT = 15.0  # seconds
FIRST_PAUSE = 1.0  # seconds before getMe is asked again; doubled up to the longest
LONGEST_PAUSE = 60.0

log = structlog.get_logger()


class TokenRefused(Exception):
    """Telegram does not know the token."""


class TelegramApi:
    """Calls and downloads with the token filled in. The token stays inside."""

    def __init__(self, request: AiohttpRequest, api_url: str, token: str) -> None:
        self._request = request
        self._methods = f"{api_url.rstrip('/')}/bot{token}"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}"

    async def call(self, method: str, parameters: dict[str, object], *, timeout: float) -> object:  # noqa: ASYNC109
        """Make one call; returns the raw result. Raises telegram.error.TelegramError."""
        return await self._request.call(self._methods, method, parameters, timeout=timeout)

    async def download(self, file_path: str) -> bytes:
        """Fetch a file that getFile has named. Raises bot.request.TooLarge over 20 MB."""
        return await self._request.download(f"{self._files}/{file_path}", LARGEST_FILE)


async def learn_identity(api: TelegramApi, database: Database) -> None:
    """Ask Telegram who the bot is until it answers, and remember it; the bot serves meanwhile.

    Raises TokenRefused.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            identity = await api.call("getMe", {}, timeout=IDENTITY_TIMEOUT)
            await database.write(settings.write, settings.IDENTITY, json.dumps(identity))
        except InvalidToken:
            raise TokenRefused from None
        except (TelegramError, StorageFault) as error:
            log.warning("getMe failed", error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            log.info(
                "identity known", username=identity.get("username") if isinstance(identity, dict) else None
            )
            return
