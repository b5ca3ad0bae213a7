"""Who carries out which row of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.sending import Done, Result
from handlers.backups import MAKE as MAKE_BACKUP
from storage.outbox import OutboxRow


class Carrier(Protocol):
    """Whoever carries out a row: `bot.sending` for messages, `bot.downloads` for photos, `bot.backups` for copies."""

    async def attempt(self, row: OutboxRow, may_call: Callable[[], bool]) -> Result:
        """Try once; `may_call` is asked last of all, right before the request starts."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """Who carries out what, and how a download ends that is given up. Without `backups` none are made."""

    sending: Carrier
    downloads: Carrier
    give_up_download: Callable[[OutboxRow, str], Done]
    backups: Carrier | None = None

    def of(self, row: OutboxRow) -> Carrier:
        """The carrier for a row."""
        if row.method == MAKE_BACKUP and self.backups is not None:
            return self.backups
        return self.downloads if row.is_download else self.sending
