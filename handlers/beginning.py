"""What is to be in order whenever the process starts: the commands menu."""

from __future__ import annotations

import hashlib
import json

from handlers.context import Address, Context
from handlers.events import Tick
from messages import commands
from messages.catalogue import Language
from storage import settings
from storage.outbox import Lane

CHANNEL = "telegram"
NO_CHAT = 0  # a call that belongs to no chat


def process_started(_tick: Tick, context: Context) -> None:
    """Show the commands menu if it has changed since it was last shown."""
    menus: dict[str, object] = {language: commands.menu(language) for language in Language}
    shown = hashlib.sha256(json.dumps(menus, sort_keys=True).encode()).hexdigest()
    if settings.read(context.transaction, settings.COMMANDS_SHOWN) == shown:
        return
    settings.write(context.transaction, settings.COMMANDS_SHOWN, shown)
    nowhere = Address(CHANNEL, NO_CHAT, Language.ZH)
    everybody: dict[str, object] = {"commands": menus[Language.ZH]}
    context.call("setMyCommands", nowhere, everybody, lane=Lane.NOTICE)
    for language, menu in menus.items():
        for_speakers: dict[str, object] = {"commands": menu, "language_code": language}
        context.call("setMyCommands", nowhere, for_speakers, lane=Lane.NOTICE)
