"""Delivery stations: the platforms' depots that couriers ride for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction

StationId = NewType("StationId", str)


class Platform(StrEnum):
    """Whom a station belongs to."""

    MEITUAN = "meituan"
    ELEME = "eleme"
    JD = "jd"
    SF_EXPRESS = "sf_express"
    CAINIAO = "cainiao"
    CHINA_POST = "china_post"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Station:
    """A depot of a platform."""

    id: StationId
    platform: Platform
    name_zh: str
    name_en: str

    def name(self, language: str) -> str:
        """What the station is called in a language (``zh`` or ``en``)."""
        return self.name_zh if language == "zh" else self.name_en


def save(transaction: Transaction, station: Station) -> None:
    """Add a station or replace it by this one."""
    transaction.execute(
        "INSERT INTO stations (id, platform, name_zh, name_en) VALUES (:id, :platform, :name_zh, :name_en)"
        " ON CONFLICT (id) DO UPDATE SET platform = excluded.platform,"
        " name_zh = excluded.name_zh, name_en = excluded.name_en",
        {
            "id": station.id,
            "platform": station.platform,
            "name_zh": station.name_zh,
            "name_en": station.name_en,
        },
    )


def find(transaction: Transaction, id_: str) -> Station | None:
    """A station by id."""
    row = transaction.one(
        "SELECT id, platform, name_zh, name_en FROM stations WHERE id = :id",
        {"id": id_},
    )
    return None if row is None else _station(row)


def all_stations(transaction: Transaction) -> list[Station]:
    """Every station, by platform and name."""
    rows = transaction.all(
        "SELECT id, platform, name_zh, name_en FROM stations ORDER BY platform, name_zh, id"
    )
    return [_station(row) for row in rows]


def count(transaction: Transaction) -> int:
    """How many stations there are."""
    return transaction.number("SELECT count(*) FROM stations")


def _station(row: Row) -> Station:
    return Station(StationId(row["id"]), Platform(row["platform"]), row["name_zh"], row["name_en"])
