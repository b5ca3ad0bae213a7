"""The nightly copy: asked for once, remembered, and the admins told when there is none."""

from __future__ import annotations

import pytest

from storage import backups
from storage.backups import Fault
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import DAY, HOUR, MINUTE, next_time
from tests.unit.handlers.world import ADMIN, World, only, words


@pytest.fixture
def night(empty_world: World) -> World:
    """Three o'clock; the admin of the settings has been met."""
    empty_world.say(ADMIN, "/start")
    empty_world.now = next_time(empty_world.now, 3)
    return empty_world


def made(world: World, row: OutboxRow) -> list[OutboxRow]:
    return ended(world, row, ok=True, file="bot-20260922-030000.sqlite3", bytes=4096)


def failed(world: World, row: OutboxRow, reason: str = Fault.NO_ROOM) -> list[OutboxRow]:
    return ended(world, row, ok=False, reason=reason)


def ended(world: World, row: OutboxRow, *, ok: bool, **result: object) -> list[OutboxRow]:
    carried = row.parameters["carried"]
    assert isinstance(carried, dict)
    return world.effect(str(row.effect), ok=ok, **carried, **result)


def asked(world: World, tick: str = "backup") -> OutboxRow:
    return only(world.tick(tick), "backUp")


def test_a_tick_asks_for_a_copy_and_while_one_is_made_for_no_other(night: World) -> None:
    asked(night)
    night.now += MINUTE
    assert night.tick("backup") == []
    assert night.tick("overdue backup") == []


def test_a_copy_that_was_made_is_remembered_and_told_to_nobody(night: World) -> None:
    assert made(night, asked(night)) == []
    last = backups.last_made(night.transaction)
    assert last is not None
    assert (last.file, last.bytes, last.ended_at) == ("bot-20260922-030000.sqlite3", 4096, night.now)


def test_one_that_was_never_heard_of_again_stands_in_nobodys_way(night: World) -> None:
    asked(night)
    night.now += 7 * HOUR
    asked(night)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Fault.NO_ROOM, "空间"),
        (Fault.NO_FOLDER, "BOT_BACKUPS"),
        (Fault.UNSOUND, "没有通过检查"),
        (Fault.BROKEN, "日志"),
        ("RuntimeError('who knows')", "日志"),
    ],
)
def test_admins_are_told_what_to_do_when_it_fails(night: World, reason: str, said: str) -> None:
    told = failed(night, asked(night), reason)
    assert {row.chat_id for row in told} == {ADMIN}
    assert said in words(told)
    assert "还没有成功的备份" in words(told)


def test_they_hear_it_when_they_are_awake_and_when_the_last_good_one_was_made(night: World) -> None:
    made(night, asked(night))
    night.now += DAY
    (told,) = failed(night, asked(night))
    assert told.due_at == next_time(night.now, 7)
    assert "9月22日" in words([told])


def test_they_hear_it_once_a_day(night: World) -> None:
    failed(night, asked(night))
    night.now += HOUR
    assert failed(night, asked(night)) == []
    night.now += DAY
    assert len(failed(night, asked(night))) == 1


def test_one_is_overdue_after_36_hours_without(night: World) -> None:
    made(night, asked(night))
    night.now += 36 * HOUR
    assert not backups.is_overdue(night.transaction, night.now)
    night.now += 1
    assert backups.is_overdue(night.transaction, night.now)
    failed(night, asked(night, "overdue backup"))
    assert backups.is_overdue(night.transaction, night.now)
    made(night, asked(night, "overdue backup"))
    assert not backups.is_overdue(night.transaction, night.now)


def test_a_new_database_has_not_been_without_one_before_it_was_there(night: World) -> None:
    night.transaction.execute("UPDATE migrations SET applied_at = :now", {"now": night.now})
    assert not backups.is_overdue(night.transaction, night.now + 36 * HOUR)


def test_one_made_by_hand_counts(night: World) -> None:
    failed(night, asked(night))
    night.command("backup-made", file="bot-20260922-120000.sqlite3", bytes=1)
    ended_last = backups.last_ended(night.transaction)
    assert ended_last is not None
    assert ended_last.reason is None
    assert not backups.is_overdue(night.transaction, night.now)
