"""Each refusal, in Telegram's words."""

from __future__ import annotations

import pytest

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import BOT_ID, COURIER, GROUP, STRANGER, Desk

KEYBOARD = {"inline_keyboard": [[{"text": "take", "callback_data": "take"}]]}
NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


def message(**fields: object) -> JsonObject:
    return {"chat_id": COURIER, "text": "hello", **fields}


def button(**fields: object) -> JsonObject:
    return message(reply_markup={"inline_keyboard": [[{"text": "b", **fields}]]})


REFUSED = {
    "a missing chat": ("sendMessage", {"text": "hello"}, "chat_id is empty"),
    "an unknown chat": ("sendMessage", message(chat_id=5), "chat not found"),
    "an unknown name": ("sendMessage", message(chat_id="@nobody"), "chat not found"),
    "a misspelt parameter": ("sendMessage", message(markup=1), 'unknown parameter "markup"'),
    "no text": ("sendMessage", {"chat_id": COURIER}, "message text is empty"),
    "blank text": ("sendMessage", message(text=" \n "), "message text is empty"),
    "only a tag": ("sendMessage", message(text="<b> </b>", parse_mode="HTML"), "message text is empty"),
    "4097 characters": ("sendMessage", message(text="x" * 4097), "message is too long"),
    "1025 characters of caption": (
        "sendPhoto",
        {"chat_id": COURIER, "photo": "x", "caption": "x" * 1025},
        "message caption is too long",
    ),
    "65 bytes of data": ("sendMessage", button(callback_data="骑" * 21 + "xx"), "BUTTON_DATA_INVALID"),
    "empty data": ("sendMessage", button(callback_data=""), "BUTTON_DATA_INVALID"),
    "a button for nothing": (
        "sendMessage",
        button(),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a bad link": (
        "sendMessage",
        button(url="no link"),
        "inline keyboard button URL 'no link' is invalid: Wrong HTTP URL",
    ),
    "a place asked for in a group": (
        "sendMessage",
        message(chat_id=GROUP, reply_markup={"keyboard": [[{"text": "where", "request_location": True}]]}),
        "location can be requested in private chats only",
    ),
    "a reply to nothing": (
        "sendMessage",
        message(reply_parameters={"message_id": 999}),
        "message to be replied not found",
    ),
    "no photo": ("sendPhoto", {"chat_id": COURIER}, "there is no photo in the request"),
    "an unknown file": (
        "sendPhoto",
        {"chat_id": COURIER, "photo": "unknown"},
        "wrong file identifier/HTTP URL specified",
    ),
    "a file from elsewhere": (
        "sendPhoto",
        {"chat_id": COURIER, "photo": "https://example.org/a.jpg"},
        "failed to get HTTP URL content",
    ),
    "an edit of nothing": ("editMessageText", message(message_id=999), "message to edit not found"),
    "a deletion of nothing": (
        "deleteMessage",
        {"chat_id": COURIER, "message_id": 999},
        "message to delete not found",
    ),
    "a forward of nothing": (
        "forwardMessage",
        {"chat_id": COURIER, "from_chat_id": COURIER, "message_id": 999},
        "message to forward not found",
    ),
    "a copy of nothing": (
        "copyMessage",
        {"chat_id": COURIER, "from_chat_id": COURIER, "message_id": 999},
        "message to copy not found",
    ),
    "a reaction to nothing": (
        "setMessageReaction",
        {"chat_id": COURIER, "message_id": 999},
        "message to react not found",
    ),
    "a reaction that does not exist": (
        "setMessageReaction",
        {"chat_id": COURIER, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🦀"}]},
        "REACTION_INVALID",
    ),
    "an unknown download": (
        "getFile",
        {"file_id": "unknown"},
        "wrong file_id or the file is temporarily unavailable",
    ),
    "a command in capitals": (
        "setMyCommands",
        {"commands": [{"command": "Start", "description": "begin"}]},
        "BOT_COMMAND_INVALID",
    ),
    "a webhook without TLS": (
        "setWebhook",
        {"url": "http://example.org/"},
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    "a webhook on an odd port": (
        "setWebhook",
        {"url": "https://example.org:9999/"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    "a secret with a space": (
        "setWebhook",
        {"url": "https://example.org/", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
    "an album of one": (
        "sendMediaGroup",
        {"chat_id": COURIER, "media": [{"type": "photo", "media": "x"}]},
        "Wrong number of messages to send: 2-10 expected",
    ),
}


@pytest.mark.parametrize(("method", "parameters", "reason"), REFUSED.values(), ids=REFUSED)
async def test_what_telegram_refuses_is_refused_in_its_words(
    desk: Desk, method: str, parameters: JsonObject, reason: str
) -> None:
    assert await desk.refusal(method, **parameters) == f"400 Bad Request: {reason}"


async def test_bad_html_is_refused_with_the_reason(desk: Desk) -> None:
    refusal = await desk.refusal("sendMessage", **message(text="<b>x", parse_mode="HTML"))

    assert refusal.startswith("400 Bad Request: can't parse entities: ")


async def test_an_unknown_method_is_not_found(desk: Desk) -> None:
    assert await desk.refusal("sendMesage") == "404 Not Found"


async def test_a_known_method_that_is_not_served_says_so(desk: Desk) -> None:
    assert await desk.refusal("sendInvoice") == "404 Not Found: the sandbox does not serve sendInvoice"


@pytest.mark.parametrize("token", ["-", "abc", "12", "12:", "x12:abc"])
async def test_what_is_no_token_is_unauthorized(desk: Desk, token: str) -> None:
    assert (await desk.post(f"bot{token}/getMe", {}))["description"] == "Unauthorized"


async def test_4096_characters_are_counted_after_parsing(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", **message(text=f"<b>{'骑' * 4096}</b>", parse_mode="HTML"))

    assert len(sent["text"]) == 4096


async def test_a_stranger_is_not_written_to(desk: Desk) -> None:
    refusal = await desk.refusal("sendMessage", **message(chat_id=STRANGER))

    assert refusal == "403 Forbidden: bot can't initiate conversation with a user"


async def test_someone_who_blocked_the_bot_is_not_written_to(desk: Desk) -> None:
    await desk.human("block", {"from": COURIER, "blocked": True})

    assert await desk.refusal("sendMessage", **message()) == "403 Forbidden: bot was blocked by the user"
    (update,) = await desk.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_group_that_threw_the_bot_out_is_not_written_to(desk: Desk) -> None:
    await desk.human("members", {"chat": GROUP, "user": BOT_ID, "status": "kicked"})

    refusal = await desk.refusal("sendMessage", **message(chat_id=GROUP))
    assert refusal == "403 Forbidden: bot was kicked from the supergroup chat"


async def test_a_group_that_moved_tells_where(desk: Desk) -> None:
    await desk.human("migrate", {"chat": GROUP})

    body = await desk.answer("sendMessage", **message(chat_id=GROUP))

    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    await desk.bot("sendMessage", **message(chat_id=body["parameters"]["migrate_to_chat_id"]))


async def test_an_edit_to_the_same_is_refused(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", **message(text="<b>a</b>", parse_mode="HTML", reply_markup=KEYBOARD))
    edit = {"message_id": sent["message_id"], "parse_mode": "HTML", "reply_markup": KEYBOARD}

    assert await desk.refusal("editMessageText", **message(text=" <b>a</b> ", **edit)) == NOT_MODIFIED
    await desk.bot("editMessageText", **message(text="a", **edit))


async def test_only_its_own_words_are_edited_by_the_bot(desk: Desk) -> None:
    said = await desk.say("mine")

    refusal = await desk.refusal("editMessageText", **message(message_id=said["message_id"]))
    assert refusal == "400 Bad Request: message can't be edited"


@pytest.mark.parametrize(
    "markup",
    [{"remove_keyboard": True}, {"keyboard": [[{"text": "here"}]]}, {"force_reply": True}],
    ids=["takes a keyboard away", "brings a keyboard", "asks for a reply"],
)
async def test_what_came_with_other_than_inline_buttons_is_not_edited(desk: Desk, markup: JsonObject) -> None:
    sent = await desk.bot("sendMessage", **message(reply_markup=markup))

    refusal = await desk.refusal("editMessageText", **message(text="changed", message_id=sent["message_id"]))
    assert refusal == "400 Bad Request: message can't be edited"


async def test_a_caption_is_no_text(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", **message())

    refusal = await desk.refusal(
        "editMessageCaption", chat_id=COURIER, message_id=sent["message_id"], caption="x"
    )
    assert refusal == "400 Bad Request: there is no caption in the message to edit"


async def press(desk: Desk) -> str:
    """Somebody presses a button; the id of their question."""
    sent = await desk.bot("sendMessage", **message(reply_markup=KEYBOARD))
    press = {"from": COURIER, "message_id": sent["message_id"], "text": "take", "wait": 0}
    await desk.human("press", press)
    (update,) = await desk.updates()
    return str(update["callback_query"]["id"])


async def test_a_press_is_answered_once(desk: Desk) -> None:
    query = await press(desk)
    await desk.bot("answerCallbackQuery", callback_query_id=query)

    assert await desk.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_a_press_waits_150_seconds(desk: Desk) -> None:
    query = await press(desk)
    desk.clock.advance(151)

    assert await desk.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await desk.updates() == []


async def test_sending_too_fast_is_told_for_how_long_to_wait(desk: Desk) -> None:
    desk.clock.freeze(True)
    await desk.human("limits", {"enabled": True}, verb="PUT")
    for _ in range(5):
        await desk.bot("sendMessage", **message())

    body = await desk.answer("sendMessage", **message())

    assert (body["error_code"], body["description"]) == (429, "Too Many Requests: retry after 1")
    assert body["parameters"] == {"retry_after": 1}
    await desk.bot("sendChatAction", chat_id=COURIER, action="typing")
    desk.clock.advance(1)
    await desk.bot("sendMessage", **message())


async def test_more_than_20_megabytes_are_not_downloaded(desk: Desk) -> None:
    sent = await desk.upload("sendDocument", {"document": bytes(20 * 1024 * 1024 + 1)}, chat_id=COURIER)

    file_id = sent["result"]["document"]["file_id"]
    assert await desk.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_what_is_no_picture_is_no_photo(desk: Desk) -> None:
    body = await desk.upload("sendPhoto", {"photo": b"not a picture"}, chat_id=COURIER)

    assert body["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_document_is_not_sent_as_a_photo(desk: Desk) -> None:
    sent = await desk.upload("sendDocument", {"document": b"x"}, chat_id=COURIER)

    refusal = await desk.refusal("sendPhoto", chat_id=COURIER, photo=sent["result"]["document"]["file_id"])
    assert refusal == "400 Bad Request: can't use file of type Document as Photo"
