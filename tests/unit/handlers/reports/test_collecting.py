"""Grid workers who see ordinary reports all at once in the morning."""

from __future__ import annotations

import pytest

from messages import catalogue
from messages.catalogue import Language
from tests.unit.handlers.clockwork import next_morning
from tests.unit.handlers.deeds import report
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.rows import button, category_button, methods, only, shown, words
from tests.unit.handlers.world import COURIER, WEST, WORKER, World


@pytest.fixture(autouse=True)
def collecting(world: World) -> None:
    world.press(WORKER, button(world.say(WORKER, "/settings"), "cards:"))


def test_no_card_comes_before_the_mornings_list_and_that_offers_it(world: World) -> None:
    rows = submit(world)
    assert methods(rows, WORKER) == []
    assert "早上统一看" in words(rows, COURIER)
    assert "王秀英" in words(rows, COURIER)
    listed = [row for row in next_morning(world) if row.chat_id == WORKER]
    assert "WH-2026-000001" in words(listed)
    card = only(world.press(WORKER, button(listed, "show:")), "sendPhoto")
    assert "accept" in {one.data.split(":")[0] for one in shown([card])}


def test_a_danger_comes_at_once(world: World) -> None:
    world.downloaded(only(world.photo(COURIER), "getFile"))
    rows = world.press(COURIER, category_button(world.location(COURIER, WEST), "fire"))
    assert "sendPhoto" in methods(rows, WORKER)


def test_it_is_changed_back_with_one_press(world: World) -> None:
    page = world.say(WORKER, "/settings")
    assert "早上 8 点统一看" in words(page)
    world.press(WORKER, button(page, "cards:"))
    assert "sendPhoto" in methods(report(world), WORKER)


def test_couriers_are_not_offered_it(world: World) -> None:
    label = catalogue.label(Language.ZH, "settings.cards_morning")
    assert label not in {one.text for one in shown(world.say(COURIER, "/settings"))}
