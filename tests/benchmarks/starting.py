"""How long a start takes with a hundred thousand members and what they did, beside a bare python-telegram-bot echo."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bot.app import open_database
from bot.clock import SystemClock
from storage.database import Transaction
from tests.benchmarks.echo import module, value
from tests.benchmarks.figures import Figure, at_most, middle
from tests.torture.processes import READY, bot_process, settings
from tests.torture.town import open_town, running

PAST = 50_000  # events handled, calls ended and reports accepted: a busy week is kept
WAITING = 200  # calls that are not due yet when it starts
LATER = 4_000_000_000_000  # UTC ms

AIM = 3.0  # times a bare echo's start


def measure(members: int, repeats: int) -> Iterator[Figure]:
    """From the command to receiving; the two in turn, `repeats` times over."""
    pairs = asyncio.run(_pairs(members, repeats))
    yield Figure(f"start-up, {members:,} members", middle([ours for ours, _ in pairs]), "s")
    yield Figure("start-up, bare PTB echo", middle([bare for _, bare in pairs]), "s")
    ratio = middle([ours / bare for ours, bare in pairs])
    yield at_most("start-up against bare PTB", ratio, "times", AIM)


async def _pairs(members: int, repeats: int) -> list[tuple[float, float]]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        async with open_town(Path(folder)) as town:
            values = settings(town.folder, town.address, by_webhook=False)
            await _fill(Path(values["BOT_DATABASE"]), members)
            pairs = []
            for number in range(repeats):
                bot = bot_process(town.folder, values, f"bot-{number}")
                started = perf_counter()
                async with running(bot):
                    await bot.line_with(READY)
                    ours = perf_counter() - started
                pairs.append((ours, await asyncio.to_thread(_bare_start, town.address)))
            return pairs


async def _fill(path: Path, members: int) -> None:
    now = SystemClock().now()
    database = await open_database(path, now)
    try:
        await database.write(_add_members, members)
        await database.write(_add_past, now, members)
    finally:
        await database.close()


def _add_members(transaction: Transaction, members: int) -> None:
    rows = [{"id": id_, "user_id": 10_000 + id_, "name": f"courier {id_}"} for id_ in range(1, members + 1)]
    transaction.execute_many(
        "INSERT INTO members (id, name, language, standing, met_at) VALUES (:id, :name, 'zh', 'active', 0)",
        rows,
    )
    transaction.execute_many(
        "INSERT INTO member_addresses (channel, user_id, member_id) VALUES ('telegram', :user_id, :id)", rows
    )
    transaction.execute_many("INSERT INTO member_roles (member_id, role) VALUES (:id, 'courier')", rows)


def _add_past(transaction: Transaction, now: int, members: int) -> None:
    """Events, calls and reports of members in turn: nearly all are over, a few calls wait for their time."""
    rows = [
        {
            "id": id_,
            "member": 1 + (id_ - 1) % members,
            "body": json.dumps({"message": {"text": f"words {id_}"}}),
            "parameters": json.dumps({"text": f"answer {id_}", "parse_mode": "HTML"}),
            "state": "waiting" if id_ <= WAITING else "sent",
            "due_at": LATER if id_ <= WAITING else now,
            "ended_at": None if id_ <= WAITING else now,
            "now": now,
        }
        for id_ in range(1, PAST + 1)
    ]
    transaction.execute_many(
        "INSERT INTO inbox (id, channel, kind, key, body_hash, body, received_at, state, handled_at)"
        " VALUES (:id, 'telegram', 'update', 'past' || :id, :id, :body, :now, 'done', :now)",
        rows,
    )
    transaction.execute_many(
        "INSERT INTO outbox (id, event_id, ordinal, channel, chat_id, lane, method, parameters, if_orphaned,"
        " due_at, state, created_at, ended_at) VALUES (:id, :id, 0, 'telegram', 10000 + :member, 2, 'sendMessage',"
        " :parameters, 'skip', :due_at, :state, :now, :ended_at)",
        rows,
    )
    transaction.execute_many(
        "INSERT INTO reports (id, token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at) VALUES (:id, 'token' || :id, 'WH-2026-' || :id, 'accepted', :member,"
        " 30.5, 114.3, 'leak', :now, :now, :now)",
        rows,
    )


def _bare_start(address: str) -> float:
    """Seconds until a bare Application polls."""
    started = perf_counter()
    with module("tests.benchmarks.contestants", "ptb:1", address) as bot:
        value(bot.stdout, "polling: ")
        seconds = perf_counter() - started
        assert bot.stdin is not None
        bot.stdin.close()
        bot.wait()
    return seconds
