"""What failed for good is kept with everything that is needed to understand it."""

from __future__ import annotations

from storage import dead_letters, inbox
from storage.database import Transaction
from storage.inbox import Arrival, EventKind

NOW = 1_700_000_000_000
UPDATE = Arrival("telegram", EventKind.UPDATE, "7", '{"update_id":7}')


def letters(transaction: Transaction) -> list[dict[str, object]]:
    return [dict(row) for row in transaction.all("SELECT * FROM dead_letters ORDER BY id")]


def test_a_letter_keeps_the_event_and_why_it_failed(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    [event] = inbox.waiting(transaction, 1)

    dead_letters.add(transaction, event, "KeyError('grid')", "Traceback …", NOW + 1)

    [letter] = letters(transaction)
    assert letter["event_id"] == event.id
    assert (letter["channel"], letter["kind"], letter["key"]) == ("telegram", "update", "7")
    assert letter["body"] == UPDATE.body
    assert (letter["reason"], letter["traceback"]) == ("KeyError('grid')", "Traceback …")
    assert letter["died_at"] == NOW + 1


def test_what_never_became_an_event_has_a_letter_without_one(transaction: Transaction) -> None:
    dead_letters.add_unreadable(
        transaction, Arrival("telegram", EventKind.UPDATE, "?", "<html>"), "no JSON", NOW
    )

    [letter] = letters(transaction)
    assert letter["event_id"] is None
    assert letter["body"] == "<html>"
    assert dead_letters.count(transaction) == 1


def test_characters_that_no_file_can_hold_are_kept_as_their_escapes(transaction: Transaction) -> None:
    """Half of a surrogate pair, cut out of an emoji, cannot be UTF-8; the letter must be written all the same."""
    inbox.add(transaction, [UPDATE], NOW)
    [event] = inbox.waiting(transaction, 1)

    dead_letters.add(transaction, event, "no grid for \ud83d", "ValueError: \ud83d", NOW)

    [letter] = letters(transaction)
    assert (letter["reason"], letter["traceback"]) == ("no grid for \\ud83d", "ValueError: \\ud83d")
