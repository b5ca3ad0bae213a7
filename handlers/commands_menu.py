"""The commands menu that somebody sees: everybody's, or one for what they are on the team, in their language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from handlers.address import Address
from handlers.context import Context
from messages import commands
from messages.catalogue import Language
from storage import commands_shown, settings
from storage.members import Member
from storage.outbox import Lane

CHANNEL = "telegram"
NO_CHAT = 0  # a call that belongs to no chat


def show_to_everybody(context: Context) -> None:
    """What those without a role see, in each language, if it has changed since it was last shown."""
    menus: dict[str, object] = {language: commands.menu(language) for language in Language}
    shown = _hash(menus)
    if settings.read(context.transaction, settings.COMMANDS_SHOWN) == shown:
        return
    settings.write(context.transaction, settings.COMMANDS_SHOWN, shown)
    nowhere = Address(CHANNEL, NO_CHAT, Language.ZH)
    context.call("setMyCommands", nowhere, {"commands": menus[Language.ZH]}, lane=Lane.NOTICE)
    for language, menu in menus.items():
        for_speakers: dict[str, object] = {"commands": menu, "language_code": language}
        context.call("setMyCommands", nowhere, for_speakers, lane=Lane.NOTICE)


def show_to(member: Member, context: Context) -> None:
    """What somebody sees who has spoken with the bot, if that has changed; called wherever roles or language do."""
    address = context.to_member(member)
    if not member.roles:
        if commands_shown.forget(context.transaction, member.id):
            _call("deleteMyCommands", address, {}, context)
        return
    menu = commands.menu(address.language, member.roles)
    if commands_shown.note(context.transaction, member.id, _hash(menu)):
        _call("setMyCommands", address, {"commands": menu}, context)


def follow(member: Member, context: Context) -> None:
    """Somebody else has changed what they are: whoever has a menu of their own gets the new one now.

    The others, who may never have spoken with the bot, get theirs with their first ``/start``.
    """
    if commands_shown.has_own(context.transaction, member.id):
        show_to(member, context)


def _call(method: str, address: Address, parameters: Mapping[str, object], context: Context) -> None:
    scope = {"type": "chat", "chat_id": address.chat_id}
    context.call(method, address, {**parameters, "scope": scope}, lane=Lane.NOTICE)


def _hash(menu: object) -> str:
    return hashlib.sha256(json.dumps(menu, sort_keys=True).encode()).hexdigest()
