"""A copy takes the database's place: whole, told what has been done since, or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import lock, restoring
from bot.backups import make
from bot.restoring import NotRestored, Restored, restore
from storage import copies, inbox, migrating, outbox, redemptions, settings
from storage.database import Transaction
from storage.inbox import Arrival, EventKind
from storage.outbox import Ending, State
from tests.unit.handlers.clockwork import DAY, HOUR, next_morning
from tests.unit.handlers.deeds import report
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import COURIER, GRIDS, OTHER_COURIER, PEOPLE, START, WORKER, World, button

ZONE = ZoneInfo("Asia/Shanghai")


class Place:
    """A database, a copy of it, and what happens in between."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "bot.sqlite3"
        self.copy = folder / "copy.sqlite3"
        self.world = World(self.database)
        self.world.command("import-people", people=PEOPLE)
        self.world.command("import-grids", geojson=GRIDS)
        self.world.agree(COURIER)

    def back_up(self) -> None:
        make(self.database, self.copy, self.world.now)

    def restore(self) -> Restored:
        """The bot is stopped, the copy put in place, and looked at."""
        self.world.close()
        restored = restore(self.copy, self.database, self.world.now, ZONE)
        self.world = World(self.database, first_id=10_000, now=self.world.now)
        return restored

    def spoil(self) -> None:
        """The database is damaged, as the reason for a restore."""
        self.world.close()
        self.database.write_bytes(b"hello " * 1000)

    def states(self) -> dict[int, tuple[str, str | None]]:
        rows = self.world.transaction.all("SELECT id, state, reason FROM outbox ORDER BY id")
        return {row["id"]: (row["state"], row["reason"]) for row in rows}

    def say(self, due_in: int = 0) -> int:
        """Something is to be said to the courier at some time."""
        context = self.world.context_of_message(COURIER)
        context.say("welcome/language", not_before=context.now + due_in)
        inbox.finish(self.world.transaction, context.event.id, self.world.now)
        (row,) = context.rows
        outbox.add(self.world.transaction, row, self.world.now)
        return int(row.id)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_what_the_copy_held_is_in_place_and_the_file_of_before_is_kept(place: Place) -> None:
    place.back_up()
    settings.write(place.world.transaction, "since", "then")
    restored = place.restore()
    assert settings.read(place.world.transaction, "since") is None
    assert restored.aside is not None
    assert copies.look(restored.aside, settings.read, "since") == "then"
    assert place.database.stat().st_mode & 0o777 == 0o600
    assert restored.kept.members == 6


def test_what_stood_only_in_the_log_is_kept_too(place: Place, tmp_path: Path) -> None:
    place.back_up()
    settings.write(place.world.transaction, "since", "then")
    for ending in ("", "-wal"):  # as a kill leaves it: nobody folded the log
        source = place.database.with_name(f"bot.sqlite3{ending}")
        (tmp_path / f"killed.sqlite3{ending}").write_bytes(source.read_bytes())
    place.world.close()
    killed = tmp_path / "killed.sqlite3"
    restored = restore(place.copy, killed, place.world.now, ZONE)
    assert restored.aside is not None
    assert copies.look(restored.aside, settings.read, "since") == "then"
    assert copies.look(killed, settings.read, "since") is None


def test_it_says_until_when_and_what_is_lost(place: Place) -> None:
    report(place.world)
    place.back_up()
    place.world.now += HOUR
    report(place.world)
    place.world.say(4711, "/start")
    text = place.restore().as_text(ZONE)
    assert "2026-09-21 22:13, with 6 active people and 1 reports" in text
    assert "Lost, because it came later: 1 reports, 1 people met" in text


def test_what_has_gone_out_since_is_not_sent_again(place: Place) -> None:
    sent, refused = place.say(), place.say()
    place.back_up()
    for id_, state, ids in ((sent, State.SENT, (501,)), (refused, State.FAILED, ())):
        outbox.end(place.world.transaction, Ending(outbox.OutboxId(id_), state, None, ids), place.world.now)
    place.restore()
    assert (place.states()[sent][0], place.states()[refused][0]) == ("sent", "failed")
    ending = outbox.ending_of(place.world.transaction, outbox.OutboxId(sent))
    assert ending is not None
    assert ending.message_ids == (501,)  # so that it can still be edited


