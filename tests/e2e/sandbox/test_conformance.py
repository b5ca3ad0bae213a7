"""Every served method against schema.json: what it takes, what it gives."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pytest
from PIL import Image

from bot.sandbox import schema
from bot.sandbox.methods import METHODS
from bot.sandbox.wire import JsonObject, Refusal
from tests.e2e.sandbox.desk import BOT_ID, COURIER, GROUP, Desk

SCHEMA = schema.load()
MESSAGE = 2  # the bot's text of `scene`
PHOTO = 3
POLL = 4
KEYBOARD = {"inline_keyboard": [[{"text": "take", "callback_data": "take"}]]}

# method → parameters; "@…" stands for what the scene found out
CALLS: Mapping[str, JsonObject] = {
    "getMe": {},
    "getUpdates": {"allowed_updates": [], "limit": 10, "timeout": 0},
    "setWebhook": {"url": ""},
    "deleteWebhook": {"drop_pending_updates": True},
    "getWebhookInfo": {},
    "sendMessage": {"chat_id": COURIER, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": KEYBOARD},
    "sendPhoto": {"chat_id": COURIER, "photo": "@photo", "caption": "a", "has_spoiler": True},
    "sendMediaGroup": {"chat_id": COURIER, "media": [{"type": "photo", "media": "@photo"}] * 2},
    "sendDocument": {"chat_id": COURIER, "document": "@document"},
    "sendVoice": {"chat_id": COURIER, "voice": "@voice", "duration": 3},
    "sendVideo": {"chat_id": COURIER, "video": "@video"},
    "sendAudio": {"chat_id": COURIER, "audio": "@audio", "title": "t"},
    "sendAnimation": {"chat_id": COURIER, "animation": "@animation"},
    "sendSticker": {"chat_id": COURIER, "sticker": "@sticker"},
    "sendLocation": {"chat_id": COURIER, "latitude": 30.5, "longitude": 114.3, "horizontal_accuracy": 5},
    "sendVenue": {"chat_id": COURIER, "latitude": 30, "longitude": 114, "title": "t", "address": "a"},
    "sendPoll": {"chat_id": COURIER, "question": "q", "options": [{"text": "a"}, {"text": "b"}]},
    "stopPoll": {"chat_id": COURIER, "message_id": POLL},
    "copyMessage": {"chat_id": COURIER, "from_chat_id": COURIER, "message_id": PHOTO, "caption": "c"},
    "copyMessages": {"chat_id": COURIER, "from_chat_id": COURIER, "message_ids": [MESSAGE, PHOTO]},
    "forwardMessage": {"chat_id": GROUP, "from_chat_id": COURIER, "message_id": PHOTO},
    "editMessageText": {"chat_id": COURIER, "message_id": MESSAGE, "text": "changed"},
    "editMessageCaption": {"chat_id": COURIER, "message_id": PHOTO, "caption": "changed"},
    "editMessageReplyMarkup": {"chat_id": COURIER, "message_id": MESSAGE},
    "editMessageMedia": {
        "chat_id": COURIER,
        "message_id": PHOTO,
        "media": {"type": "document", "media": "@document"},
    },
    "deleteMessage": {"chat_id": COURIER, "message_id": 1},
    "deleteMessages": {"chat_id": COURIER, "message_ids": [1, 99]},
    "answerCallbackQuery": {"callback_query_id": "@query", "text": "done", "show_alert": True},
    "setMessageReaction": {
        "chat_id": COURIER,
        "message_id": 1,
        "reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "sendChatAction": {"chat_id": COURIER, "action": "typing"},
    "getFile": {"file_id": "@photo"},
    "getChat": {"chat_id": GROUP},
    "getChatMember": {"chat_id": GROUP, "user_id": BOT_ID},
    "leaveChat": {"chat_id": GROUP},
    "setMyCommands": {"commands": [{"command": "start", "description": "begin"}], "language_code": "zh"},
    "getMyCommands": {"scope": {"type": "chat", "chat_id": COURIER}},
    "setMyName": {"name": "Cavalry"},
    "getMyName": {},
    "setMyDescription": {"description": "d"},
    "getMyDescription": {"language_code": "zh"},
    "setMyShortDescription": {"short_description": "s"},
    "setChatMenuButton": {"chat_id": COURIER, "menu_button": {"type": "commands"}},
    "getChatMenuButton": {},
}


def picture() -> bytes:
    encoded = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(encoded, "PNG")
    return encoded.getvalue()


async def scene(desk: Desk) -> JsonObject:
    """A text, a photo, a poll, a press that waits, and a file of each kind."""
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="hello", reply_markup=KEYBOARD)
    photo = await desk.upload("sendPhoto", {"photo": picture()}, chat_id=COURIER)
    await desk.bot("sendPoll", chat_id=COURIER, question="q", options=[{"text": "a"}, {"text": "b"}])
    await desk.human("press", {"from": COURIER, "message_id": sent["message_id"], "text": "take", "wait": 0})
    found = {
        "@photo": photo["result"]["photo"][-1]["file_id"],
        "@query": (await desk.updates())[-1]["callback_query"]["id"],
    }
    for kind in ("document", "voice", "video", "audio", "animation", "sticker"):
        kept = await desk.upload(f"send{kind.title()}", {kind: picture()}, chat_id=COURIER)
        found[f"@{kind}"] = kept["result"][kind]["file_id"]
    return found


def test_the_table_covers_every_served_method() -> None:
    assert CALLS.keys() == METHODS.keys()


@pytest.mark.parametrize("method", CALLS)
async def test_results_are_what_the_schema_says(desk: Desk, method: str) -> None:
    written = json.dumps(CALLS[method])
    for name, value in (await scene(desk)).items():
        written = written.replace(f'"{name}"', json.dumps(value))

    result = await desk.bot(method, **json.loads(written))

    assert list(SCHEMA.violations(result, SCHEMA.returns(method))) == []


@pytest.mark.parametrize("method", METHODS)
def test_parameters_are_those_of_the_schema(method: str) -> None:
    given = {name: value for name, value in CALLS[method].items() if not str(value).startswith("@")}
    uploads = CALLS[method].keys() - given.keys()
    SCHEMA.parameters(method, given, uploads)

    with pytest.raises(Refusal, match='unknown parameter "misspelt"'):
        SCHEMA.parameters(method, {**given, "misspelt": 1}, uploads)


@pytest.mark.parametrize("method", METHODS)
def test_each_required_parameter_is_missed(method: str) -> None:
    given = CALLS[method]
    for name, described in json.loads(schema.PATH.read_text())["methods"][method]["parameters"].items():
        if described["required"]:
            with pytest.raises(Refusal, match="400 Bad Request: "):
                SCHEMA.parameters(method, {key: given[key] for key in given if key != name}, ())


async def test_updates_are_what_the_schema_says(desk: Desk) -> None:
    await desk.updates(allowed_updates=["message", "edited_message", "message_reaction", "my_chat_member"])
    said = await desk.say("/help", reply_to=1)
    here = {"from": COURIER, "message_id": said["message_id"]}
    await desk.human("edit", {**here, "text": "never mind"})
    await desk.human("react", {**here, "emoji": ["👍"]})
    await desk.human("send", {"from": COURIER, "location": {"latitude": 30.5, "longitude": 114.3}})
    await desk.human("send", {"from": COURIER, "contact": {"phone_number": "+861", "first_name": "Li"}})
    await desk.human("migrate", {"chat": GROUP})
    await desk.human("block", {"from": COURIER, "blocked": True})

    updates = await desk.updates()

    assert len(updates) == 8
    assert [wrong for update in updates for wrong in SCHEMA.violations(update, ["Update"])] == []
