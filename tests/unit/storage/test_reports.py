"""Reports as rows: what the database itself does not let happen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from storage import members, report_cards, report_changes, report_contents, report_drafts, reports
from storage.database import Transaction
from storage.members import Member
from storage.outbox import OutboxId
from storage.report_cards import Card
from storage.report_changes import Change, Conflict, Submission
from storage.report_contents import SentPhoto
from storage.reports import Category, PhotoId, Place, Report, ReportState, ReturnReason


@pytest.fixture
def courier(transaction: Transaction) -> Member:
    return members.add(transaction, "telegram", 1001, "李强", None, 0)


@pytest.fixture
def draft(transaction: Transaction, courier: Member) -> Report:
    return report_drafts.open_draft(transaction, courier.id, "token", 0)


def submission_of(draft: Report) -> Change:
    return Change(
        draft.id, draft.version, "submit", draft.reporter_id, ReportState.DRAFT, ReportState.SUBMITTED
    )


def whole(transaction: Transaction, draft: Report) -> Report:
    report_contents.set_place(transaction, draft.id, Place(30.5, 114.3))
    report_contents.set_category(transaction, draft.id, Category.LEAK)
    return reports.get(transaction, draft.id)


def test_nobody_has_two_open_drafts(transaction: Transaction, draft: Report) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        report_drafts.open_draft(transaction, draft.reporter_id, "another", 0)


def test_a_report_with_holes_cannot_be_submitted(transaction: Transaction, draft: Report) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        report_changes.apply(transaction, submission_of(draft), 1, Submission("WH-2026-000001", None))


def test_a_change_raises_the_version_and_is_recorded(transaction: Transaction, draft: Report) -> None:
    change = submission_of(whole(transaction, draft))
    report = report_changes.apply(transaction, change, 1, Submission("WH-2026-000001", None))
    assert (report.state, report.version, report.number) == (ReportState.SUBMITTED, 2, "WH-2026-000001")
    last = report_changes.last_change(transaction, report.id, "submit")
    assert last is not None
    assert last.actor_id == draft.reporter_id
    assert report_changes.last_change(transaction, report.id, "accept") is None


def test_a_change_decided_on_an_older_version_is_refused(transaction: Transaction, draft: Report) -> None:
    change = submission_of(whole(transaction, draft))
    with pytest.raises(Conflict):
        report_changes.apply(transaction, replace(change, version=7), 1, Submission("WH-2026-000001", None))
    assert reports.get(transaction, draft.id).state is ReportState.DRAFT


@pytest.mark.parametrize("sql", ["UPDATE report_changes SET action = 'x'", "DELETE FROM report_changes"])
def test_the_history_of_a_report_is_final(transaction: Transaction, draft: Report, sql: str) -> None:
    report_changes.apply(
        transaction, submission_of(whole(transaction, draft)), 1, Submission("WH-2026-000001", None)
    )
    with pytest.raises(sqlite3.IntegrityError, match="history"):
        transaction.execute(sql)


def test_the_same_picture_is_not_taken_twice(transaction: Transaction, draft: Report) -> None:
    added = [
        report_contents.add_photo(transaction, draft.id, SentPhoto(message_id, "file", unique))
        for message_id, unique in enumerate(["a", "b", "a", "c"])
    ]
    assert [photo is None for photo in added] == [False, False, True, False]


def test_a_photo_that_was_taken_out_is_not_said_to_be_saved(transaction: Transaction, draft: Report) -> None:
    report_contents.add_photo(transaction, draft.id, SentPhoto(5, "file", "a"))
    assert report_contents.drop_photo(transaction, PhotoId(1))
    assert not report_contents.drop_photo(transaction, PhotoId(1))
    assert not report_contents.photo_saved(transaction, PhotoId(1), "sha")


def test_a_photo_moves_with_its_caption_and_keeps_its_id(transaction: Transaction, draft: Report) -> None:
    photo = report_contents.add_photo(transaction, draft.id, SentPhoto(5, "file", "a"))
    report_contents.set_words(transaction, draft.id, 5, "caption")
    assert photo is not None
    report_drafts.put_aside(transaction, draft.id, 1)
    other = report_drafts.open_draft(transaction, draft.reporter_id, "other", 1)
    report_contents.move_photo(transaction, photo, other.id)
    moved = reports.find_by_photo(transaction, photo)
    assert moved is not None
    assert (moved.id, moved.words) == (other.id, "caption")
    assert reports.get(transaction, draft.id).words == ""


def test_a_draft_put_aside_lets_another_be_open_and_waits_its_turn(
    transaction: Transaction, draft: Report
) -> None:
    report_drafts.put_aside(transaction, draft.id, 1)
    other = report_drafts.open_draft(transaction, draft.reporter_id, "other", 2)
    assert [waiting.id for waiting in report_drafts.drafts_aside(transaction, draft.reporter_id)] == [
        draft.id
    ]
    with pytest.raises(sqlite3.IntegrityError):
        report_drafts.take_up(transaction, draft.id, 3)
    report_drafts.put_aside(transaction, other.id, 3)
    report_drafts.take_up(transaction, draft.id, 4)
    open_now = report_drafts.draft_of(transaction, draft.reporter_id)
    assert open_now is not None
    assert open_now.id == draft.id


def test_only_the_newest_words_are_proposed(transaction: Transaction, courier: Member) -> None:
    for token in ("first", "second"):
        proposed = report_drafts.propose(transaction, courier.id, token, 0)
        report_contents.set_words(transaction, proposed.id, 1, token)
    assert reports.find_by_token(transaction, "first") is None
    kept = reports.find_by_token(transaction, "second")
    assert kept is not None
    assert (kept.state, kept.words) == (ReportState.PROPOSED, "second")


def test_a_return_is_recorded_with_its_reason(transaction: Transaction, draft: Report) -> None:
    report = report_changes.apply(
        transaction, submission_of(whole(transaction, draft)), 1, Submission("WH-2026-000001", None)
    )
    back = Change(
        report.id,
        report.version,
        "return",
        draft.reporter_id,
        ReportState.SUBMITTED,
        ReportState.RETURNED,
        ReturnReason.UNCLEAR,
    )
    report_changes.apply(transaction, back, 2)
    last = report_changes.last_change(transaction, report.id, "return")
    assert last is not None
    assert last.reason == ReturnReason.UNCLEAR


def test_words_stand_in_the_order_of_their_messages(transaction: Transaction, draft: Report) -> None:
    for message_id, words in ((9, "last"), (3, "first"), (5, ""), (3, "first, edited")):
        report_contents.set_words(transaction, draft.id, message_id, words)
    assert reports.get(transaction, draft.id).words == "first, edited\nlast"


def test_a_report_is_found_by_the_messages_of_its_reporter_alone(
    transaction: Transaction, draft: Report
) -> None:
    report_contents.add_photo(transaction, draft.id, SentPhoto(5, "file", "a"))
    report_contents.set_words(transaction, draft.id, 6, "x")
    other = members.add(transaction, "telegram", 1002, "陈晓", None, 0)
    for message_id in (5, 6):
        found = reports.find_by_message(transaction, draft.reporter_id, message_id)
        assert found is not None
        assert found.id == draft.id
        assert reports.find_by_message(transaction, other.id, message_id) is None
    assert reports.find_by_message(transaction, draft.reporter_id, 7) is None


def test_each_year_counts_by_itself(transaction: Transaction) -> None:
    numbers = [report_changes.next_number(transaction, year) for year in (2026, 2026, 2027, 2026)]
    assert numbers == ["WH-2026-000001", "WH-2026-000002", "WH-2027-000001", "WH-2026-000003"]


def test_an_emptied_draft_keeps_neither_photos_nor_words_nor_place(
    transaction: Transaction, draft: Report
) -> None:
    report_contents.add_photo(transaction, draft.id, SentPhoto(5, "file", "a"))
    report_contents.set_words(transaction, draft.id, 5, "x")
    report_contents.empty(transaction, whole(transaction, draft).id)
    report = reports.get(transaction, draft.id)
    assert (report.photos, report.words, report.place) == ((), "", None)


def test_a_newer_card_in_a_chat_replaces_the_older(transaction: Transaction, draft: Report) -> None:
    for row in (1, 2):
        report_cards.add(transaction, draft.id, Card("telegram", 2001, OutboxId(row), "zh"))
    report_cards.add(transaction, draft.id, Card("telegram", 2002, OutboxId(3), "en"))
    assert [card.row for card in report_cards.of(transaction, draft.id)] == [2, 3]


def test_what_does_not_exist_is_said_so(transaction: Transaction, draft: Report) -> None:
    assert reports.find_by_token(transaction, "nothing") is None
    with pytest.raises(KeyError):
        reports.get(transaction, reports.ReportId(99))
