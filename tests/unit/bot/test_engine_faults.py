"""No event stops another: handlers that break, storage that fails, events that kill, letters and apologies."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.engine import MOST_ATTEMPTS
from handlers.context import Context
from handlers.events import Message
from handlers.route import MessageRoute
from storage import inbox
from storage.database import StorageFault, Transaction
from storage.inbox import Arrival, EventKind
from tests.unit.bot.arrivals import pressed, said, update
from tests.unit.bot.heart import Heart, apologize_badly, echo, handle, make_heart, run_to_the_end
from tests.unit.bot.rows import GROUP, LI, NOW, WANG
from tests.unit.bot.stage import Storage, open_storage, settle


@pytest.mark.parametrize(("command", "error"), [("/fail", "RuntimeError"), ("/break", "IntegrityError")])
async def test_a_handler_that_fails_leaves_a_letter_and_an_apology_and_nothing_else(
    heart: Heart, command: str, error: str
) -> None:
    await handle(heart, said(1, "before"), said(2, command), said(3, "after", user=WANG))

    assert heart.texts == ["before", "sorry", "after"]
    assert await heart.remembered(command) is None
    assert [(key, error in reason) for key, reason in await heart.letters()] == [("2", True)]
    assert await heart.storage.database.read(inbox.states) == {"done": 2, "dead": 1}


async def test_the_letter_says_where_it_broke(heart: Heart) -> None:
    await handle(heart, said(1, "/fail"))

    trace = await heart.storage.database.read(Transaction.one, "SELECT traceback FROM dead_letters")
    assert trace is not None
    assert "in fail" in trace[0]


async def test_an_apology_that_fails_leaves_the_letter(storage: Storage, clock: ManualClock) -> None:
    heart = make_heart(storage, clock, apology=apologize_badly)

    await handle(heart, said(1, "/fail"), said(2, "after"))

    assert heart.texts == ["after"]
    assert [key for key, _ in await heart.letters()] == ["1"]


async def test_nobody_is_apologized_to_in_a_group(heart: Heart) -> None:
    await handle(heart, said(1, "/fail", chat=GROUP))

    assert heart.texts == []
    assert [key for key, _ in await heart.letters()] == ["1"]


async def test_a_press_whose_handler_fails_is_answered_once_with_an_apology(heart: Heart) -> None:
    await handle(heart, pressed(1, "fail"))

    assert heart.texts == ["answerCallbackQuery", "sorry"]


@pytest.mark.parametrize(
    "body",
    [
        "not JSON",
        "[1, 2]",
        "{}",
        '{"update_id": 1, "poll": {"id": "5"}}',
        '{"update_id": 1, "message": 5}',
        '{"update_id": 1, "message": {"message_id": "x", "from": {"id": 1001}}}',
        '{"update_id": 1, "callback_query": {"from": {"id": 1001, "first_name": 5}}}',
        '{"update_id": 1, "my_chat_member": {}}',
        "[" * 100_000,
    ],
)
async def test_what_nobody_understands_goes_to_the_dead_letters_and_stops_nobody(
    heart: Heart, body: str
) -> None:
    poison = Arrival("telegram", EventKind.UPDATE, "1", body)

    await handle(heart, poison, said(2, "after"))

    assert heart.texts[-1] == "after"
    assert [key for key, _ in await heart.letters()] == ["1"]


async def test_an_error_that_quotes_half_an_emoji_is_put_down_too(heart: Heart) -> None:
    await handle(heart, update(1, **broken_emoji_message()), said(2, "after"))

    assert heart.texts == ["sorry", "after"]
    [(key, _)] = await heart.letters()
    assert key == "1"


def broken_emoji_message() -> dict[str, object]:
    person = {"id": LI, "is_bot": False, "first_name": "李强"}
    entities = [{"type": "bot_command", "offset": 0, "length": 5}]
    chat = {"id": LI, "type": "private"}
    text = "/fail \ud83d"
    return {
        "message": {
            "message_id": 1,
            "date": 0,
            "text": text,
            "entities": entities,
            "chat": chat,
            "from": person,
        }
    }


@dataclass
class Disk:
    """A handler's disk: full for so many more writes."""

    full_for: int

    def echo(self, message: Message, context: Context) -> None:
        if self.full_for and message.text == "big":
            self.full_for -= 1
            raise StorageFault("database or disk is full")
        echo(message, context)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the engine would have waited; it does not wait."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        if seconds:
            waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr("bot.engine.asyncio.sleep", note)
    return waited


