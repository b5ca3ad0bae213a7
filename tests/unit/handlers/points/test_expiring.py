"""Points that expire soon are told of once, by day; what has expired is told of in one line."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage import lots, members
from storage.ledger import WARNING
from storage.members import Standing
from tests.unit.handlers.clockwork import DAY, WUHAN, deliver_announcements, next_time
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points import expiring_points
from tests.unit.handlers.points.awards import balance, give
from tests.unit.handlers.world import COURIER, OTHER_COURIER, World, only, words

EXPIRY = int(datetime(2028, 1, 1, tzinfo=WUHAN).timestamp() * 1000)  # of what is earned in 2026


def test_somebody_is_warned_once_thirty_days_before_when_they_can_be_disturbed(world: World) -> None:
    give(world, 5)
    world.now = EXPIRY - WARNING - 1
    assert world.tick("expiring points") == []
    world.now += 1  # midnight
    row = only(world.tick("expiring points"), "sendMessage")
    assert "<b>5 分</b>到 2027年12月31日 为止" in words([row], COURIER)
    assert row.due_at == next_time(world.now, 7)
    assert world.tick("expiring points") == []


def test_the_warning_comes_once_also_when_its_transaction_is_lost(world: World) -> None:
    give(world, 5)
    world.now = EXPIRY - WARNING
    assert len(world.tick_twice("expiring points", restarted=True)) == 1
    world.now -= DAY
    world.now += DAY
    assert world.tick("expiring points") == []


def test_in_english_with_the_year(world: World) -> None:
    world.press(COURIER, "language:en")
    give(world, 5)
    world.now = EXPIRY - WARNING
    assert "good until 31 Dec 2027" in words(world.tick("expiring points"))


def test_points_expire_by_the_clock_and_that_is_told_in_a_line(world: World) -> None:
    give(world, 5)
    world.now = EXPIRY
    rows = world.tick("lapsed points")
    assert "有 5 分到 2027年12月31日 没有用掉，已经到期。你现在有 0 分" in words(rows, COURIER)
    assert only(rows, "sendMessage").due_at == next_time(world.now, 7)
    assert balance(world) == 0
    assert world.tick("lapsed points") == []
    assert "到期未用" in words(world.say(COURIER, "/points"))


@pytest.mark.parametrize("tick", ["expiring points", "lapsed points"])
def test_whoever_left_or_was_erased_is_not_told(world: World, tick: str) -> None:
    give(world, 5)
    give(world, 5, OTHER_COURIER)
    erase(world, COURIER)
    members.set_standing(world.transaction, world.member(OTHER_COURIER).id, Standing.LEFT)
    world.now = EXPIRY - (WARNING if tick == "expiring points" else 0)
    assert world.tick(tick) == []
    if tick == "lapsed points":
        assert lots.lapsed(world.transaction, world.now, 10) == []


@pytest.mark.parametrize("tick", ["expiring points", "lapsed points"])
def test_many_are_told_page_by_page(world: World, tick: str) -> None:
    expiring_points.of_many(world, 205, EXPIRY)
    world.announcements = []
    world.now = EXPIRY - (WARNING if tick == "expiring points" else 0)
    pages = [world.tick(tick)]
    while world.announcements:
        pages.append(deliver_announcements(world))
    assert [len(page) for page in pages] == [100, 100, 5]


def test_before_they_were_swept_up_lapsed_points_are_not_shown_as_there(world: World) -> None:
    give(world, 5)
    world.now = EXPIRY
    assert "你有 0 分" in words(world.say(COURIER, "/points"))
