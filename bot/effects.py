"""What came of a row, told to the handlers: an event in the inbox, stored together with the row's ending."""

from __future__ import annotations

import json
from collections.abc import Mapping

from handlers.routes import TOLD_OF_SUCCESS
from storage.inbox import Arrival, EventKind
from storage.outbox import Ending, OutboxRow, State


def effect_arrival(row: OutboxRow, *, ok: bool, result: Mapping[str, object]) -> Arrival:
    """The `Effect` that a row asked for. Its key is the row, so it happens once."""
    carried = row.parameters.get("carried")
    merged = {**carried, **result} if isinstance(carried, dict) else dict(result)
    body = {"name": row.effect, "row": row.id, "ok": ok, "result": merged}
    return Arrival(row.channel, EventKind.EFFECT, str(row.id), json.dumps(body, ensure_ascii=False))


def moved(row: OutboxRow, chat_id: int) -> Arrival:
    """The event for a group that has become another chat, as a row to it has found out."""
    body = {"name": "moved", "row": row.id, "ok": True, "result": {"old": row.chat_id, "new": chat_id}}
    return Arrival(row.channel, EventKind.EFFECT, f"{row.id}:moved", json.dumps(body))


def ended(row: OutboxRow, ending: Ending) -> Arrival | None:
    """The event for a message that asked to be told about: that it was not delivered, or, if wanted, that it was."""
    if row.effect is None or row.is_download:
        return None
    ok = ending.state is State.SENT
    if ok and row.effect not in TOLD_OF_SUCCESS:
        return None
    return effect_arrival(row, ok=ok, result={"reason": ending.reason})
