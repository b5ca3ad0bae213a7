"""Chats that cannot be written to: their people have blocked the bot, or are gone."""

from __future__ import annotations

from storage.database import Transaction


def mark(transaction: Transaction, channel: str, chat_id: int, reason: str, now: int) -> None:
    """Remember that a chat cannot be written to, since when and why."""
    transaction.execute(
        "INSERT INTO unreachable (channel, chat_id, reason, since) VALUES (:channel, :chat_id, :reason, :now)"
        " ON CONFLICT (channel, chat_id) DO UPDATE SET reason = excluded.reason",
        {"channel": channel, "chat_id": chat_id, "reason": reason, "now": now},
    )


def clear(transaction: Transaction, channel: str, chat_id: int) -> None:
    """The chat has written again, so it can be written to."""
    transaction.execute(
        "DELETE FROM unreachable WHERE channel = :channel AND chat_id = :chat_id",
        {"channel": channel, "chat_id": chat_id},
    )


def since(transaction: Transaction, channel: str, chat_id: int) -> int | None:
    """Since when a chat cannot be written to (UTC ms); None when it can."""
    row = transaction.one(
        "SELECT since FROM unreachable WHERE channel = :channel AND chat_id = :chat_id",
        {"channel": channel, "chat_id": chat_id},
    )
    return None if row is None else int(row["since"])


def holds(transaction: Transaction, channel: str, chat_id: int) -> bool:
    """Whether a chat cannot be written to."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM unreachable WHERE channel = :channel AND chat_id = :chat_id",
            {"channel": channel, "chat_id": chat_id},
        )
    )
