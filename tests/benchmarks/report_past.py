"""A year of reports, as a town of fifty grids would have them: most are over, the last few of a hundred are open."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage import bigrams, migrating
from storage.database import Transaction, connect
from storage.reports import Category, ReportState

NOW = 1_790_000_000_000  # UTC ms
YEAR = 365 * 24 * 3600 * 1000
MINUTE, HOUR = 60_000, 3_600_000
GRIDS, WORKERS, PEOPLE = 50, 100, 2_000  # people number from 1, the workers first; each answers for one grid
EVERY_NTH_FOR_GROUP = 10  # of the grids, whose reports go to their group alone
OPEN_SHARE = 0.03
LATITUDE, LONGITUDE, WIDE = 30.4, 114.1, 0.3  # the south-west corner of the town, and its side, in degrees
OPEN = (
    ReportState.SUBMITTED,
    ReportState.ASKED,
    ReportState.ACCEPTED,
    ReportState.WORKING,
    ReportState.FIXED,
)
OVER, WEIGHTS = (ReportState.CLOSED, ReportState.RETURNED, ReportState.JOINED), (80, 13, 7)
TAKEN_ON = (ReportState.ACCEPTED, ReportState.WORKING, ReportState.FIXED, ReportState.CLOSED)
SIGNS = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))  # few enough that every pair of them is common
COMMON, COMMON_SHARE = "\u4f60\u4f61", 0.2  # two characters that stand in so many reports
READ_AT_ONCE = 500


def grid(number: int) -> str:
    """The name of a grid, from 0."""
    return f"g{number:02}"


def words(chance: random.Random) -> str:
    """What somebody may have written."""
    said = "".join(chance.choices(SIGNS, k=chance.randrange(4, 16)))
    return said + COMMON if chance.random() < COMMON_SHARE else said


def make(path: Path, reports: int) -> Transaction:
    """A database with so many reports, their words read; each statement is kept at once from then on."""
    connection = connect(path)
    transaction = Transaction(connection)
    for migration in migrating.pending(transaction):
        migrating.apply(transaction, migration, 0)
    connection.execute("BEGIN")
    _add_people(transaction)
    _add_reports(transaction, reports)
    while bigrams.catch_up(transaction, READ_AT_ONCE):
        pass
    connection.execute("COMMIT")
    return transaction


def _add_people(transaction: Transaction) -> None:
    transaction.execute_many(
        "INSERT INTO grids (id, name_zh, name_en, outline, group_chat_id, group_only)"
        " VALUES (:id, :id, :id, '{}', :group, :only)",
        [
            {"id": grid(number), "group": -1000 - number, "only": int(number % EVERY_NTH_FOR_GROUP == 0)}
            for number in range(GRIDS)
        ],
    )
    people = [
        {"id": id_, "role": "grid_worker" if id_ <= WORKERS else "courier", "grid": grid(id_ % GRIDS)}
        for id_ in range(1, PEOPLE + 1)
    ]
    for sql in (
        "INSERT INTO members (id, name, language, standing, met_at) VALUES (:id, 'P' || :id, 'zh', 'active', 0)",
        "INSERT INTO member_addresses (channel, user_id, member_id) VALUES ('telegram', 10000 + :id, :id)",
        "INSERT INTO member_roles (member_id, role) VALUES (:id, :role)",
    ):
        transaction.execute_many(sql, people)
    transaction.execute_many(
        "INSERT INTO grid_workers (grid_id, member_id) VALUES (:grid, :id)", people[:WORKERS]
    )


def _add_reports(transaction: Transaction, count: int) -> None:
    chance = random.Random(count)
    transaction.execute_many(
        "INSERT INTO reports (id, token, number, state, reporter_id, latitude, longitude, category, grid_id,"
        " opened_at, described_at, submitted_at, accepted_at, closed_at, worker_id)"
        " VALUES (:id, 't' || :id, :number, :state, :reporter,"
        " :latitude, :longitude, :category, :grid, :at, :at, :at, :accepted, :closed, :worker)",
        list(_reports(count, chance)),
    )
    transaction.execute_many(
        "INSERT INTO report_words (report_id, message_id, words) VALUES (:id, 1, :words)",
        [{"id": id_, "words": words(chance)} for id_ in range(1, count + 1)],
    )
    transaction.execute(
        "INSERT INTO report_changes (report_id, action, actor_id, state_before, state_after, changed_at)"
        " SELECT id, 'submit', reporter_id, 'draft', 'submitted', submitted_at FROM reports"
    )


def _reports(count: int, chance: random.Random) -> Iterator[Mapping[str, object]]:
    for id_ in range(1, count + 1):
        is_open = id_ > count * (1 - OPEN_SHARE)
        state = chance.choice(OPEN) if is_open else chance.choices(OVER, WEIGHTS)[0]
        at = NOW - YEAR + YEAR * id_ // count
        place = chance.randrange(GRIDS)
        accepted = at + chance.randrange(1, 2000) * MINUTE if state in TAKEN_ON else None
        yield {
            "id": id_,
            "number": f"WH-2026-{id_:06d}",
            "state": state,
            "reporter": chance.randrange(WORKERS + 1, PEOPLE + 1),
            "latitude": LATITUDE + chance.random() * WIDE,
            "longitude": LONGITUDE + chance.random() * WIDE,
            "category": chance.choice(list(Category)),
            "grid": grid(place),
            "worker": None if accepted is None else place or GRIDS,
            "at": at,
            "accepted": accepted,
            "closed": accepted + chance.randrange(1, 300) * HOUR
            if accepted is not None and state is ReportState.CLOSED
            else None,
        }
