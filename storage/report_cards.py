"""Where reports are shown to those who answer for them, so that what is shown can be changed later."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.outbox import OutboxId
from storage.reports import ReportId


@dataclass(frozen=True, slots=True)
class Card:
    """Where a report is shown to those who answer for it, and the outbox row that put it there."""

    channel: str
    chat_id: int
    row: OutboxId
    language: str


def add(transaction: Transaction, id_: ReportId, card: Card) -> None:
    """Remember where the report is shown; a newer card in the same chat replaces the older."""
    transaction.execute(
        "INSERT INTO report_cards (report_id, channel, chat_id, outbox_id, language)"
        " VALUES (:report, :channel, :chat_id, :row, :language)"
        " ON CONFLICT (report_id, channel, chat_id)"
        " DO UPDATE SET outbox_id = excluded.outbox_id, language = excluded.language,"
        " lost_at = NULL, delivered_at = NULL",
        {
            "report": id_,
            "channel": card.channel,
            "chat_id": card.chat_id,
            "row": card.row,
            "language": card.language,
        },
    )


def of(transaction: Transaction, id_: ReportId) -> list[Card]:
    """Everywhere the report is shown, as far as is known."""
    rows = transaction.all(
        "SELECT channel, chat_id, outbox_id, language FROM report_cards"
        " WHERE report_id = :id AND lost_at IS NULL ORDER BY outbox_id",
        {"id": id_},
    )
    return [Card(row["channel"], row["chat_id"], OutboxId(row["outbox_id"]), row["language"]) for row in rows]


def lose(transaction: Transaction, row: OutboxId, now: int) -> ReportId | None:
    """Note that a card was not delivered; returns its report, None when it was no card or is known to be lost."""
    lost = transaction.one(
        "UPDATE report_cards SET lost_at = :now WHERE outbox_id = :row AND lost_at IS NULL RETURNING report_id",
        {"row": row, "now": now},
    )
    return None if lost is None else ReportId(lost["report_id"])


def arrive(transaction: Transaction, row: OutboxId, now: int) -> ReportId | None:
    """Note that a card was delivered; returns its report, None when it was no card or is known to have been."""
    arrived = transaction.one(
        "UPDATE report_cards SET delivered_at = :now WHERE outbox_id = :row AND delivered_at IS NULL"
        " RETURNING report_id",
        {"row": row, "now": now},
    )
    return None if arrived is None else ReportId(arrived["report_id"])


def chats_reached(transaction: Transaction, id_: ReportId) -> frozenset[tuple[str, int]]:
    """The channels and chats in which the report's card has arrived."""
    rows = transaction.all(
        "SELECT channel, chat_id FROM report_cards WHERE report_id = :id AND delivered_at IS NOT NULL",
        {"id": id_},
    )
    return frozenset((row["channel"], row["chat_id"]) for row in rows)


def is_any_lost(transaction: Transaction, id_: ReportId) -> bool:
    """Whether somebody who was sent the report's card did not get it."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM report_cards WHERE report_id = :id AND lost_at IS NOT NULL", {"id": id_}
        )
    )


def receipt_of(transaction: Transaction, id_: ReportId) -> OutboxId | None:
    """The row that told the report's reporter whom it has reached; None when nothing has."""
    row = transaction.one("SELECT outbox_id FROM report_receipts WHERE report_id = :id", {"id": id_})
    return None if row is None else OutboxId(row["outbox_id"])


def add_receipt(transaction: Transaction, id_: ReportId, row: OutboxId) -> None:
    """Remember which row tells the report's reporter whom it has reached."""
    transaction.execute(
        "INSERT INTO report_receipts (report_id, outbox_id) VALUES (:report, :row)",
        {"report": id_, "row": row},
    )


def was_dealt(transaction: Transaction, id_: ReportId, channel: str, chat_id: int) -> bool:
    """Whether a chat has been sent the report's card, delivered or not."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM report_cards WHERE report_id = :id AND channel = :channel AND chat_id = :chat_id",
            {"id": id_, "channel": channel, "chat_id": chat_id},
        )
    )


def move_chat(transaction: Transaction, channel: str, old: int, new: int) -> None:
    """A group has become another chat; its cards are found there."""
    transaction.execute(
        "UPDATE report_cards SET chat_id = :new WHERE channel = :channel AND chat_id = :old"
        " AND NOT EXISTS (SELECT 1 FROM report_cards AS there"
        " WHERE there.report_id = report_cards.report_id AND there.channel = :channel AND there.chat_id = :new)",
        {"channel": channel, "old": old, "new": new},
    )
