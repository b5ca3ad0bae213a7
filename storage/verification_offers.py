"""What couriers who ride by are offered to look at, while they are. Times are UTC ms; where they were is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.reports import PhotoId, Place, ReportId

COLUMNS = "report_id, round, member_id, outbox_id, expires_at, accepted_at, photo_id"
AT_A_TIME = 2  # people who may be on their way to one report
THAT = "WHERE report_id = :report AND round = :round AND member_id = :member"
OPEN = "declined_at IS NULL AND expires_at > :now"
WITHIN = (
    "SELECT id, latitude, longitude FROM reports WHERE state = 'fixed'"  # noqa: S608
    " AND latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east"
    " AND is_urgent = 0 AND reporter_id <> :member AND coalesce(worker_id, 0) <> :member"
    " AND NOT EXISTS (SELECT 1 FROM reports AS joined"
    "  WHERE joined.joined_to = reports.id AND joined.reporter_id = :member)"
    " AND NOT EXISTS (SELECT 1 FROM report_verdicts"
    "  WHERE report_id = reports.id AND round = times_reopened + 1 AND verdict = 'not_fixed')"
    " AND NOT EXISTS (SELECT 1 FROM verification_offers WHERE report_id = reports.id AND member_id = :member"
    "  AND round = times_reopened + 1 AND declined_at IS NOT NULL)"
    " AND (SELECT count(*) FROM verification_offers WHERE report_id = reports.id AND member_id <> :member"
    f"  AND round = times_reopened + 1 AND {OPEN}) < :at_a_time"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees, WGS-84."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A report to be looked at by somebody; `row` is the message that offers it."""

    report_id: ReportId
    round: int
    member_id: MemberId
    row: OutboxId
    expires_at: int
    is_accepted: bool = False
    photo_id: PhotoId | None = None


def within(
    transaction: Transaction, box: Box, member: MemberId, now: int
) -> Sequence[tuple[ReportId, Place]]:
    """What there is to look at in a box for somebody who has nothing to do with it, and where that is.

    No danger; nothing that is doubted already, that they have declined, or that enough others are offered.
    """
    rows = transaction.all(
        WITHIN,
        {
            "south": box.south,
            "north": box.north,
            "west": box.west,
            "east": box.east,
            "member": member,
            "now": now,
            "at_a_time": AT_A_TIME,
        },
    )
    return [(ReportId(row["id"]), Place(row["latitude"], row["longitude"])) for row in rows]


def make(transaction: Transaction, offer: Offer, now: int) -> None:
    """Note an offer; one about the same that has lapsed begins anew."""
    transaction.execute(
        "INSERT INTO verification_offers (report_id, round, member_id, outbox_id, offered_at, expires_at)"
        " VALUES (:report, :round, :member, :row, :now, :expires_at)"
        " ON CONFLICT (report_id, round, member_id) DO UPDATE SET outbox_id = excluded.outbox_id,"
        " offered_at = excluded.offered_at, expires_at = excluded.expires_at,"
        " accepted_at = NULL, photo_id = NULL, declined_at = NULL",
        {**_key(offer), "row": offer.row, "now": now, "expires_at": offer.expires_at},
    )


def accept(transaction: Transaction, offer: Offer, now: int) -> None:
    """They are on their way."""
    transaction.execute(
        f"UPDATE verification_offers SET accepted_at = :now {THAT}",  # noqa: S608
        {**_key(offer), "now": now},
    )


def add_photo(transaction: Transaction, offer: Offer, photo: PhotoId) -> None:
    """They are there, and this is what they see."""
    transaction.execute(
        f"UPDATE verification_offers SET photo_id = :photo {THAT}",  # noqa: S608
        {**_key(offer), "photo": photo},
    )


def decline(transaction: Transaction, offer: Offer, now: int) -> None:
    """They rather not, and are not asked for that again."""
    transaction.execute(
        f"UPDATE verification_offers SET declined_at = :now {THAT}",  # noqa: S608
        {**_key(offer), "now": now},
    )


def forget(transaction: Transaction, offer: Offer) -> None:
    """It is over."""
    transaction.execute(f"DELETE FROM verification_offers {THAT}", _key(offer))  # noqa: S608


def forget_about(transaction: Transaction, report: ReportId) -> None:
    """There is nothing to look at any more, and nobody to be spared."""
    transaction.execute("DELETE FROM verification_offers WHERE report_id = :report", {"report": report})


def open_of(transaction: Transaction, member: MemberId, now: int) -> Sequence[Offer]:
    """What somebody is offered now."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM verification_offers WHERE member_id = :member AND {OPEN}",  # noqa: S608
        {"member": member, "now": now},
    )
    return [_offer(row) for row in rows]


def open_for(transaction: Transaction, report: ReportId, member: MemberId, now: int) -> Offer | None:
    """The offer to somebody to look at a report, if it holds still."""
    return next(
        (offer for offer in open_of(transaction, member, now) if offer.report_id == report),
        None,
    )


def open_about(transaction: Transaction, report: ReportId) -> Sequence[Offer]:
    """Who was offered to look at a report and has not said anything."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM verification_offers WHERE report_id = :report AND declined_at IS NULL",  # noqa: S608
        {"report": report},
    )
    return [_offer(row) for row in rows]


def is_witness(transaction: Transaction, report: ReportId, member: MemberId, now: int) -> bool:
    """Whether somebody was asked to look at a report, went there, and has not said yet what they found."""
    offer = open_for(transaction, report, member, now)
    return offer is not None and offer.photo_id is not None


def expired(transaction: Transaction, now: int, most: int) -> Sequence[Offer]:
    """Offers whose time is over, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM verification_offers"  # noqa: S608
        " WHERE declined_at IS NULL AND expires_at <= :now ORDER BY expires_at LIMIT :most",
        {"now": now, "most": most},
    )
    return [_offer(row) for row in rows]


def _key(offer: Offer) -> dict[str, object]:
    return {"report": offer.report_id, "round": offer.round, "member": offer.member_id}


def _offer(row: Row) -> Offer:
    return Offer(
        ReportId(row["report_id"]),
        row["round"],
        MemberId(row["member_id"]),
        OutboxId(row["outbox_id"]),
        row["expires_at"],
        row["accepted_at"] is not None,
        None if row["photo_id"] is None else PhotoId(row["photo_id"]),
    )
