"""A reminder is due, and ``kill -9`` hits the bot at each named point on its way: it is said all the same, and once."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import stage
from tests.e2e.test_training import WORDS, local_now, move_to, publish
from tests.e2e.town import Person, Town
from tests.torture.journeys import MortalTown
from tests.torture.processes import bot_process, database, reached

DIES_WITHIN = 30.0  # seconds, on a busy machine
COMERS = (1001, 2001)


class FatedTown(MortalTown):
    """A town whose bot dies at a place that was chosen before."""

    async def start_fated_bot(self, failpoint: str) -> None:
        """Start it, and wait until it has died there."""
        values = stage.settings_for(self.address, self.home / "bot.sqlite3")
        bot = bot_process(self.home, values, name="fated", failpoint=failpoint)
        await bot.start()
        died = await bot.ended_within(DIES_WITHIN)
        await bot.stop()
        assert died
        assert reached(self.home).exists()


@pytest.mark.parametrize(
    "failpoint",
    [
        "engine.in_transaction=kill@1",
        "engine.in_transaction=kill@2",
        "engine.in_transaction=kill@3",
        "engine.committed=kill@1",
        "delivery.sent=kill@1",
        "delivery.sent=kill@2",
    ],
)
async def test_a_kill_neither_loses_nor_doubles_a_reminder(tmp_path: Path, failpoint: str) -> None:
    town = FatedTown(tmp_path)
    await town.open()
    try:
        start = await start_of_training(town)
        await everybody_comes(town, start)
        await town.stop_bot()
        await move_to(town, start - timedelta(hours=24), settled=False)

        await town.start_fated_bot(failpoint)
        await town.start_bot()

        heard = [await reminders_heard(town, Person(town, who)) for who in COMERS]
        assert said(tmp_path) == len(COMERS)
        # What was sent and not yet noted as sent goes out once more: the Bot API cannot tell.
        copies = int(failpoint.startswith("delivery.sent"))
        assert all(1 <= times <= 1 + copies for times in heard)
    finally:
        await town.close()


async def everybody_comes(town: Town, start: datetime) -> None:
    words = WORDS["zh"]
    await publish(town, Person(town, 3001), start, words)
    for who in COMERS:
        await Person(town, who).say("/training")
        await Person(town, who).press(words["sign_up"])
    await town.settle()


async def start_of_training(town: Town) -> datetime:
    """In three days, at an hour before which nobody is disturbed by being reminded."""
    return (await local_now(town) + timedelta(days=3)).replace(hour=16, minute=0, second=0, microsecond=0)


async def reminders_heard(town: Town, person: Person) -> int:
    await town.until(person, WORDS["zh"]["reminder"])
    await town.settle()
    return (await person.transcript()).count(WORDS["zh"]["reminder"])


def said(home: Path) -> int:
    """How many reminders the outbox holds."""
    connection = sqlite3.connect(f"{database(home).as_uri()}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT count(*) FROM outbox WHERE parameters LIKE '%⏰%'").fetchone()
        return int(found[0])
    finally:
        connection.close()
