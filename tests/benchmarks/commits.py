"""Durable transactions per second: many writers share a commit, against a commit for each."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from time import perf_counter

from storage.database import Database, Transaction
from tests.benchmarks.figures import Figure, at_least, middle

WRITERS = (1, 32, 64)
AIM = 5.0  # times as many as with a commit each
ACCOUNTS = 1000


def measure(seconds: float, repeats: int) -> Iterator[Figure]:
    """Each way in turn, `repeats` times over, so that a busy moment of the machine hits all alike."""
    rounds = [asyncio.run(_round(seconds)) for _ in range(repeats)]
    alone = middle([one["alone"] for one in rounds])
    yield Figure("32 writers, a commit each", alone, "tx/s")
    for writers in WRITERS:
        shared = middle([one[str(writers)] for one in rounds])
        name = f"{writers} writers, commits shared" if writers > 1 else "1 writer"
        yield Figure(name, shared, "tx/s")
    ratio = middle([one["32"] / one["alone"] for one in rounds])
    yield at_least("shared commits gain, 32 writers", ratio, "times", AIM)


async def _round(seconds: float) -> dict[str, float]:
    rates = {}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        database = await Database.open(Path(folder) / "commits.sqlite3")
        await database.write(_prepare)
        rates["alone"] = await _rate(database, 32, seconds, asyncio.Lock())
        for writers in WRITERS:
            rates[str(writers)] = await _rate(database, writers, seconds, nullcontext())
        await database.close()
    return rates


async def _rate(
    database: Database, writers: int, seconds: float, turn: AbstractAsyncContextManager[None]
) -> float:
    """Transactions per second of so many writers; each has to have its `turn`, if they take turns."""
    started = perf_counter()

    async def write_on(writer: int) -> int:
        done = 0
        while perf_counter() - started < seconds:
            async with turn:
                await database.write(_transfer, (writer * 7919 + done) % ACCOUNTS)
            done += 1
        return done

    done = await asyncio.gather(*(write_on(writer) for writer in range(writers)))
    return sum(done) / (perf_counter() - started)


def _prepare(transaction: Transaction) -> None:
    transaction.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY, points INTEGER NOT NULL)")
    transaction.execute(
        "CREATE TABLE moves (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, points INTEGER)"
    )
    transaction.execute("CREATE INDEX moves_account ON moves (account)")
    accounts = [{"id": id_} for id_ in range(ACCOUNTS)]
    transaction.execute_many("INSERT INTO accounts (id, points) VALUES (:id, 0)", accounts)


def _transfer(transaction: Transaction, account: int) -> None:
    """Three SELECTs, two INSERTs, one UPDATE: about what an event costs."""
    values = {"account": account, "other": (account + 1) % ACCOUNTS}
    transaction.one("SELECT points FROM accounts WHERE id = :account", values)
    transaction.one("SELECT points FROM accounts WHERE id = :other", values)
    transaction.all("SELECT points FROM moves WHERE account = :account ORDER BY id DESC LIMIT 5", values)
    transaction.execute("INSERT INTO moves (account, points) VALUES (:account, 1)", values)
    transaction.execute("INSERT INTO moves (account, points) VALUES (:other, -1)", values)
    transaction.execute("UPDATE accounts SET points = points + 1 WHERE id = :account", values)
