"""Sequences of deeds, from a seed: done to the ledger and to its model, which must agree after every step."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import holds, ledger, lots, members, migrating
from storage.database import Transaction, connect
from storage.groups import Done, Failed, run_group
from storage.holds import AlreadyResolved
from storage.ledger import ISSUER, BelowZero, KeyReused, NotReversible, Recorded, Standing, Transfer
from storage.members import MemberId
from tests.unit.storage.points_model import AGAIN, AT_ONCE, NEW, NOTHING, Model, Operation

PEOPLE = range(1, 4)
CAUSES = 60  # few, so that keys meet
MOST = 9  # points
STRIDES = (0, 1, 2, 3, 5, 8, 13, 40, -20)  # ms, of a clock that is put back at times

WEIGHTS = {
    "award": 30,
    "redeem": 20,
    "collect": 10,
    "cancel": 10,
    "expire": 5,
    "take back": 5,
    "bring back": 5,
}
FOLLOWS = {"collect": "redeem", "cancel": "redeem", "take back": "award", "bring back": "redeem"}
# How a deed reaches the file: mostly as it should.
WAYS = {
    "once": 10,
    "retried": 2,
    "twice at once": 2,
    "rolled back, then replayed": 2,
    "killed, then replayed": 1,
}
EXPECTED = (BelowZero, KeyReused, AlreadyResolved, NotReversible, ValueError)


def play(empty: Path, seed: int, longest: int) -> Counter[str]:
    """Play one sequence on a copy of an empty file; returns how often what was done. Raises AssertionError."""
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        file = File(Path(shutil.copy(empty, folder)))
        model, now = Model(), 0
        earlier: list[Operation] = []
        for _ in range(chance.randint(1, longest)):
            now = max(0, now + chance.choice(STRIDES))
            again = earlier and chance.random() < 0.1
            operation = (
                replace(chance.choice(earlier), now=now) if again else operation_at(now, earlier, chance)
            )
            earlier.append(operation)
            way = chance.choices(list(WAYS), list(WAYS.values()))[0]
            outcome = file.do(operation, way, model)
            check(file.connection, model, operation.now)
            done.update([f"{operation.deed}: {outcome}", way])
        check_movements(file.connection)
        file.connection.close()
    return done


def operation_at(now: int, earlier: Sequence[Operation], chance: random.Random) -> Operation:
    """Any deed; what follows upon another mostly follows upon one that was tried."""
    deed = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    begun = [one for one in earlier if one.deed == FOLLOWS.get(deed)]
    cause = chance.choice(begun) if begun and chance.random() < 0.9 else None
    return Operation(
        deed=deed,
        member=cause.member if cause else chance.choice(PEOPLE),
        number=cause.number if cause else chance.randint(1, CAUSES),
        points=chance.randint(0, MOST),
        is_honour=chance.random() < 0.2,
        now=now,
    )


class File:
    """The ledger's file, opened anew whenever the process has died."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def _open(self) -> None:
        self.connection = connect(self._path)
        # A process dies here and the machine does not, so nothing has to reach the disk.
        self.connection.execute("PRAGMA synchronous = OFF")

    def do(self, operation: Operation, way: str, model: Model) -> str:
        """Do it to both, and let both say the same of it."""
        if way.endswith("replayed"):
            self._interrupt(operation, dies=way.startswith("killed"))
        times = {"twice at once": 2}.get(way, 1)
        steps = [lambda transaction: attempt(operation, transaction)] * times
        outcomes = [said(outcome) for outcome in run_group(self.connection, steps)]
        if way == "retried":
            outcomes += [said(outcome) for outcome in run_group(self.connection, steps)]
        assert outcomes == [model.do(operation) for _ in outcomes], (operation, outcomes)
        return outcomes[0]

    def _interrupt(self, operation: Operation, *, dies: bool) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        with suppress(*EXPECTED):
            attempt(operation, Transaction(self.connection))
        if dies:
            self.connection.close()
            self._open()
        else:
            self.connection.execute("ROLLBACK")


def said(outcome: Done | Failed) -> str:
    """What came of a deed, in the model's words."""
    if isinstance(outcome, Failed):
        assert isinstance(outcome.error, EXPECTED), outcome.error
        return type(outcome.error).__name__
    return str(outcome.value)


def attempt(operation: Operation, transaction: Transaction) -> str:
    """Do a deed to the ledger."""
    if operation.deed == "expire":
        return NEW if ledger.expire_lapsed(transaction, operation.now, AT_ONCE) else NOTHING
    recorded = ATTEMPTS[operation.deed](operation, transaction)
    if recorded is None:
        return NOTHING
    return NEW if recorded.is_new else AGAIN


