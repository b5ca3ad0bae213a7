"""A courier hears how long it usually takes, from what it took; where too little is known, nothing."""

from __future__ import annotations

from tests.unit.handlers.clockwork import DAY, HOUR
from tests.unit.handlers.deeds.reports import accepted, report
from tests.unit.handlers.world import COURIER, World, words


def solved(world: World, count: int, *, hours: int, days_ago: int = 10) -> None:
    """So many leaks in the west were taken on within so many hours, and closed in as many days."""
    member, at = world.member(COURIER).id, world.now - days_ago * DAY
    world.transaction.execute_many(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, grid_id, opened_at,"
        " described_at, submitted_at, accepted_at, closed_at)"
        " VALUES (:token, :token, 'closed', :member, 30.5, 114.31, 'leak', 'west', :at, :at, :at, :accepted, :closed)",
        [
            {
                "token": f"old-{hours}-{n}",
                "member": member,
                "at": at,
                "accepted": at + hours * HOUR,
                "closed": at + hours * (HOUR + DAY),
            }
            for n in range(count)
        ],
    )


def test_they_hear_it_when_it_is_submitted_and_when_it_is_taken_on(world: World) -> None:
    solved(world, 8, hours=3)
    solved(world, 2, hours=9)
    rows = report(world)
    assert "通常 3 小时内有人接单，十件里九件在 9 小时内" in words(rows, COURIER)


def test_who_is_told_of_the_acceptance_hears_how_long_it_takes_from_there(world: World) -> None:
    solved(world, 10, hours=3)
    assert "接单后通常 3 天内办结" in words(accepted(world), COURIER)


def test_too_few_cases_and_old_ones_tell_nothing(world: World) -> None:
    solved(world, 9, hours=3)
    solved(world, 20, hours=4, days_ago=200)
    assert "通常" not in words(report(world), COURIER)
