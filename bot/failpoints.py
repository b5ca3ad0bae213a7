"""Named places at which a test can have the process killed, to see what a crash just there leaves behind.

Off unless switched on: `LIGHT_CAVALRY_FAILPOINTS="engine.in_transaction=kill@3,delivery.sent=kill@1"` kills the
process the third time the one is reached, or the first time the other is. `raise@n` raises FailpointReached there.
What goes off is first written to the file that `LIGHT_CAVALRY_FAILPOINT_LOG` names, so that a test can tell a kill
from a run that never got there.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SWITCH = "LIGHT_CAVALRY_FAILPOINTS"
LOG = "LIGHT_CAVALRY_FAILPOINT_LOG"
POINTS = (
    "intake.committed",
    "engine.in_transaction",
    "engine.committed",
    "delivery.sent",
    "backup.copied",
    "backup.verified",
)

_ARMED_POINT = re.compile(r"(?P<point>[\w.]+)=(?P<action>\w+)@(?P<nth>[1-9]\d*)")


class Action(StrEnum):
    """What happens at a point."""

    KILL = "kill"  # SIGKILL to this process: nothing is flushed, nothing is closed
    RAISE = "raise"


class FailpointReached(Exception):
    """Raised where a point was armed with `raise`."""


@dataclass(slots=True)
class _Charge:
    """Goes off once, after `countdown` more hits."""

    action: Action
    countdown: int
    log: Path | None


_charges: dict[str, _Charge | None] = dict.fromkeys(POINTS)


def hit(point: str) -> None:
    """Pass a point; a dict look-up unless it is armed. Raises KeyError for a name that is not in POINTS."""
    charge = _charges[point]
    if charge is None:
        return
    charge.countdown -= 1
    if charge.countdown == 0:
        _charges[point] = None
        _go_off(point, charge)


def activate(switch: str, log: Path | None = None) -> None:
    """Arm points as the environment would, in place of those armed before; raises ValueError for nonsense."""
    charges = dict(_parse(armed, log) for armed in switch.split(",") if armed)
    deactivate()
    _charges.update(charges)


def activate_from(environment: Mapping[str, str]) -> None:
    """Arm what the environment asks for, usually nothing; raises ValueError for nonsense."""
    log = environment.get(LOG)
    activate(environment.get(SWITCH, ""), Path(log) if log else None)


def deactivate() -> None:
    """Disarm every point."""
    _charges.update(dict.fromkeys(POINTS))


def _parse(armed: str, log: Path | None) -> tuple[str, _Charge]:
    match = _ARMED_POINT.fullmatch(armed.strip())
    if match is None or match["action"] not in set(Action):
        raise ValueError(f"{SWITCH}: {armed!r} is not of the form point=kill@1 or point=raise@1")
    if match["point"] not in POINTS:
        raise ValueError(f"{SWITCH}: there is no point {match['point']!r}, only {', '.join(POINTS)}")
    return match["point"], _Charge(Action(match["action"]), int(match["nth"]), log)


def _go_off(point: str, charge: _Charge) -> None:
    if charge.log is not None:
        _write_down(charge.log, f"{point}={charge.action}\n")
    if charge.action is Action.KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailpointReached(point)


def _write_down(log: Path, line: str) -> None:
    """Append a line so that it survives even the machine."""
    with log.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
