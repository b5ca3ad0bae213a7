"""Photos that look like others are found by a band of their look."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as some

from storage import members, migrating, photo_looks, photos, report_changes, report_contents, report_drafts
from storage.database import Transaction, connect
from storage.members import MemberId
from storage.photo_looks import ALIKE, BITS, look_of
from storage.report_changes import Change, Submission
from storage.report_contents import SentPhoto
from storage.reports import Category, Place, ReportId, ReportState

hashes = some.integers(0, 2**BITS - 1)
near = some.sets(some.integers(0, BITS - 1), max_size=7)


def report(transaction: Transaction, reporter: MemberId, value: int, sent_at: int) -> ReportId:
    """A report that was sent then, with one photo of that look."""
    serial = transaction.number("SELECT count(*) FROM reports")
    draft = report_drafts.open_draft(transaction, reporter, f"token {serial}", sent_at)
    photo = report_contents.add_photo(transaction, draft.id, SentPhoto(serial, "file", f"u{serial}"))
    assert photo is not None
    sha256 = photos.add(transaction, f"image {serial}".encode(), 1, 1, sent_at)
    photo_looks.add(transaction, sha256, look_of(value))
    report_contents.photo_saved(transaction, photo, sha256)
    report_contents.set_place(transaction, draft.id, Place(30.5, 114.3))
    report_contents.set_category(transaction, draft.id, Category.LEAK)
    sending = Change(draft.id, 1, "submit", reporter, ReportState.DRAFT, ReportState.SUBMITTED)
    report_changes.apply(transaction, sending, sent_at, Submission(f"WH-{serial}", None))
    return draft.id


@settings(max_examples=30, deadline=None)
@given(hashes, some.lists(near, max_size=6))
def test_exactly_what_is_alike_is_found_the_newest_first(value: int, changes: list[set[int]]) -> None:
    with TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "bot.sqlite3")
        transaction = Transaction(connection)
        for migration in migrating.pending(transaction):
            migrating.apply(transaction, migration, now=0)
        courier = members.add(transaction, "telegram", 1, "x", None, 0).id
        expected: list[ReportId] = []
        for sent_at, flipped in enumerate(changes, start=1):
            other = value
            for bit in flipped:
                other ^= 1 << bit
            added = report(transaction, courier, other, sent_at)
            if len(flipped) <= ALIKE:
                expected.insert(0, added)
        found = photo_looks.alike(transaction, [look_of(value)], ReportId(0), courier, 0, 100)
        connection.close()
    assert found == expected


def test_others_photos_count_for_a_while_and_ones_own_for_ever(transaction: Transaction) -> None:
    one, other = (members.add(transaction, "telegram", user, "x", None, 0).id for user in (1, 2))
    old = report(transaction, one, 12345, sent_at=10)
    looks = photo_looks.of_report(transaction, old, vouched_too=False)
    new = ReportId(99)
    assert photo_looks.alike(transaction, looks, new, one, since=20, until=30) == [old]
    assert photo_looks.alike(transaction, looks, new, other, since=20, until=30) == []
    assert photo_looks.alike(transaction, looks, new, other, since=10, until=30) == [old]
    assert photo_looks.alike(transaction, looks, new, other, since=0, until=10) == []
    assert photo_looks.alike(transaction, looks, old, one, since=0, until=30) == []


def test_what_its_reporter_has_vouched_for_is_not_asked_about(transaction: Transaction) -> None:
    courier = members.add(transaction, "telegram", 1, "x", None, 0).id
    vouched = report(transaction, courier, 12345, sent_at=10)
    photo_looks.vouch(transaction, vouched)
    assert photo_looks.of_report(transaction, vouched, vouched_too=False) == []
    assert photo_looks.of_report(transaction, vouched, vouched_too=True) == [look_of(12345)]


def test_the_look_goes_with_the_photo(transaction: Transaction) -> None:
    sha256 = photos.add(transaction, b"image", 1, 1, now=1)
    photo_looks.add(transaction, sha256, look_of(12345))
    assert photos.forget_unused(transaction, before=2) == 1
    assert transaction.number("SELECT count(*) FROM photo_looks") == 0
