"""Two-phase spending: points are held first, then posted to the shop or given back, whichever comes first, once.

Holding, posting and voiding are transfers each; a hold is open as long as no transfer resolves it.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage import ledger
from storage.database import Transaction
from storage.ledger import SHOP, Account, KeyReused, Recorded, Transfer, TransferId
from storage.members import MemberId


class AlreadyResolved(Exception):
    """The hold has ended the other way: posted, it cannot be voided, and voided not posted."""


class NoHold(Exception):
    """That transfer put nothing on hold."""


def hold(
    transaction: Transaction,
    member: MemberId,
    points: int,
    key: str,
    cause: str,
    subject: str,
    actor: MemberId | None,
    now: int,
) -> Recorded:
    """Put points aside, those that expire first first; once for each key.

    Raises BelowZero when the member can spend less than that, KeyReused when the key was used for something else.
    """
    account = ledger.account_of(member)
    transfer = Transfer(key, account, ledger.hold_of(member), points, cause, subject, actor)
    return ledger.record(transaction, transfer, now)


def post(transaction: Transaction, id_: TransferId, cause: str, actor: MemberId | None, now: int) -> Recorded:
    """The points of a hold are spent. Once more, it is the earlier posting.

    Raises AlreadyResolved, NoHold, and KeyError when there is no such transfer.
    """
    held = _held(transaction, id_)
    return _resolve(transaction, held, SHOP, cause, actor, now)


def void(transaction: Transaction, id_: TransferId, cause: str, actor: MemberId | None, now: int) -> Recorded:
    """The points of a hold go back to the lots they came from; what has lapsed meanwhile expires at once.

    Once more, it is the earlier voiding. Raises AlreadyResolved, NoHold, and KeyError when there is no such transfer.
    """
    held = _held(transaction, id_)
    return _resolve(transaction, held, held.transfer.debit, cause, actor, now)


def open_holds(transaction: Transaction, member: MemberId) -> Sequence[TransferId]:
    """What of a member's is on hold, the oldest first."""
    rows = transaction.all(
        "SELECT id FROM transfers AS held WHERE credit = :account"
        " AND NOT EXISTS (SELECT 1 FROM transfers WHERE resolves = held.id) ORDER BY id",
        {"account": ledger.hold_of(member)},
    )
    return [TransferId(row["id"]) for row in rows]


def _held(transaction: Transaction, id_: TransferId) -> Recorded:
    held = ledger.get(transaction, id_)
    if not held.transfer.credit.startswith("hold:"):
        raise NoHold(id_)
    return held


def _resolve(
    transaction: Transaction, held: Recorded, to: Account, cause: str, actor: MemberId | None, now: int
) -> Recorded:
    """Its key is the hold's, whichever way it ends: so that the second way is refused."""
    resolution = Transfer(
        key=f"resolution:{held.id}",
        debit=held.transfer.credit,
        credit=to,
        points=held.transfer.points,
        cause=cause,
        subject=held.transfer.subject,
        actor=actor,
        resolves=held.id,
    )
    try:
        return ledger.record(transaction, resolution, now)
    except KeyReused as error:
        raise AlreadyResolved(held.id) from error
