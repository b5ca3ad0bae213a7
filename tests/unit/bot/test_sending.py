"""One attempt at one row."""

from __future__ import annotations

import pytest
from telegram import InputFile
from telegram.error import BadRequest, Forbidden

from bot.sending import Done, Held, Parked, Sending
from bot.verdicts import Again
from storage import photos
from storage.database import StorageFault
from storage.outbox import Ending, Lane, OutboxId, OutboxRow, State
from tests.unit.bot.rows import edit, row
from tests.unit.bot.stage import ScriptedApi, Storage

STALE = BadRequest("Wrong file identifier/HTTP URL specified")


@pytest.fixture
def sending(storage: Storage, api: ScriptedApi) -> Sending:
    return Sending(storage.database, api)


@pytest.fixture
async def photo_row(storage: Storage) -> OutboxRow:
    """A row that sends a stored photo."""
    sha256 = await storage.database.write(photos.add, b"JPEG", 4, 3, 0)
    return row(1, method="sendPhoto", parameters={"photo": {"stored": sha256}, "caption": "c"})


def sha256_of(photo_row: OutboxRow) -> str:
    photo = photo_row.parameters["photo"]
    assert isinstance(photo, dict)
    return str(photo["stored"])


async def test_an_edit_waits_for_its_parent(sending: Sending, storage: Storage) -> None:
    await storage.add(row(1), edit(2, parent=1))

    assert await sending.attempt(edit(2, parent=1)) == Parked(OutboxId(1))


async def test_a_photo_is_uploaded_once_and_then_named(
    sending: Sending, storage: Storage, api: ScriptedApi, photo_row: OutboxRow
) -> None:
    api.will_answer("sendPhoto", {"message_id": 5, "photo": [{"file_id": "AgAD"}]})
    first = await sending.attempt(photo_row)
    assert isinstance(first, Done)
    assert first.ending == Ending(OutboxId(1), State.SENT, None, (5,))
    assert first.also is not None
    await storage.database.write(first.also)

    await sending.attempt(photo_row)

    sent = [call.parameters["photo"] for call in api.calls]
    assert isinstance(sent[0], InputFile)
    assert sent[1] == "AgAD"


async def test_a_photo_whose_name_is_stale_is_uploaded_anew(
    sending: Sending, storage: Storage, api: ScriptedApi, photo_row: OutboxRow
) -> None:
    await storage.database.write(photos.remember_file_id, sha256_of(photo_row), "stale")
    api.will_answer("sendPhoto", STALE)

    assert isinstance(await sending.attempt(photo_row), Again)
    await sending.attempt(photo_row)

    assert isinstance(api.calls[1].parameters["photo"], InputFile)


async def test_a_stale_name_that_is_not_of_a_stored_photo_is_a_refusal(
    sending: Sending, api: ScriptedApi
) -> None:
    api.will_answer("sendPhoto", STALE)

    result = await sending.attempt(row(1, method="sendPhoto", parameters={"photo": "stale"}))

    assert isinstance(result, Done)
    assert result.ending.state is State.FAILED


async def test_a_photo_that_was_erased_is_skipped(sending: Sending, api: ScriptedApi) -> None:
    result = await sending.attempt(row(1, method="sendPhoto", parameters={"photo": {"stored": "gone"}}))

    assert result == Done(Ending(OutboxId(1), State.SKIPPED, "its photo was erased"))
    assert api.calls == []


async def test_an_edit_that_changes_nothing_was_sent(sending: Sending, api: ScriptedApi) -> None:
    api.will_answer("editMessageText", BadRequest("Message is not modified"))
    change = row(2, method="editMessageText", parameters={"text": "same", "message_id": 77})

    result = await sending.attempt(change)

    assert result == Done(Ending(OutboxId(2), State.SENT, None, (77,)))


async def test_a_person_who_blocked_the_bot_is_unreachable(sending: Sending, api: ScriptedApi) -> None:
    api.will_answer("sendMessage", Forbidden("Forbidden: bot was blocked by the user"))

    result = await sending.attempt(row(1))

    assert isinstance(result, Done)
    assert result.unreachable


async def test_a_broadcast_row_is_not_sent_unless_that_is_on_disk(
    sending: Sending, storage: Storage, api: ScriptedApi
) -> None:
    [broadcast] = await storage.add(row(1, lane=Lane.BROADCAST))
    storage.is_ill(True)

    with pytest.raises(StorageFault):
        await sending.attempt(broadcast)

    assert api.calls == []


async def test_a_row_whose_chat_was_stopped_while_it_was_prepared_is_not_sent(
    sending: Sending, api: ScriptedApi
) -> None:
    assert await sending.attempt(row(1), lambda: False) == Held()

    assert api.calls == []
