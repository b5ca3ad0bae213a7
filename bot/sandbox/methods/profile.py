"""Who the bot is and what it offers: name, descriptions, commands, menu button."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from bot.sandbox.calls import Call, Method
from bot.sandbox.profile import DEFAULT_SCOPE
from bot.sandbox.wire import JsonObject, bad_request

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")  # Bot API, BotCommand
COMMAND_LIMIT = 100  # commands: Bot API, setMyCommands
DESCRIPTION_LENGTH = range(1, 257)  # characters of a command's description
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}  # characters: Bot API, setMyName, …


def get_me(call: Call) -> JsonObject:
    abilities = dict.fromkeys(
        (
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
        ),
        False,
    )
    return {**call.world.profile.user(), **abilities, "can_join_groups": True}


def set_text(what: str, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    text = call.parameters.get(what, "")
    if len(text) > TEXT_LIMITS[what]:
        raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
    call.world.profile.set_text(what, call.parameters.get("language_code", ""), text)
    return True


def get_text(what: str, call: Call) -> JsonObject:
    """getMyName, getMyDescription."""
    return {what: call.world.profile.text(what, call.parameters.get("language_code", ""))}


def set_my_commands(call: Call) -> bool:
    given = call.parameters
    commands: list[JsonObject] = given["commands"]
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    named = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    scope, language = given.get("scope", DEFAULT_SCOPE), given.get("language_code", "")
    call.world.profile.set_commands(scope, language, named)
    return True


def get_my_commands(call: Call) -> list[JsonObject]:
    given = call.parameters
    return call.world.profile.commands(given.get("scope", DEFAULT_SCOPE), given.get("language_code", ""))


def set_chat_menu_button(call: Call) -> bool:
    button = call.parameters.get("menu_button", {"type": "default"})
    call.world.profile.set_menu_button(call.parameters.get("chat_id"), button)
    return True


def get_chat_menu_button(call: Call) -> JsonObject:
    return call.world.profile.menu_button(call.parameters.get("chat_id"))


def _check_command(command: JsonObject) -> None:
    if not COMMAND.fullmatch(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if len(command["description"]) not in DESCRIPTION_LENGTH:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "setMyName": partial(set_text, "name"),
    "getMyName": partial(get_text, "name"),
    "setMyDescription": partial(set_text, "description"),
    "getMyDescription": partial(get_text, "description"),
    "setMyShortDescription": partial(set_text, "short_description"),
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
