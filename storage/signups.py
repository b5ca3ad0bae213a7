"""Who comes to a training, and who came: a row for each person and training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.trainings import TrainingId

SignUpId = NewType("SignUpId", int)

COLUMNS = "sign_ups.id, training_id, member_id, state, confirmed_at, paid_at"


class SignUpState(StrEnum):
    """How somebody stands with a training."""

    SIGNED_UP = "signed_up"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class SignUp:
    """Somebody's part in a training. `confirmed_at` (UTC ms) is when the attendance was closed on their coming."""

    id: SignUpId
    training_id: TrainingId
    member_id: MemberId
    state: SignUpState
    confirmed_at: int | None
    paid_at: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the attendance list."""

    id: SignUpId
    name: str
    came: bool


def find(transaction: Transaction, training: TrainingId, member: MemberId) -> SignUp | None:
    """Somebody's part in a training; None when they never had one."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM sign_ups WHERE training_id = :training AND member_id = :member",  # noqa: S608
        {"training": training, "member": member},
    )
    return None if row is None else _sign_up(row)


def get(transaction: Transaction, training: TrainingId, id_: SignUpId) -> SignUp | None:
    """A line of a training's list; None when the list has no such line."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM sign_ups WHERE training_id = :training AND id = :id",  # noqa: S608
        {"training": training, "id": id_},
    )
    return None if row is None else _sign_up(row)


def enter(transaction: Transaction, training: TrainingId, member: MemberId, now: int) -> None:
    """Somebody will come, for the first time or after all."""
    transaction.execute(
        "INSERT INTO sign_ups (training_id, member_id, state, signed_up_at)"
        " VALUES (:training, :member, 'signed_up', :now) ON CONFLICT (training_id, member_id)"
        " DO UPDATE SET state = 'signed_up', signed_up_at = excluded.signed_up_at",
        {"training": training, "member": member, "now": now},
    )


def set_state(transaction: Transaction, id_: SignUpId, state: SignUpState) -> None:
    """Say how somebody stands with a training."""
    transaction.execute("UPDATE sign_ups SET state = :state WHERE id = :id", {"state": state, "id": id_})


def withdraw_from_coming(transaction: Transaction, member: MemberId, now: int) -> Sequence[TrainingId]:
    """Somebody comes to nothing that has not begun; returns what they would have come to."""
    rows = transaction.all(
        "UPDATE sign_ups SET state = 'withdrawn' WHERE member_id = :member AND state = 'signed_up'"
        " AND training_id IN (SELECT id FROM trainings WHERE state = 'published' AND starts_at > :now)"
        " RETURNING training_id",
        {"member": member, "now": now},
    )
    return [TrainingId(row["training_id"]) for row in rows]


def count(transaction: Transaction, training: TrainingId) -> int:
    """How many places are taken."""
    return transaction.number(
        "SELECT count(*) FROM sign_ups WHERE training_id = :training AND state <> 'withdrawn'",
        {"training": training},
    )


def counts(transaction: Transaction, training: TrainingId) -> Mapping[SignUpState, int]:
    """How many people stand how with a training."""
    rows = transaction.all(
        "SELECT state, count(*) AS people FROM sign_ups WHERE training_id = :training GROUP BY state",
        {"training": training},
    )
    return {SignUpState(row["state"]): row["people"] for row in rows}


def of_member(transaction: Transaction, member: MemberId) -> Mapping[TrainingId, SignUpState]:
    """How somebody stands with every training they ever signed up for."""
    rows = transaction.all(
        "SELECT training_id, state FROM sign_ups WHERE member_id = :member", {"member": member}
    )
    return {TrainingId(row["training_id"]): SignUpState(row["state"]) for row in rows}


def signed_up(
    transaction: Transaction, training: TrainingId, before: int, after: MemberId, limit: int
) -> Sequence[MemberId]:
    """Who had signed up by then (UTC ms) and still comes: a page of them, by number, beyond the number `after`."""
    rows = transaction.all(
        "SELECT member_id FROM sign_ups WHERE training_id = :training AND state = 'signed_up'"
        " AND signed_up_at <= :before AND member_id > :after ORDER BY member_id LIMIT :limit",
        {"training": training, "before": before, "after": after, "limit": limit},
    )
    return [MemberId(row["member_id"]) for row in rows]


def attendance(transaction: Transaction, training: TrainingId, limit: int, offset: int) -> Sequence[Listed]:
    """A page of the list of who came, in the order in which they are known."""
    rows = transaction.all(
        "SELECT sign_ups.id, name, state FROM sign_ups JOIN members ON members.id = member_id"
        " WHERE training_id = :training AND state <> 'withdrawn'"
        " ORDER BY sign_ups.id LIMIT :limit OFFSET :offset",
        {"training": training, "limit": limit, "offset": offset},
    )
    return [Listed(SignUpId(row["id"]), row["name"], row["state"] == SignUpState.ATTENDED) for row in rows]


def all_came(transaction: Transaction, training: TrainingId) -> None:
    """Everybody on the list came."""
    transaction.execute(
        "UPDATE sign_ups SET state = 'attended' WHERE training_id = :training"
        " AND state IN ('signed_up', 'absent')",
        {"training": training},
    )


def confirm(transaction: Transaction, training: TrainingId, now: int) -> int:
    """The list is right as it stands; returns how many more came than was known."""
    transaction.execute(
        "UPDATE sign_ups SET state = 'absent' WHERE training_id = :training AND state = 'signed_up'",
        {"training": training},
    )
    return transaction.execute(
        "UPDATE sign_ups SET confirmed_at = :now WHERE training_id = :training AND state = 'attended'"
        " AND confirmed_at IS NULL",
        {"training": training, "now": now},
    )


def unpaid(transaction: Transaction, training: TrainingId, limit: int) -> Sequence[SignUp]:
    """Who came, by a closed list, and has not got their points yet."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM sign_ups WHERE training_id = :training AND state = 'attended'"  # noqa: S608
        " AND confirmed_at IS NOT NULL AND paid_at IS NULL ORDER BY id LIMIT :limit",
        {"training": training, "limit": limit},
    )
    return [_sign_up(row) for row in rows]


def note_paid(transaction: Transaction, id_: SignUpId, now: int) -> None:
    """They have their points."""
    transaction.execute("UPDATE sign_ups SET paid_at = :now WHERE id = :id", {"now": now, "id": id_})


def _sign_up(row: Row) -> SignUp:
    return SignUp(
        id=SignUpId(row["id"]),
        training_id=TrainingId(row["training_id"]),
        member_id=MemberId(row["member_id"]),
        state=SignUpState(row["state"]),
        confirmed_at=row["confirmed_at"],
        paid_at=row["paid_at"],
    )
