"""Button presses that wait for the bot's answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.sandbox.clock import SandboxClock
from bot.sandbox.store import Counter, Store
from bot.sandbox.wire import JsonObject, bad_request

PRESS_LIFETIME = 150_000  # milliseconds; Telegram takes no answer to a press after that


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who pressed gets to see."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class Query:
    """A press; ``asked`` is UTC ms on the sandbox's clock."""

    id: str
    asked: int
    is_answered: bool = False
    answer: asyncio.Future[Answer] | None = field(default=None, repr=False)


class Queries:
    """Presses of the last 150 s."""

    KINDS = frozenset({"query"})

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock
        self._number = Counter(store, "query")
        queries = (Query(**body) for _, body in store.load("query"))
        self._queries = {query.id: query for query in sorted(queries, key=lambda query: query.asked)}

    def ask(self, user_id: int) -> str:
        """A button was pressed; returns the id of the callback query."""
        self._forget_old()
        query = Query(f"{user_id}{self._number.next():09d}", self._clock.now())
        self._queries[query.id] = query
        self._save(query)
        return query.id

    def answer(self, query_id: str, answer: Answer) -> None:
        """The bot answers. Refuses unknown presses, old ones and second answers with 400."""
        query = self._queries.get(query_id)
        if query is None or query.is_answered or self._is_old(query):
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.is_answered = True
        self._answered(query).set_result(answer)
        self._save(query)

    async def wait(self, query_id: str, within: float) -> Answer | None:
        """The answer to a press; None if none came within that many real seconds."""
        query = self._queries.get(query_id)
        if query is None:
            return None
        done, _ = await asyncio.wait((self._answered(query),), timeout=within)
        return next((future.result() for future in done), None)

    def clear(self) -> None:
        self._queries.clear()
        self._store.forget(self.KINDS)

    def _answered(self, query: Query) -> asyncio.Future[Answer]:
        if query.answer is None:
            query.answer = asyncio.get_running_loop().create_future()
        return query.answer

    def _is_old(self, query: Query) -> bool:
        return self._clock.now() - query.asked > PRESS_LIFETIME

    def _forget_old(self) -> None:
        old = []
        for query in self._queries.values():  # in the order in which they were asked
            if not self._is_old(query):
                break
            old.append(query.id)
        for query_id in old:
            del self._queries[query_id]
            self._store.delete("query", query_id)

    def _save(self, query: Query) -> None:
        body: JsonObject = {"id": query.id, "asked": query.asked, "is_answered": query.is_answered}
        self._store.save("query", query.id, body)
