"""When somebody does not want to be disturbed: at night, in a meal rush, while they ride."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId

HOUR = 60  # minutes


@dataclass(frozen=True, slots=True)
class Night:
    """From when until when, in minutes since local midnight; `until` is on the next day when it is the smaller."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """`night` is None for nights like days; `rushes` keeps meal rushes quiet for couriers; `riding_until` is UTC ms.

    `warned`: a courier wants to hear of dangers in the grids of `storage.riding_grids`. `collects`: a grid worker wants
    to see ordinary reports all at once in the morning.
    """

    night: Night | None = Night(22 * HOUR, 7 * HOUR)
    rushes: bool = True
    riding_until: int | None = None
    warned: bool = False
    collects: bool = False


DEFAULTS = Preferences()


def of(transaction: Transaction, member: MemberId) -> Preferences:
    """What somebody wants; the defaults if they have never said."""
    row = transaction.one(
        "SELECT night_from, night_until, rushes, riding_until, warned, collects FROM preferences"
        " WHERE member_id = :member",
        {"member": member},
    )
    return DEFAULTS if row is None else _preferences(row)


def save(transaction: Transaction, member: MemberId, preferences: Preferences) -> None:
    """Remember what somebody wants."""
    night = preferences.night
    transaction.execute(
        "INSERT INTO preferences (member_id, night_from, night_until, rushes, riding_until, warned, collects)"
        " VALUES (:member, :begins, :ends, :rushes, :riding_until, :warned, :collects)"
        " ON CONFLICT (member_id) DO UPDATE"
        " SET night_from = excluded.night_from, night_until = excluded.night_until,"
        " rushes = excluded.rushes, riding_until = excluded.riding_until, warned = excluded.warned,"
        " collects = excluded.collects",
        {
            "member": member,
            "begins": None if night is None else night.begins,
            "ends": None if night is None else night.ends,
            "rushes": int(preferences.rushes),
            "riding_until": preferences.riding_until,
            "warned": int(preferences.warned),
            "collects": int(preferences.collects),
        },
    )


def _preferences(row: Row) -> Preferences:
    night = None if row["night_from"] is None else Night(row["night_from"], row["night_until"])
    return Preferences(
        night, bool(row["rushes"]), row["riding_until"], bool(row["warned"]), bool(row["collects"])
    )
