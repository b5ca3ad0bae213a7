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
        " DO UPDATE SET outbox_id = excluded.outbox_id, language = excluded.language",
        {
            "report": id_,
            "channel": card.channel,
            "chat_id": card.chat_id,
            "row": card.row,
            "language": card.language,
        },
    )


def of(transaction: Transaction, id_: ReportId) -> list[Card]:
    """Everywhere the report is shown."""
    rows = transaction.all(
        "SELECT channel, chat_id, outbox_id, language FROM report_cards WHERE report_id = :id"
        " ORDER BY outbox_id",
        {"id": id_},
    )
    return [Card(row["channel"], row["chat_id"], OutboxId(row["outbox_id"]), row["language"]) for row in rows]
