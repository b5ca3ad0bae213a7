"""Points that kill or raise at the n-th time, and stay out of the way otherwise."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import failpoints
from bot.failpoints import LOG, POINTS, SWITCH, FailpointReached, activate, activate_from, hit

SOURCE = Path(failpoints.__file__).parent


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    failpoints.deactivate()


@pytest.mark.parametrize("point", POINTS)
def test_a_point_that_is_not_armed_does_nothing(point: str) -> None:
    hit(point)


def test_a_point_goes_off_the_nth_time_and_only_then() -> None:
    activate("delivery.sent=raise@3")
    hit("delivery.sent")
    hit("engine.committed")
    hit("delivery.sent")
    with pytest.raises(FailpointReached, match=r"delivery\.sent"):
        hit("delivery.sent")
    hit("delivery.sent")


def test_a_kill_is_written_down_before_it_takes_the_process(tmp_path: Path) -> None:
    program = "import os; from bot.failpoints import *; activate_from(os.environ); hit('engine.committed'); print(1)"
    environment = {SWITCH: "engine.committed=kill@1, delivery.sent=kill@9", LOG: str(tmp_path / "reached")}
    killed = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=SOURCE.parent, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout == b""
    assert (tmp_path / "reached").read_text() == "engine.committed=kill\n"


@pytest.mark.parametrize(
    "nonsense",
    ["engine.commited=kill@1", "engine.committed", "delivery.sent=kill@0", "delivery.sent=hang@1", "=kill@1"],
)
def test_nonsense_is_refused_and_names_the_variable(nonsense: str) -> None:
    with pytest.raises(ValueError, match=SWITCH):
        activate(nonsense)


def test_an_environment_that_says_nothing_arms_nothing() -> None:
    activate("delivery.sent=raise@1")
    activate_from({})
    hit("delivery.sent")


def test_an_unknown_point_cannot_be_hit() -> None:
    with pytest.raises(KeyError):
        hit("engine.commited")


def test_every_point_stands_somewhere_in_the_code_under_its_name() -> None:
    hits = [
        argument.value
        for path in SOURCE.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "failpoints.hit"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]
    assert set(hits) == set(POINTS)
