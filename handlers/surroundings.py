"""What is the same for every event of a process: time, ids and chance are passed in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Where the time comes from. Tests and simulations have their own."""

    def now(self) -> int:
        """UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for every event of a process.

    `next_row_id` never gives an id twice, not even after a rollback; `new_token` gives opaque ids that nobody guesses;
    `new_secret` gives what opens a door by itself: 128 random bits or more, in characters that a link can carry.
    """

    next_row_id: Callable[[], int]
    new_token: Callable[[], str]
    timezone: ZoneInfo
    admins: frozenset[int] = frozenset()
    new_secret: Callable[[], str] = secrets.token_urlsafe
