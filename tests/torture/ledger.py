"""What has been tried so far, in a file, so that a long torture can be interrupted and goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One trial: what it was (`kind` groups the table), what it took and what it broke."""

    name: str
    kind: str
    said: int
    copies: int
    drained: float
    broken: tuple[str, ...]


class Ledger:
    """Entries by name, one JSON line each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "trials.jsonl"
        self.entries = {entry.name: entry for entry in self._read()}

    def add(self, entry: Entry) -> None:
        """Remember a trial, on disk too."""
        self.entries[entry.name] = entry
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry)) + "\n")

    def table(self) -> str:
        """All kinds of trial, and below them what was broken."""
        kinds = dict.fromkeys(entry.kind for entry in self.entries.values())
        lines = [f"{'trial':<36}{'times':>6}{'said':>8}{'copies':>8}{'drained ≤ s':>13}{'broken':>8}"]
        lines += [self._line(kind) for kind in kinds]
        lines += [f"{entry.name}: {words}" for entry in self.entries.values() for words in entry.broken]
        return "\n".join(lines)

    def _line(self, kind: str) -> str:
        entries = [entry for entry in self.entries.values() if entry.kind == kind]
        said = sum(entry.said for entry in entries)
        copies = sum(entry.copies for entry in entries)
        drained = max(entry.drained for entry in entries)
        broken = sum(bool(entry.broken) for entry in entries)
        return f"{kind:<36}{len(entries):>6}{said:>8}{copies:>8}{drained:>13.1f}{broken:>8}"

    def _read(self) -> Iterable[Entry]:
        if not self._file.exists():
            return
        for line in self._file.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            yield Entry(**{**fields, "broken": tuple(fields["broken"])})
