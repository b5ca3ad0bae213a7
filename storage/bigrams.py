"""By which pieces of their words reports are found: pairs of characters where words are not spaced, else whole words.

Chinese has no spaces, so any two characters that stand side by side are looked for; the last one stands alone as well,
so that a single character is found wherever it begins a piece. Words of other scripts are found by how they begin.
Case, and full or half width, make no difference. Triggers note whose words have changed; `catch_up` reads those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.reports import ReportId

UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"  # Han, kana, hangul
RUNS = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?P<word>[^\W_{UNSPACED}]+)")
LONGEST_WORD = 32  # characters; nobody types more of one
LAST = "\U0010ffff"  # no text has it, and none comes after it


@dataclass(frozen=True, slots=True)
class Piece:
    """What a report must have to be found: a piece from `first` to `last`, both included."""

    first: str
    last: str


def pieces(words: str) -> frozenset[str]:
    """By what a report with these words is found."""
    return frozenset(piece for run, is_word in _runs(words) for piece in _kept(run, is_word))


def sought(words: str) -> Sequence[Piece]:
    """What somebody looks for who types these words, in that order; nothing if they hold no letter and no digit."""
    found = (piece for run, is_word in _runs(words) for piece in _wanted(run, is_word))
    return list(dict.fromkeys(found))


def catch_up(transaction: Transaction, most: int) -> int:
    """Read the words of reports that have changed, the newest reports first; returns how many were read."""
    rows = transaction.all(
        "SELECT report_id FROM unread_reports ORDER BY report_id DESC LIMIT :most", {"most": most}
    )
    for row in rows:
        _read(transaction, ReportId(row["report_id"]))
    return len(rows)


def is_behind(transaction: Transaction, _now: int = 0) -> bool:
    """Whether any words have not been read yet."""
    return bool(transaction.number("SELECT EXISTS (SELECT 1 FROM unread_reports)"))


def _read(transaction: Transaction, id_: ReportId) -> None:
    rows = transaction.all("SELECT words FROM report_words WHERE report_id = :id", {"id": id_})
    found = frozenset[str]().union(*(pieces(row["words"]) for row in rows))
    transaction.execute("DELETE FROM report_bigrams WHERE report_id = :id", {"id": id_})
    transaction.execute_many(
        "INSERT INTO report_bigrams (bigram, report_id) VALUES (:piece, :id)",
        [{"piece": piece, "id": id_} for piece in sorted(found)],
    )
    transaction.execute("DELETE FROM unread_reports WHERE report_id = :id", {"id": id_})


def _runs(words: str) -> Iterator[tuple[str, bool]]:
    for match in RUNS.finditer(unicodedata.normalize("NFKC", words).casefold()):
        yield match[0], match["word"] is not None


def _kept(run: str, is_word: bool) -> Iterator[str]:
    if is_word:
        yield run[:LONGEST_WORD]
    else:
        yield from (run[start : start + 2] for start in range(len(run)))


def _wanted(run: str, is_word: bool) -> Iterator[Piece]:
    if is_word or len(run) == 1:
        yield Piece(run[:LONGEST_WORD], run[:LONGEST_WORD] + LAST)
    else:
        yield from (Piece(run[start : start + 2], run[start : start + 2]) for start in range(len(run) - 1))
