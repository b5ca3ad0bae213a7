"""Text as the bot hands it in: parsed, measured, with commands made clickable."""

from __future__ import annotations

from bot.sandbox.entities import EntityError, check_parse_mode, command_entities, parse_html, trimmed
from bot.sandbox.wire import JsonObject, bad_request

TEXT_LIMIT = 4096  # characters after entities are parsed: Bot API, sendMessage
CAPTION_LIMIT = 1024  # characters after entities are parsed: Bot API, sendPhoto


def text_fields(given: JsonObject) -> JsonObject:
    """``text`` and ``entities`` of a message. Refuses what is empty or too long after parsing."""
    fields = formatted(given, "text", "entities", "parse_mode")
    if not fields["text"]:
        raise bad_request("message text is empty")
    if len(fields["text"]) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return fields


def caption_fields(given: JsonObject) -> JsonObject:
    """``caption`` and ``caption_entities``, or nothing. Refuses what is too long after parsing."""
    fields = formatted(given, "caption", "caption_entities", "parse_mode")
    if not fields["caption"]:
        return {}
    if len(fields["caption"]) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if given.get("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields


def formatted(given: JsonObject, field: str, entities_field: str, mode_field: str) -> JsonObject:
    """``field`` as plain text and, if there are any, its entities. Refuses bad formatting in Telegram's words."""
    text = given.get(field) or ""
    try:
        if check_parse_mode(given.get(mode_field)):
            plain, entities = parse_html(text)
        else:
            plain, entities = trimmed(text, given.get(entities_field) or [])
    except EntityError as error:
        raise bad_request(str(error)) from error
    taken = [range(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = [command for command in command_entities(plain) if not any(command["offset"] in r for r in taken)]
    marked = sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))
    return {field: plain, entities_field: marked} if marked else {field: plain}
