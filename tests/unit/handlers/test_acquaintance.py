"""Who is remembered: whoever speaks with the bot in private. A group's talk makes nobody known."""

from __future__ import annotations

import pytest

from storage import members
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.test_matrix import kept
from tests.unit.handlers.world import ADMIN, COURIER, STRANGER, World, methods, words

GROUP = -1001000000001


def is_known(world: World, who: int) -> bool:
    return members.find(world.transaction, "telegram", who) is not None


@pytest.mark.parametrize("command", ["/start", "/report", "/invite", "/waiting", "/people", "/mydata"])
@pytest.mark.parametrize(
    ("language_code", "answer"), [("zh-hans", "这件事我们单独说"), ("en", "talk about that in private")]
)
def test_a_command_in_a_group_is_answered_and_its_sender_not_remembered(
    world: World, command: str, language_code: str, answer: str
) -> None:
    world.language_code = language_code
    assert answer in words(world.say(STRANGER, command, chat=GROUP))
    assert not is_known(world, STRANGER)


@pytest.mark.parametrize("who", [STRANGER, ADMIN])
@pytest.mark.parametrize("data", ["report", "menu:start", "leaving", "language:en", "invite", "settings"])
def test_a_press_in_a_group_by_somebody_unknown_is_refused_and_they_are_not_remembered(
    world: World, who: int, data: str
) -> None:
    assert methods(world.press(who, data, chat_id=GROUP)) == ["answerCallbackQuery"]
    assert not is_known(world, who)


@pytest.mark.parametrize("data", ["accept:{}:2", "return:{}:2", "reason:{}:2:unclear", "decide:{}:2"])
def test_a_card_in_a_group_tells_somebody_unknown_whose_it_is(world: World, data: str) -> None:
    submit(world)
    before = kept(world)
    rows = world.press(STRANGER, data.format(world.all_reports()[0].token), chat_id=GROUP)
    assert "网格员" in str(rows[0].parameters["text"])
    assert methods(rows) == ["answerCallbackQuery"]
    assert kept(world) == before
    assert not is_known(world, STRANGER)


def test_whoever_is_known_is_spoken_with_in_their_language_in_a_group_too(world: World) -> None:
    world.press(COURIER, "language:en")
    assert "talk about that in private" in words(world.say(COURIER, "/start", chat=GROUP))


def test_whoever_speaks_in_private_is_remembered(world: World) -> None:
    world.say(STRANGER, "/help")
    assert is_known(world, STRANGER)
