"""Commands of the command line: stored, handled, answered; a repeated one counts once."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import ManualClock
from bot.command_socket import CommandReply, CommandRequest
from bot.commands import Commands
from bot.engine import Handled
from storage import inbox
from storage.database import StorageFault, Transaction
from storage.inbox import EventKind, StoredEvent
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage, settle

INVITE = CommandRequest("k1", "invite", {"role": "courier"})


class Desk:
    """Commands, and an engine that handles them when it is told to."""

    def __init__(self, storage: Storage, clock: ManualClock) -> None:
        self.storage = storage
        self.woken = 0
        self.commands = Commands(storage.database, clock, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def handle_waiting(self, error: str | None = None) -> list[StoredEvent]:
        events = await self.storage.database.read(inbox.waiting, 10)
        for event in events:
            await self.storage.database.write(self._close, event, error)
            result = None if error else {"link": "t.me/x"}
            self.commands.announce([Handled(event.id, event.kind, event.key, (), result, error)])
        return events

    @staticmethod
    def _close(transaction: Transaction, event: StoredEvent, error: str | None) -> None:
        if error is None:
            inbox.finish(transaction, event.id, NOW, inbox.encode_result({"link": "t.me/x"}))
        else:
            inbox.bury(transaction, event.id, NOW, error)


@pytest.fixture
def desk(storage: Storage, clock: ManualClock) -> Desk:
    return Desk(storage, clock)


async def test_a_command_waits_in_the_inbox_until_it_was_handled(desk: Desk) -> None:
    asking = asyncio.create_task(desk.commands.handle(INVITE))
    await settle()
    assert not asking.done()
    assert desk.woken == 1

    [event] = await desk.handle_waiting()

    assert event.body == '{"name": "invite", "arguments": {"role": "courier"}}'
    assert await asking == CommandReply(True, {"link": "t.me/x"})


async def test_a_command_that_failed_says_why(desk: Desk) -> None:
    asking = asyncio.create_task(desk.commands.handle(INVITE))
    await settle()
    await desk.handle_waiting(error="no such role")

    assert await asking == CommandReply(False, {"error": "no such role"})


@pytest.mark.parametrize("error", [None, "no such role"])
async def test_a_repeated_command_counts_once_and_is_answered_the_same(desk: Desk, error: str | None) -> None:
    asking = asyncio.create_task(desk.commands.handle(INVITE))
    await settle()
    await desk.handle_waiting(error)

    assert await desk.commands.handle(INVITE) == await asking
    assert await desk.handle_waiting() == []


async def test_two_who_ask_the_same_at_once_both_get_the_answer(desk: Desk) -> None:
    asking = [asyncio.create_task(desk.commands.handle(INVITE)) for _ in range(2)]
    await settle()

    assert len(await desk.handle_waiting()) == 1

    assert await asyncio.gather(*asking) == [CommandReply(True, {"link": "t.me/x"})] * 2


async def test_an_event_of_another_kind_with_the_same_key_answers_nobody(desk: Desk) -> None:
    asking = asyncio.create_task(desk.commands.handle(INVITE))
    await settle()
    [event] = await desk.storage.database.read(inbox.waiting, 10)

    desk.commands.announce([Handled(event.id, EventKind.UPDATE, INVITE.key)])
    await settle()

    assert not asking.done()
    asking.cancel()


async def test_a_command_that_cannot_be_stored_is_refused(desk: Desk) -> None:
    desk.storage.is_ill(True)

    with pytest.raises(StorageFault):
        await desk.commands.handle(INVITE)
