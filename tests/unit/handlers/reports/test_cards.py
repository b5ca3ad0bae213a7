"""What stands on the card of those who answer for a report."""

from __future__ import annotations

import pytest

from handlers.reports.cards import WAITED
from storage.outbox import OutboxRow
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    COURIER,
    PENDING,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
    words,
)

HOUR = 3600 * 1000
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "🕐 9月21日 周一 22:13 上报\n"), ("en", "🕐 Reported Mon 21 Sep, 22:13\n")]
)
def test_a_card_says_when_it_was_reported(world: World, language: str, said: str) -> None:
    world.press(WORKER, f"language:{language}")
    assert said in words(submit(world), WORKER)


def test_the_time_stays_when_the_card_changes_later(world: World) -> None:
    rows = submit(world)
    world.now += DAY
    assert "🕐 9月21日 周一 22:13 上报\n" in words(world.press(WORKER, button(rows, "accept:")), WORKER)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "🕐 9月22日 周二 22:13 上报（9月21日 周一 22:13 看到）"),
        ("en", "🕐 Reported Tue 22 Sep, 22:13 (seen Mon 21 Sep, 22:13)"),
    ],
)
def test_a_report_that_waited_says_when_it_was_seen(world: World, language: str, said: str) -> None:
    world.press(WORKER, f"language:{language}")
    world.agree(PENDING)
    world.downloaded(only(world.photo(PENDING), "getFile"))
    keyboard = world.location(PENDING, WEST)
    world.press(PENDING, category_button(keyboard, "leak"))
    world.now += DAY
    assert said in words(let_in(world), WORKER)


def test_a_few_minutes_are_no_waiting(world: World) -> None:
    photo = world.photo(COURIER)
    keyboard = world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "leak"))
    world.now += WAITED - 1
    assert "看到" not in words(world.downloaded(only(photo, "getFile")), WORKER)


def let_in(world: World) -> list[OutboxRow]:
    """The applicant becomes a courier; what comes of it."""
    person = {"user_id": PENDING, "name": "陈晓", "roles": ["courier"]}
    world.command("import-people", people=[person])
    return world.announce("joined", member=world.member(PENDING).id)
