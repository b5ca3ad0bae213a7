"""The ledger of points: double entry, only ever added to. What somebody has is what its rows say.

Points come from the issuer to a member, or to what counts for their honour alone. What a member promises is put on hold
(`storage.holds`), then spent in the shop or given back; what they do not spend expires. Members' points lie in lots by
expiry (`storage.lots`); what expires first is spent first. Every row says what its two accounts hold after it, and the
database itself refuses a row that does not add up, a second resolution or reversal, anything below zero, and to edit,
delete or replace a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage import lots, transfers
from storage.database import Row, Transaction
from storage.lots import Lot, Part
from storage.members import MemberId
from storage.transfers import (
    EXPIRED,
    ISSUER,
    SHOP,
    Account,
    Recorded,
    Transfer,
    TransferId,
    account_of,
    balance_of,
    find,
    get,
    hold_of,
    honour_of,
    owner_of,
    spender,
)

__all__ = [
    "EXPIRED",
    "EXPIRY",
    "ISSUER",
    "SHOP",
    "Account",
    "BelowZero",
    "KeyReused",
    "Movement",
    "NotReversible",
    "Recorded",
    "Standing",
    "Transfer",
    "TransferId",
    "account_of",
    "balance",
    "balance_of",
    "balances",
    "earned_between",
    "expire",
    "expire_lapsed",
    "find",
    "get",
    "hold_of",
    "honour_of",
    "movements",
    "record",
    "reversal",
    "reversal_of",
    "standing",
]

EXPIRY = "expiry"  # the cause of what expires; its subject is when
WARNING = 30 * 24 * 3600 * 1000  # ms before they expire in which points count as expiring
NEWEST = TransferId(2**63 - 1)  # above every id


class KeyReused(Exception):
    """The key belongs to a transfer with another content: two causes were given one key."""


class BelowZero(Exception):
    """The account has less than that."""


class NotReversible(Exception):
    """Only what was paid and what was spent can be taken back: a hold is voided, and a reversal is final."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer as one account sees it: `points` are above zero when they came and below when they went."""

    id: TransferId
    points: int
    cause: str
    subject: str
    reverses: TransferId | None
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member can spend, what of that expires within 30 days, what is on hold, what is for honour."""

    available: int
    expiring: int
    held: int
    honour: int


def record(transaction: Transaction, transfer: Transfer, now: int) -> Recorded:
    """Move points, once for each key: what was recorded before is returned as it was, and nothing moves.

    What comes back to a lot that has expired meanwhile expires at once. Raises KeyReused when the key was used for
    something else, BelowZero when there is not enough, ValueError for points that are no whole number above zero.
    """
    if type(transfer.points) is not int or transfer.points <= 0:
        raise ValueError(f"points must be a whole number above zero: {transfer.points!r}")
    earlier = find(transaction, transfer.key)
    if earlier is not None:
        if earlier.transfer.content_hash != transfer.content_hash:
            raise KeyReused(transfer.key)
        return earlier
    parts = _parts(transaction, transfer, now)
    recorded = transfers.add(transaction, transfer, now)
    member = spender(transfer.debit) or spender(transfer.credit)
    if member is not None:
        lots.enter(transaction, member, recorded.id, parts)
        for part in parts:
            if part.points > 0:
                expire(transaction, member, part.expires_at, now)
    return recorded


def reversal(recorded: Recorded, cause: str, actor: MemberId | None) -> Transfer:
    """The transfer that takes another one back; its subject is that one's id. Raises NotReversible.

    What was spent goes back to the lots that it came from; what was paid is taken from its own lot first.
    """
    taken = recorded.transfer
    if taken.debit != ISSUER and taken.credit != SHOP:
        raise NotReversible(recorded.id)
    return Transfer(
        key=f"reversal:{recorded.id}",
        debit=taken.credit,
        credit=ISSUER if taken.debit == ISSUER else account_of(owner_of(taken.debit)),
        points=taken.points,
        cause=cause,
        subject=str(recorded.id),
        actor=actor,
        reverses=recorded.id,
    )


def expire(transaction: Transaction, member: MemberId, expires_at: int, now: int) -> Recorded | None:
    """Let a lot expire; None when its time has not come, or nothing is left of it."""
    last = lots.last_entry(transaction, member, expires_at)
    if expires_at > now or not last.left:
        return None
    expiry = Transfer(
        key=f"expiry:{member}:{expires_at}:{last.transfer}",  # what comes back later expires once more
        debit=account_of(member),
        credit=EXPIRED,
        points=last.left,
        cause=EXPIRY,
        subject=str(expires_at),
        expires_at=expires_at,
    )
    return record(transaction, expiry, now)


def expire_lapsed(transaction: Transaction, now: int, limit: int) -> Sequence[Lot]:
    """Let up to `limit` lots expire whose time is over; returns them as they were, the oldest first."""
    lapsed = lots.lapsed(transaction, now, limit)
    for lot in lapsed:
        expire(transaction, lot.member, lot.expires_at, now)
    return lapsed


def balance(transaction: Transaction, member: MemberId) -> int:
    """What a member can spend, what they have on hold not counted; never below zero."""
    return balance_of(transaction, account_of(member))


def standing(transaction: Transaction, member: MemberId, now: int) -> Standing:
    """What a member has. What has lapsed cannot be spent, also before it was swept up."""
    theirs = [lot for lot in lots.open_lots(transaction, member) if lot.expires_at > now]
    return Standing(
        available=sum(lot.left for lot in theirs),
        expiring=sum(lot.left for lot in theirs if lot.expires_at <= now + WARNING),
        held=balance_of(transaction, hold_of(member)),
        honour=balance_of(transaction, honour_of(member)),
    )


def balances(transaction: Transaction) -> Mapping[Account, int]:
    """What every account holds that anything ever went through; together they are zero. Adds the whole ledger up."""
    rows = transaction.all(
        "SELECT account, sum(points) AS points FROM ("
        " SELECT credit AS account, points FROM transfers UNION ALL SELECT debit, -points FROM transfers"
        ") GROUP BY account"
    )
    return {Account(row["account"]): row["points"] for row in rows}


def earned_between(transaction: Transaction, member: MemberId, cause: str, since: int, until: int) -> int:
    """What a cause has paid a member from `since` to before `until`, of either class, what was taken back left out."""
    return transaction.number(
        "SELECT sum(points) FROM transfers AS paid WHERE credit IN (:spendable, :honour) AND cause = :cause"
        " AND recorded_at >= :since AND recorded_at < :until AND debit = 'issuer'"
        " AND NOT EXISTS (SELECT 1 FROM transfers WHERE reverses = paid.id)",
        {
            "spendable": account_of(member),
            "honour": honour_of(member),
            "cause": cause,
            "since": since,
            "until": until,
        },
    )


def movements(
    transaction: Transaction, account: Account, limit: int, before: TransferId | None = None
) -> Sequence[Movement]:
    """The last movements of an account, or the last `before` one of them; the newest first."""
    rows = transaction.all(
        "SELECT * FROM ("
        " SELECT * FROM (SELECT id, points, cause, subject, reverses, recorded_at FROM transfers"
        "  WHERE credit = :account AND id < :before ORDER BY id DESC LIMIT :limit)"
        " UNION ALL"
        " SELECT * FROM (SELECT id, -points, cause, subject, reverses, recorded_at FROM transfers"
        "  WHERE debit = :account AND id < :before ORDER BY id DESC LIMIT :limit)"
        ") ORDER BY id DESC LIMIT :limit",
        {"account": account, "limit": limit, "before": NEWEST if before is None else before},
    )
    return [_movement(row) for row in rows]


def reversal_of(transaction: Transaction, id_: TransferId) -> TransferId | None:
    """The transfer that took another one back; None while it stands."""
    row = transaction.one("SELECT id FROM transfers WHERE reverses = :id", {"id": id_})
    return None if row is None else TransferId(row["id"])


def _parts(transaction: Transaction, transfer: Transfer, now: int) -> Sequence[Part]:
    """What the transfer puts into its member's lots, or takes out of them. Raises BelowZero."""
    if transfer.debit == ISSUER:
        return [] if transfer.expires_at is None else [Part(transfer.expires_at, transfer.points)]
    if balance_of(transaction, transfer.debit) < transfer.points:
        raise BelowZero(f"{transfer.debit} has less than {transfer.points}")
    if spender(transfer.credit) is not None:
        return lots.returned(transaction, _hold_behind(transaction, transfer))
    member = spender(transfer.debit)
    return [] if member is None else _drawn(transaction, member, transfer, now)


