"""Reports over real HTTP: albums, image files, consent, bad input, a grid's group, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from messages.catalogue import Language, label
from tests.e2e.files import heic, picture, send_file
from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)
IN_GRID_WITH_GROUP = (30.49822, 114.32541)
GROUP = -1001000000001


async def press_in_group(person: Person, label: str) -> Any:
    await person.town.settle()
    message = next(m for m in reversed(await person.town.messages(GROUP)) if "reply_markup" in m)
    where = {"from": person.id, "chat": GROUP, "message_id": message["message_id"]}
    return await person.town.post("press", {**where, "text": label})


async def report_by_file(courier: Person, name: str, content: bytes) -> None:
    """A picture that knows where it was taken, and a category: two actions."""
    await send_file(courier, name, content)
    await courier.town.until(courier, "是哪一类")
    await courier.press("井盖问题")
    await courier.town.settle()


async def test_a_picture_file_with_gps_takes_two_actions_and_comes_back_with_a_reason(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await report_by_file(courier, "IMG_0001.jpg", picture("JPEG"))
    assert "拍摄地点" in await courier.transcript()
    assert "已送到网格员王秀英" in await courier.transcript()

    await worker.press("退回")
    await worker.press("看不清")
    assert "已退回：看不清" in await worker.transcript()
    assert "一张远景看得出在哪里" in await courier.transcript()

    await courier.press("重新报一次")
    await courier.send_photo(photo(2))
    await courier.press("井盖问题")
    assert "-000002" in await worker.transcript()


async def test_what_reaches_the_worker_has_lost_all_that_a_camera_notes(town: Town) -> None:
    worker = Person(town, 2001)
    await report_by_file(Person(town, 1001), "IMG_0001.HEIC", heic())
    card = next(message for message in await worker.messages() if "photo" in message)
    content = await town.file_of(card["photo"][-1]["file_id"])
    assert content.startswith(b"\xff\xd8")
    assert b"Exif" not in content


async def test_an_album_is_asked_about_once_and_goes_out_whole(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await town.upload_album([photo(seed) for seed in range(3)], {"from": "1001"})
    await town.settle()
    assert (await courier.transcript()).count("在哪里") == 1
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    assert "共 3 张照片" in await worker.transcript()
    assert sum("photo" in message for message in await worker.messages()) == 3


async def test_the_photo_of_a_stranger_is_not_fetched_and_joining_begins(town: Town) -> None:
    stranger = Person(town, 1003)
    await stranger.say("/start")
    await stranger.send_photo(photo(1))
    assert "Set aside for you" in await stranger.transcript()
    assert await town.calls("getFile") == []


async def test_whoever_waits_agrees_and_prepares_while_another_reports(town: Town) -> None:
    waiting, courier = Person(town, 1002), Person(town, 1001)
    await waiting.send_photo(photo(1))
    await courier.send_photo(photo(2))
    assert "谁能看" in await waiting.transcript()
    await waiting.press("同意")
    await courier.send_place(*IN_GRID)
    await waiting.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await waiting.press("路灯")
    assert "同意你加入后" in await waiting.transcript()
    card = await Person(town, 2001).transcript()
    assert "井盖" in card
    assert "路灯" not in card


async def test_in_a_grids_group_only_its_workers_press(town: Town) -> None:
    courier, worker, coordinator = Person(town, 1001), Person(town, 2001), Person(town, 3001)
    await courier.send_photo(photo(1))
    await courier.send_place(*IN_GRID_WITH_GROUP)
    await courier.press("井盖问题")
    answered = await press_in_group(coordinator, "✅ 我来处理")
    assert answered["text"] == label(Language.ZH, "refused.in_private")
    await press_in_group(worker, "✅ 我来处理")
    assert "有人接单了" in await courier.transcript()
    for chat in (GROUP, worker.id):
        cards = [message for message in await town.messages(chat) if "caption" in message]
        assert "已接单" in cards[0]["caption"]


@pytest.mark.parametrize("again", ["这是另一件事", "/cancel"])
async def test_two_incidents_in_a_row_are_both_reported(town: Town, again: str) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.send_photo(photo(1))
    await courier.send_photo(photo(2))
    await courier.press("这是另一件事")
    if again == "/cancel":
        await courier.say("/cancel")
    else:
        await courier.send_place(*IN_GRID)
        await courier.press("路灯")
    await courier.press("接着报")
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await town.settle()
    numbers = 1 if again == "/cancel" else 2
    assert sum("venue" in message for message in await worker.messages()) == numbers


async def test_a_group_that_was_upgraded_goes_on_getting_its_cards(town: Town) -> None:
    courier = Person(town, 1001)
    upgraded = await town.post("migrate", {"chat": GROUP})
    for seed in (1, 2):
        await courier.send_photo(photo(seed))
        await courier.send_place(IN_GRID_WITH_GROUP[0] + seed / 1000, IN_GRID_WITH_GROUP[1])
        await courier.press("井盖问题")
        await town.settle()
    messages = await town.messages(upgraded["id"])
    assert sum("venue" in message for message in messages) == 2
