"""The last worker of a grid leaves or is erased: the coordinators hear at once what waits there undecided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage import unreachable
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import deliver_announcements
from tests.unit.handlers.reports.test_morning import report_at
from tests.unit.handlers.world import (
    COORDINATOR,
    EAST,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WEST,
    WORKER,
    World,
    button,
    collection,
    grid,
    shown,
    words,
)

Parting = Callable[[World, int], list[OutboxRow]]


def leave(world: World, who: int) -> list[OutboxRow]:
    world.announcements = []
    world.press(who, button(world.say(who, "/leave"), "leave:"))
    return deliver_announcements(world)


def erase(world: World, who: int) -> list[OutboxRow]:
    world.announcements = []
    world.press(who, button(world.say(who, "/deleteme"), "erase:"))
    return deliver_announcements(world)


@pytest.mark.parametrize("part", [leave, erase])
def test_coordinators_hear_how_many_wait_with_a_button_for_each(world: World, part: Parting) -> None:
    numbers = [str(report_at(world, WEST).number) for _ in range(2)]
    report_at(world, EAST)  # somebody is left there

    told = part(world, WORKER)

    assert sorted(row.chat_id for row in told) == [COORDINATOR, OTHER_COORDINATOR]
    said = words(told, COORDINATOR)
    assert "没有网格员" in said
    assert "<b>2</b>" in said
    assert "west网格" in said
    assert "王秀英" not in said
    to_one = [row for row in told if row.chat_id == COORDINATOR]
    assert [one.text for one in shown(to_one)] == [f"📄 {number}" for number in numbers]
    assert numbers[0] in words(world.press(COORDINATOR, shown(to_one)[0].data))


@pytest.mark.parametrize("part", [leave, erase])
def test_nobody_is_told_while_another_worker_of_the_grid_is_left(world: World, part: Parting) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])))
    report_at(world, WEST)

    assert part(world, WORKER) == []


def test_a_worker_who_cannot_be_written_to_is_none(world: World) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])))
    report_at(world, WEST)
    unreachable.mark(world.transaction, "telegram", OTHER_WORKER, "blocked", world.now)

    assert "没有网格员" in words(leave(world, WORKER))


def test_nobody_is_told_of_nothing(world: World) -> None:
    report_at(world, EAST)

    assert leave(world, WORKER) == []
    assert leave(world, COORDINATOR) == []


def test_one_message_tells_of_all_the_grids_of_one_worker_the_oldest_first(world: World) -> None:
    world.command("import-grids", geojson=collection(grid("east", 114.32, 114.34, [WORKER])))
    first, second = (str(report_at(world, spot).number) for spot in (EAST, WEST))

    told = leave(world, WORKER)

    assert sorted(row.chat_id for row in told) == [COORDINATOR, OTHER_COORDINATOR]
    said = words(told, COORDINATOR)
    assert "<b>2</b>" in said
    assert said.index(first) < said.index(second)
