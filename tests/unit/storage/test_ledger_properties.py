"""Whatever is paid, spent, taken back, said twice or cut short: the ledger agrees with a plain model of it.

200 sequences of 50 steps and more, each step one or two operations in a transaction that is kept, undone as a
savepoint or as a whole, or lost with the process; after each, the file alone is asked.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import ledger, members
from storage.database import Transaction, connect
from storage.ledger import ISSUER, Account, BelowZero, KeyReused, Transfer, TransferId
from storage.members import MemberId
from tests.unit import new_file

SEQUENCES = 200
SHORTEST, LONGEST = 50, 55  # steps
PEOPLE = 4
CAUSES = 12  # few, so that keys meet


class Deed(Enum):
    """What an operation tries."""

    EARN = auto()
    SPEND = auto()
    HAND_OVER = auto()  # from one member to another
    TAKE_BACK = auto()
    REPEAT = auto()  # something that was tried before, word for word
    MISUSE = auto()  # an earlier key for another content
    TAMPER = auto()


class End(Enum):
    """What becomes of a step."""

    KEPT = auto()
    SAVEPOINT_UNDONE = auto()
    ROLLED_BACK = auto()
    PROCESS_DIED = auto()  # before the commit


TAMPERING = (
    "UPDATE transfers SET points = points + 1",
    "DELETE FROM transfers",
    "INSERT OR REPLACE INTO transfers SELECT * FROM transfers",
)


@dataclass(frozen=True)
class Operation:
    deed: Deed
    who: int
    whom: int
    cause: int
    points: int


@dataclass(frozen=True)
class Step:
    operations: list[Operation]
    end: End


operations = st.builds(
    Operation,
    st.sampled_from(Deed),
    st.integers(1, PEOPLE),
    st.integers(1, PEOPLE),
    st.integers(1, CAUSES),
    st.integers(-1, 9),
)
ends = st.sampled_from([End.KEPT] * 5 + [End.SAVEPOINT_UNDONE, End.ROLLED_BACK, End.PROCESS_DIED])
steps = st.builds(Step, st.lists(operations, min_size=1, max_size=2), ends)


@dataclass
class Model:
    """What the ledger should hold: plain dictionaries, and no SQL. `tried` is whatever was attempted, for repeating."""

    kept: dict[str, Transfer] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    balances: Counter[str] = field(default_factory=Counter)
    tried: list[Transfer] = field(default_factory=list)

    def copy(self) -> Model:
        return Model(dict(self.kept), dict(self.ids), Counter(self.balances), self.tried)

    def expected(self, transfer: Transfer) -> type[Exception] | None:
        """The error that recording should raise."""
        earlier = self.kept.get(transfer.key)
        if transfer.points <= 0:
            return ValueError
        if earlier is not None:
            return None if same(earlier, transfer) else KeyReused
        if transfer.debit != ISSUER and self.balances[transfer.debit] < transfer.points:
            return BelowZero
        return None

    def record(self, transfer: Transfer, id_: int) -> None:
        if transfer.key in self.kept:
            assert self.ids[transfer.key] == id_
            return
        self.kept[transfer.key] = transfer
        self.ids[transfer.key] = id_
        self.balances[transfer.debit] -= transfer.points
        self.balances[transfer.credit] += transfer.points


def same(one: Transfer, other: Transfer) -> bool:
    return replace(one, actor=None) == replace(other, actor=None)


def opposite(transfer: Transfer, id_: TransferId, actor: MemberId) -> Transfer:
    """What takes a transfer back, spelled out."""
    back = (transfer.credit, transfer.debit, transfer.points)
    return Transfer(f"reversal:{id_}", *back, "correction", str(id_), actor, id_)


def account(number: int) -> Account:
    return ledger.account_of(MemberId(number))


def transfer_of(operation: Operation, model: Model, transaction: Transaction) -> Transfer | None:
    """What the operation wants recorded; None where there is nothing yet to repeat or to take back."""
    who, whom, cause, points = operation.who, operation.whom, operation.cause, operation.points
    match operation.deed:
        case Deed.EARN:
            return Transfer(f"report:{cause}:{who}", ISSUER, account(who), points, "report", str(cause))
        case Deed.SPEND:
            return Transfer(f"goods:{cause}:{who}", account(who), ISSUER, points, "goods", str(cause))
        case Deed.HAND_OVER if who != whom:
            return Transfer(f"gift:{cause}:{who}", account(who), account(whom), points, "gift", str(cause))
        case Deed.TAKE_BACK if model.kept:
            key = sorted(model.kept)[cause % len(model.kept)]
            taken = ledger.find(transaction, key)
            assert taken is not None
            reversal = ledger.reversal(taken, "correction", MemberId(who))
            assert reversal == opposite(model.kept[key], taken.id, MemberId(who))
            return reversal
        case Deed.REPEAT if model.tried:
            return replace(model.tried[-1 - cause % len(model.tried)], actor=MemberId(whom))
        case Deed.MISUSE if model.kept:
            victim = model.kept[sorted(model.kept)[cause % len(model.kept)]]
            return replace(victim, points=victim.points + 1)
    return None


def perform(operation: Operation, model: Model, transaction: Transaction) -> None:
    """Do it to both, and let both say the same of it."""
    if operation.deed is Deed.TAMPER:
        if model.kept:
            with pytest.raises(sqlite3.IntegrityError), transaction.savepoint():
                transaction.execute(TAMPERING[operation.cause % len(TAMPERING)])
        return
    transfer = transfer_of(operation, model, transaction)
    if transfer is None:
        return
    model.tried.append(transfer)
    error = model.expected(transfer)
    if error is not None:
        with pytest.raises(error), transaction.savepoint():
            ledger.record(transaction, transfer, now=0)
        return
    recorded = ledger.record(transaction, transfer, now=0)
    assert recorded.is_new == (transfer.key not in model.kept)
    model.record(transfer, recorded.id)


class Undone(Exception):
    """The step is not to be kept."""


class File:
    """The ledger's file, opened anew whenever the process has died."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def _open(self) -> None:
        self.connection = connect(self._path)
        # A process dies here and the machine does not, so nothing has to reach the disk.
        self.connection.execute("PRAGMA synchronous = OFF")

    def play(self, step: Step, model: Model) -> Model:
        """Do a step; returns the model of what the file holds now."""
        tried = model.copy()
        self.connection.execute("BEGIN IMMEDIATE")
        transaction = Transaction(self.connection)
        with undoing(transaction, step.end is End.SAVEPOINT_UNDONE):
            for operation in step.operations:
                perform(operation, tried, transaction)
        if step.end is End.PROCESS_DIED:
            self.connection.close()
            self._open()
        else:
            self.connection.execute("ROLLBACK" if step.end is End.ROLLED_BACK else "COMMIT")
        return tried if step.end is End.KEPT else model