async def test_a_storage_fault_rolls_back_the_whole_batch_which_is_tried_again_with_growing_delay(
    storage: Storage, clock: ManualClock, pauses: list[float]
) -> None:
    disk = Disk(full_for=8)
    heart = make_heart(storage, clock, routes=[MessageRoute("echo", disk.echo, has=("text",))])

    await handle(heart, said(1, "small"), said(2, "big"))

    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert heart.texts == ["small", "big"]
    assert heart.batches == [2]
    assert await heart.letters() == []


async def test_after_an_unclean_stop_what_waits_runs_alone_with_its_attempts_counted_first(
    storage: Storage, clock: ManualClock
) -> None:
    seen: list[int] = []

    def look(message: Message, context: Context) -> None:
        [event, *_] = inbox.waiting(context.transaction, 10)
        seen.append(event.attempts)

    heart = make_heart(storage, clock, routes=[MessageRoute("look", look, has=("text",))])
    await heart.arrive(said(1, "one"), said(2, "two"))

    await heart.engine.recover()

    assert seen == [1, 1]
    assert heart.batches == [1, 1]


async def test_an_event_that_undoes_everybodys_transaction_is_the_only_one_that_dies(
    storage: Storage, clock: ManualClock
) -> None:
    def undo_everything(message: Message, context: Context) -> None:
        echo(message, context)
        if message.text == "poison":
            context.transaction.execute(
                "INSERT OR ROLLBACK INTO settings (name, value) VALUES ('null', NULL)"
            )

    heart = make_heart(storage, clock, routes=[MessageRoute("undo", undo_everything, has=("text",))])

    await handle(heart, said(1, "one"), said(2, "poison"), said(3, "three"))

    assert heart.texts == ["one", "sorry", "three"]
    assert [key for key, _ in await heart.letters()] == ["2"]


class ProcessKilled(BaseException):
    """What a kill looks like from inside."""


async def test_an_event_that_kills_the_process_is_dead_at_its_fourth_start_and_the_others_live(
    storage: Storage, clock: ManualClock
) -> None:
    killed: list[str] = []

    def kill(message: Message, context: Context) -> None:
        if message.text == "poison":
            killed.append(message.text)
            raise ProcessKilled
        echo(message, context)

    heart = make_heart(storage, clock, routes=[MessageRoute("kill", kill, has=("text",))])
    await heart.arrive(said(1, "one"), said(2, "poison"), said(3, "three"))
    for _ in range(MOST_ATTEMPTS):
        await start_and_be_killed(heart)

    await heart.engine.recover()

    assert len(killed) == MOST_ATTEMPTS
    assert heart.texts == ["one", "sorry", "three"]
    assert await heart.letters() == [("2", f"stopped the process {MOST_ATTEMPTS} times")]


async def start_and_be_killed(heart: Heart) -> None:
    """A start that ends as with `kill -9`: nothing of the open transaction is left."""
    recovering = asyncio.create_task(heart.engine.recover())
    await settle()
    recovering.cancel()


FATES = ("well", "/fail", "/break")


@settings(max_examples=25)
@given(
    fates=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(FATES)), max_size=12),
    illnesses=st.lists(st.integers(0, 6), max_size=3),
)
def test_whatever_happens_every_event_ends_once(fates: list[tuple[int, str]], illnesses: list[int]) -> None:
    with patch("bot.engine.FIRST_PAUSE", 0.001):
        asyncio.run(live_through(fates, illnesses))


async def live_through(fates: list[tuple[int, str]], illnesses: list[int]) -> None:
    """Events of these keys and fates arrive, some again; the storage falls ill before these of them."""
    with TemporaryDirectory() as folder:
        storage = await open_storage(Path(folder) / "bot.sqlite3")
        heart = make_heart(storage, ManualClock(NOW))
        for place, (key, text) in enumerate(fates):
            await heart.storage.database.write(inbox.add, [said(key, text)], NOW)
            if place in illnesses:
                heart.storage.is_ill(True)
                asyncio.get_running_loop().call_later(0.001, heart.storage.is_ill, False)
                await run_to_the_end(heart)
        await run_to_the_end(heart)
        expected = {"done": "well", "dead": "/fail /break"}
        different = set(fates)
        states = await storage.database.read(inbox.states)
        assert states == {
            state: count
            for state, texts in expected.items()
            if (count := sum(text in texts.split() for _, text in different))
        }
        assert len(heart.handled) == len(different)
        assert len(await heart.letters()) == states.get("dead", 0)
        assert len({row.id for row in heart.rows}) == len(heart.rows) == len(different)
        await storage.database.close()
