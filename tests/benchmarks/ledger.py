"""How quickly somebody with ten thousand movements is told what they have, in ledgers of growing size."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from storage import ledger, members, migrating
from storage.database import Transaction, connect
from storage.ledger import Standing, TransferId
from storage.members import MemberId
from tests.benchmarks.figures import Figure, below

THEIRS = 10_000  # movements of the one who asks, spread over the whole ledger
HELD = 4  # of so many movements one is a hold
OTHERS = 3_000  # members who share the rest
EXPIRY = (ledger.WARNING, 13 * ledger.WARNING, 25 * ledger.WARNING)  # UTC ms, of everybody's lots
PAGE = 10
ASKED = 400  # times
BATCH = 10_000  # rows put in at once
AIM = 10.0  # ms

INSERT = (
    "INSERT INTO transfers (id, key, content_hash, debit, credit, points, debit_after, credit_after, cause, subject,"
    " expires_at, recorded_at) VALUES (:id, 'k' || :id, '', :debit, :credit, 1, :debit_after, :credit_after,"
    " 'report', :id, :expires_at, 0)"
)
OPEN = "INSERT INTO lots (member_id, expires_at) VALUES (:member, :expires_at)"
ENTER = (
    "INSERT INTO lot_entries (member_id, expires_at, transfer_id, points, left_after)"
    " VALUES (:member, :lot, :id, :moved, :left)"
)


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """Balance and a page of the statement, at 95 of 100, for each number of transfers."""
    for size in sizes:
        with (
            tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
            closing(connect(Path(folder) / "ledger.sqlite3")) as connection,
        ):
            transaction = Transaction(connection)
            _prepare(transaction)
            connection.execute("BEGIN")
            rows = _movements(size)
            while batch := list(islice(rows, BATCH)):
                transaction.execute_many(INSERT, batch)
                transaction.execute_many(ENTER, batch)
            connection.execute("COMMIT")
            yield from _ask(transaction, size)


def _prepare(transaction: Transaction) -> None:
    for migration in migrating.pending(transaction):
        migrating.apply(transaction, migration, now=0)
    for number in range(1, OTHERS + 2):
        members.add(transaction, "telegram", 1000 + number, "P", None, 0)
    everybody = range(1, OTHERS + 2)
    transaction.execute_many(
        OPEN, [{"member": number, "expires_at": end} for number in everybody for end in EXPIRY]
    )


def _movements(size: int) -> Iterator[dict[str, object]]:
    """Payments into the lots in turn, and some holds: of member 1 every so often, of the others in turn."""
    stride = size // THEIRS
    holdings: Counter[str] = Counter()
    left: Counter[tuple[int, int]] = Counter()
    for id_ in range(1, size + 1):
        member = 1 if id_ % stride == 0 else 2 + id_ % OTHERS
        turn = id_ // stride if member == 1 else id_ // OTHERS
        lot, is_hold = EXPIRY[turn // HELD % len(EXPIRY)], turn % HELD == HELD - 1
        debit, credit = (f"member:{member}", f"hold:{member}") if is_hold else ("issuer", f"member:{member}")
        holdings[debit] -= 1
        holdings[credit] += 1
        left[member, lot] += -1 if is_hold else 1
        yield {
            "id": id_,
            "member": member,
            "debit": debit,
            "credit": credit,
            "debit_after": holdings[debit],
            "credit_after": holdings[credit],
            "expires_at": None if is_hold else lot,
            "lot": lot,
            "moved": -1 if is_hold else 1,
            "left": left[member, lot],
        }


def _ask(transaction: Transaction, size: int) -> Iterator[Figure]:
    member = MemberId(1)
    account, middle = ledger.account_of(member), TransferId(size // 2)
    held = THEIRS // HELD
    standing = ledger.standing(transaction, member, now=1)
    assert standing == Standing(THEIRS - 2 * held, standing.expiring, held, 0)
    questions: dict[str, Callable[[], object]] = {
        "balance": lambda: ledger.standing(transaction, member, now=1),
        "statement": lambda: ledger.movements(transaction, account, PAGE),
        "statement further back": lambda: ledger.movements(transaction, account, PAGE, before=middle),
    }
    for name, question in questions.items():
        yield below(f"{name}, {size:,} transfers, p95", _p95(question), "ms", AIM)


def _p95(question: Callable[[], object]) -> float:
    times = []
    for _ in range(ASKED):
        started = perf_counter()
        question()
        times.append((perf_counter() - started) * 1000)
    return quantiles(times, n=20)[-1]
