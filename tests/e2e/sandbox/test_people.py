"""What people do and see, over HTTP."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import pytest
from PIL import Image

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, GROUP, STRANGER, Desk, Result

LAKE = {"latitude": 30.497, "longitude": 114.34}


def picture(colour: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(written, "PNG")
    return written.getvalue()


async def send_files(desk: Desk, kind: str, *files: bytes, **fields: object) -> Result:
    form = aiohttp.FormData({"from": str(COURIER), **{name: str(value) for name, value in fields.items()}})
    for data in files:
        form.add_field(kind, data, filename=f"{kind}.bin")
    async with desk.session.post(f"{desk.base}/sandbox/send", data=form) as response:
        body = await response.json()
    assert body["ok"], body
    return body["result"]


async def seen(desk: Desk, query: str = "", chat: int = COURIER) -> JsonObject:
    async with desk.session.get(f"{desk.base}/sandbox/chats/{chat}/messages?{query}") as response:
        body: JsonObject = await response.json()
    assert body["ok"], body
    return body


async def test_words_reach_the_bot_with_their_commands(desk: Desk) -> None:
    said = await desk.say("/report now")
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 7}]
    assert (await desk.updates())[0]["message"] == said


async def test_photos_make_an_album_with_one_caption(desk: Desk) -> None:
    album = await send_files(desk, "photo", picture("red"), picture("blue"), caption="near and far")
    assert len({message["media_group_id"] for message in album}) == 1
    assert [message.get("caption") for message in album] == ["near and far", None]
    assert [update["message"] for update in await desk.updates()] == album


@pytest.mark.parametrize("kind", ["document", "voice", "video", "audio", "animation"])
async def test_files_of_every_kind_come_through(desk: Desk, kind: str) -> None:
    message = await send_files(desk, kind, b"bytes", caption="see")
    assert message[kind]["file_size"] == 5
    assert message["caption"] == "see"


async def test_a_sticker_is_a_picture_without_caption(desk: Desk) -> None:
    assert (await send_files(desk, "sticker", picture("green")))["sticker"]["width"] == 400


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("location", {**LAKE, "horizontal_accuracy": 12.5}),
        ("location", {**LAKE, "live_period": 900}),
        ("venue", {"location": LAKE, "title": "Station", "address": "Nanhu Road 1"}),
        ("contact", {"phone_number": "+8613000001001", "first_name": "Li", "user_id": COURIER}),
    ],
)
async def test_structured_contents_stay_as_they_were_said(desk: Desk, kind: str, content: JsonObject) -> None:
    message = await desk.human("send", {"from": COURIER, kind: content})
    assert message[kind] == content


async def test_in_a_form_structured_fields_are_json(desk: Desk) -> None:
    message = await send_files(desk, "photo", picture("red"), forwarded='{"from": 1003}', chat=GROUP)
    assert message["chat"]["id"] == GROUP
    assert message["forward_origin"]["sender_user"]["id"] == STRANGER


async def test_one_more_part_can_come_late_for_its_album(desk: Desk) -> None:
    assert (await send_files(desk, "photo", picture("red"), album="7"))["media_group_id"] == "7"


async def test_replies_and_forwards_say_so(desk: Desk) -> None:
    first = await desk.say("one")
    reply = await desk.say("two", reply_to=first["message_id"], forwarded=True)
    assert reply["reply_to_message"]["text"] == "one"
    assert reply["forward_origin"]["type"] == "hidden_user"


async def test_a_poll_of_a_persons_can_be_voted_on(desk: Desk) -> None:
    said = await desk.human("send", {"from": COURIER, "poll": {"question": "When?", "options": ["9", "10"]}})
    poll = await desk.human("vote", {"from": COURIER, "poll_id": said["poll"]["id"], "options": [1]})
    assert [option["voter_count"] for option in poll["options"]] == [0, 1]


async def test_an_edit_is_seen_by_the_bot_and_by_readers(desk: Desk) -> None:
    said = await desk.say("manhole")
    before = (await seen(desk))["revision"]
    await desk.human("edit", {"from": COURIER, "message_id": said["message_id"], "text": "open manhole"})
    changed = await seen(desk, f"since={before}")
    assert [message["text"] for message in changed["result"]] == ["open manhole"]
    assert (await desk.updates())[-1]["edited_message"]["text"] == "open manhole"


async def test_an_unanswered_press_is_null_after_its_wait(desk: Desk) -> None:
    sent = await desk.bot(
        "sendMessage",
        chat_id=COURIER,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    press = {"from": COURIER, "message_id": sent["message_id"], "text": "Yes", "wait": 0}
    assert await desk.human("press", press) is None
    assert (await desk.updates())[0]["callback_query"]["data"] == "y"


async def test_url_buttons_give_their_address_and_send_nothing(desk: Desk) -> None:
    sent = await desk.bot(
        "sendMessage",
        chat_id=COURIER,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "Map", "url": "https://example.org/"}]]},
    )
    press = {"from": COURIER, "message_id": sent["message_id"], "text": "Map"}
    assert await desk.human("press", press) == "https://example.org/"
    assert await desk.updates() == []


async def test_reading_with_patience_returns_as_soon_as_there_is_something(desk: Desk) -> None:
    now = await seen(desk)
    reader = asyncio.create_task(seen(desk, f"since={now['revision']}&wait=30"))
    await asyncio.sleep(0)
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="news")
    changed = await asyncio.wait_for(reader, 5)
    assert [message["message_id"] for message in changed["result"]] == [sent["message_id"]]
    assert (await seen(desk, f"after={sent['message_id']}&wait=0.01"))["result"] == []


async def test_what_is_deleted_is_named_to_readers(desk: Desk) -> None:
    sent = await desk.bot("sendMessage", chat_id=COURIER, text="oops")
    before = (await seen(desk))["revision"]
    await desk.bot("deleteMessage", chat_id=COURIER, message_id=sent["message_id"])
    assert (await seen(desk, f"since={before}"))["deleted"] == [sent["message_id"]]


async def test_the_transcript_reads_like_the_chat(desk: Desk) -> None:
    await desk.bot(
        "sendMessage",
        chat_id=COURIER,
        text="Which?",
        reply_markup={
            "inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}]]
        },
    )
    await desk.human("send", {"from": COURIER, "location": LAKE})
    async with desk.session.get(f"{desk.base}/sandbox/chats/{COURIER}/transcript") as response:
        transcript = await response.text()
    assert "Li: /start\n" in transcript
    assert "Which?\n    [A] [B]\n" in transcript
    assert "Li: <location>\n" in transcript


async def test_files_are_shown_or_saved_but_never_run(desk: Desk) -> None:
    page = await send_files(desk, "document", b"<script>alert(1)</script>")
    address = f"{desk.base}/sandbox/files/{page['document']['file_id']}"
    async with desk.session.get(address) as response:
        assert await response.read() == b"<script>alert(1)</script>"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    photo = await send_files(desk, "photo", picture("red"))
    async with desk.session.get(f"{desk.base}/sandbox/files/{photo['photo'][-1]['file_id']}") as response:
        assert response.content_type == "image/jpeg"
