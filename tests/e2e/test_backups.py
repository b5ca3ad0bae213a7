"""Backups and restores with real processes: made while people write, cut short by a kill, put back, refused."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import aiohttp

from storage import copies
from tests.e2e.test_command_line import complaint, environment, light_cavalry
from tests.torture.processes import READY, bot_process, database, settings
from tests.torture.town import Town, open_town, running

PATIENCE = 20.0  # seconds

# Both halves of what one transaction stores: a command that was handled, and the answer to it.
HANDLED = "SELECT id FROM inbox WHERE kind = 'update' AND state = 'done'"
ANSWERED = "SELECT DISTINCT event_id FROM outbox WHERE method = 'sendMessage'"


def numbers(path: Path, sql: str) -> set[int]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute(sql)}


async def command(values: Mapping[str, str], *arguments: str) -> str:
    """A command of the command line that must succeed, beside everything else; returns what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", *arguments),
        env=environment(Path(values["BOT_DATABASE"]).parent, **values),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


def copies_in(folder: Path) -> Sequence[Path]:
    return sorted((folder / "backups").glob("bot-*.sqlite3"))


async def until_copied(folder: Path) -> Path:
    async with asyncio.timeout(PATIENCE):
        while not copies_in(folder):
            await asyncio.sleep(0.05)
    (copy,) = copies_in(folder)
    return copy


def make_overdue(folder: Path) -> None:
    """As if the database had been there for years, without a single backup."""
    with closing(sqlite3.connect(database(folder))) as connection:
        connection.execute("UPDATE migrations SET applied_at = 0")
        connection.commit()


async def test_a_copy_made_while_people_write_is_of_one_moment(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        values = settings(tmp_path, town.address, by_webhook=False)
        async with running(bot_process(tmp_path, values)) as bot:
            await bot.line_with(READY)
            await town.say_once()
            writing = asyncio.create_task(write_on(town))
            try:
                copied = [tmp_path / f"copy-{number}.sqlite3" for number in range(2)]
                for copy in copied:
                    await command(values, "backup", str(copy))
            finally:
                writing.cancel()
                await asyncio.gather(writing, return_exceptions=True)
            await town.until_done()
    held = [numbers(copy, HANDLED) for copy in copied]
    assert [numbers(copy, ANSWERED) for copy in copied] == held
    assert 0 < len(held[0]) < len(held[1]) < len(numbers(database(tmp_path), HANDLED))


async def write_on(town: Town) -> None:
    while True:
        await town.say_once()


async def test_a_kill_during_a_backup_leaves_nothing_under_the_final_name_and_the_next_start_makes_one(
    tmp_path: Path,
) -> None:
    async with open_town(tmp_path) as town:
        values = settings(tmp_path, town.address, by_webhook=False)
        async with running(bot_process(tmp_path, values)) as bot:
            await bot.line_with(READY)
        make_overdue(tmp_path)
        killed = bot_process(tmp_path, values, "killed", "backup.verified=kill@1")
        async with running(killed):
            assert await killed.ended_within(PATIENCE)
        assert killed.exit_code == -9
        assert copies_in(tmp_path) == []
        assert [path.name.endswith(".unfinished") for path in (tmp_path / "backups").iterdir()] == [True]

        async with running(bot_process(tmp_path, values, "survivor")) as survivor:
            await survivor.line_with(READY)
            copy = await until_copied(tmp_path)
            await survivor.line_with("backup made")
            told = await asyncio.to_thread(light_cavalry, "doctor", settings=environment(tmp_path, **values))
        assert copies.examine(copy).rows["members"] >= 0
        assert f"{copy.name}" in told.stdout


async def test_what_was_backed_up_is_back_after_a_restore_and_the_bot_goes_on(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        values = settings(tmp_path, town.address, by_webhook=False)
        async with running(bot_process(tmp_path, values)) as bot:
            await bot.line_with(READY)
            await town.say_once()
            await town.until_done()
            copy = tmp_path / "copy.sqlite3"
            assert "verified" in await command(values, "backup", str(copy))
            await town.say_once()
            await town.until_done()
            refused = await asyncio.to_thread(
                complaint, "restore", str(copy), settings=environment(tmp_path, **values)
            )
            assert "only one may run" in refused
            await bot.kill()
        assert "Restored" in await command(values, "restore", str(copy))
        answers = {person: await town.answers(person) for person in town.said}
        async with running(bot_process(tmp_path, values, "restored")) as restored:
            await restored.line_with(READY)
            await town.say_once()
            await town.until_done()
        for person, before in answers.items():
            assert await town.answers(person) == [*before, town.said[person][-1]]


def test_what_is_no_backup_is_refused_with_one_line(tmp_path: Path) -> None:
    people = Path("bot/demo/people.json")
    assert "no sound database" in complaint("restore", str(people), settings=environment(tmp_path))
    assert not (tmp_path / "bot.sqlite3").exists()


def test_without_a_running_bot_a_backup_is_made_and_the_doctor_knows_of_it(tmp_path: Path) -> None:
    values = environment(tmp_path)
    light_cavalry("import", "people", "bot/demo/people.json", settings=values)
    made = light_cavalry("backup", settings=values)
    assert made.returncode == 0, made.stderr
    (copy,) = copies_in(tmp_path)
    assert copy.stat().st_mode & 0o777 == 0o600
    doctor = light_cavalry("doctor", settings=values)
    assert doctor.returncode == 1
    assert copy.name in doctor.stdout
    assert doctor.stdout.splitlines()[-1].startswith("1. The bot does not run.")


async def test_the_night_s_backup_is_made_when_the_clock_says_three(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        values = settings(tmp_path, town.address, by_webhook=False)
        values["BOT_CLOCK_URL"] = f"{town.address}/sandbox/clock"
        async with running(bot_process(tmp_path, values)) as bot:
            await bot.line_with(READY)
            await town.ask("POST", "clock", {"advance": seconds_until_three(await now(town))})
            copy = await until_copied(tmp_path)
            assert "-0300" in copy.name
            await bot.line_with("backup made")


async def now(town: Town) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{town.address}/sandbox/clock") as response:
        moment: int = (await response.json())["now"]
        return moment


def seconds_until_three(moment: int) -> float:
    """Until three o'clock at night in Wuhan, and a little more."""
    since_midnight = (moment / 1000 + 8 * 3600) % 86_400
    return (3 * 3600 - since_midnight) % 86_400 + 1
