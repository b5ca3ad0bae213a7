"""Each wrong request of the human side is 400 with a sentence that says what is wrong."""

from __future__ import annotations

import aiohttp
import pytest

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import COURIER, STRANGER, Desk

WRONG: list[tuple[str, JsonObject, str]] = [
    ("users", {"first_name": "Li"}, "'id' is missing: a whole number is needed"),
    ("users", {"id": "7", "first_name": "Li"}, "'id' must be a whole number, not \"7\""),
    ("users", {"id": True, "first_name": "Li"}, "'id' must be a whole number, not true"),
    ("users", {"id": 7, "first_name": "Li", "firstname": ""}, "there is no field 'firstname' here"),
    ("chats", {"id": -5, "title": "x", "members": ["Li"]}, "each item of 'members' must be a whole number"),
    ("send", {"from": COURIER}, "exactly one of text, photo"),
    ("send", {"from": COURIER, "text": "a", "location": {}}, "text and location was given"),
    ("send", {"from": COURIER, "text": " "}, "'text' is empty"),
    ("send", {"from": COURIER, "text": "x" * 4097}, "4096 go into one message"),
    ("send", {"from": COURIER, "text": "a", "caption": "b"}, "a text has no caption"),
    ("send", {"from": COURIER, "text": "a", "forwarded": "yes"}, "'forwarded' must be true or"),
    ("send", {"from": COURIER, "text": "a", "album": "7"}, "'album' is for one more photo"),
    ("send", {"from": 99, "text": "a"}, "user not found"),
    ("send", {"from": COURIER, "photo": "x"}, "'photo' must be a file of a multipart form"),
    ("send", {"from": COURIER, "location": {"latitude": 95, "longitude": 0}}, "no place at latitude 95"),
    ("send", {"from": COURIER, "location": {"latitude": 9, "lon": 0}}, "there is no field 'lon' here"),
    ("send", {"from": COURIER, "poll": {"question": "?", "options": ["1"]}}, "at least two options"),
    ("send", {"from": STRANGER, "chat": -1001000000001, "text": "a"}, "not a member of the chat"),
    ("edit", {"from": COURIER, "message_id": 1}, "exactly one of text, caption, location"),
    ("press", {"from": COURIER, "message_id": 1}, "exactly one of text, data"),
    ("press", {"from": COURIER, "message_id": 1, "text": "Go"}, "no button 'Go'"),
    ("vote", {"from": COURIER, "poll_id": "1", "options": [0, 0]}, "names an option twice"),
    ("members", {"chat": -1001000000001, "user": COURIER, "status": "boss"}, "a status is one of"),
    ("clock", {"advance": -1}, "the clock only moves forward"),
    ("clock", {"advance": float("inf")}, "'advance' must be a number, not Infinity"),
    ("clock", {}, "exactly one of advance, freeze"),
    ("faults", {"kind": "explode"}, "'kind' must be one of error, reset"),
    ("faults", {"kind": "error", "error_code": 200}, "'error_code' must be one of HTTP's"),
    ("faults", {"kind": "error", "error_code": 429}, "a 429 needs 'retry_after'"),
    ("faults", {"kind": "reset", "probability": 2}, "'probability' lies between 0 and 1"),
    ("faults", {"kind": "reset", "times": -1}, "cannot be negative"),
]


@pytest.mark.parametrize(("path", "body", "reason"), WRONG)
async def test_a_wrong_request_is_told_what_is_wrong(
    desk: Desk, path: str, body: JsonObject, reason: str
) -> None:
    async with desk.session.post(f"{desk.base}/sandbox/{path}", json=body) as response:
        answer = await response.json()
    assert response.status == 400
    assert not answer["ok"]
    assert reason in answer["description"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [("{", "the body is not JSON"), ("[1]", "the body must be a JSON object")],
)
async def test_a_body_that_is_no_object_is_refused(desk: Desk, body: str, reason: str) -> None:
    async with desk.session.post(f"{desk.base}/sandbox/send", data=body.encode()) as response:
        assert response.status == 400
        assert reason in (await response.json())["description"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("chats/77/messages", "chat not found"),
        ("chats/1001/messages?after=1&since=2", "ask for different things"),
        ("chats/1001/messages?after=one", "'after' must be JSON text"),
        ("commands", "'user' is missing"),
        ("files/nothing", "wrong file_id"),
    ],
)
async def test_reading_what_is_not_there_is_refused(desk: Desk, path: str, reason: str) -> None:
    async with desk.session.get(f"{desk.base}/sandbox/{path}") as response:
        assert response.status == 400
        assert reason in (await response.json())["description"]


async def test_a_form_without_boundary_is_refused(desk: Desk) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    async with desk.session.post(f"{desk.base}/sandbox/send", data=b"x", headers=headers) as response:
        assert response.status == 400
        assert "the form cannot be read" in (await response.json())["description"]


async def test_bytes_that_are_no_picture_are_no_photo(desk: Desk) -> None:
    form = aiohttp.FormData({"from": str(COURIER)})
    form.add_field("photo", b"plain words", filename="a.jpg")
    async with desk.session.post(f"{desk.base}/sandbox/send", data=form) as response:
        answer = await response.json()
    assert response.status == 400
    assert answer["description"] == "'a.jpg' is no photo: IMAGE_PROCESS_FAILED"


async def test_a_page_of_another_site_is_turned_away(desk: Desk) -> None:
    headers = {"Origin": "https://example.org"}
    async with desk.session.post(f"{desk.base}/sandbox/reset", json={}, headers=headers) as response:
        assert response.status == 403