def test_what_may_have_gone_out_is_uncertain_and_not_sent_again(place: Place) -> None:
    was_due, became_due, to_come = place.say(), place.say(HOUR), place.say(2 * DAY)
    place.back_up()
    place.spoil()
    place.world.now += DAY
    restored = place.restore()
    assert restored.kept.uncertain == 2 + 2  # the coordinators' cards of whoever wants to join
    assert place.states()[was_due] == place.states()[became_due] == ("uncertain", "restored")
    assert place.states()[to_come] == ("waiting", None)
    assert "cannot be read" in restored.as_text(ZONE)


def test_what_surely_has_not_gone_out_yet_is_sent(place: Place) -> None:
    due = place.say()
    place.back_up()
    place.world.now += HOUR
    assert place.restore().kept.uncertain == 0
    assert place.states()[due] == ("waiting", None)


def test_another_call_that_got_the_same_number_since_is_not_taken_for_it(place: Place) -> None:
    id_ = place.say(2 * DAY)
    place.back_up()
    place.world.transaction.execute(
        "UPDATE outbox SET event_id = event_id + 1000, state = 'sent', ended_at = :now WHERE id = :id",
        {"now": place.world.now, "id": id_},
    )
    place.restore()
    assert place.states()[id_] == ("waiting", None)


def test_a_photo_that_was_being_fetched_is_fetched(place: Place) -> None:
    place.world.photo(COURIER)
    place.back_up()
    place.spoil()
    place.restore()
    methods = place.world.transaction.all("SELECT method FROM outbox WHERE state = 'waiting'")
    assert [row["method"] for row in methods] == ["getFile"]


def test_an_event_that_waited_is_handled(place: Place) -> None:
    arrival = Arrival("telegram", EventKind.UPDATE, "77", "{}")
    inbox.add(place.world.transaction, [arrival], place.world.now)
    place.back_up()
    (event,) = inbox.waiting(place.world.transaction, 10)
    inbox.finish(place.world.transaction, event.id, place.world.now)
    place.restore()
    assert [event.key for event in inbox.waiting(place.world.transaction, 10)] == ["77"]


@pytest.mark.parametrize(("readable", "next_number"), [(True, "WH-2026-000003"), (False, "WH-2026-001002")])
def test_no_number_is_given_twice(place: Place, readable: bool, next_number: str) -> None:
    report(place.world)
    place.back_up()
    place.world.now += HOUR
    report(place.world)  # somebody was told of WH-2026-000002
    if not readable:
        place.spoil()
    place.restore()
    report(place.world)
    assert place.world.all_reports()[-1].number == next_number


def test_whoever_erased_themselves_since_is_erased_again(place: Place) -> None:
    place.back_up()
    asked = place.world.say(OTHER_COURIER, "/deleteme")
    place.world.press(OTHER_COURIER, button(asked, "erase:"))
    restored = place.restore()
    assert restored.kept.erased == 1
    names = place.world.transaction.all("SELECT name FROM members")
    assert "张伟" not in [row["name"] for row in names]
    assert place.world.transaction.number("SELECT count(*) FROM member_addresses WHERE user_id = 1004") == 0


@pytest.mark.parametrize(("ends", "points"), [("collect", 7), ("cancel", 12)])
def test_what_was_handed_out_or_given_up_since_is_over(place: Place, ends: str, points: int) -> None:
    shopping.on_offer(place.world)
    shopping.with_points(place.world)
    redemption = shopping.taken(place.world)
    place.back_up()
    end = {"collect": redemptions.collect, "cancel": redemptions.cancel}[ends]
    end(place.world.transaction, redemption, place.world.member(COURIER).id, place.world.now)
    place.restore()
    assert redemptions.everything_open(place.world.transaction) == []
    assert shopping.available(place.world) == points


