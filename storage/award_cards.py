"""Where awards that wait for another coordinator are shown, so that every card can say how they ended."""

from __future__ import annotations

from dataclasses import dataclass

from storage.awards import AwardId
from storage.database import Transaction
from storage.outbox import OutboxId


@dataclass(frozen=True, slots=True)
class Card:
    """A chat in which an award is shown, and the outbox row that put it there."""

    channel: str
    chat_id: int
    row: OutboxId
    language: str


def add(transaction: Transaction, id_: AwardId, card: Card) -> None:
    """Remember where an award is shown; a newer card in the same chat replaces the older."""
    transaction.execute(
        "INSERT INTO award_cards (award_id, channel, chat_id, outbox_id, language)"
        " VALUES (:award, :channel, :chat_id, :row, :language) ON CONFLICT (award_id, channel, chat_id)"
        " DO UPDATE SET outbox_id = excluded.outbox_id, language = excluded.language",
        {
            "award": id_,
            "channel": card.channel,
            "chat_id": card.chat_id,
            "row": card.row,
            "language": card.language,
        },
    )


def of(transaction: Transaction, id_: AwardId) -> list[Card]:
    """Everywhere an award is shown."""
    rows = transaction.all(
        "SELECT channel, chat_id, outbox_id, language FROM award_cards WHERE award_id = :id ORDER BY outbox_id",
        {"id": id_},
    )
    return [Card(row["channel"], row["chat_id"], OutboxId(row["outbox_id"]), row["language"]) for row in rows]