@contextmanager
def undoing(transaction: Transaction, undone: bool) -> Iterator[None]:
    try:
        with transaction.savepoint():
            yield
            if undone:
                raise Undone
    except Undone:
        pass


def check(connection: sqlite3.Connection, model: Model) -> None:
    """The file agrees with the model, and with what must always be so."""
    transaction = Transaction(connection)
    found = ledger.balances(transaction)
    assert sum(found.values()) == 0
    assert all(points >= 0 for account, points in found.items() if account != ISSUER)
    assert without_zeros(found) == without_zeros(model.balances)
    rows = transaction.all("SELECT id, key FROM transfers")
    assert {row["key"]: row["id"] for row in rows} == model.ids
    assert len(rows) == len(model.ids)  # no cause twice
    for number in range(1, PEOPLE + 1):
        assert ledger.balance(transaction, MemberId(number)) == model.balances[account(number)]


def check_movements(connection: sqlite3.Connection, model: Model) -> None:
    """What everybody is told of their movements adds up to what they have."""
    for number in range(1, PEOPLE + 1):
        moved = ledger.movements(Transaction(connection), MemberId(number), 1_000_000)
        assert sum(one.points for one in moved) == model.balances[account(number)]


def without_zeros(balances: Mapping[Account, int] | Mapping[str, int]) -> dict[str, int]:
    return {account: points for account, points in balances.items() if points}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with people in it, and nothing in its ledger."""
    path = tmp_path_factory.mktemp("ledger") / "empty.sqlite3"
    new_file.make(path)
    connection = connect(path)
    transaction = Transaction(connection)
    for number in range(PEOPLE):
        members.add(transaction, "telegram", 1001 + number, "P", None, 0)
    connection.close()
    return path


@settings(
    max_examples=SEQUENCES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(sequence=st.lists(steps, min_size=SHORTEST, max_size=LONGEST))
def test_the_ledger_agrees_with_a_plain_model_after_every_step(empty: Path, sequence: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        file = File(Path(shutil.copy(empty, folder)))
        model = Model()
        for step in sequence:
            model = file.play(step, model)
            check(file.connection, model)
        check_movements(file.connection, model)
        file.connection.close()
