"""Trainings: what a coordinator offers, from the first answer of a draft on.

This is how a training comes to be and is found; `storage.training_changes` is how it moves on, `storage.signups` who
comes, `storage.reminders` what they are reminded of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType, TypeVar

from storage.database import Row, Transaction
from storage.members import MemberId

TrainingId = NewType("TrainingId", int)
T = TypeVar("T")

UNLIMITED = 0  # places: whoever wants may come
LASTS = 2 * 3600 * 1000  # ms; nobody is asked how long a training is, this is when its end is assumed

COLUMNS = (
    "id, token, version, state, made_by, topic, starts_at, place, latitude, longitude, places, points, reason,"
    " time_version, announced_at, held_at, revises, revises_version"
)


class TrainingState(StrEnum):
    """Where a training stands."""

    DRAFT = "draft"  # something is still missing, or nobody has been shown it yet
    DISCARDED = "discarded"  # a draft that was given up
    APPLIED = "applied"  # a draft that has changed a published training
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    HELD = "held"  # it took place, and who came is known


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, WGS-84, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Items:
    """What can be said about a training; None for what was not said yet. `starts_at` is UTC ms.

    `places` is UNLIMITED when whoever wants may come. `spot` is never asked for.
    """

    topic: str | None = None
    starts_at: int | None = None
    place: str | None = None
    spot: Spot | None = None
    places: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """A training. `revises` is the published one that this draft would change, begun from `revises_version` of it.

    `time_version` counts the starts that were announced, `announced_at` (UTC ms) says when the last one was.
    Reading what a draft does not say yet raises ValueError.
    """

    id: TrainingId
    token: str
    version: int
    state: TrainingState
    made_by: MemberId
    items: Items
    reason: str | None
    time_version: int
    announced_at: int | None
    held_at: int | None
    revises: TrainingId | None
    revises_version: int | None

    @property
    def topic(self) -> str:
        """What it is about."""
        return _said(self.items.topic)

    @property
    def starts_at(self) -> int:
        """UTC ms."""
        return _said(self.items.starts_at)

    @property
    def ends_at(self) -> int:
        """UTC ms, as far as it is known."""
        return self.starts_at + LASTS

    @property
    def place(self) -> str:
        """Where, in words."""
        return _said(self.items.place)

    @property
    def places(self) -> int:
        """How many may come; UNLIMITED when everybody."""
        return _said(self.items.places)

    @property
    def points(self) -> int:
        """What coming is worth."""
        return _said(self.items.points)


def get(transaction: Transaction, id_: TrainingId) -> Training:
    """A training by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM trainings WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _training(row)


def find_by_token(transaction: Transaction, token: str) -> Training | None:
    """The training that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM trainings WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _training(row)


def draft_of(transaction: Transaction, member: MemberId) -> Training | None:
    """Somebody's open draft; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM trainings WHERE made_by = :member AND state = 'draft'",  # noqa: S608
        {"member": member},
    )
    return None if row is None else _training(row)


def open_draft(transaction: Transaction, member: MemberId, token: str, now: int) -> Training:
    """Begin a training. Raises sqlite3.IntegrityError when they have begun one already."""
    return _begin(transaction, member, token, Items(), None, now)


def open_revision(
    transaction: Transaction, member: MemberId, token: str, published: Training, now: int
) -> Training:
    """Begin to change a published training. Raises sqlite3.IntegrityError when they have begun something already."""
    return _begin(transaction, member, token, published.items, published, now)


def save_items(transaction: Transaction, training: Training, items: Items) -> Training:
    """Remember what is said about a training now; buttons made before are out of date."""
    transaction.execute(
        "UPDATE trainings SET topic = :topic, starts_at = :starts_at, place = :place, latitude = :latitude,"
        " longitude = :longitude, places = :places, points = :points, version = version + 1 WHERE id = :id",
        {**_columns(items), "id": training.id},
    )
    return replace(training, items=items, version=training.version + 1)


def announce_start(transaction: Transaction, training: Training, now: int) -> None:
    """A new start is being announced: reminders of the old one count no more."""
    transaction.execute(
        "UPDATE trainings SET time_version = time_version + 1, announced_at = :now, prompted_at = NULL"
        " WHERE id = :id",
        {"now": now, "id": training.id},
    )