def test_ticks_that_were_handled_since_do_not_come_again(place: Place) -> None:
    place.back_up()
    tick = Arrival("clock", EventKind.TICK, "morning:2026-09-21", '{"name": "morning"}')
    inbox.add(place.world.transaction, [tick], place.world.now)
    (event,) = inbox.waiting(place.world.transaction, 1)
    inbox.finish(place.world.transaction, event.id, place.world.now)
    place.restore()
    assert inbox.add(place.world.transaction, [tick], place.world.now) == 0


def test_a_copy_with_an_older_schema_is_brought_up_to_date(place: Place, tmp_path: Path) -> None:
    place.world.close()
    older = tmp_path / "older.sqlite3"
    for migration in copies.change(older, migrating.pending)[:5]:
        copies.change(older, migrating.apply, migration, 1)
    restore(older, place.database, START, ZONE)
    assert copies.examine(place.database).version == migrating.all_migrations()[-1].number
    assert copies.examine(older).version == 5


def test_where_no_database_was_the_copy_becomes_one(place: Place, tmp_path: Path) -> None:
    place.back_up()
    restored = restore(place.copy, tmp_path / "new" / "bot.sqlite3", START, ZONE)
    assert restored.aside is None
    assert copies.examine(tmp_path / "new" / "bot.sqlite3").rows["members"] == 7


def make_newer(place: Place) -> None:
    copies.change(
        place.copy,
        Transaction.execute,
        "INSERT INTO migrations (number, name, applied_at) VALUES (9999, 'n', 0)",
    )


def cut_short(place: Place) -> None:
    os.truncate(place.copy, place.copy.stat().st_size // 2)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (make_newer, "upgrade first"),
        (cut_short, "copy.sqlite3"),
        (lambda place: place.copy.write_text("hello " * 1000), "no sound database"),
        (lambda place: place.copy.unlink(), "cannot be read"),
        (lambda place: (place.copy.unlink(), place.copy.symlink_to(place.database)), "the database itself"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_one_line_and_nothing_changes(
    place: Place, spoil: Callable[[Place], object], said: str
) -> None:
    place.back_up()
    spoil(place)
    settings.write(place.world.transaction, "since", "then")
    before = sorted(path.name for path in place.database.parent.iterdir() if "-" not in path.name)
    with pytest.raises(NotRestored, match=said) as refused:
        restore(place.copy, place.database, START, ZONE)
    assert "\n" not in str(refused.value)
    assert settings.read(place.world.transaction, "since") == "then"
    after = sorted(path.name for path in place.database.parent.iterdir() if "-" not in path.name)
    assert after == sorted({*before, "bot.sqlite3.lock"})


def test_while_a_bot_runs_it_is_refused(place: Place) -> None:
    place.back_up()
    with lock.hold(place.database), pytest.raises(lock.AlreadyRunning):
        restore(place.copy, place.database, START, ZONE)


def test_interrupted_before_the_last_step_the_old_one_is_in_place(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.back_up()
    settings.write(place.world.transaction, "since", "then")
    place.world.close()

    def break_off(_from: Path, _to: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_link", break_off)
    with pytest.raises(KeyboardInterrupt):
        restore(place.copy, place.database, START, ZONE)
    assert copies.look(place.database, settings.read, "since") == "then"
    assert not list(place.database.parent.glob("*.restoring*"))


def test_the_morning_goes_on_after_a_restore(place: Place) -> None:
    report(place.world)
    place.back_up()
    place.restore()
    assert WORKER in {row.chat_id for row in next_morning(place.world)}


def test_a_damaged_database_is_put_aside_as_it_is(place: Place) -> None:
    place.back_up()
    place.spoil()
    restored = place.restore()
    assert restored.aside is not None
    assert restored.aside.read_bytes() == b"hello " * 1000
    with pytest.raises(sqlite3.Error):
        copies.look(restored.aside, settings.read, "since")
