"""The nightly copy of the database: asked for by the clock, made by the edge, told to the admins when it fails."""

from __future__ import annotations

from handlers import caretakers
from handlers.address import Address
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command, Effect, Tick
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
    for admin, readable in caretakers.untold_today(ENDED, context):
        made_at = None if last is None else context.local_time_of(last.wanted_at)
        context.say(
            "upkeep/backup_failed",
            to=admin,
            not_before=readable,
            why=catalogue.label(admin.language, f"backup_fault.{fault}"),
            since=None if made_at is None else times.moment(admin.language, made_at),
        )


def note_made(command: Command, context: Context) -> None:
    """``backup-made``: the command line has put a verified ``file`` of so many ``bytes`` into the folder."""
    file, size = str(command.arguments["file"]), int(str(command.arguments["bytes"]))
    backups.made_by_hand(context.transaction, file, size, context.now)
    context.result = {"noted": file}
