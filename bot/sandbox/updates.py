"""Updates on their way to the bot: which are wanted, which wait, and long polls for them."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.store import Counter, Store
from bot.sandbox.wire import JsonObject, conflict

UPDATE_LIFETIME = 24 * 3600 * 1000  # milliseconds; what is older was forgotten: Bot API, Getting updates
PRESS_UPDATE_LIFETIME = 150 * 1000  # milliseconds; a press that can no longer be answered is not delivered
BATCH = 100  # updates in one getUpdates at most
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TERMINATED_BY_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Update:
    """One update; ``born`` is UTC ms, ``lane`` the chat or person whose updates a webhook gets in order."""

    id: int
    kind: str
    body: JsonObject
    born: int
    lane: str
    chat: int | None = None

    def wire(self) -> JsonObject:
        """The Bot API's Update."""
        return {"update_id": self.id, self.kind: self.body}

    def text(self) -> str:
        """What faults look into: text, caption or button data."""
        return str(self.body.get("text") or self.body.get("caption") or self.body.get("data") or "")

    def is_dead(self, now: int) -> bool:
        lifetime = PRESS_UPDATE_LIFETIME if self.kind == "callback_query" else UPDATE_LIFETIME
        return now - self.born > lifetime


class UpdateQueue:
    """Updates from when they happen until the bot acknowledges them, in order of their ids."""

    KINDS = frozenset({"update"})

    def __init__(self, store: Store, clock: SandboxClock, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        start = random.randrange(100_000_000, 900_000_000)  # noqa: S311 - no secret, as at Telegram
        self._ids = Counter(store, "update_id", start)
        updates = sorted((Update(**body) for _, body in store.load("update")), key=lambda update: update.id)
        self._waiting = {update.id: update for update in updates}
        self._again: dict[int, Update] = {}  # acknowledged, to be delivered once more on order of a fault
        self._delivered_again: dict[int, Update] = {}  # and was, in the newest poll
        self._poll: asyncio.Future[None] | None = None
        self._listener: Callable[[Update], None] | None = None
        self._allowed: frozenset[str] | None = None
        for key, body in store.load("setting"):
            if key == "allowed_updates":
                self._allowed = frozenset(body["kinds"]) or None

    @property
    def allowed(self) -> list[str]:
        """``allowed_updates`` as last set; empty: all but the three that must be asked for."""
        return sorted(self._allowed or ())

    def allow(self, kinds: Sequence[str]) -> None:
        """From now on only these kinds; an empty list is the default set. Known updates stay."""
        self._allowed = frozenset(kinds) or None
        self._store.save("setting", "allowed_updates", {"kinds": self.allowed})

    def listen(self, listener: Callable[[Update], None] | None) -> None:
        """Tell a webhook of every update that is added; None: nobody any more."""
        self._listener = listener

    def add(self, kind: str, body: JsonObject, lane: str, chat: int | None = None) -> None:
        """Something happened; it is dropped when the bot did not ask for its kind."""
        wanted = kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return
        update = Update(self._ids.next(), kind, body, self._clock.now(), lane, chat)
        self._waiting[update.id] = update
        self._store.save("update", update.id, asdict(update))
        if self._listener is not None:
            self._listener(update)
        self.release_poll()

    def waiting(self, limit: int | None = None) -> list[Update]:
        """Updates that were not acknowledged and still live, oldest first; ``limit`` of them at most."""
        now = self._clock.now()
        alive = [*self._again.values(), *self._delivered_again.values()]
        dead: list[Update] = []
        for update in self._waiting.values():
            if limit is not None and len(alive) >= limit:
                break
            (dead if update.is_dead(now) else alive).append(update)
        for update in dead:
            self._forget(update)
        return alive[:limit]

    def is_wanted(self, update: Update) -> bool:
        """Whether the update still waits to be delivered."""
        known = update.id in self._waiting or update.id in self._again
        return known and not update.is_dead(self._clock.now())

    def acknowledge(self, update: Update) -> bool:
        """The bot has it; returns whether a fault wants it delivered once more."""
        if self._again.pop(update.id, None) is not None or update.id not in self._waiting:
            return False
        self._forget(update)
        is_repeated = self._faults.duplicates(update.chat, update.text())
        if is_repeated:
            self._again[update.id] = update
        return is_repeated

    def drop_all(self) -> None:
        self._again.clear()
        self._delivered_again.clear()
        for update in list(self._waiting.values()):
            self._forget(update)

    async def poll(
        self, offset: int, limit: int, within: float, is_gone: Callable[[], bool]
    ) -> list[JsonObject]:
        """getUpdates: acknowledge what lies before ``offset``, then wait up to ``within`` real seconds for more.

        Refuses with 409 when another poll takes over. A poll whose peer ``is_gone`` gets nothing.
        """
        self.interrupt(TERMINATED_BY_POLL)
        self._delivered_again.clear()
        self._acknowledge_before(offset)
        if within > 0 and not self.waiting(1):
            await self._wait(within)
        if is_gone():
            return []
        updates = self.waiting(min(limit, BATCH))
        self._delivered_again = {update.id: update for update in updates if update.id in self._again}
        for update_id in self._delivered_again:
            del self._again[update_id]
        return [update.wire() for update in updates]

    def release_poll(self) -> None:
        """Let the poll that waits, if any, answer with what there is."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def interrupt(self, reason: str) -> None:
        """End the poll that waits, if any, with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    def _acknowledge_before(self, offset: int) -> None:
        """Acknowledge; a negative offset keeps only that many of the newest."""
        if offset < 0:
            offset = next(iter(sorted(self._waiting)[offset:]), 0)
        before = itertools.takewhile(lambda update: update.id < offset, self._waiting.values())
        for update in list(before):
            self.acknowledge(update)

    async def _wait(self, within: float) -> None:
        """Return when there is an update or the time is over; raise what ``interrupt`` says."""
        own = self._poll = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait((own,), timeout=within)
        if self._poll is own:
            self._poll = None
        for future in done:
            future.result()

    def _forget(self, update: Update) -> None:
        if self._waiting.pop(update.id, None) is not None:
            self._store.delete("update", update.id)
