"""Where people who want to join are shown to those who decide, so that what is shown can be changed later."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.registrations import RegistrationId


@dataclass(frozen=True, slots=True)
class Card:
    """Where somebody who wants to join is shown to those who decide, and the outbox row that put it there."""

    channel: str
    chat_id: int
    row: OutboxId
    language: str


def add(transaction: Transaction, id_: RegistrationId, card: Card) -> None:
    """Remember where the registration is shown; a newer card in the same chat replaces the older."""
    transaction.execute(
        "INSERT INTO registration_cards (registration_id, channel, chat_id, outbox_id, language)"
        " VALUES (:registration, :channel, :chat_id, :row, :language)"
        " ON CONFLICT (registration_id, channel, chat_id)"
        " DO UPDATE SET outbox_id = excluded.outbox_id, language = excluded.language, lost_at = NULL",
        {
            "registration": id_,
            "channel": card.channel,
            "chat_id": card.chat_id,
            "row": card.row,
            "language": card.language,
        },
    )


def of(transaction: Transaction, id_: RegistrationId) -> list[Card]:
    """Everywhere the registration is shown, as far as is known."""
    rows = transaction.all(
        "SELECT channel, chat_id, outbox_id, language FROM registration_cards"
        " WHERE registration_id = :id AND lost_at IS NULL ORDER BY outbox_id",
        {"id": id_},
    )
    return [Card(row["channel"], row["chat_id"], OutboxId(row["outbox_id"]), row["language"]) for row in rows]


def lose(transaction: Transaction, row: OutboxId, now: int) -> RegistrationId | None:
    """Note that a card was not delivered; returns its registration, None when it was none or is lost already."""
    lost = transaction.one(
        "UPDATE registration_cards SET lost_at = :now WHERE outbox_id = :row AND lost_at IS NULL"
        " RETURNING registration_id",
        {"row": row, "now": now},
    )
    return None if lost is None else RegistrationId(lost["registration_id"])


def was_dealt(transaction: Transaction, id_: RegistrationId, channel: str, chat_id: int) -> bool:
    """Whether a chat has been sent the card, delivered or not."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM registration_cards"
            " WHERE registration_id = :id AND channel = :channel AND chat_id = :chat_id",
            {"id": id_, "channel": channel, "chat_id": chat_id},
        )
    )


def of_member(transaction: Transaction, member: MemberId) -> list[Card]:
    """Everywhere somebody's registrations are shown, as far as is known."""
    rows = transaction.all(
        "SELECT registration_cards.channel, chat_id, outbox_id, language FROM registration_cards"
        " JOIN registrations ON registrations.id = registration_id"
        " WHERE member_id = :member AND lost_at IS NULL ORDER BY outbox_id",
        {"member": member},
    )
    return [Card(row["channel"], row["chat_id"], OutboxId(row["outbox_id"]), row["language"]) for row in rows]
