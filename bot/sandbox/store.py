"""The sandbox's own SQLite file: rows of JSON by kind and key, written behind the answers."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.sandbox.wire import JsonObject

WRITE_DELAY = 0.05  # seconds; what changes within it is written in one transaction
CLOSED = ("setting", "closed")  # there while nobody has the file open and nothing in it is missing
LOST_AT_MOST = 10_000  # ids that a killed sandbox may have given out without having written so

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS content (key TEXT PRIMARY KEY, data BLOB NOT NULL);
"""


class Store:
    """Keeps what was saved, at the latest ``WRITE_DELAY`` later or at ``close``.

    The truth is in memory and the file follows it: a send costs no disk write of its own, and a sandbox that is
    killed forgets at most the last 50 ms. Without a path everything lives in memory and ends with the process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)
        self._records: dict[tuple[str, str], JsonObject | None] = {}
        self._contents: dict[str, bytes] = {}
        self._timer: asyncio.TimerHandle | None = None
        self.was_killed = any(self.load("counter")) and CLOSED[1] not in dict(self.load(CLOSED[0]))
        self.delete(*CLOSED)
        self.flush()

    def load(self, kind: str) -> Iterator[tuple[str, JsonObject]]:
        """Every saved (key, body) of a kind."""
        self.flush()
        for key, body in self._connection.execute("SELECT key, body FROM record WHERE kind = ?", (kind,)):
            yield key, json.loads(body)

    def save(self, kind: str, key: str | int, body: JsonObject) -> None:
        """Remember ``body``; the caller does not change it afterwards."""
        self._records[kind, str(key)] = body
        self._write_soon()

    def delete(self, kind: str, key: str | int) -> None:
        self._records[kind, str(key)] = None
        self._write_soon()

    def save_content(self, key: str, data: bytes) -> None:
        self._contents[key] = data
        self._write_soon()

    def content(self, key: str) -> bytes:
        """The bytes saved under ``key``. Raises KeyError if there are none."""
        if key in self._contents:
            return self._contents[key]
        row = self._connection.execute("SELECT data FROM content WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    def forget(self, kinds: frozenset[str]) -> None:
        """Drop every record of these kinds."""
        self.flush()
        self._connection.executemany("DELETE FROM record WHERE kind = ?", [(kind,) for kind in sorted(kinds)])

    def flush(self) -> None:
        """Write what waits, in one transaction."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._records and not self._contents:
            return
        saved = [
            (*name, json.dumps(body, ensure_ascii=False))
            for name, body in self._records.items()
            if body is not None
        ]
        deleted = [name for name, body in self._records.items() if body is None]
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", saved)
        self._connection.executemany("DELETE FROM record WHERE kind = ? AND key = ?", deleted)
        self._connection.executemany("INSERT OR REPLACE INTO content VALUES (?, ?)", self._contents.items())
        self._connection.execute("COMMIT")
        self._records.clear()
        self._contents.clear()

    def close(self) -> None:
        self.save(*CLOSED, {})
        self.flush()
        self._connection.close()

    def _write_soon(self) -> None:
        if self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no loop yet: load, flush or close will write it
            return
        self._timer = loop.call_later(WRITE_DELAY, self.flush)


class Counter:
    """A number that rises and is never given out twice, across restarts and kills."""

    def __init__(self, store: Store, name: str, start: int = 0) -> None:
        self._store = store
        self._name = name
        saved = dict(store.load("counter")).get(name)
        self.value: int = start
        if saved is not None:
            self.value = saved["value"] + (LOST_AT_MOST if store.was_killed else 0)

    def next(self) -> int:
        self.value += 1
        self._store.save("counter", self._name, {"value": self.value})
        return self.value
