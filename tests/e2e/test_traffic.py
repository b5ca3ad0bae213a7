"""What comes in and what goes out, over real HTTP by both ways in."""

from __future__ import annotations

from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)


async def test_commands_words_and_presses_are_answered(town: Town) -> None:
    courier = Person(town, 1001)
    await courier.say("/start")
    await courier.say("/nonsense")
    assert "/help" in await courier.transcript()
    await courier.press("Settings")
    answer = await courier.press("Language")
    assert answer is not None
    await courier.press("English")
    assert "How it works" in await courier.transcript()


async def test_an_album_comes_in_and_its_photos_go_out_with_one_card(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await town.upload_album([photo(1), photo(2), photo(3)], {"from": "1001", "caption": "三张"})
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await town.settle()
    photos = [message for message in await worker.messages() if "photo" in message]
    assert len(photos) == 3
    assert sum("reply_markup" in message for message in photos) == 1


async def test_a_photo_is_answered_with_a_reaction_once_its_bytes_are_stored(town: Town) -> None:
    courier = Person(town, 1001)
    sent = await courier.send_photo(photo(4))
    await town.settle()
    reactions = await town.calls("setMessageReaction")
    assert [call["parameters"]["message_id"] for call in reactions] == [sent["message_id"]]


async def test_an_edited_caption_changes_what_the_grid_worker_reads(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    sent = await courier.send_photo(photo(5), caption="灯坏了")
    await town.post("edit", {"from": 1001, "message_id": sent["message_id"], "caption": "两盏灯坏了"})
    await courier.send_place(*IN_GRID)
    await courier.press("路灯")
    shown = await worker.transcript()
    assert "两盏灯坏了" in shown


async def test_a_picture_sent_as_a_file_fills_in_the_place_where_it_was_taken(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await town.upload("document", photo(6, place=IN_GRID), {"from": "1001"})
    await town.until(courier, "已经填好")
    await courier.press("井盖问题")
    assert "WH-" in await worker.transcript()


async def test_accepting_edits_the_card_in_place_and_answers_the_press(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.send_photo(photo(7))
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    answer = await worker.press("我来处理")
    assert answer["text"]
    await town.settle()
    card = next(message for message in await worker.messages() if "photo" in message)
    assert "✅ 我来处理" not in str(card["reply_markup"])
    assert "已接单" in card["caption"]


async def test_nothing_personal_is_left_in_what_is_forwarded(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.send_photo(photo(8))
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await town.settle()
    card = next(message for message in await worker.messages() if "photo" in message)
    content = await town.file_of(card["photo"][-1]["file_id"])
    assert b"Exif" not in content
    assert "李强" not in await worker.transcript()


async def test_the_commands_menu_speaks_the_language_of_whoever_opens_it(town: Town) -> None:
    await town.settle()
    chinese = await town.get("commands?user=1001")
    english = await town.get("commands?user=1003")
    assert {command["command"] for command in chinese} == {command["command"] for command in english}
    assert chinese != english
