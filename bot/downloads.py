"""Photos from Telegram into the database: fetched, verified, stripped of metadata, stored; the result is an event.

What was sent as a photo has been encoded anew by Telegram and is only stripped; an image file is developed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.effects import effect_arrival
from bot.imaging import Darkroom, DevelopedPhoto
from bot.looks import look
from bot.photos import NotAPhoto, StrippedPhoto, strip_jpeg
from bot.request import TooLarge, retry_after_seconds
from bot.sending import Api, Done, Held, Result, unhindered
from bot.verdicts import Again, Wait
from handlers.surroundings import Clock
from storage import inbox, photo_looks, photos
from storage.database import Transaction
from storage.outbox import Ending, OutboxRow, State
from storage.photo_looks import Look

TIMEOUT = 30.0  # seconds for getFile


class Downloads:
    """Carries out rows whose method is getFile."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._darkroom = Darkroom()

    async def attempt(self, row: OutboxRow, may_call: Callable[[], bool] = unhindered) -> Result:
        """Try to fetch the row's photo once; what comes of it for good is an `Effect` event."""
        if not may_call():
            return Held()
        try:
            photo = await self._photo(row)
        except RetryAfter as error:
            return Wait(retry_after_seconds(error))
        except TooLarge:
            return self.give_up(row, "too_big")
        except NotAPhoto as error:
            return self.give_up(row, error.reason)
        except BadRequest as error:
            return self.give_up(row, "too_big" if "too big" in error.message.lower() else "gone")
        except (NetworkError, TelegramError) as error:
            return Again(error.message)
        return self._stored(row, photo, await asyncio.to_thread(look, photo.data))

    def give_up(self, row: OutboxRow, reason: str) -> Done:
        """The photo will not come any more; whoever sent it is to be told."""

        def tell(transaction: Transaction) -> None:
            arrival = effect_arrival(row, ok=False, result={"reason": reason})
            inbox.add(transaction, [arrival], self._clock.now())

        return Done(Ending(row.id, State.FAILED, reason), tell)

    async def _photo(self, row: OutboxRow) -> StrippedPhoto | DevelopedPhoto:
        content = await self._fetch(str(row.parameters["file_id"]))
        if row.parameters.get("is_file"):
            return await self._darkroom.develop(content)
        return await asyncio.to_thread(strip_jpeg, content)

    async def _fetch(self, file_id: str) -> bytes:
        answer = await self._api.call("getFile", {"file_id": file_id}, timeout=TIMEOUT)
        if not isinstance(answer, dict) or not isinstance(answer.get("file_path"), str):
            raise BadRequest("getFile named no path")
        return await self._api.download(answer["file_path"])

    def _stored(self, row: OutboxRow, photo: StrippedPhoto | DevelopedPhoto, looks: Look | None) -> Done:
        place = photo.place if isinstance(photo, DevelopedPhoto) else None

        def store(transaction: Transaction) -> None:
            now = self._clock.now()
            sha256 = photos.add(transaction, photo.data, photo.width, photo.height, now)
            if looks is not None:
                photo_looks.add(transaction, sha256, looks)
            result = {"sha256": sha256, "width": photo.width, "height": photo.height, "place": place}
            inbox.add(transaction, [effect_arrival(row, ok=True, result=result)], now)

        return Done(Ending(row.id, State.SENT), store)
