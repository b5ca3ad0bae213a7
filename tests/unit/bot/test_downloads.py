"""A photo comes back as an event, or the reason why it does not."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from PIL import Image
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.clock import ManualClock
from bot.downloads import Downloads
from bot.request import TooLarge
from bot.sending import Done, Result
from bot.verdicts import Again, Wait
from storage import inbox, photos
from storage.outbox import Ending, OutboxId, State
from tests.unit.bot.rows import download
from tests.unit.bot.stage import ScriptedApi, Storage

ROW = replace(download(1), parameters={"file_id": "file 1", "carried": {"report": 7}})


def jpeg(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def downloads(api: ScriptedApi, clock: ManualClock) -> Downloads:
    return Downloads(api, clock)


async def event_of(storage: Storage, result: Result) -> dict[str, object]:
    """The event that a result brings, once it is stored."""
    assert isinstance(result, Done)
    assert result.also is not None
    await storage.database.write(result.also)
    [event] = await storage.database.read(inbox.waiting, 10)
    body: dict[str, object] = json.loads(event.body)
    return body


async def test_a_photo_is_stored_in_the_transaction_that_tells_of_it(
    downloads: Downloads, api: ScriptedApi, storage: Storage
) -> None:
    api.files["photos/file 1"] = jpeg(40, 30)

    result = await downloads.attempt(ROW)

    assert isinstance(result, Done)
    assert result.ending == Ending(OutboxId(1), State.SENT)
    body = await event_of(storage, result)
    told = body["result"]
    assert isinstance(told, dict)
    assert (body["name"], body["row"], body["ok"]) == ("photo", 1, True)
    assert (told["report"], told["width"], told["height"]) == (7, 40, 30)
    assert await storage.database.read(photos.find, told["sha256"]) is not None


async def test_an_image_file_is_developed_and_its_place_told(
    downloads: Downloads, api: ScriptedApi, storage: Storage
) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 30.0, 0.0), 3: "E", 4: (114.0, 20.0, 0.0)}  # GPS
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG", exif=exif)
    api.files["photos/file 1"] = file.getvalue()

    result = await downloads.attempt(replace(ROW, parameters={**ROW.parameters, "is_file": True}))

    told = (await event_of(storage, result))["result"]
    assert isinstance(told, dict)
    assert told["place"] == pytest.approx([30.5, 114.333333])
    photo = await storage.database.read(photos.find, told["sha256"])
    assert photo is not None
    assert photo.image.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF89a", "not_a_jpeg"),
        (jpeg(40, 30)[:100], "broken"),
        (TooLarge("21 MB"), "too_big"),
        (BadRequest("the file cannot be downloaded from this link (404)"), "gone"),
    ],
)
async def test_a_photo_that_will_not_come_is_told_with_the_reason(
    downloads: Downloads, api: ScriptedApi, storage: Storage, content: bytes | Exception, reason: str
) -> None:
    api.files["photos/file 1"] = content

    result = await downloads.attempt(ROW)

    assert isinstance(result, Done)
    assert result.ending == Ending(OutboxId(1), State.FAILED, reason)
    body = await event_of(storage, result)
    assert (body["ok"], body["result"]) == (False, {"report": 7, "reason": reason})


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (BadRequest("Bad Request: file is too big"), "too_big"),
        (BadRequest("Bad Request: wrong file_id"), "gone"),
        ({"file_id": "no path"}, "gone"),
    ],
)
async def test_a_file_that_telegram_refuses_is_told_with_the_reason(
    downloads: Downloads, api: ScriptedApi, refusal: object, reason: str
) -> None:
    api.will_answer("getFile", refusal)

    result = await downloads.attempt(ROW)

    assert isinstance(result, Done)
    assert result.ending.reason == reason


@pytest.mark.parametrize(
    ("setback", "result"),
    [
        (RetryAfter(9), Wait(9)),
        (TimedOut("late"), Again("late")),
        (NetworkError("Bad Gateway"), Again("Bad Gateway")),
    ],
)
async def test_a_setback_is_no_end(
    downloads: Downloads, api: ScriptedApi, setback: Exception, result: Result
) -> None:
    api.will_answer("getFile", setback)

    assert await downloads.attempt(ROW) == result
