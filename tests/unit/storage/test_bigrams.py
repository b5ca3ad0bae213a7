"""Reports are found by pieces of their words, and by none that have been changed or erased."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import bigrams, erasure, members, migrating, report_contents, report_drafts
from storage.bigrams import LAST, Piece
from storage.database import Transaction
from storage.reports import Report

ALL = 1_000


@pytest.fixture
def draft(transaction: Transaction) -> Report:
    courier = members.add(transaction, "telegram", 1001, "李强", None, 0)
    return report_drafts.open_draft(transaction, courier.id, "token", 0)


def kept(transaction: Transaction) -> set[str]:
    """By what any report is found."""
    return {row["bigram"] for row in transaction.all("SELECT bigram FROM report_bigrams")}


def is_found(words: str, typed: str) -> bool:
    """Whether a report with these words has every piece that was typed."""
    held = bigrams.pieces(words)
    return all(any(piece.first <= one <= piece.last for one in held) for piece in bigrams.sought(typed))


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("井盖松了", {"井盖", "盖松", "松了", "了"}),
        ("Manhole COVER", {"manhole", "cover"}),
        ("３号楼漏水", {"3", "号楼", "楼漏", "漏水", "水"}),
        ("井，盖", {"井", "盖"}),
        ("🕳!!", set()),
        ("", set()),
    ],
)
def test_words_are_kept_as_pairs_or_as_whole_words(words: str, pieces: set[str]) -> None:
    assert bigrams.pieces(words) == pieces


@pytest.mark.parametrize(
    ("typed", "found", "missed"),
    [
        ("井盖", "路口井盖松了", "盖井"),
        ("了", "井盖松了", "井盖"),
        ("松", "井盖松了", "井盖"),
        ("Man", "a MANHOLE", "human"),
        ("3号楼", "3号楼门口", "8号楼"),
        ("井盖 漏水", "漏水，井盖松了", "井盖松了"),
    ],
)
def test_what_is_typed_finds_what_holds_all_of_it(typed: str, found: str, missed: str) -> None:
    assert is_found(found, typed)
    assert not is_found(missed, typed)


def test_one_sign_or_the_beginning_of_a_word_is_a_range() -> None:
    assert bigrams.sought("盖 man") == [Piece("盖", f"盖{LAST}"), Piece("man", f"man{LAST}")]
    assert bigrams.sought("?! 🕳") == []


@given(words=st.text(max_size=40), start=st.integers(0, 40), length=st.integers(2, 40))
def test_every_part_of_chinese_words_finds_them(words: str, start: int, length: int) -> None:
    chinese = "".join(chr(0x4E00 + ord(sign) % 5000) for sign in words)
    assert is_found(chinese, chinese[start : start + length])


def test_what_has_come_is_read_once(transaction: Transaction, draft: Report) -> None:
    report_contents.set_words(transaction, draft.id, 1, "井盖")
    assert bigrams.is_behind(transaction, 0)
    assert bigrams.catch_up(transaction, ALL) == 1
    assert kept(transaction) == {"井盖", "盖"}
    assert not bigrams.is_behind(transaction, 0)
    assert bigrams.catch_up(transaction, ALL) == 0


def test_changed_words_are_found_no_more_and_the_new_ones_are(
    transaction: Transaction, draft: Report
) -> None:
    report_contents.set_words(transaction, draft.id, 1, "井盖")
    report_contents.set_words(transaction, draft.id, 2, "漏水")
    bigrams.catch_up(transaction, ALL)
    report_contents.set_words(transaction, draft.id, 1, "路灯")
    assert kept(transaction) == set()
    bigrams.catch_up(transaction, ALL)
    assert kept(transaction) == {"路灯", "灯", "漏水", "水"}


def test_added_words_are_found_beside_the_old_ones(transaction: Transaction, draft: Report) -> None:
    report_contents.set_words(transaction, draft.id, 1, "井盖")
    report_contents.add_words(transaction, draft.id, 1, "漏水")
    bigrams.catch_up(transaction, ALL)
    assert kept(transaction) == {"井盖", "盖", "漏水", "水"}


def test_words_that_move_are_found_where_they_are(transaction: Transaction, draft: Report) -> None:
    report_contents.set_words(transaction, draft.id, 1, "井盖")
    bigrams.catch_up(transaction, ALL)
    report_drafts.put_aside(transaction, draft.id, 1)
    other = report_drafts.open_draft(transaction, draft.reporter_id, "other", 1)
    report_contents.move_words(transaction, draft.id, other.id)
    bigrams.catch_up(transaction, ALL)
    rows = transaction.all("SELECT DISTINCT report_id FROM report_bigrams")
    assert [row["report_id"] for row in rows] == [other.id]


def test_erased_words_are_gone_at_once(transaction: Transaction, draft: Report) -> None:
    report_contents.set_words(transaction, draft.id, 1, "井盖")
    bigrams.catch_up(transaction, ALL)
    erasure.erase_draft(transaction, draft.id)
    assert kept(transaction) == set()
    bigrams.catch_up(transaction, ALL)
    assert kept(transaction) == set()


def test_a_report_that_goes_takes_along_what_was_to_be_read(transaction: Transaction, draft: Report) -> None:
    proposed = report_drafts.propose(transaction, draft.reporter_id, "proposed", 0)
    report_contents.set_words(transaction, proposed.id, 1, "井盖")
    report_drafts.propose(transaction, draft.reporter_id, "again", 1)
    assert not bigrams.is_behind(transaction, 0)


def test_words_from_before_are_read_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    connection = sqlite3.connect(tmp_path_factory.mktemp("old") / "old.sqlite3", isolation_level=None)
    connection.row_factory = sqlite3.Row
    transaction = Transaction(connection)
    migrations = migrating.pending(transaction)
    mine = next(number for number, one in enumerate(migrations) if one.name == "finding_reports")
    for migration in migrations[:mine]:
        migrating.apply(transaction, migration, 0)
    transaction.execute("INSERT INTO members (name, standing, met_at) VALUES ('a', 'active', 0)")
    transaction.execute(
        "INSERT INTO reports (token, state, reporter_id, opened_at, described_at) VALUES ('t', 'draft', 1, 0, 0)"
    )
    transaction.execute("INSERT INTO report_words (report_id, message_id, words) VALUES (1, 1, '井盖')")
    for migration in migrations[mine:]:
        migrating.apply(transaction, migration, 0)
    bigrams.catch_up(transaction, ALL)
    assert kept(transaction) == {"井盖", "盖"}
    connection.close()
