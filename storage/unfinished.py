"""What people began and left lying: drafts of reports, and registrations. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence

from storage.consents import Purpose
from storage.database import Transaction
from storage.registrations import RegistrationId
from storage.reports import ReportId

# Who waits for a coordinator has nothing to go on with, and what nobody agreed to has a shorter life of its own.
DRAFTS = (
    "SELECT reports.id FROM reports JOIN members ON members.id = reporter_id"
    " WHERE state = 'draft' AND standing <> 'pending' AND described_at < :before AND coalesce("
    " (SELECT given FROM consents WHERE member_id = reporter_id AND purpose = :purpose"
    " ORDER BY consents.id DESC LIMIT 1), 0) = 1"
)
OPEN_REGISTRATIONS = (
    "SELECT id FROM registrations WHERE state = 'open' AND coalesce(asked_at, opened_at) < :before"
)


def drafts_to_remind_of(transaction: Transaction, before: int) -> Sequence[ReportId]:
    """Drafts not touched since then, of which their reporters have not been reminded since they last were."""
    rows = transaction.all(
        f"{DRAFTS} AND (reminded_at IS NULL OR reminded_at < described_at) ORDER BY described_at",
        {"before": before, "purpose": Purpose.PHOTO_AND_PLACE},
    )
    return [ReportId(row["id"]) for row in rows]


def drafts_to_discard(transaction: Transaction, before: int, reminded_before: int) -> Sequence[ReportId]:
    """Drafts not touched since then although their reporters were reminded long enough ago."""
    rows = transaction.all(
        f"{DRAFTS} AND reminded_at >= described_at AND reminded_at < :reminded_before ORDER BY described_at",
        {"before": before, "reminded_before": reminded_before, "purpose": Purpose.PHOTO_AND_PLACE},
    )
    return [ReportId(row["id"]) for row in rows]


def asked_before(transaction: Transaction, hole: str, before: int) -> Sequence[ReportId]:
    """Open drafts whose reporters were asked for that before then, and asked for nothing else since."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE state = 'draft' AND put_aside_at IS NULL AND asked = :hole"
        " AND asked_at <= :before AND side_grid_id IS NULL ORDER BY asked_at",
        {"hole": hole, "before": before},
    )
    return [ReportId(row["id"]) for row in rows]


def offered_before(transaction: Transaction, before: int, now: int) -> Sequence[ReportId]:
    """Drafts whose reporters were shown before then what may be the same, and have not said; none that is put off."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE state = 'draft' AND asked IN ('duplicate', 'lookalike')"
        " AND asked_at <= :before AND coalesce(later_until, 0) <= :now ORDER BY asked_at",
        {"before": before, "now": now},
    )
    return [ReportId(row["id"]) for row in rows]


def note_draft_reminder(transaction: Transaction, id_: ReportId, now: int) -> None:
    """The reporter has been reminded."""
    transaction.execute("UPDATE reports SET reminded_at = :now WHERE id = :id", {"now": now, "id": id_})


def forget_proposals(transaction: Transaction, before: int) -> int:
    """Drop words that nobody made a report of and that were said before then; returns how many."""
    for table in ("report_words", "report_voices"):
        transaction.execute(
            f"DELETE FROM {table} WHERE report_id IN"  # noqa: S608
            " (SELECT id FROM reports WHERE state = 'proposed' AND described_at < :before)",
            {"before": before},
        )
    return transaction.execute(
        "DELETE FROM reports WHERE state = 'proposed' AND described_at < :before", {"before": before}
    )


def registrations_to_remind_of(transaction: Transaction, before: int) -> Sequence[RegistrationId]:
    """Registrations in which nothing has been answered since then, and nobody was reminded since."""
    rows = transaction.all(
        f"{OPEN_REGISTRATIONS} AND (reminded_at IS NULL OR reminded_at < coalesce(asked_at, opened_at))"
        " ORDER BY id",
        {"before": before},
    )
    return [RegistrationId(row["id"]) for row in rows]


def registrations_to_forget(
    transaction: Transaction, before: int, reminded_before: int
) -> Sequence[RegistrationId]:
    """Registrations in which nothing has been answered since then, although they were reminded long enough ago."""
    rows = transaction.all(
        f"{OPEN_REGISTRATIONS} AND reminded_at >= coalesce(asked_at, opened_at)"
        " AND reminded_at < :reminded_before ORDER BY id",
        {"before": before, "reminded_before": reminded_before},
    )
    return [RegistrationId(row["id"]) for row in rows]


def note_registration_reminder(transaction: Transaction, id_: RegistrationId, now: int) -> None:
    """They have been reminded."""
    transaction.execute("UPDATE registrations SET reminded_at = :now WHERE id = :id", {"now": now, "id": id_})
