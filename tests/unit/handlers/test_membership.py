"""Blocked, and let in again."""

from __future__ import annotations

import pytest

from tests.unit.handlers.world import COURIER, STRANGER, World


def unreachable(world: World) -> list[int]:
    return [row["chat_id"] for row in world.transaction.all("SELECT chat_id FROM unreachable")]


@pytest.mark.parametrize("status", ["kicked", "left"])
def test_whoever_blocks_the_bot_cannot_be_reached_until_they_return(world: World, status: str) -> None:
    world.membership(COURIER, status)
    assert unreachable(world) == [COURIER]
    world.membership(COURIER, "member")
    assert unreachable(world) == []


def test_a_stranger_who_blocks_the_bot_is_not_remembered_as_a_person(world: World) -> None:
    people = world.transaction.number("SELECT count(*) FROM members")
    world.membership(STRANGER, "kicked")
    assert world.transaction.number("SELECT count(*) FROM members") == people
