"""The command line as whoever runs the bot meets it: real processes, one clear line for every mistake."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import lock

TOKEN = "123456:a-token-that-must-not-show"
DATA = Path("bot/demo")
REFUSED = "http://127.0.0.1:9"  # nobody listens: the bot must start all the same
PATIENCE = 20.0  # seconds


def environment(home: Path, **settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    defaults = {"BOT_TOKEN": TOKEN, "BOT_DATABASE": str(home / "bot.sqlite3"), "BOT_API_URL": REFUSED}
    return inherited | defaults | settings


def light_cavalry(*arguments: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", *arguments]
    return subprocess.run(
        command, env=settings, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def complaint(*arguments: str, settings: dict[str, str]) -> str:
    """The one line that a failing command ends with."""
    ended = light_cavalry(*arguments, settings=settings)
    assert ended.returncode != 0
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert "a-token-that-must-not-show" not in lines[0]
    return lines[0]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A bot that runs; yields its environment."""
    settings = environment(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run"], env=settings, stderr=subprocess.DEVNULL
    )
    socket = tmp_path / "bot.sqlite3.sock"
    deadline = time.monotonic() + PATIENCE
    while not socket.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield settings
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not socket.exists()


def test_run_without_a_token_names_the_setting(tmp_path: Path) -> None:
    assert "BOT_TOKEN" in complaint("run", settings=environment(tmp_path, BOT_TOKEN=""))


def test_run_with_a_database_that_cannot_be_names_the_path(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    said = complaint("run", settings=environment(tmp_path, BOT_DATABASE=str(blocked / "bot.sqlite3")))
    assert str(blocked) in said


def test_run_on_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").write_text("hello " * 1000)
    assert "bot.sqlite3" in complaint("run", settings=environment(tmp_path))


def test_run_with_an_unknown_setting_suggests_the_right_one(tmp_path: Path) -> None:
    said = complaint("run", settings=environment(tmp_path, BOT_DATABSE="x"))
    assert "BOT_DATABSE" in said
    assert "BOT_DATABASE" in said


def test_a_second_copy_ends_with_one_line(running: dict[str, str]) -> None:
    assert "only one may run" in complaint("run", settings=running)


def test_the_running_bot_imports_what_the_command_line_brings(running: dict[str, str]) -> None:
    people = light_cavalry("import", "people", str(DATA / "people.json"), settings=running)
    assert people.returncode == 0, people.stderr
    grids = light_cavalry("import", "grids", str(DATA / "grids.geojson"), settings=running)
    assert grids.returncode == 0, grids.stderr
    doctor = light_cavalry("doctor", settings=running)
    assert doctor.stdout.splitlines()[-1] == "All is well."
    assert doctor.returncode == 0


def test_the_running_bot_takes_rules_and_explains_them(running: dict[str, str]) -> None:
    for kind, name in (("people", "people.json"), ("grids", "grids.geojson")):
        assert light_cavalry("import", kind, str(DATA / name), settings=running).returncode == 0
    dry = light_cavalry("import", "routing", str(DATA / "routing.json"), "--dry-run", settings=running)
    assert json.loads(dry.stdout)["dry_run"] is True
    assert light_cavalry("import", "routing", str(DATA / "routing.json"), settings=running).returncode == 0
    place = ("--category", "parking", "--place", "30.51122,114.34356")
    by_rule = light_cavalry("explain-route", *place, "--at", "2026-11-25 23:00", settings=running)
    assert by_rule.stdout.splitlines()[-1] == "➡️ By the rule, to: 王秀英"
    by_grid = light_cavalry("explain-route", *place, "--at", "2026-11-25 19:00", settings=running)
    assert by_grid.stdout.splitlines()[-1] == "➡️ To the grid's workers: 周敏"
    refused = light_cavalry("explain-route", "--category", "leak", "--place", "here", settings=running)
    assert refused.returncode == 1
    assert "here" in refused.stdout


def test_the_running_bot_makes_an_invitation_that_the_command_line_prints(running: dict[str, str]) -> None:
    assert light_cavalry("import", "stations", str(DATA / "stations.json"), settings=running).returncode == 0
    made = light_cavalry("invite", "courier", "--station", "mt-nanhu", settings=running)
    assert made.returncode == 0, made.stderr
    assert "join-" in made.stdout.splitlines()[0]
    refused = light_cavalry("invite", "grid-worker", "--grid", "nowhere", settings=running)
    assert refused.returncode == 1
    assert "nowhere" in refused.stdout


def test_without_a_running_bot_the_command_line_does_it_itself(tmp_path: Path) -> None:
    settings = environment(tmp_path)
    assert light_cavalry("import", "people", str(DATA / "people.json"), settings=settings).returncode == 0
    assert not lock.is_held(tmp_path / "bot.sqlite3")


def test_a_wrong_file_is_refused_with_every_fault_and_changes_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "people.json"
    wrong.write_text('{"people": [{"user_id": -1, "name": ""}]}')
    ended = light_cavalry("import", "people", str(wrong), settings=environment(tmp_path))
    assert ended.returncode == 1
    assert len(json.loads(ended.stdout)["faults"]) >= 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = complaint("import", "grids", str(tmp_path / "none.geojson"), settings=environment(tmp_path))
    assert "none.geojson" in said


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("demo", "sandbox"):
            home = ("--home", str(tmp_path)) if command == "demo" else ()
            assert port in complaint(command, "--port", port, *home, settings=environment(tmp_path))


def test_the_database_s_folder_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    settings = environment(tmp_path, BOT_DATABASE=str(tmp_path / "new" / "bot.sqlite3"))
    assert light_cavalry("import", "people", str(DATA / "people.json"), settings=settings).returncode == 0


def test_the_doctor_only_looks(tmp_path: Path) -> None:
    settings = environment(tmp_path)
    assert "no database" in complaint("doctor", settings=settings)
    assert list(tmp_path.iterdir()) == []
    light_cavalry("import", "people", str(DATA / "people.json"), settings=settings)
    before = (tmp_path / "bot.sqlite3").read_bytes()
    assert json.loads(light_cavalry("doctor", "--json", settings=settings).stdout)["people"]["active"] > 0
    assert (tmp_path / "bot.sqlite3").read_bytes() == before
