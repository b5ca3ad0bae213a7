"""Facts about the installation, and whether it stopped well."""

from __future__ import annotations

from storage import settings
from storage.database import Transaction


def test_a_fact_is_what_was_written_last(transaction: Transaction) -> None:
    assert settings.read(transaction, settings.IDENTITY) is None

    settings.write(transaction, settings.IDENTITY, "{}")
    settings.write(transaction, settings.IDENTITY, '{"id": 1}')

    assert settings.read(transaction, settings.IDENTITY) == '{"id": 1}'


def test_the_very_first_run_follows_no_crash(transaction: Transaction) -> None:
    assert settings.begin_run(transaction)


def test_a_run_that_ended_was_clean(transaction: Transaction) -> None:
    settings.begin_run(transaction)
    settings.end_run(transaction)

    assert settings.begin_run(transaction)


def test_a_run_that_did_not_end_was_not_clean_and_neither_is_one_that_died_after_it(
    transaction: Transaction,
) -> None:
    settings.begin_run(transaction)

    assert not settings.begin_run(transaction)
    assert not settings.begin_run(transaction)
