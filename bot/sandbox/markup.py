"""Keyboards under messages: what Telegram refuses about them."""

from __future__ import annotations

import re

from bot.sandbox.wire import JsonObject, bad_request

CALLBACK_DATA_LIMIT = 64  # bytes: Bot API, InlineKeyboardButton
COPY_TEXT_LIMIT = 256  # characters: Bot API, CopyTextButton
BUTTONS_LIMIT = 100  # in one inline keyboard
URL = re.compile(r"(https?://|tg://)?[^\s/.]+(\.[^\s/.]+|:\d+|/).*|tg://\S+|https?://\S+")
ACTIONS = frozenset(  # what a button may do: Bot API, InlineKeyboardButton
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)


def check(markup: JsonObject, *, is_private: bool) -> None:
    """Refuse a reply markup that Telegram would not show in such a chat."""
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > BUTTONS_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_inline(button)
    for row in markup.get("keyboard", []):
        for button in row:
            _check_asking(button, is_private=is_private)


def _check_inline(button: JsonObject) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: the text is empty")
    if len(ACTIONS & button.keys()) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPY_TEXT_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_asking(button: JsonObject, *, is_private: bool) -> None:
    if is_private:
        return
    for field, what in (("request_contact", "phone number"), ("request_location", "location")):
        if button.get(field):
            raise bad_request(f"{what} can be requested in private chats only")
