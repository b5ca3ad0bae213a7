"""A draft is rows: photo, place and category may come in any order, with the bot stopped between any two."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)


async def take_step(courier: Person, step: str) -> None:
    match step:
        case "photo":
            await courier.send_photo(photo(1))
        case "place":
            await courier.send_place(*IN_GRID)
        case "words":
            await courier.say("井盖松了，车一压就响")


@pytest.mark.parametrize("order", list(permutations(["photo", "place", "words"])))
async def test_any_order_with_a_restart_between_any_two_steps(tmp_path: Path, order: tuple[str, ...]) -> None:
    town = Town(tmp_path, webhook=False)
    await town.open()
    try:
        courier, worker = Person(town, 1001), Person(town, 2001)
        await courier.say("/report")
        for step in order:
            await take_step(courier, step)
            await town.settle()
            await town.stop_bot()
            await town.start_bot()
        await courier.press("井盖问题")
        assert "WH-" in await courier.transcript()
        assert "井盖松了" in await worker.transcript()
    finally:
        await town.close()


async def test_what_is_sent_while_the_bot_is_down_is_handled_when_it_is_back(tmp_path: Path) -> None:
    town = Town(tmp_path, webhook=False)
    await town.open()
    try:
        courier = Person(town, 1001)
        await town.settle()
        await town.stop_bot()
        await courier.send_photo(photo(1))
        await courier.send_place(*IN_GRID)
        await town.start_bot()
        await courier.press("井盖问题")
        assert "WH-" in await courier.transcript()
    finally:
        await town.close()
