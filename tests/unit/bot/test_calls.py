"""From rows to parameters, and from answers to what is remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import InputFile

from bot import calls
from storage.outbox import Ending, IfOrphaned, OutboxId, State
from storage.photos import Photo
from tests.unit.bot.rows import LI, download, edit, row


def test_a_call_names_its_chat_where_the_method_takes_one() -> None:
    assert calls.parameters_of(row(1)) == {"chat_id": LI, "text": "1"}
    assert calls.parameters_of(download(1)) == {"file_id": "file 1"}


def test_an_edit_gets_the_message_that_its_parent_made() -> None:
    ending = Ending(OutboxId(1), State.SENT, None, (501, 502))

    filled = calls.with_parent(edit(2, parent=1), ending)

    assert filled == replace(edit(2, parent=1), parent=None, parameters={"text": "2", "message_id": 501})


def test_an_orphaned_edit_is_skipped_with_the_reason() -> None:
    ending = Ending(OutboxId(1), State.FAILED, "refused")

    assert calls.with_parent(edit(2, parent=1), ending) == Ending(
        OutboxId(2), State.SKIPPED, "its message was failed"
    )


def test_an_orphaned_caption_becomes_words_of_its_own() -> None:
    orphan = replace(
        edit(2, parent=1, if_orphaned=IfOrphaned.SEND),
        method="editMessageCaption",
        parameters={"caption": "fixed", "parse_mode": "HTML"},
    )

    fresh = calls.with_parent(orphan, Ending(OutboxId(1), State.SKIPPED, "unreachable"))

    assert not isinstance(fresh, Ending)
    assert (fresh.method, fresh.parameters) == ("sendMessage", {"text": "fixed", "parse_mode": "HTML"})


def test_a_photo_is_uploaded_until_telegram_has_a_name_for_it() -> None:
    card = row(1, method="sendPhoto", parameters={"photo": {"stored": "ab" * 32}, "caption": "c"})
    photo = Photo("ab" * 32, b"JPEG", 1, 1, None)
    assert calls.stored_photo(card) == photo.sha256

    uploaded = calls.with_photo(card, photo).parameters["photo"]
    named = calls.with_photo(card, replace(photo, file_id="AgAD")).parameters["photo"]

    assert isinstance(uploaded, InputFile)
    assert uploaded.input_file_content == b"JPEG"
    assert named == "AgAD"


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ({"message_id": 5}, (5,)),
        ([{"message_id": 5}, {"message_id": 6}], (5, 6)),
        (True, ()),
        ({"file_path": "x"}, ()),
    ],
)
def test_the_ids_of_all_messages_in_an_answer_are_remembered(answer: object, ids: tuple[int, ...]) -> None:
    assert calls.message_ids(answer) == ids


def test_an_album_counts_for_as_many_messages_as_it_has() -> None:
    album = row(1, method="sendMediaGroup", parameters={"media": [{}, {}, {}]})

    assert calls.messages_in(album) == 3
    assert calls.messages_in(row(2)) == 1


def test_the_largest_size_names_the_uploaded_photo() -> None:
    assert calls.uploaded_file_id({"photo": [{"file_id": "small"}, {"file_id": "large"}]}) == "large"
    assert calls.uploaded_file_id({"photo": []}) is None
    assert calls.uploaded_file_id(True) is None
