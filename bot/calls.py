"""From a row of the outbox to the parameters of a Bot API call, and from its answer to message ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from telegram import InputFile

from bot.documents import Document
from messages.pictures.picture import Picture
from storage.outbox import Ending, IfOrphaned, OutboxRow, State
from storage.photos import Photo

# What goes out under another name when there is nothing left to edit.
FRESH_SENDS: Mapping[str, tuple[str, str]] = {
    "editMessageText": ("text", "text"),
    "editMessageCaption": ("caption", "text"),
}
CHATLESS = frozenset({"answerCallbackQuery", "getFile", "setMyCommands", "deleteMyCommands"})


def as_fresh_send(row: OutboxRow) -> OutboxRow:
    """An edit whose message never came to be, as a message of its own."""
    source, field = FRESH_SENDS[row.method]
    parameters = {key: value for key, value in row.parameters.items() if key not in (source, "message_id")}
    parameters[field] = row.parameters[source]
    return replace(row, method="sendMessage", parameters=parameters, parent=None)


def with_parent(row: OutboxRow, parent: Ending) -> OutboxRow | Ending:
    """The row with the message its parent produced filled in; or how it ends when there is none."""
    if parent.message_ids:
        parameters = {**row.parameters, "message_id": parent.message_ids[0]}
        return replace(row, parameters=parameters, parent=None)
    if row.if_orphaned is IfOrphaned.SEND:
        return as_fresh_send(row)
    return Ending(row.id, State.SKIPPED, f"its message was {parent.state}")


def stored_photo(row: OutboxRow) -> str | None:
    """The hash of the stored photo that a row sends; None when it sends none."""
    photo = row.parameters.get("photo")
    return str(photo["stored"]) if isinstance(photo, dict) and "stored" in photo else None


def with_photo(row: OutboxRow, photo: Photo) -> OutboxRow:
    """The row with its photo filled in: the id Telegram gave it, else the bytes to upload."""
    content = photo.file_id or InputFile(photo.image, filename=f"{photo.sha256[:16]}.jpg")
    return replace(row, parameters={**row.parameters, "photo": content})


def written_document(row: OutboxRow) -> Mapping[str, object] | None:
    """The name of the document that a row sends, and what it is about; None when it sends none."""
    document = row.parameters.get("document")
    return document if isinstance(document, dict) and "written" in document else None


def with_document(row: OutboxRow, document: Document) -> OutboxRow:
    """The row with its document filled in."""
    content = InputFile(document.content, filename=document.filename)
    return replace(row, parameters={**row.parameters, "document": content})


def drawn_picture(row: OutboxRow) -> Mapping[str, object] | None:
    """The name of the picture that a row sends, and what it is about; None when it sends none."""
    photo = row.parameters.get("photo")
    return photo if isinstance(photo, dict) and "drawn" in photo else None


def with_picture(row: OutboxRow, picture: Picture) -> OutboxRow:
    """The row with its picture filled in."""
    content = InputFile(picture.content, filename=picture.filename)
    return replace(row, parameters={**row.parameters, "photo": content})


def parameters_of(row: OutboxRow) -> dict[str, object]:
    """What to send, the chat included where the method takes one."""
    if row.method in CHATLESS:
        return dict(row.parameters)
    return {"chat_id": row.chat_id, **row.parameters}


def messages_in(row: OutboxRow) -> int:
    """How many messages a call counts for in Telegram's limits."""
    media = row.parameters.get("media")
    return len(media) if row.method == "sendMediaGroup" and isinstance(media, list) else 1


def message_ids(answer: object) -> tuple[int, ...]:
    """The ids of the messages in an answer: a message, several, or something else."""
    messages = answer if isinstance(answer, list) else [answer]
    return tuple(
        message["message_id"] for message in messages if isinstance(message, dict) and "message_id" in message
    )


def uploaded_file_id(answer: object) -> str | None:
    """The id under which Telegram keeps the photo it was just sent, for sending it again without the bytes."""
    sizes = answer.get("photo") if isinstance(answer, dict) else None
    return str(sizes[-1]["file_id"]) if isinstance(sizes, list) and sizes else None
