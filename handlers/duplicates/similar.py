"""Which reports may be about the same as a draft: open ones of its kind nearby, and those with a photo like its."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handlers import distances
from handlers.reports import kinds
from handlers.reports.lifecycle import OPEN
from storage import consents, photo_looks, report_contents, reports, similar_reports
from storage.database import Transaction
from storage.reports import Category, Place, Report, ReportId

DAY = 24 * 3600 * 1000  # ms
STALE = 12 * 7 * DAY  # what a grid centre's search for duplicates looks back
MOST = 3  # photos to look at before one's own report is sent


@dataclass(frozen=True, slots=True)
class Similar:
    """A report that may be about the same, and how far off it is, in metres."""

    report: Report
    metres: int


def to_offer(draft: Report, transaction: Transaction, now: int) -> Sequence[Similar]:
    """What a draft may be about: the nearest, unless its reporter says that it is none of them.

    A danger does not wait for that.
    """
    if draft.is_distinct or draft.place is None or draft.category is None or kinds.is_danger(draft.category):
        return ()
    radius = kinds.KINDS[draft.category].radius
    near = nearby(draft.place, radius, transaction, now, category=draft.category)
    return list(islice((one for one in near if may_be_shown(one.report, draft, transaction)), MOST))


def nearby(
    place: Place, radius: float, transaction: Transaction, now: int, *, category: Category | None = None
) -> Iterator[Similar]:
    """The open reports at most `radius` metres from there that are not too old, the nearest first."""
    box = distances.around(place, radius)
    there = similar_reports.open_in(transaction, box, now - STALE, category)
    by_distance = sorted((distances.metres(place, one.place), one.id) for one in there)
    return (
        Similar(reports.get(transaction, id_), round(metres))
        for metres, id_ in by_distance
        if metres <= radius
    )


def lookalike_of(draft: Report, transaction: Transaction, now: int) -> Similar | None:
    """The newest report with a photo like one of the draft's that its reporter has not vouched for.

    Whoever reports a danger is not asked: the card says it.
    """
    if kinds.is_danger(draft.category):
        return None
    looks = photo_looks.of_report(transaction, draft.id, vouched_too=False)
    found = [
        reports.get(transaction, id_)
        for id_ in photo_looks.alike(transaction, looks, draft.id, draft.reporter_id, now - STALE, now)
    ]
    others = [
        report
        for report in found
        if may_be_shown(report, draft, transaction) and not is_same_incident(draft, report, transaction)
    ]
    if not others or draft.place is None or others[0].place is None:
        return None
    return Similar(others[0], round(distances.metres(draft.place, others[0].place)))


def note_lookalike(report: Report, transaction: Transaction) -> Report:
    """Note for its card the newest report with a photo like one of a report's, as of when that was sent."""
    assert report.submitted_at is not None  # it was
    looks = photo_looks.of_report(transaction, report.id, vouched_too=True)
    since, until = report.submitted_at - STALE, report.submitted_at
    for id_ in photo_looks.alike(transaction, looks, report.id, report.reporter_id, since, until):
        other = reports.get(transaction, id_)
        if not is_same_incident(report, other, transaction):
            report_contents.set_resembles(transaction, report.id, id_)
            return replace(report, resembles=id_)
    return report


def is_same_incident(one: Report, other: Report, transaction: Transaction) -> bool:
    """Whether it is known to be: one was joined to the other, or is another attempt at it."""
    if incident(one) == incident(other):
        return True
    return reports.first_attempt(transaction, one.id) == reports.first_attempt(transaction, other.id)


def incident(report: Report) -> ReportId:
    """The report that goes on for it: itself unless it was joined to one."""
    return report.id if report.joined_to is None else report.joined_to


def may_be_shown(report: Report, draft: Report, transaction: Transaction) -> bool:
    """Whether there is a photo that whoever is about to report the same may look at: theirs, or of one who agrees."""
    has_photo = any(photo.sha256 is not None for photo in report.photos)
    is_own = report.reporter_id == draft.reporter_id
    return has_photo and (is_own or consents.lets_couriers_see(transaction, report.reporter_id))


def is_open(report: Report) -> bool:
    """Whether there is still something to join."""
    return report.state in OPEN
