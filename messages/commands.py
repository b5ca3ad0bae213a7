"""The commands menu: what a person finds behind the menu button, in their language."""

from __future__ import annotations

from messages.catalogue import Language, label

COMMANDS = (
    ("report", "command.report"),
    ("cancel", "command.cancel"),
    ("help", "command.help"),
    ("language", "command.language"),
    ("consents", "command.consents"),
    ("mydata", "command.mydata"),
    ("leave", "command.leave"),
    ("start", "command.start"),
)


def menu(language: Language) -> list[dict[str, str]]:
    """The commands as Bot API BotCommand objects, for setMyCommands."""
    return [{"command": command, "description": label(language, key)} for command, key in COMMANDS]
