"""Finding somebody, pausing their reporting and putting right what is kept about oneself, over real HTTP."""

from __future__ import annotations

from tests.e2e.journey import choose_language
from tests.e2e.test_registration import PHONE, share_contact
from tests.e2e.town import Person, Town, photo

DAY = 24 * 3600  # seconds
MUTING = {
    "zh": {
        "found": "李强（#",
        "mute": "暂停上报",
        "days": "1 天",
        "type": "我来写",
        "card": "暂停上报，到",
        "told": "你的上报先暂停，到",
        "refused": "你暂时不能上报，到",
        "asks": "在哪里",
        "lift": "恢复上报",
        "lifted": "又可以上报了",
    },
    "en": {
        "found": "李强 (#",
        "mute": "Mute",
        "days": "1 day",
        "type": "Another reason",
        "card": "Muted until",
        "told": "Your reporting is paused until",
        "refused": "You cannot report until",
        "asks": "Where",
        "lift": "Let them report again",
        "lifted": "You can report again",
    },
}
CORRECTING = {
    "zh": {
        "open": "更正",
        "name": "姓名",
        "renamed": "姓名：李强 → 李刚",
        "phone": "电话",
        "forwarded": "转发来的",
        "shared": f"电话：没有留 → {PHONE['phone_number']}",
        "remove": "🗑 删掉我的电话",
        "removed": "→ 没有留",
        "station": "站点",
        "chosen": "饿了么南湖站",
        "moved": "→ 饿了么南湖站",
    },
    "en": {
        "open": "Correct my",
        "name": "Name",
        "renamed": "Name: 李强 → 李刚",
        "phone": "Phone",
        "forwarded": "was forwarded",
        "shared": f"Phone: not given → {PHONE['phone_number']}",
        "remove": "🗑 Remove my phone number",
        "removed": "→ not given",
        "station": "Station",
        "chosen": "Ele.me Nanhu",
        "moved": "→ Ele.me Nanhu",
    },
}


async def open_card(coordinator: Person, words: dict[str, str]) -> None:
    """By a part of the name, in any case of its letters."""
    await coordinator.say("/people")
    await coordinator.town.settle()
    await coordinator.say("强")
    await coordinator.press(words["found"])


async def test_a_courier_is_muted_told_refused_and_heard_again_when_it_is_over(
    town: Town, language: str
) -> None:
    words, courier, coordinator = MUTING[language], Person(town, 1001), Person(town, 3001)
    for person in (courier, coordinator):
        await choose_language(person, language)
    await open_card(coordinator, words)
    for label in (words["mute"], words["days"], words["type"]):
        await coordinator.press(label)
    await town.settle()
    await coordinator.say("把<邻居>的店拍成违建")
    assert words["card"] in await coordinator.transcript()
    told = await courier.transcript()
    assert words["told"] in told
    assert "把<邻居>的店拍成违建" in told

    await courier.send_photo(photo(1))
    assert words["refused"] in await courier.transcript()
    await town.settle()
    assert await town.calls("getFile") == []

    await town.stop_bot()
    await town.post("clock", {"advance": DAY})
    await town.start_bot()
    await courier.send_photo(photo(2))
    await town.until(courier, words["asks"])


async def test_a_mute_is_lifted_from_the_card(town: Town, language: str) -> None:
    words, courier, coordinator = MUTING[language], Person(town, 1001), Person(town, 3001)
    for person in (courier, coordinator):
        await choose_language(person, language)
    await open_card(coordinator, words)
    for label in (words["mute"], words["days"]):
        await coordinator.press(label)
    answer = await coordinator.press("骂" if language == "zh" else "Insults")
    assert "李强" in answer["text"]
    await coordinator.press(words["lift"])
    assert words["lifted"] in await courier.transcript()
    await courier.send_photo(photo(1))
    assert words["refused"] not in await courier.transcript()


async def test_a_courier_puts_right_name_number_and_station(town: Town, language: str) -> None:
    words, courier = CORRECTING[language], Person(town, 1001)
    await choose_language(courier, language)
    await courier.say("/mydata")
    await courier.press(words["open"])
    await courier.press(words["name"])
    await town.settle()
    await courier.say(" 李\u202e刚 ")
    assert words["renamed"] in await courier.transcript()

    await courier.press(words["open"])
    await courier.press(words["phone"])
    await town.settle()
    await town.post(
        "send",
        {"from": 1001, "contact": {**PHONE, "user_id": 1001}, "forwarded": {"from": 1003}},
    )
    assert words["forwarded"] in await courier.transcript()
    await share_contact(courier)
    assert words["shared"] in await courier.transcript()

    await courier.press(words["open"])
    await courier.press(words["phone"])
    await town.settle()
    await courier.say(words["remove"])
    assert words["removed"] in await courier.transcript()

    await courier.press(words["open"])
    await courier.press(words["station"])
    await courier.press(words["chosen"])
    assert words["moved"] in await courier.transcript()


async def test_a_waiting_request_is_corrected_on_the_coordinators_card(town: Town) -> None:
    applicant, coordinator = Person(town, 1003), Person(town, 3001)
    await applicant.say("/start")
    await applicant.press("Agree")
    await applicant.press("Tom")
    await town.settle()
    await applicant.say("Rather not")
    await applicant.press("Meituan Nanhu")
    await applicant.say("/mydata")
    await applicant.press("Correct my")
    await applicant.press("Name")
    await town.settle()
    await applicant.say("Thomas")
    assert "🙋 Thomas" in await coordinator.transcript()
    await coordinator.press("同意")
    await coordinator.say("/people")
    await town.settle()
    await coordinator.say("THOM")
    assert "Thomas（#" in await coordinator.transcript()
