"""The words of many reports are read page by page, each page an event of its own."""

from __future__ import annotations

from handlers.casebook.reading import MORE, PAGE, TIMER
from storage import bigrams
from tests.unit.handlers.world import COURIER, World


def say(world: World, count: int) -> None:
    """As if so many reports had had words all along."""
    member = world.member(COURIER).id
    for number in range(count):
        world.transaction.execute(
            "INSERT INTO reports (id, token, state, reporter_id, opened_at, described_at)"
            " VALUES (:n, 't' || :n, 'merged', :member, 0, 0)",
            {"n": 1000 + number, "member": member},
        )
        world.transaction.execute(
            "INSERT INTO report_words (report_id, message_id, words) VALUES (:n, 1, '井盖')",
            {"n": 1000 + number},
        )


def test_pages_follow_each_other_until_all_is_read(world: World) -> None:
    say(world, PAGE + 1)
    assert world.tick(TIMER) == []
    (more,) = world.announcements
    assert MORE in more.body
    assert bigrams.is_behind(world.transaction, 0)
    world.announce(MORE)
    assert not bigrams.is_behind(world.transaction, 0)
    assert len(world.announcements) == 1


def test_a_tick_lost_before_its_commit_reads_again(world: World) -> None:
    say(world, 3)
    world.tick_twice(TIMER, restarted=True)
    assert not bigrams.is_behind(world.transaction, 0)
    assert world.transaction.number("SELECT count(DISTINCT report_id) FROM report_bigrams") == 3
