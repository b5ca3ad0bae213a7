"""What holds for whatever a handler says: the world looks after every event."""

from __future__ import annotations

import html
import json
import re

from storage import mentions
from storage.database import Transaction
from storage.outbox import OutboxRow


def whoever_is_named_is_noted(transaction: Transaction, rows: list[OutboxRow]) -> None:
    """Whoever a text names, but for its reader, is noted beside it: else erasing them would not find it."""
    people = transaction.all(
        "SELECT members.id, user_id, members.name, members.phone, registrations.name AS chosen,"
        " registrations.phone AS given FROM members"
        " JOIN member_addresses ON member_addresses.member_id = members.id"
        " LEFT JOIN registrations ON registrations.member_id = members.id"
    )
    for row in rows:
        said = html.unescape(str(row.parameters.get("text", row.parameters.get("caption", ""))))
        for person in people:
            told = {person["name"], person["phone"], person["chosen"], person["given"]} - {None, ""}
            if row.chat_id != person["user_id"] and any(
                re.search(mentions.whole(trace), said) for trace in told
            ):
                assert person["id"] in row.about, f"{row.method} names {told} and does not say so: {said}"


def what_is_edited_can_be(transaction: Transaction, rows: list[OutboxRow]) -> None:
    """Telegram lets no message be edited that brought a keyboard or took one away."""
    for row in rows:
        if row.parent is None or not row.method.startswith("editMessage"):
            continue
        parent = transaction.one("SELECT parameters FROM outbox WHERE id = :id", {"id": row.parent})
        assert parent is not None
        markup = json.loads(parent["parameters"]).get("reply_markup", {})
        assert markup.keys() <= {"inline_keyboard"}, f"cannot be edited: {parent['parameters']}"
