"""Telegram in memory: does what it is asked, or not, or without saying so, and keeps account of it."""

from __future__ import annotations

import asyncio
import io
import os
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import count
from random import Random

from PIL import Image
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.carriers import Carrier
from bot.request import ConnectionLost
from bot.sending import Result
from storage.outbox import OutboxId, OutboxRow
from tests.simulation.loop import Agenda
from tests.simulation.trace import Trace
from tests.simulation.updates import Updates

SHORTEST_LATENCY = 0.01  # seconds
LATENCY = 0.2  # seconds on top, at most
SENDS = frozenset({"sendMessage", "sendPhoto", "sendVenue"})
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup"})
DONE = frozenset({"answerCallbackQuery", "setMessageReaction", "setMyCommands", "sendChatAction"})

under_way: ContextVar[OutboxRow] = ContextVar("under_way")


class Fault(StrEnum):
    """What goes wrong with a call."""

    LIMITED = "429"
    UNWELL = "500"
    RESET = "reset"
    TIMEOUT = "timeout"
    LOST_ANSWER = "done, then reset"
    LATE_ANSWER = "done, then timeout"

    @property
    def is_done_all_the_same(self) -> bool:
        """Whether Telegram did what it was asked, and the bot cannot know."""
        return self in (Fault.LOST_ANSWER, Fault.LATE_ANSWER)


@dataclass(slots=True)
class Account:
    """What Telegram saw of one row of the outbox: when it was done, and how often the bot could not know."""

    done_at: list[float] = field(default_factory=list)
    unknown: int = 0


class Labelled:
    """A carrier whose calls can be told apart: Telegram gets to know which row each belongs to."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    async def attempt(self, row: OutboxRow, may_call: Callable[[], bool]) -> Result:
        """Carry the row out, labelled."""
        under_way.set(row)
        return await self._carrier.attempt(row, may_call)


class SimulatedTelegram:
    """The `bot.sending.Api` of a simulation. `fault_probability` is for each call."""

    def __init__(self, agenda: Agenda, updates: Updates, chance: Random, trace: Trace) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # as bot.request does: else every RetryAfter warns
        self.updates = updates
        self.fault_probability = 0.0
        self.accounts: defaultdict[OutboxId, Account] = defaultdict(Account)
        self.offences: list[str] = []
        self.buttons: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._agenda = agenda
        self._chance = chance
        self._trace = trace
        self._message_ids = count(1)
        self._stopped_until: dict[int, float] = {}

    def next_message_id(self) -> int:
        """People's messages and the bot's count together."""
        return next(self._message_ids)

    def forget_connections(self) -> None:
        """The bot has crashed: nobody remembers which chats were to be left alone."""
        self._stopped_until.clear()

    async def call(self, method: str, parameters: dict[str, object], *, timeout: float) -> object:
        """Make one call, as well as the faults let it. Raises telegram.error.TelegramError."""
        if method == "getUpdates":
            offset, limit = int(str(parameters.get("offset", 0))), int(str(parameters["limit"]))
            return await self.updates.poll(offset, limit, float(str(parameters["timeout"])))
        row = under_way.get()
        self._check_that_it_may_start(row)
        fault = self._fault()
        await asyncio.sleep(SHORTEST_LATENCY + self._chance.random() * LATENCY)
        if fault is None or fault.is_done_all_the_same:
            answer = self._do(row, method, parameters)
            if fault is None:
                await asyncio.sleep(SHORTEST_LATENCY + self._chance.random() * LATENCY)
                return answer
        await self._fail(row, method, fault, timeout)
        raise AssertionError("a fault that does nothing")

    async def download(self, file_path: str) -> bytes:
        """Fetch a file that getFile has named."""
        await asyncio.sleep(SHORTEST_LATENCY + self._chance.random() * LATENCY)
        if self._fault() is not None:
            raise ConnectionLost("the download broke off")
        return a_photo(file_path)

    def _fault(self) -> Fault | None:
        if self._chance.random() >= self.fault_probability:
            return None
        return self._chance.choice(list(Fault))

    def _check_that_it_may_start(self, row: OutboxRow) -> None:
        if self._agenda.seconds < self._stopped_until.get(row.chat_id, 0.0):
            self.offences.append(f"row {row.id} was sent to {row.chat_id} within its retry_after")

    def _do(self, row: OutboxRow, method: str, parameters: dict[str, object]) -> object:
        answer = self._answer(row, method, parameters)
        self.accounts[row.id].done_at.append(self._agenda.seconds)
        self._trace.note("done", row.id, method, row.chat_id, int(row.lane))
        return answer

    def _answer(self, row: OutboxRow, method: str, parameters: dict[str, object]) -> object:
        if method in SENDS:
            message_id = self.next_message_id()
            self._show_buttons(row.chat_id, message_id, parameters)
            photo = [{"file_id": f"sent-{message_id}"}] if method == "sendPhoto" else None
            return {"message_id": message_id, **({"photo": photo} if photo else {})}
        if method in EDITS:
            self._show_buttons(row.chat_id, int(str(parameters["message_id"])), parameters)
            return {"message_id": parameters["message_id"]}
        if method == "getFile":
            return {"file_path": f"photos/{parameters['file_id']}.jpg"}
        if method in DONE:
            return True
        self.offences.append(f"row {row.id} calls {method}, which this Telegram does not know")
        raise BadRequest("Not Found: method not found")

    def _show_buttons(self, chat_id: int, message_id: int, parameters: dict[str, object]) -> None:
        markup = parameters.get("reply_markup")
        rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
        self.buttons[chat_id] += [
            (message_id, button["callback_data"])
            for row in rows
            for button in row
            if "callback_data" in button
        ]

    async def _fail(self, row: OutboxRow, method: str, fault: Fault | None, patience: float) -> None:
        self._trace.note("fault", row.id, method, fault)
        match fault:
            case Fault.LIMITED:
                seconds = self._chance.randint(1, 5)
                self._stopped_until[row.chat_id] = self._agenda.seconds + seconds
                raise RetryAfter(seconds)
            case Fault.UNWELL:
                raise NetworkError("Internal Server Error")
            case Fault.RESET:
                raise ConnectionLost("reset")
            case Fault.TIMEOUT:
                await asyncio.sleep(patience)
                raise TimedOut
            case Fault.LOST_ANSWER:
                self.accounts[row.id].unknown += 1
                raise ConnectionLost("reset")
            case Fault.LATE_ANSWER:
                self.accounts[row.id].unknown += 1
                await asyncio.sleep(patience)
                raise TimedOut


@cache
def a_photo(name: str) -> bytes:
    """A small JPEG, another one for every name."""
    red = sum(name.encode()) % 256
    stream = io.BytesIO()
    Image.new("RGB", (32, 24), (red, 80, 120)).save(stream, "JPEG")
    return stream.getvalue()
