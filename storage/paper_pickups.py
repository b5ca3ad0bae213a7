"""When something was really handed out that was ticked on paper and entered later."""

from __future__ import annotations

from storage.database import Transaction
from storage.redemptions import Redemption


def note(transaction: Transaction, redemption: Redemption, handed_at: int) -> None:
    """It was handed out then (UTC ms), though the ledger hears of it only now."""
    transaction.execute(
        "INSERT INTO paper_pickups (redemption_id, handed_at) VALUES (:redemption, :handed_at)",
        {"redemption": redemption.id, "handed_at": handed_at},
    )


def handed_at(transaction: Transaction, redemption: Redemption) -> int | None:
    """When somebody had it in their hands (UTC ms): as the paper says, else when it was entered."""
    row = transaction.one(
        "SELECT handed_at FROM paper_pickups WHERE redemption_id = :redemption", {"redemption": redemption.id}
    )
    return redemption.ended_at if row is None else int(row["handed_at"])
