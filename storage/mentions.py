"""What was said to others about somebody: found by who is noted beside the row, and never by a name.

A row that has ended is emptied. One that is still to be sent tells its reader something they wait for, so it goes
out with the member's number in place of the name.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import escape

from storage.database import Transaction
from storage.members import MemberId

SAID_IN = ("text", "caption")  # the parameters of a call that hold words
TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class Quotable:
    """A message that named somebody: whoever presses its button or answers it sends a copy of it back."""

    chat_id: int
    message_id: int


def messages(transaction: Transaction, member: MemberId) -> frozenset[Quotable]:
    """The messages that were sent and name a member."""
    rows = transaction.all(
        "SELECT chat_id, message_ids FROM outbox JOIN outbox_mentions ON outbox_id = id"
        " WHERE member_id = :member AND message_ids IS NOT NULL",
        {"member": member},
    )
    return frozenset(Quotable(row["chat_id"], id_) for row in rows for id_ in json.loads(row["message_ids"]))


def erase(transaction: Transaction, member: MemberId, told: Iterable[str]) -> None:
    """Take a member out of all that was or will be said about them. `told` are the names and phones they gave."""
    _reword_what_waits(transaction, member, told)
    named = {"member": member}
    transaction.execute(
        "UPDATE outbox SET parameters = '{}', target = NULL WHERE ended_at IS NOT NULL"
        " AND id IN (SELECT outbox_id FROM outbox_mentions WHERE member_id = :member)",
        named,
    )
    transaction.execute("DELETE FROM outbox_mentions WHERE member_id = :member", named)


def reworded(parameters: Mapping[str, object], told: Iterable[str], number: str) -> Mapping[str, object]:
    """The parameters of a call with a number in place of what somebody is told by; tags and buttons stay."""
    texts = sorted((text for text in told if text), key=len, reverse=True)
    if not texts:
        return parameters
    pattern = re.compile("|".join(map(_whole, texts)))
    is_html = parameters.get("parse_mode") == "HTML"
    changed = {
        field: _without_in_html(said, pattern, number) if is_html else pattern.sub(number, said)
        for field, said in parameters.items()
        if field in SAID_IN and isinstance(said, str)
    }
    return {**parameters, **changed}


def _reword_what_waits(transaction: Transaction, member: MemberId, told: Iterable[str]) -> None:
    texts = list(told)
    rows = transaction.all(
        "SELECT id, parameters FROM outbox JOIN outbox_mentions ON outbox_id = id"
        " WHERE member_id = :member AND ended_at IS NULL",
        {"member": member},
    )
    for row in rows:
        parameters = reworded(json.loads(row["parameters"]), texts, f"#{member}")
        transaction.execute(
            "UPDATE outbox SET parameters = :parameters WHERE id = :id",
            {"id": row["id"], "parameters": json.dumps(parameters, ensure_ascii=False)},
        )


def _without_in_html(said: str, pattern: re.Pattern[str], number: str) -> str:
    parts = TAG.split(said)
    return "".join(
        part if TAG.fullmatch(part) else str(escape(pattern.sub(number, html.unescape(part))))
        for part in parts
    )


def _whole(text: str) -> str:
    """Matches a text, but not inside a longer word or number; Chinese has no such borders."""
    before, after = (r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])")
    begins, ends = (end.isascii() and end.isalnum() for end in (text[0], text[-1]))
    return f"{before if begins else ''}{re.escape(text)}{after if ends else ''}"