def award(operation: Operation, transaction: Transaction) -> Recorded | None:
    member = MemberId(operation.member)
    credit = ledger.honour_of(member) if operation.is_honour else ledger.account_of(member)
    expires_at = None if operation.is_honour else operation.expires_at
    key, cause = award_key(operation), str(operation.number)
    paid = Transfer(key, ISSUER, credit, operation.points, "report", cause, expires_at=expires_at)
    return ledger.record(transaction, paid, operation.now)


def redeem(operation: Operation, transaction: Transaction) -> Recorded | None:
    member, key, subject = MemberId(operation.member), hold_key(operation), str(operation.number)
    return holds.hold(transaction, member, operation.points, key, "goods", subject, member, operation.now)


def collect(operation: Operation, transaction: Transaction) -> Recorded | None:
    held = ledger.find(transaction, hold_key(operation))
    return None if held is None else holds.post(transaction, held.id, "collected", None, operation.now)


def cancel(operation: Operation, transaction: Transaction) -> Recorded | None:
    held = ledger.find(transaction, hold_key(operation))
    return None if held is None else holds.void(transaction, held.id, "cancelled", None, operation.now)


def take_back(operation: Operation, transaction: Transaction) -> Recorded | None:
    return reverse(ledger.find(transaction, award_key(operation)), operation, transaction)


def bring_back(operation: Operation, transaction: Transaction) -> Recorded | None:
    held = ledger.find(transaction, hold_key(operation))
    resolution = None if held is None else ledger.find(transaction, f"resolution:{held.id}")
    return reverse(resolution, operation, transaction)


def reverse(taken: Recorded | None, operation: Operation, transaction: Transaction) -> Recorded | None:
    if taken is None:
        return None
    return ledger.record(transaction, ledger.reversal(taken, "correction", None), operation.now)


def award_key(operation: Operation) -> str:
    return f"report:{operation.number}:{operation.member}"


def hold_key(operation: Operation) -> str:
    return f"goods:{operation.number}:{operation.member}"


ATTEMPTS: Mapping[str, Callable[[Operation, Transaction], Recorded | None]] = {
    "award": award,
    "redeem": redeem,
    "collect": collect,
    "cancel": cancel,
    "take back": take_back,
    "bring back": bring_back,
}


def check(connection: sqlite3.Connection, model: Model, now: int) -> None:
    """The file agrees with the model, and with what must always be so."""
    transaction = Transaction(connection)
    found = ledger.balances(transaction)
    assert sum(found.values()) == 0
    assert all(points >= 0 for account, points in found.items() if account != ISSUER)
    assert {account: points for account, points in found.items() if points} == model.balances(PEOPLE)
    assert all(ledger.balance_of(transaction, account) == points for account, points in found.items())
    # Keys are unique, so as many transfers as the model counts are no cause twice.
    assert transaction.number("SELECT count(*) FROM transfers") == model.transfers
    for number in PEOPLE:
        check_member(transaction, model, number, now)


def check_member(transaction: Transaction, model: Model, number: int, now: int) -> None:
    """What somebody has on hold is what their open holds are of, and their lots are what they can spend."""
    member = MemberId(number)
    pending = [ledger.get(transaction, id_).transfer.points for id_ in holds.open_holds(transaction, member)]
    assert sum(pending) == ledger.balance_of(transaction, ledger.hold_of(member))
    theirs = [(lot.expires_at, lot.left) for lot in lots.open_lots(transaction, member)]
    assert sum(left for _, left in theirs) == ledger.balance(transaction, member)
    assert theirs == [(end, model.lots[number, end]) for end in model.open_lots(number)]
    lasting = sum(left for end, left in theirs if end > now)
    expected = Standing(
        lasting, lasting, model.held(number), model.honour[number]
    )  # no lot lasts for 30 days
    assert ledger.standing(transaction, member, now) == expected


def check_movements(connection: sqlite3.Connection) -> None:
    """What everybody is told of their movements adds up to what they have."""
    transaction = Transaction(connection)
    for account, points in ledger.balances(transaction).items():
        moved = ledger.movements(transaction, account, 1_000_000)
        assert sum(one.points for one in moved) == points


def empty_file(folder: Path) -> Path:
    """A file with people in it, and nothing in its ledger."""
    path = folder / "empty.sqlite3"
    connection = connect(path)
    transaction = Transaction(connection)
    for migration in migrating.pending(transaction):
        migrating.apply(transaction, migration, now=0)
    for number in PEOPLE:
        members.add(transaction, "telegram", 1000 + number, "P", None, 0)
    connection.close()
    return path
