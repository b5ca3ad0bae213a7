"""Rows for the tests of what happens to rows."""

from __future__ import annotations

from dataclasses import replace

from storage.inbox import EventId
from storage.outbox import Lane, OutboxId, OutboxRow

NOW = 1_700_000_000_000
LI, WANG, CHEN = 1001, 1002, 1003
GROUP = -1001000000001


def row(id_: int, **changes: object) -> OutboxRow:
    """A reply to Li that is due now; its text is its id."""
    plain = OutboxRow(
        id=OutboxId(id_),
        event_id=EventId(id_),
        ordinal=0,
        channel="telegram",
        chat_id=LI,
        lane=Lane.REPLY,
        method="sendMessage",
        parameters={"text": str(id_)},
        due_at=NOW,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def edit(id_: int, parent: int, **changes: object) -> OutboxRow:
    """An edit of the message that an earlier row sent."""
    return row(id_, method="editMessageText", parent=OutboxId(parent), target=f"row:{parent}", **changes)


def download(id_: int, **changes: object) -> OutboxRow:
    """A photo to be fetched."""
    return row(
        id_,
        lane=Lane.UNPACED,
        method="getFile",
        parameters={"file_id": f"file {id_}"},
        effect="photo",
        **changes,
    )