def _hold_behind(transaction: Transaction, transfer: Transfer) -> TransferId:
    """The hold that took what comes back now."""
    if transfer.resolves is None and transfer.reverses is not None:
        return _hold_behind(transaction, get(transaction, transfer.reverses).transfer)
    return transfer.resolves or TransferId(0)


def _drawn(transaction: Transaction, member: MemberId, transfer: Transfer, now: int) -> Sequence[Part]:
    """Which lots pay. Raises BelowZero when those that may have less than that."""
    theirs = lots.open_lots(transaction, member)
    if transfer.credit == EXPIRED:
        theirs = [lot for lot in theirs if lot.expires_at == transfer.expires_at]
    elif transfer.credit == ISSUER:
        own = None if transfer.reverses is None else get(transaction, transfer.reverses).transfer.expires_at
        theirs = sorted(theirs, key=lambda lot: lot.expires_at != own)  # stable: then what expires first
    else:
        theirs = [lot for lot in theirs if lot.expires_at > now]
    parts = lots.drawn(theirs, transfer.points)
    if sum(part.points for part in parts) != -transfer.points:
        raise BelowZero(f"lots of {transfer.debit} have less than {transfer.points}")
    return parts


def _movement(row: Row) -> Movement:
    return Movement(
        id=TransferId(row["id"]),
        points=row["points"],
        cause=row["cause"],
        subject=row["subject"],
        reverses=None if row["reverses"] is None else TransferId(row["reverses"]),
        recorded_at=row["recorded_at"],
    )
