"""What happened, line by line: the same seed has to give the same lines."""

from __future__ import annotations

import hashlib

from tests.simulation.loop import Agenda


class Trace:
    """Everything that crossed a border of the bot, with its time."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self.lines: list[str] = []

    def note(self, *words: object) -> None:
        """Write a line."""
        self.lines.append(f"{self._agenda.seconds:10.4f} " + " ".join(map(str, words)))

    def digest(self) -> str:
        """A hash of all lines so far."""
        return hashlib.blake2b("\n".join(self.lines).encode(), digest_size=16).hexdigest()
