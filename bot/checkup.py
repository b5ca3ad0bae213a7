"""What ``doctor`` says: figures for a program, sentences for a person, and what needs one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from bot.backups import RESERVE, backups_of
from bot.settings import Settings

HOUR = 3600 * 1000  # ms
DAY = 24 * HOUR
MEGABYTE = 1_000_000

Figures = Mapping[str, object]

FAULTS: Mapping[object, str] = {
    "no_room": "the disk was full",
    "no_folder": "the folder could not be written to",
    "unsound": "the copy was damaged",
    "broken": "the program failed; the log says more",
}


@dataclass(frozen=True, slots=True)
class Checkup:
    """How the bot is. `findings` are what needs somebody, a sentence each, with what to do."""

    figures: Figures
    is_running: bool
    copies: int
    disk_free: int
    findings: tuple[str, ...]

    def as_json(self) -> str:
        """For a program."""
        everything = {
            **self.figures,
            "is_running": self.is_running,
            "backups_kept": self.copies,
            "disk_free": self.disk_free,
            "findings": self.findings,
        }
        return json.dumps(everything, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """For a person: the figures, and last the verdict."""
        return "\n".join([*self._lines(), "", *self._verdict()])

    def _lines(self) -> Iterator[str]:
        figures = self.figures
        inbox, outbox = _part(figures, "inbox"), _part(figures, "outbox")
        yield f"bot           {'runs' if self.is_running else 'does not run'}"
        yield f"people        {_listed(_part(figures, 'people'))}"
        yield f"grids         {figures['grids']}"
        yield f"reports       {_listed(_part(figures, 'reports'))}"
        yield f"events        {inbox.get('waiting', 0)} waiting, {figures['inbox_late']} of them for too long"
        yield (
            f"messages      {outbox.get('waiting', 0)} waiting, {figures['outbox_late']} of them for too long;"
            f" {figures['outbox_failed_today']} refused in 24 h; {outbox.get('uncertain', 0)} uncertain"
        )
        yield f"dead letters  {figures['dead_letters']}"
        yield f"last backup   {_backup_line(figures)}; {self.copies} kept"
        yield f"disk          {self.disk_free // MEGABYTE} MB free"

    def _verdict(self) -> Iterator[str]:
        if not self.findings:
            yield "All is well."
        for number, finding in enumerate(self.findings, start=1):
            yield f"{number}. {finding}"


def examine(figures: Figures, settings: Settings, *, is_running: bool) -> Checkup:
    """Look at the figures, the folder of backups and the disk."""
    folder = backups_of(settings)
    copies = len(folder.copies())
    free = disk_usage(settings.database.parent).free
    findings = [
        *_findings_at_work(figures, is_running=is_running),
        *_findings_of_backups(figures, folder.path, copies),
        *_findings_of_disk(free, settings.database),
    ]
    return Checkup(figures, is_running, copies, free, tuple(findings))


def _findings_at_work(figures: Figures, *, is_running: bool) -> Iterator[str]:
    if not is_running:
        yield "The bot does not run. Start it: systemctl start light-cavalry"
    elif figures["inbox_late"]:
        yield f"{figures['inbox_late']} events have waited for over 5 minutes. Look for “storage failed” in the log."
    if is_running and figures["outbox_late"]:
        yield (
            f"{figures['outbox_late']} messages have waited for over 5 minutes."
            " Look for “row put back” in the log, and whether Telegram can be reached."
        )
    if figures["dead_letters"]:
        yield f"{figures['dead_letters']} events could not be handled. See docs/operations.md, Dead letters."


def _findings_of_backups(figures: Figures, folder: Path, copies: int) -> Iterator[str]:
    backup = _part(figures, "backup")
    if backup["fault"] is not None:
        why = FAULTS.get(backup["fault"], str(backup["fault"]))
        yield f"The last backup failed: {why}. Mend that, then: light-cavalry backup"
    elif backup["is_overdue"]:
        yield "There has been no backup for 36 hours. Is the bot running at night? By hand: light-cavalry backup"
    if backup["file"] is not None and not copies:
        yield f"No backup is left in {folder}. Put one back, or: light-cavalry backup"


def _findings_of_disk(free: int, database: Path) -> Iterator[str]:
    needed = database.stat().st_size + RESERVE
    if free < needed:
        yield f"The disk is nearly full: {free // MEGABYTE} MB free, a backup takes {needed // MEGABYTE} MB. Make room."


def _backup_line(figures: Figures) -> str:
    backup = _part(figures, "backup")
    made_at, size = backup["made_at"], backup["bytes"]
    if not isinstance(made_at, int) or not isinstance(size, int):
        return "none yet"
    age = int(str(figures["now"])) - made_at
    return f"{backup['file']}, {_size(size)}, {_ago(age)} ago, verified"


def _size(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB"


def _ago(age: int) -> str:
    return f"{age // DAY} d {age % DAY // HOUR} h" if age >= DAY else f"{age // HOUR} h"


def _listed(counts: Mapping[str, object]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none"


def _part(figures: Figures, name: str) -> Mapping[str, object]:
    part = figures[name]
    assert isinstance(part, dict)
    return part
