"""Joining over real HTTP, by long polling and by webhook: presses counted, cards answered, invitations opened."""

from __future__ import annotations

from typing import Any

from tests.e2e.town import Person, Town

PHONE = {"phone_number": "+8613800000000", "first_name": "Tom"}
WORDS = {
    "zh": {
        "agree": "同意，加入",
        "station": "美团南湖站",
        "submitted": "申请已经交上去了",
        "welcome": "欢迎加入",
        "approved": "已加入",
    },
    "en": {
        "agree": "Agree",
        "station": "Meituan Nanhu",
        "submitted": "your request is in",
        "welcome": "Welcome to the team",
        "approved": "Joined",
    },
}


async def share_contact(person: Person, **changed: object) -> Any:
    return await person.town.post(
        "send", {"from": person.id, "contact": {**PHONE, "user_id": person.id, **changed}}
    )


async def invitation(town: Town, admin: Person, *presses: str) -> str:
    """What somebody sends who was given an invitation made by these presses."""
    await admin.say("/invite")
    for label in presses:
        await admin.press(label)
    await town.settle()
    copied = [
        button["copy_text"]["text"]
        for message in await admin.messages()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "copy_text" in button
    ]
    return f"/start {copied[-1].rpartition('=')[2].rpartition(' ')[2]}"


async def test_a_stranger_joins_with_five_presses_and_a_coordinators_approval(
    town: Town, language: str
) -> None:
    words, applicant, coordinator = WORDS[language], Person(town, 1003), Person(town, 3001)
    await applicant.say("/start")
    if language == "zh":
        await applicant.press("中文")
    await applicant.press(words["agree"])  # 1
    await applicant.press("Tom")  # 2
    await town.settle()
    await share_contact(applicant)  # 3
    await applicant.press(words["station"])  # 4
    assert words["submitted"] in await applicant.transcript()

    assert "Tom" in await coordinator.transcript()
    await coordinator.press("同意")
    assert words["welcome"] in await applicant.transcript()
    for other in (coordinator, Person(town, 3002)):
        assert "已加入" in await other.transcript()


async def test_declining_takes_a_reason_and_tells_the_applicant_what_to_do(town: Town) -> None:
    applicant, coordinator = Person(town, 1002), Person(town, 3002)
    await applicant.say("/start")
    assert "协调员会答复你" in await applicant.transcript()
    await coordinator.press("不同意")
    await coordinator.press("站点没能确认")
    assert "请站长跟协调员说一声" in await applicant.transcript()


async def test_a_courier_joins_on_a_stations_invitation_without_waiting(town: Town) -> None:
    start = await invitation(town, Person(town, 3001), "美团南湖站")
    applicant = Person(town, 1003)
    await applicant.say(start)
    await applicant.press("Agree")
    await applicant.press("Tom")
    await town.settle()
    await applicant.say("Rather not")
    assert "You are now: courier (Meituan Nanhu)" in await applicant.transcript()
    await Person(town, 1002).say(start)
    assert "被别人用过" in await Person(town, 1002).transcript()


async def test_a_registration_survives_restarts_between_its_steps(town: Town) -> None:
    applicant = Person(town, 1003)
    await applicant.say("/start")
    await applicant.press("Agree")
    await town.settle()
    await town.stop_bot()
    await applicant.say("<b>Tom</b> {{ 7*7 }}")
    await town.start_bot()
    await town.settle()
    await share_contact(applicant, user_id=1001)
    assert "somebody else's contact" in await applicant.transcript()
    await share_contact(applicant)
    await applicant.press("Meituan Nanhu")
    assert "<b>Tom</b> {{ 7*7 }}" in await Person(town, 3001).transcript()


async def test_leaving_and_coming_back(town: Town) -> None:
    courier = Person(town, 1001)
    await courier.say("/leave")
    await courier.press("退出队伍")
    assert "你已经退出" in await courier.transcript()
    await courier.say("/start")
    await courier.press("同意，加入")
    assert "怎么称呼你" in await courier.transcript()
