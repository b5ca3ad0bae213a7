"""Updates by webhook: sent to the bot's URL, in order where order matters, again when they were refused."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import cast

import aiohttp

from bot.sandbox.updates import Update
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

FIRST_RETRY = 1.0  # seconds on the sandbox's clock; doubled after every failure
LONGEST_RETRY = 60.0  # seconds
LONGEST_RETRY_AFTER = 3600.0  # seconds; a server may ask for no more patience than this
GONE_FOR_GOOD = 23 * 3600 * 1000  # milliseconds of nothing but 410 after which Telegram gives the webhook up
REQUEST_TIMEOUT = aiohttp.ClientTimeout(total=60)  # real seconds

Reply = Callable[[JsonObject], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, as setWebhook said."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str | None = None


@dataclass(slots=True)
class Lane:
    """Updates that must arrive in order: those of one chat, or the presses of one person."""

    updates: deque[Update] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an update did not arrive, and for how long the server asks to be left alone."""

    reason: str
    retry_after: float | None = None
    is_gone: bool = False


class Webhook:
    """Delivers each lane's head until the server takes it; other lanes go on meanwhile.

    ``reply`` is called with a method call that the server put into its answer ("reply with a method").
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._lanes: dict[str, Lane] = {}
        self._reply: Reply | None = None
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore()
        self._gone_since: int | None = None
        self._last_error: JsonObject = {}
        saved = dict(world.store.load("setting")).get("webhook")
        self.target = Target(**saved) if saved else None

    async def start(self, reply: Reply) -> None:
        """Begin with what was set before the restart, if anything."""
        self._reply = reply
        self._session = aiohttp.ClientSession(timeout=REQUEST_TIMEOUT)
        if self.target is not None:
            self._begin(self.target)

    async def stop(self) -> None:
        await self._end()
        if self._session is not None:
            await self._session.close()

    async def set(self, target: Target | None) -> None:
        """Send updates to ``target`` from now on; None: wait for getUpdates again. Nothing that waits is lost."""
        await self._end()
        self.target = target
        self._last_error = {}
        if target is None:
            self._world.store.delete("setting", "webhook")
            return
        self._world.store.save("setting", "webhook", asdict(target))
        self._begin(target)

    def info(self) -> JsonObject:
        """The Bot API's WebhookInfo."""
        info: JsonObject = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates.waiting()),
            **self._last_error,
        }
        if self.target is not None:
            info["max_connections"] = self.target.max_connections
            if self.target.ip_address:
                info["ip_address"] = self.target.ip_address
        if self._world.updates.allowed:
            info["allowed_updates"] = self._world.updates.allowed
        return info

    def _begin(self, target: Target) -> None:
        self._slots = asyncio.Semaphore(target.max_connections)
        self._world.updates.listen(self._enqueue)
        for update in self._world.updates.waiting():
            self._enqueue(update)

    async def _end(self) -> None:
        self._world.updates.listen(None)
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        self._lanes.clear()
        own = asyncio.current_task()
        for task in tasks:
            if task is not own:  # a lane that gives the webhook up ends by itself
                task.cancel()
        await asyncio.gather(*(task for task in tasks if task is not own), return_exceptions=True)

    def _enqueue(self, update: Update) -> None:
        lane = self._lanes.setdefault(update.lane, Lane())
        lane.updates.append(update)
        if lane.task is None:
            lane.task = asyncio.create_task(self._drain(update.lane, lane))

    async def _drain(self, name: str, lane: Lane) -> None:
        """Deliver a lane from its head until it is empty."""
        while lane.updates and self.target is not None:
            update = lane.updates[0]
            if not self._world.updates.is_wanted(update) or await self._deliver(self.target, update):
                lane.updates.popleft()
                if self._world.updates.acknowledge(update):
                    lane.updates.appendleft(update)
        if self._lanes.get(name) is lane:
            del self._lanes[name]

    async def _deliver(self, target: Target, update: Update) -> bool:
        """Try until the server has it; False when the webhook was given up."""
        delay = FIRST_RETRY
        while True:
            async with self._slots:
                failure = await self._post(target, update)
            if failure is None:
                self._gone_since = None
                return True
            self._note(failure)
            if self._is_given_up(failure):
                await self.set(None)
                return False
            pause = delay if failure.retry_after is None else min(failure.retry_after, LONGEST_RETRY_AFTER)
            delay = min(2 * delay, LONGEST_RETRY)
            await self._world.clock.sleep_until(self._world.clock.now() + round(pause * 1000))
            if not self._world.updates.is_wanted(update):
                return True

    async def _post(self, target: Target, update: Update) -> Failure | None:
        assert self._session is not None, "start() comes first"
        headers = {"X-Telegram-Bot-Api-Secret-Token": target.secret_token} if target.secret_token else {}
        try:
            async with self._session.post(target.url, json=update.wire(), headers=headers) as response:
                if response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    return _failure(response)
                answer = await _json_body(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Failure(f"Connection failed: {error}")
        if answer is not None and self._reply is not None:
            await self._reply(answer)
        return None

    def _note(self, failure: Failure) -> None:
        self._last_error = {
            "last_error_date": self._world.seconds(),
            "last_error_message": failure.reason,
        }

    def _is_given_up(self, failure: Failure) -> bool:
        if not failure.is_gone:
            self._gone_since = None
            return False
        now = self._world.clock.now()
        if self._gone_since is None:
            self._gone_since = now
        return now - self._gone_since >= GONE_FOR_GOOD


def _failure(response: aiohttp.ClientResponse) -> Failure:
    retry_after = response.headers.get("Retry-After", "")
    return Failure(
        f"Wrong response from the webhook: {response.status} {response.reason}",
        float(retry_after) if retry_after.isdecimal() else None,
        response.status == HTTPStatus.GONE,
    )


async def _json_body(response: aiohttp.ClientResponse) -> JsonObject | None:
    """The method call in an answer, if it is one."""
    if response.content_type != "application/json":
        return None
    try:
        body = await response.json()
    except ValueError:
        return None
    return cast(JsonObject, body) if isinstance(body, dict) and "method" in body else None
