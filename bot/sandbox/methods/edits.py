"""Changing what the bot said."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.files import FileKind
from bot.sandbox.formatting import caption_fields, text_fields
from bot.sandbox.methods.media import album_item
from bot.sandbox.sending import destination, entry_of, markup_fields
from bot.sandbox.wire import JsonObject, bad_request

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
MEDIA_FIELDS = frozenset({*map(str, FileKind), "has_media_spoiler"})
TEXT_FIELDS = frozenset({"text", "entities", "link_preview_options"})
CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def edit_message_text(call: Call) -> JsonObject:
    old = editable(call)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    content = text_fields(call.parameters)
    if preview := call.parameters.get("link_preview_options"):
        content["link_preview_options"] = preview
    return changed(call, old, TEXT_FIELDS, content)


def edit_message_caption(call: Call) -> JsonObject:
    old = editable(call)
    if MEDIA_FIELDS.isdisjoint(old):
        raise bad_request("there is no caption in the message to edit")
    return changed(call, old, CAPTION_FIELDS, caption_fields(call.parameters))


def edit_message_reply_markup(call: Call) -> JsonObject:
    return changed(call, editable(call), frozenset(), {})


async def edit_message_media(call: Call) -> JsonObject:
    old = editable(call)
    content = await album_item(call, call.parameters["media"])
    return changed(call, old, MEDIA_FIELDS | CAPTION_FIELDS | TEXT_FIELDS, content)


def editable(call: Call) -> JsonObject:
    """The bot's own message that the call names. Refuses others'."""
    if not {"chat_id", "message_id"} <= call.parameters.keys():
        raise bad_request("message identifier is not specified")
    destination(call.world, call.parameters["chat_id"])
    entry = entry_of(call, "edit")
    if entry.message.get("from", {}).get("id") != call.world.profile.bot_id or entry.keyboard is not None:
        raise bad_request("message can't be edited")
    return entry.message


def changed(call: Call, old: JsonObject, replaced: frozenset[str], content: JsonObject) -> JsonObject:
    """``old`` with ``content`` instead of the ``replaced`` fields; an inline keyboard not given again is gone."""
    gone = replaced | {"reply_markup", "edit_date"}
    kept = {name: value for name, value in old.items() if name not in gone}
    new = {**kept, **content, **markup_fields(call.parameters, old["chat"])}
    if new == {name: value for name, value in old.items() if name != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    return call.world.history.put({**new, "edit_date": call.world.seconds()})


METHODS: Mapping[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageMedia": edit_message_media,
}
