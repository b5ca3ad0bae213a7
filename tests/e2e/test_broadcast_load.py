"""A broadcast to three hundred, with Telegram's limits in force: in time, beside a chatting town, and killed."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from time import time

import pytest

from tests.e2e.broadcast_town import CHAT_PAUSE, CHATTING, COORDINATOR, COURIERS, BroadcastTown
from tests.e2e.town import Person

PER_SECOND = 30  # what Telegram allows
SLACK = 1.05
EDITS_APART = 2_900  # ms; three seconds, less what two edits may differ on their way
ANSWERED_WITHIN = 1_000  # ms, for 95 of 100 replies


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[BroadcastTown]:
    town = BroadcastTown(home)
    await town.open()
    try:
        await town.until_quiet()
        yield town
    finally:
        await town.close()


async def chat(town: BroadcastTown, who: int, sent_at: dict[str, float]) -> None:
    """Go on saying things that are answered, until cancelled."""
    await asyncio.sleep((who % 10) * CHAT_PAUSE / 10)
    for number in range(1_000):
        tag = f"/t{who}x{number}"
        sent_at[tag] = time() * 1000
        await Person(town, who).say(tag)
        await asyncio.sleep(CHAT_PAUSE)


@pytest.mark.timed
async def test_it_is_done_in_the_time_that_telegrams_limits_take_while_replies_stay_quick(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as town:
        await town.prepare()
        sent_at: dict[str, float] = {}
        talk = [asyncio.create_task(chat(town, who, sent_at)) for who in CHATTING]
        await asyncio.sleep(CHAT_PAUSE)
        await town.confirm()
        said = await town.until_over()
        for one in talk:
            one.cancel()
        await town.until_quiet()

        copies = [call for call in await town.calls("copyMessage") if call["chat"] != COORDINATOR]
        begun, ended = min(c["started_ms"] for c in copies), max(c["ended_ms"] for c in copies)
        paced = [call for call in await town.paced_calls() if begun <= call["started_ms"] <= ended]
        aim = len(paced) / PER_SECOND
        delays = await delays_of(town, sent_at, begun, ended)
        print(
            f"{len(copies)} copies, {len(paced)} paced sends in {(ended - begun) / 1000:.2f} s; aim {aim:.2f} s,"
            f" {(ended - begun) / 1000 / aim:.1%}; p95 of {len(delays)} replies {quantiles(delays, n=20)[-1]:.0f} ms"
        )

        assert [call for call in await town.get("calls") if call["error_code"] == 429] == []
        assert (ended - begun) / 1000 <= SLACK * aim
        assert len(delays) >= 50
        assert quantiles(delays, n=20)[-1] < ANSWERED_WITHIN
        assert set((await town.copies()).values()) == {1}
        assert min(await gaps_between_edits(town)) >= EDITS_APART
        assert "送达 300" in said
        assert "还剩 0" in said


async def delays_of(
    town: BroadcastTown, sent_at: dict[str, float], begun: float, ended: float
) -> list[float]:
    """Milliseconds to the replies to what was said while the broadcast was under way."""
    answered_at = {
        tag: call["started_ms"]
        for call in await town.calls("sendMessage")
        for tag in re.findall(r"/t\d+x\d+", call["parameters"].get("text", ""))
    }
    return [answered_at[tag] - at for tag, at in sent_at.items() if begun <= at <= ended]


async def gaps_between_edits(town: BroadcastTown) -> list[float]:
    """Milliseconds between two edits of the progress."""
    edits = [
        call["started_ms"]
        for call in await town.calls("editMessageText")
        if "共 300 人" in call["parameters"].get("text", "")
    ]
    assert len(edits) >= 3
    return [later - earlier for earlier, later in pairwise(edits)]


async def test_killed_in_the_middle_nobody_gets_it_twice_and_the_counts_add_up(tmp_path: Path) -> None:
    async with opened(tmp_path) as town:
        await town.prepare()
        await town.confirm()
        await town.until_so(lambda: town.outcomes().get("sent", 0) > 100)
        # What is under way at the kill has arrived, and nobody has heard so.
        fault = {"method": "copyMessage", "kind": "accept_then_timeout", "seconds": 5, "times": 4}
        await town.post("faults", fault)
        await town.until_so(lambda: town.outcomes().get("sending", 0) >= 4)
        await town.kill_bot()
        await town.start_bot()
        said = await town.until_over()

        uncertain, copies, outcomes = town.uncertain(), await town.copies(), town.outcomes()
        print(f"outcomes {dict(outcomes)}, copies {dict(Counter(copies.values()))}")
        assert outcomes == {"sent": 300 - len(uncertain), "uncertain": len(uncertain)}
        assert uncertain
        assert max(copies.values()) == 1
        assert {who for who in COURIERS if copies[who] == 0} <= uncertain
        assert f"不确定收没收到：{len(uncertain)}" in said
        await town.phone.press("不确定的")
        listed = await town.phone.transcript()
        assert all(f"· 骑手{who}" in listed for who in uncertain)