def note_reason(transaction: Transaction, training: Training, reason: str) -> Training:
    """Keep why it would be cancelled, until somebody confirms that."""
    transaction.execute(
        "UPDATE trainings SET reason = :reason, version = version + 1 WHERE id = :id",
        {"reason": reason, "id": training.id},
    )
    return replace(training, reason=reason, version=training.version + 1)


def coming(transaction: Transaction, now: int, limit: int, offset: int = 0) -> Sequence[Training]:
    """Published trainings that have not begun, the soonest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM trainings WHERE state = 'published' AND starts_at > :now"  # noqa: S608
        " ORDER BY starts_at, id LIMIT :limit OFFSET :offset",
        {"now": now, "limit": limit, "offset": offset},
    )
    return [_training(row) for row in rows]


def count_coming(transaction: Transaction, now: int) -> int:
    """How many published trainings have not begun."""
    return transaction.number(
        "SELECT count(*) FROM trainings WHERE state = 'published' AND starts_at > :now", {"now": now}
    )


def place_in_line(transaction: Transaction, training: Training, now: int) -> int:
    """How many trainings come before this one."""
    return transaction.number(
        "SELECT count(*) FROM trainings WHERE state = 'published' AND starts_at > :now"
        " AND (starts_at < :starts_at OR (starts_at = :starts_at AND id < :id))",
        {"now": now, "starts_at": training.starts_at, "id": training.id},
    )


def begun(transaction: Transaction, now: int, held_after: int, limit: int) -> Sequence[Training]:
    """Trainings whose attendance is open, or was closed after `held_after` (UTC ms); the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM trainings WHERE (state = 'published' AND starts_at <= :now)"  # noqa: S608
        " OR (state = 'held' AND held_at > :held_after) ORDER BY starts_at DESC, id DESC LIMIT :limit",
        {"now": now, "held_after": held_after, "limit": limit},
    )
    return [_training(row) for row in rows]


def over(transaction: Transaction, now: int) -> Sequence[Training]:
    """Trainings that have ended and whose coordinator has not been asked yet who came."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM trainings WHERE state = 'published' AND prompted_at IS NULL"  # noqa: S608
        " AND starts_at <= :before ORDER BY starts_at, id",
        {"before": now - LASTS},
    )
    return [_training(row) for row in rows]


def are_over(transaction: Transaction, now: int) -> bool:
    """Whether there is such a training."""
    return bool(over(transaction, now))


def note_prompt(transaction: Transaction, training: Training, now: int) -> None:
    """Its coordinator has been asked who came."""
    transaction.execute(
        "UPDATE trainings SET prompted_at = :now WHERE id = :id", {"now": now, "id": training.id}
    )


def _begin(
    transaction: Transaction, member: MemberId, token: str, items: Items, revised: Training | None, now: int
) -> Training:
    row = transaction.one(
        "INSERT INTO trainings (token, state, made_by, made_at, topic, starts_at, place, latitude, longitude, places,"
        " points, revises, revises_version)"
        " VALUES (:token, 'draft', :member, :now, :topic, :starts_at, :place, :latitude, :longitude, :places,"
        " :points, :revises, :revises_version) RETURNING id",
        {
            **_columns(items),
            "token": token,
            "member": member,
            "now": now,
            "revises": None if revised is None else revised.id,
            "revises_version": None if revised is None else revised.version,
        },
    )
    assert row is not None
    return get(transaction, TrainingId(row["id"]))


def _columns(items: Items) -> dict[str, object]:
    return {
        "topic": items.topic,
        "starts_at": items.starts_at,
        "place": items.place,
        "latitude": None if items.spot is None else items.spot.latitude,
        "longitude": None if items.spot is None else items.spot.longitude,
        "places": items.places,
        "points": items.points,
    }


def _training(row: Row) -> Training:
    spot = None if row["latitude"] is None else Spot(row["latitude"], row["longitude"])
    return Training(
        id=TrainingId(row["id"]),
        token=row["token"],
        version=row["version"],
        state=TrainingState(row["state"]),
        made_by=MemberId(row["made_by"]),
        items=Items(row["topic"], row["starts_at"], row["place"], spot, row["places"], row["points"]),
        reason=row["reason"],
        time_version=row["time_version"],
        announced_at=row["announced_at"],
        held_at=row["held_at"],
        revises=None if row["revises"] is None else TrainingId(row["revises"]),
        revises_version=row["revises_version"],
    )


def _said(value: T | None) -> T:
    if value is None:
        raise ValueError("the draft does not say that yet")
    return value
