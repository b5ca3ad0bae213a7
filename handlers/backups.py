"""The nightly copy of the database: asked for by the clock, made by the edge, told to the admins when it fails."""

from __future__ import annotations

from handlers import caretakers
from handlers.choices import choice
from handlers.context import Address, Context
from handlers.events import Effect, Tick
from messages import catalogue, times
from messages.catalogue import Language
from storage import backups
from storage.backups import BackupId, Fault
from storage.outbox import Lane

BEGINS, ENDS = 3, 6  # o'clock; couriers sleep, and there is time for another try
MAKE = "backUp"  # a call that no Telegram knows; bot.backups carries it out
ENDED = "backup ended"  # the effect that tells what came of it
NO_CHAT = 0


def make(_tick: Tick, context: Context) -> None:
    """Have a copy made, unless one is being made."""
    backup = backups.want(context.transaction, context.now)
    if backup is not None:
        nowhere = Address(context.event.channel, NO_CHAT, Language.ZH)
        context.call(MAKE, nowhere, {"carried": {"backup": backup}}, lane=Lane.UNPACED, effect=ENDED)


def ended(effect: Effect, context: Context) -> None:
    """The copy is there, or is not."""
    backup = BackupId(int(str(effect.result["backup"])))
    if effect.ok:
        file, size = str(effect.result["file"]), int(str(effect.result["bytes"]))
        backups.made(context.transaction, backup, file, size, context.now)
        return
    fault = choice(Fault, effect.result.get("reason")) or Fault.BROKEN
    backups.failed(context.transaction, backup, fault, context.now)
    last = backups.last_made(context.transaction)
    for admin in caretakers.admins(context):
        language = context.to_member(admin).language
        caretakers.tell(
            admin,
            "upkeep/backup_failed",
            context,
            why=catalogue.label(language, f"backup_fault.{fault}"),
            since=None if last is None else times.moment(language, context.local_time_of(last.wanted_at)),
        )
