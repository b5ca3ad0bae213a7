"""Nothing is acknowledged before it is on disk, and nothing stops the intake."""

from __future__ import annotations

import asyncio
import json

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.api import TokenRefused
from bot.clock import ManualClock
from bot.intake import AnotherPoller, Intake, Polling, read_text, read_updates
from storage import dead_letters, inbox
from storage.inbox import EventKind
from tests.unit.bot.stage import ScriptedApi, Storage

RIVAL = Conflict(
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK = Conflict("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
SLEEP = asyncio.sleep


class Time:
    """Stands in for the loop's clock: time passes only by sleeping."""

    def __init__(self) -> None:
        self.naps: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        await SLEEP(0)

    def passed(self) -> float:
        return 1000.0 + sum(self.naps)


class Line:
    """A poll over a line that ends after its scripted answers."""

    def __init__(self, storage: Storage, clock: ManualClock, api: ScriptedApi, time: Time) -> None:
        self.storage = storage
        self.api = api
        self.time = time
        self.woken = 0
        intake = Intake(storage.database, clock, self._wake)
        self.polling = Polling(api, intake, ["message", "callback_query"], time.passed)

    def _wake(self) -> None:
        self.woken += 1

    async def poll(self, *answers: object) -> None:
        """Get these answers, one poll each; then hold the last poll open for ever."""
        held: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self.api.will_answer("getUpdates", *answers, held)
        polling = asyncio.create_task(self.polling.run())
        while not polling.done() and len(self.polls) <= len(answers):
            await SLEEP(0)
        if polling.done():
            polling.result()
        polling.cancel()

    @property
    def polls(self) -> list[dict[str, object]]:
        return [call.parameters for call in self.api.calls if call.method == "getUpdates"]

    @property
    def offsets(self) -> list[object]:
        return [poll.get("offset") for poll in self.polls]

    async def stored(self) -> list[str]:
        return [event.key for event in await self.storage.database.read(inbox.waiting, 100)]


@pytest.fixture
async def line(
    storage: Storage, clock: ManualClock, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> Line:
    time = Time()
    monkeypatch.setattr("bot.intake.asyncio.sleep", time.sleep)
    return Line(storage, clock, api, time)


def test_an_update_is_kept_as_it_arrived_under_its_id() -> None:
    [arrival] = read_updates([{"update_id": 7, "message": {"text": "路灯坏了"}}]).arrivals

    assert (arrival.channel, arrival.kind, arrival.key) == ("telegram", EventKind.UPDATE, "7")
    assert arrival.body == '{"update_id":7,"message":{"text":"路灯坏了"}}'


@pytest.mark.parametrize("update", [{}, {"update_id": "7"}, [], 5, None, "text"])
def test_what_has_no_id_is_unreadable(update: object) -> None:
    read = read_updates([update, {"update_id": 8}])

    assert [arrival.key for arrival in read.arrivals] == ["8"]
    assert [json.loads(arrival.body) for arrival in read.unreadable] == [update]


@pytest.mark.parametrize("text", ["", "<html>", "{", "[" * 100_000])
def test_what_is_no_json_is_unreadable(text: str) -> None:
    read = read_text(text)

    assert read.arrivals == ()
    assert [arrival.body for arrival in read.unreadable] == [text]


async def test_the_offset_moves_past_what_is_on_disk(line: Line) -> None:
    await line.poll([{"update_id": 7}, {"update_id": 9}], [])

    assert line.offsets == [None, 10, 10]
    assert await line.stored() == ["7", "9"]
    assert line.woken == 1


async def test_the_kinds_of_updates_are_asked_for_explicitly(line: Line) -> None:
    await line.poll([])

    assert line.polls[0]["allowed_updates"] == ["message", "callback_query"]


async def test_what_the_storage_refuses_is_not_acknowledged(line: Line) -> None:
    async def fall_ill() -> object:
        line.storage.is_ill(True)
        return [{"update_id": 7}]

    async def get_well() -> object:
        line.storage.is_ill(False)
        return [{"update_id": 7}]

    await line.poll(fall_ill(), get_well())

    assert line.offsets == [None, None, 8]
    assert await line.stored() == ["7"]
    assert line.woken == 1


async def test_an_update_redelivered_after_a_lost_acknowledgement_counts_once(line: Line) -> None:
    await line.poll([{"update_id": 7}], [{"update_id": 7}])

    assert await line.stored() == ["7"]


async def test_half_an_emoji_does_not_stop_the_intake(line: Line) -> None:
    await line.poll([{"update_id": 7, "message": {"text": "\ud83d"}}])

    [event] = await line.storage.database.read(inbox.waiting, 1)
    assert json.loads(event.body)["message"]["text"] == "\ud83d"


async def test_what_has_no_id_is_a_dead_letter_and_the_rest_goes_on(line: Line) -> None:
    await line.poll([{"no": "id"}, {"update_id": 7}])

    assert await line.storage.database.read(dead_letters.count) == 1
    assert await line.stored() == ["7"]
    assert line.offsets == [None, 8]


async def test_answers_that_name_no_id_at_all_are_not_fetched_in_a_tight_loop(line: Line) -> None:
    await line.poll([{"no": "id"}])

    assert line.time.naps == [15.0]


async def test_failures_are_waited_out_with_growing_pauses_until_one_poll_succeeds(line: Line) -> None:
    failures: list[object] = [NetworkError("Bad Gateway")] * 8

    await line.poll(*failures, [], NetworkError("Bad Gateway"))

    assert line.time.naps == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15.0, 0.2]


async def test_a_limited_poll_waits_as_long_as_it_is_told(line: Line) -> None:
    await line.poll(RetryAfter(9))

    assert line.time.naps == [9.0]


async def test_a_refused_token_ends_it(line: Line) -> None:
    with pytest.raises(TokenRefused):
        await line.poll(InvalidToken())


async def test_the_lingering_poll_of_a_killed_process_is_waited_out(line: Line) -> None:
    await line.poll(*[RIVAL] * 8, [], RIVAL)

    assert sum(line.time.naps[:8]) < 60


async def test_a_rival_who_stays_ends_it_after_a_minute(line: Line) -> None:
    with pytest.raises(AnotherPoller):
        await line.poll(*[RIVAL] * 100)

    assert 60 <= sum(line.time.naps) <= 80


async def test_a_webhook_in_the_way_is_removed_once_and_its_updates_are_kept(line: Line) -> None:
    await line.poll(WEBHOOK, [{"update_id": 7}])

    [removal] = [call for call in line.api.calls if call.method == "deleteWebhook"]
    assert removal.parameters == {"drop_pending_updates": False}
    assert await line.stored() == ["7"]


async def test_a_webhook_that_somebody_sets_again_ends_it(line: Line) -> None:
    with pytest.raises(AnotherPoller):
        await line.poll(WEBHOOK, [], WEBHOOK)


async def test_a_webhook_that_could_not_be_removed_is_removed_at_the_next_try(line: Line) -> None:
    line.api.will_answer("deleteWebhook", NetworkError("Bad Gateway"))

    await line.poll(WEBHOOK, WEBHOOK, [{"update_id": 7}])

    assert await line.stored() == ["7"]
