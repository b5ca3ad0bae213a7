"""A stage for the edges: a clock moved by hand, a Telegram that answers as it is told, a storage that can fall ill."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.clock import ManualClock
from storage import outbox
from storage.database import Database, InlineRunner, StorageFault, Transaction
from storage.outbox import OutboxRow
from tests.unit import new_file
from tests.unit.bot.rows import NOW

T = TypeVar("T")
PATIENCE = 2.0  # seconds until a condition that does not come true is a failure

Answer = object | Exception | Awaitable[object]


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot asked for, and when."""

    method: str
    parameters: dict[str, object]
    at: int


@dataclass
class ScriptedApi:
    """The Bot API in memory: answers what it was told to, by method, and otherwise as if all were well."""

    clock: ManualClock
    calls: list[Call] = field(default_factory=list)
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    _script: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    _message_id: int = 500

    def will_answer(self, method: str, *answers: Answer) -> None:
        """The next calls of a method get these: a result, an error, or something to be awaited for the result."""
        self._script[method].extend(answers)

    async def call(self, method: str, parameters: dict[str, object], *, timeout: float) -> object:
        self.calls.append(Call(method, parameters, self.clock.now()))
        script = self._script[method]
        answer = script.popleft() if script else self._as_if_all_were_well(method, parameters)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Awaitable):
            return await answer
        return answer

    async def download(self, file_path: str) -> bytes:
        content = self.files[file_path]
        if isinstance(content, Exception):
            raise content
        return content

    def texts(self, chat_id: int | None = None) -> list[object]:
        """The words of what was sent or edited, in order, to one chat or to all."""
        return [
            call.parameters["text"]
            for call in self.calls
            if "text" in call.parameters and chat_id in (None, call.parameters["chat_id"])
        ]

    def _as_if_all_were_well(self, method: str, parameters: dict[str, object]) -> object:
        if method == "getFile":
            return {"file_id": parameters["file_id"], "file_path": f"photos/{parameters['file_id']}"}
        if method.startswith(("send", "edit")):
            self._message_id += 1
            return {"message_id": parameters.get("message_id", self._message_id)}
        return True


class FragileRunner(InlineRunner):
    """Runs inline, until it is told to be ill; `after_each` happens before whoever asked learns the result."""

    def __init__(self) -> None:
        super().__init__()
        self.is_ill = False
        self.refused = 0
        self.after_each: Callable[[], Awaitable[None]] | None = None

    async def run(self, function: Callable[..., T]) -> T:
        if self.is_ill:
            self.refused += 1
            raise StorageFault("disk I/O error")
        result = await super().run(function)
        if self.after_each is not None:
            await self.after_each()
        return result


@dataclass
class Storage:
    """A database with today's schema, and the two places where its SQL runs."""

    database: Database
    writer: FragileRunner
    reader: FragileRunner

    def is_ill(self, ill: bool) -> None:
        """Every read and write fails, or none."""
        self.writer.is_ill = self.reader.is_ill = ill

    async def states(self) -> dict[int, str]:
        """How every row stands."""
        rows = await self.database.read(Transaction.all, "SELECT id, state FROM outbox ORDER BY id")
        return {row["id"]: row["state"] for row in rows}

    async def reason(self, id_: int) -> str | None:
        """Why a row ended as it did."""
        row = await self.database.read(
            Transaction.one, "SELECT reason FROM outbox WHERE id = :id", {"id": id_}
        )
        return None if row is None else row["reason"]

    async def add(self, *rows: OutboxRow) -> list[OutboxRow]:
        """Commit rows as the engine would; returns those to be delivered."""

        def store(transaction: Transaction) -> list[OutboxRow]:
            return [row for row in rows if outbox.add(transaction, row, NOW)]

        return await self.database.write(store)


async def open_storage(path: Path) -> Storage:
    """Everything in the caller's thread, so that a test goes the same way every time."""
    runners: list[FragileRunner] = []

    def runner() -> FragileRunner:
        runners.append(FragileRunner())
        return runners[-1]

    new_file.make(path)
    database = await Database.open(path, runner)
    return Storage(database, *runners)


async def settle() -> None:
    """Let everything happen that can happen at this moment of the clock."""
    for _ in range(200):
        await asyncio.sleep(0)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what needs a moment of real time. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.001)
