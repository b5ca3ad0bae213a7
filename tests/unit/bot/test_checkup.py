"""The doctor's verdict: one sentence for everything that needs somebody, and none when all is well."""

from __future__ import annotations

import json
from collections import namedtuple
from pathlib import Path

import pytest

from bot import checkup
from bot.backups import make
from bot.checkup import Checkup, examine
from bot.settings import Settings
from handlers.operators.status import figures
from storage import backups, dead_letters, inbox
from storage.backups import Fault
from storage.inbox import Arrival, EventKind
from tests.unit.handlers.clockwork import HOUR, MINUTE
from tests.unit.handlers.world import COURIER, PEOPLE, World

Usage = namedtuple("Usage", "free")
ARRIVAL = Arrival("telegram", EventKind.UPDATE, "77", "{}")


class Ward:
    """A bot that is looked at; at first all is well with it."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder / "bot.sqlite3")
        self.settings = Settings.model_validate({"token": "1:secret", "database": folder / "bot.sqlite3"})
        self.settings.backups_folder.mkdir()
        self.world.command("import-people", people=PEOPLE[:2])
        self.copy = self.settings.backups_folder / "bot-20260921-030000.sqlite3"
        make(self.settings.database, self.copy, self.world.now)
        backups.made_by_hand(self.world.transaction, self.copy.name, 4_200_000, self.world.now)

    def look(self, *, is_running: bool = True) -> Checkup:
        return examine(figures(self.world.transaction, self.world.now), self.settings, is_running=is_running)

    def finding(self, *, is_running: bool = True) -> str:
        """The one thing that is wrong."""
        (found,) = self.look(is_running=is_running).findings
        return found


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    return Ward(tmp_path)


def test_all_is_well(ward: Ward) -> None:
    ward.world.now += 5 * HOUR
    text = ward.look().as_text()
    assert text.splitlines()[-1] == "All is well."
    assert "2 active" in text
    assert "bot-20260921-030000.sqlite3, 4.2 MB, 5 h ago, verified; 1 kept" in text


def test_a_program_gets_figures(ward: Ward) -> None:
    told = json.loads(ward.look().as_json())
    assert (told["people"], told["findings"], told["is_running"]) == ({"active": 2}, [], True)
    assert told["backups_kept"] == 1


def test_a_bot_that_does_not_run_is_to_be_started(ward: Ward) -> None:
    assert "systemctl start" in ward.finding(is_running=False)


def test_events_that_wait_for_too_long_are_found(ward: Ward) -> None:
    inbox.add(ward.world.transaction, [ARRIVAL], ward.world.now)
    assert ward.look().findings == ()
    ward.world.now += 6 * MINUTE
    assert "1 events have waited" in ward.finding()


def test_messages_that_wait_for_too_long_are_found(ward: Ward) -> None:
    ward.world.say(COURIER, "/start")
    ward.world.now += 6 * MINUTE
    assert "messages have waited" in ward.finding()


def test_dead_letters_are_found(ward: Ward) -> None:
    dead_letters.add_unreadable(ward.world.transaction, ARRIVAL, "reason", ward.world.now)
    assert "Dead letters" in ward.finding()


@pytest.mark.parametrize("fault", Fault)
def test_a_backup_that_failed_is_found_with_its_reason(ward: Ward, fault: Fault) -> None:
    ward.world.now += HOUR
    backup = backups.want(ward.world.transaction, ward.world.now)
    assert backup is not None
    backups.failed(ward.world.transaction, backup, fault, ward.world.now)
    assert checkup.FAULTS[fault] in ward.finding()


def test_a_backup_that_is_overdue_is_found(ward: Ward) -> None:
    ward.world.now += 37 * HOUR
    assert "no backup for 36 hours" in ward.finding()


def test_backups_that_are_gone_are_missed(ward: Ward) -> None:
    ward.copy.unlink()
    assert "No backup is left" in ward.finding()


def test_a_disk_that_is_nearly_full_is_found(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "disk_usage", lambda _: Usage(free=1_000_000))
    assert "Make room" in ward.finding()


def test_everything_that_is_wrong_is_numbered(ward: Ward) -> None:
    ward.world.now += 37 * HOUR
    lines = ward.look(is_running=False).as_text().splitlines()
    assert [line[:2] for line in lines[-2:]] == ["1.", "2."]
