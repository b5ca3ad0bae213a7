"""What photos look like, so that the same picture is found again though its bytes differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.reports import ReportId

BITS = 64
COUNT = 5  # bands
ALIKE = COUNT - 1  # bits; two looks that differ in so few have a band in common, and are found by it

BANDS = "band_1, band_2, band_3, band_4, band_5"


@dataclass(frozen=True, slots=True)
class Look:
    """64 bits, as the bands that looks are searched by."""

    bands: tuple[int, int, int, int, int]

    def distance(self, other: Look) -> int:
        """In how many bits two looks differ."""
        return sum((mine ^ theirs).bit_count() for mine, theirs in zip(self.bands, other.bands, strict=True))


def look_of(value: int) -> Look:
    """The look whose 64 bits are these.

    Each band takes every fifth bit, from all over the picture: half of all photos have an even sky, and a band of
    nothing else would be that of half of all photos.
    """
    first, second, third, fourth, fifth = (_every_fifth(value >> start) for start in range(COUNT))
    return Look((first, second, third, fourth, fifth))


def add(transaction: Transaction, sha256: str, look: Look) -> None:
    """Remember what a stored photo looks like."""
    transaction.execute(
        f"INSERT INTO photo_looks (sha256, {BANDS}) VALUES (:sha256, :b1, :b2, :b3, :b4, :b5)"  # noqa: S608
        " ON CONFLICT (sha256) DO NOTHING",
        {"sha256": sha256, **_named(look)},
    )


def of_report(transaction: Transaction, id_: ReportId, *, vouched_too: bool) -> list[Look]:
    """What the photos of an incident look like; only those that nobody has vouched for, unless said otherwise."""
    rows = transaction.all(
        f"SELECT {BANDS} FROM report_photos JOIN photo_looks USING (sha256)"  # noqa: S608
        " WHERE report_id = :id AND shows = 'incident' AND (is_vouched = 0 OR :vouched_too = 1)"
        " ORDER BY report_photos.id",
        {"id": id_, "vouched_too": int(vouched_too)},
    )
    return [_look(row) for row in rows]


def alike(
    transaction: Transaction, looks: Sequence[Look], of: ReportId, reporter: MemberId, since: int, until: int
) -> list[ReportId]:
    """Numbered reports with a photo like one of these, the newest first: `reporter`'s own, and others' sent since then.

    Both times are UTC ms; what was sent at `until` or later does not count, nor does the report that they are `of`.
    """
    about = {"of": of, "reporter": reporter, "since": since, "until": until}
    found: dict[ReportId, int] = {}
    for sha256 in sorted({sha256 for look in looks for sha256 in _looking_like(transaction, look)}):
        rows = transaction.all(
            "SELECT reports.id, submitted_at FROM report_photos JOIN reports ON reports.id = report_id"
            " WHERE sha256 = :sha256 AND shows = 'incident' AND number IS NOT NULL AND reports.id <> :of"
            " AND submitted_at < :until AND (reporter_id = :reporter OR submitted_at >= :since)",
            {**about, "sha256": sha256},
        )
        found |= {ReportId(row["id"]): row["submitted_at"] for row in rows}
    return sorted(found, key=lambda report: (found[report], report), reverse=True)


def vouch(transaction: Transaction, id_: ReportId) -> None:
    """Its reporter says that the photos of a draft only look like others."""
    transaction.execute("UPDATE report_photos SET is_vouched = 1 WHERE report_id = :id", {"id": id_})


def _looking_like(transaction: Transaction, look: Look) -> list[str]:
    rows = transaction.all(
        f"SELECT sha256, {BANDS} FROM photo_looks"  # noqa: S608
        " WHERE band_1 = :b1 OR band_2 = :b2 OR band_3 = :b3 OR band_4 = :b4 OR band_5 = :b5",
        _named(look),
    )
    return [row["sha256"] for row in rows if look.distance(_look(row)) <= ALIKE]


def _every_fifth(value: int) -> int:
    band = 0
    for place in range(0, BITS, COUNT):
        band = band << 1 | (value >> place & 1)
    return band


def _named(look: Look) -> dict[str, object]:
    return {f"b{number}": band for number, band in enumerate(look.bands, start=1)}


def _look(row: Row) -> Look:
    return Look((row["band_1"], row["band_2"], row["band_3"], row["band_4"], row["band_5"]))
