"""What the bot says, and how it looks to people."""

from __future__ import annotations

import asyncio

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, GROUP, STRANGER, Desk
from tests.e2e.sandbox.test_conformance import picture

KEYBOARD = {"inline_keyboard": [[{"text": "take", "callback_data": "take"}]]}


async def shown(desk: Desk, chat: int = COURIER) -> list[JsonObject]:
    """What people see in a chat now."""
    messages: list[JsonObject] = await desk.human(f"chats/{chat}/messages?after=0", {}, verb="GET")
    return messages


async def test_html_becomes_entities_in_utf16_units(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="😀 <b>骑手</b>", parse_mode="HTML")

    assert sent["text"] == "😀 骑手"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 2}]


async def test_an_edit_without_keyboard_takes_the_keyboard_away(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="a", reply_markup=KEYBOARD)
    desk.clock.advance(60)

    edited = await desk.bot("editMessageText", chat_id=COURIER, message_id=sent["message_id"], text="b")

    assert (edited["text"], edited["date"]) == ("b", sent["date"])
    assert edited["edit_date"] >= sent["date"] + 60
    assert "reply_markup" not in edited


async def test_a_reply_keyboard_is_seen_by_people_and_not_by_the_bot(desk: Desk) -> None:
    keyboard = {"keyboard": [[{"text": "report"}]], "resize_keyboard": True}
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="a", reply_markup=keyboard)

    assert "reply_markup" not in sent
    assert (await shown(desk))[-1]["reply_markup"] == keyboard

    pressed = {"from": COURIER, "message_id": sent["message_id"], "text": "report"}
    assert (await desk.human("press", pressed))["text"] == "report"


async def test_an_answer_to_a_press_reaches_the_person(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="a", reply_markup=KEYBOARD)
    press = {"from": COURIER, "message_id": sent["message_id"], "text": "take"}
    pressing = asyncio.create_task(desk.human("press", press))
    (update,) = await desk.updates(timeout=5)

    query = update["callback_query"]
    await desk.bot("answerCallbackQuery", callback_query_id=query["id"], text="yours", show_alert=True)

    assert (query["data"], query["message"]["text"]) == ("take", "a")
    assert await pressing == {"text": "yours", "show_alert": True}


async def test_data_can_be_forged(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="a", reply_markup=KEYBOARD)
    press = {"from": COURIER, "message_id": sent["message_id"], "data": "forged", "wait": 0}

    assert await desk.human("press", press) is None
    (update,) = await desk.updates()
    assert update["callback_query"]["data"] == "forged"


async def test_a_photo_is_sent_again_by_its_id(desk: Desk) -> None:
    first = (await desk.upload("sendPhoto", {"photo": picture()}, chat_id=COURIER))["result"]

    again = await desk.bot("sendPhoto", chat_id=COURIER, photo=first["photo"][0]["file_id"])

    assert again["photo"] == first["photo"]


async def test_an_album_is_sent_from_uploads_and_ids(desk: Desk) -> None:
    first = (await desk.upload("sendPhoto", {"photo": picture()}, chat_id=COURIER))["result"]
    media = [
        {"type": "photo", "media": "attach://new", "caption": "near"},
        {"type": "photo", "media": first["photo"][0]["file_id"]},
    ]
    body = await desk.upload(
        "sendMediaGroup", {"new": picture()}, chat_id=COURIER, media=str(media).replace("'", '"')
    )

    near, far = body["result"]
    assert near["media_group_id"] == far["media_group_id"]
    assert near["caption"] == "near"


async def test_a_document_comes_back_byte_for_byte(desk: Desk) -> None:
    sent = (await desk.upload("sendDocument", {"document": b"a,b\n"}, chat_id=COURIER))["result"]
    path = (await desk.bot("getFile", file_id=sent["document"]["file_id"]))["file_path"]

    async with desk.session.get(f"{desk.base}/file/bot4200:secret/{path}") as response:
        assert await response.read() == b"a,b\n"
    async with desk.session.get(f"{desk.base}/file/bot4200:secret/documents/none.txt") as response:
        assert response.status == 404


async def test_what_was_deleted_is_no_longer_shown(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="a")
    await desk.bot("deleteMessage", chat_id=COURIER, message_id=sent["message_id"])

    assert sent["message_id"] not in [message["message_id"] for message in await shown(desk)]


async def test_a_forward_names_its_author_and_a_copy_does_not(desk: Desk) -> None:
    said = await desk.say("a pothole")
    which = {"chat_id": GROUP, "from_chat_id": COURIER, "message_id": said["message_id"]}

    forwarded = await desk.bot("forwardMessage", **which)
    copied = await desk.bot("copyMessage", **which)

    assert forwarded["forward_origin"]["sender_user"]["id"] == COURIER
    assert copied.keys() == {"message_id"}
    assert "forward_origin" not in (await shown(desk, GROUP))[-1]


async def test_the_narrowest_commands_are_the_ones_a_person_sees(desk: Desk) -> None:
    everyone = [{"command": "report", "description": "Report"}]
    special = [{"command": "figures", "description": "Figures"}]
    await desk.bot("setMyCommands", commands=everyone)
    await desk.bot("setMyCommands", commands=special, scope={"type": "chat", "chat_id": COURIER})

    assert await desk.human(f"commands?user={COURIER}", {}, verb="GET") == special
    assert await desk.human(f"commands?user={STRANGER}", {}, verb="GET") == everyone


async def test_votes_are_counted_and_told(desk: Desk) -> None:
    sent = await desk.bot(
        "sendPoll", chat_id=COURIER, question="q", options=[{"text": "a"}, {"text": "b"}], is_anonymous=False
    )
    await desk.human("vote", {"from": COURIER, "poll_id": sent["poll"]["id"], "options": [1]})

    answer, poll = await desk.updates()
    assert answer["poll_answer"]["option_ids"] == [1]
    assert poll["poll"]["total_voter_count"] == 1
    stopped = await desk.bot("stopPoll", chat_id=COURIER, message_id=sent["message_id"])
    assert (stopped["is_closed"], stopped["options"][1]["voter_count"]) == (True, 1)
