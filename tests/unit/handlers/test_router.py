"""Whose words are handled at all, before any handler sees them."""

from __future__ import annotations

import json

import pytest

from storage import settings
from tests.unit.handlers.world import COURIER, World

GROUP = -1001000000001


def say_in_group(world: World, text: str, **sender: object) -> int:
    """Say a command in the group; returns how many calls the bot makes of it."""
    length = len(text.split()[0])
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": {"id": COURIER, "is_bot": False, "first_name": "李强", **sender},
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": length}],
    }
    return len(world.update("message", message))


@pytest.fixture
def named(world: World) -> World:
    """A world in which the bot knows its own name."""
    settings.write(world.transaction, settings.IDENTITY, json.dumps({"username": "WuchangBot"}))
    return world


def test_a_command_in_a_group_is_answered_when_it_is_ours(named: World) -> None:
    assert say_in_group(named, "/help") == 1
    assert say_in_group(named, "/help@wuchangbot") == 1


def test_a_command_for_another_bot_is_not_ours(named: World) -> None:
    assert say_in_group(named, "/help@some_other_bot") == 0


def test_while_our_name_is_unknown_every_command_may_be_ours(world: World) -> None:
    assert say_in_group(world, "/help@wuchangbot") == 1


def test_an_anonymous_admin_of_a_group_is_nobody_we_could_answer(named: World) -> None:
    assert say_in_group(named, "/invite", is_bot=True, first_name="Group") == 0
