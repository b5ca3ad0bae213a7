"""What is kept about somebody is put right by themselves, one thing at a time, without leaving and joining again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

import pytest

from handlers.housekeeping import CORRECTIONS_KEPT
from storage import members, open_questions, registrations
from storage.outbox import OutboxRow
from tests.unit.handlers.mydata.test_overview import document
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    PENDING,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)

NUMBER = "+8613912345678"
REMOVE = "🗑 删掉我的电话"


@pytest.fixture
def stationed(world: World) -> World:
    """There are stations to choose from."""
    world.command("import-stations", stations=applicants.STATIONS)
    return world


def correct(world: World, what: str, who: int = COURIER) -> list[OutboxRow]:
    """From /mydata to the question."""
    choices = world.press(who, button(world.say(who, "/mydata"), "correct"))
    return world.press(who, button(choices, f"correct:{what}"))


def phone_of(world: World, who: int = COURIER) -> str | None:
    return members.profile(world.transaction, world.member(who).id).phone


def station_of(world: World, who: int = COURIER) -> str | None:
    return members.profile(world.transaction, world.member(who).id).station_id


def share(world: World, number: str = NUMBER, who: int = COURIER, **fields: object) -> list[OutboxRow]:
    shared = {"phone_number": number, "first_name": "x", "user_id": who}
    return world.message(who, {"contact": shared, **fields})


@pytest.mark.parametrize("who", [COURIER, WORKER, COORDINATOR])
def test_a_name_is_corrected_and_both_are_said(world: World, who: int) -> None:
    before = world.member(who).name
    assert before in words(correct(world, "name", who))
    said = words(world.say(who, " 李\u202e  刚 "))
    assert f"{before} → 李 刚" in said
    assert world.member(who).name == "李 刚"


def test_an_admin_of_the_settings_corrects_their_name(world: World) -> None:
    correct(world, "name", ADMIN)
    world.say(ADMIN, "何芳")
    assert world.member(ADMIN).name == "何芳"


def test_a_corrected_name_stands_on_cards_from_then_on(world: World) -> None:
    correct(world, "name", WORKER)
    world.say(WORKER, "王秀")
    card = submit(world)
    accepted = world.press(WORKER, button(card, "accept:"))
    assert "王秀" in words(accepted)
    assert "王秀英" not in words(accepted)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("\u202e\u200b", "没有能显示的字"),
        ("\u200d", "没有能显示的字"),
        ("李" * 65, "65 个字"),
        ("李" * 4096, "4096 个字"),
    ],
)
def test_a_name_that_cannot_stand_is_asked_for_again(world: World, typed: str, says: str) -> None:
    correct(world, "name")
    assert says in words(world.say(COURIER, typed))
    assert world.member(COURIER).name == "李强"
    world.say(COURIER, "李" * 64)
    assert world.member(COURIER).name == "李" * 64


def test_only_the_next_words_are_a_name(world: World) -> None:
    correct(world, "name")
    world.say(COURIER, "李刚")
    world.say(COURIER, "井盖坏了")
    assert world.member(COURIER).name == "李刚"


def test_a_photo_meanwhile_is_a_report_and_no_name(world: World) -> None:
    correct(world, "name")
    assert "getFile" in methods(world.photo(COURIER))
    assert world.member(COURIER).name == "李强"


def test_the_same_name_changes_nothing_and_that_is_said(world: World) -> None:
    correct(world, "name")
    assert "没有改" in words(world.say(COURIER, "李强"))
    assert world.transaction.number("SELECT count(*) FROM corrections") == 0


@pytest.mark.parametrize("what", ["name", "phone"])
def test_cancel_leaves_everything_as_it_was(world: World, what: str) -> None:
    correct(world, what)
    given_up = world.say(COURIER, "/cancel")
    assert "什么都没有改" in words(given_up)
    assert given_up[0].parameters["reply_markup"] == {"remove_keyboard": True}
    world.say(COURIER, "李刚")
    assert world.member(COURIER).name == "李强"


def test_a_number_is_given_by_the_contact_button_and_taken_away_again(world: World) -> None:
    asked = correct(world, "phone")
    assert "先不留电话" in json.dumps(asked[0].parameters, ensure_ascii=False)
    shared = share(world)
    assert f"没有留 → {NUMBER}" in words(shared)
    assert shared[0].parameters["reply_markup"] == {"remove_keyboard": True}
    assert phone_of(world) == NUMBER
    assert REMOVE in json.dumps(correct(world, "phone")[-2].parameters, ensure_ascii=False)
    assert f"{NUMBER} → 没有留" in words(world.say(COURIER, REMOVE))
    assert phone_of(world) is None


def test_the_button_is_understood_in_the_language_it_was_shown_in(world: World) -> None:
    correct(world, "phone")
    share(world)
    correct(world, "phone")
    world.press(COURIER, "language:en")
    assert "→ not given" in words(world.say(COURIER, REMOVE))


def test_the_contact_of_another_is_not_taken(world: World) -> None:
    correct(world, "phone")
    answer = applicants.contact(world, COURIER, of=OTHER_COURIER)
    assert "别人的联系方式" in words(answer)
    assert phone_of(world) is None


def test_a_contact_that_telegram_knows_nobody_for_is_not_taken(world: World) -> None:
    correct(world, "phone")
    world.message(COURIER, {"contact": {"phone_number": NUMBER, "first_name": "x"}})
    assert phone_of(world) is None


def test_a_forwarded_contact_is_not_taken(world: World) -> None:
    correct(world, "phone")
    origin = {"type": "hidden_user", "date": world.now // 1000, "sender_user_name": "x"}
    assert "转发来的" in words(share(world, forward_origin=origin))
    assert phone_of(world) is None


@pytest.mark.parametrize("typed", [NUMBER, "13912345678", "删掉", "x" * 4096])
def test_a_typed_number_is_not_taken_and_the_question_stays(world: World, typed: str) -> None:
    correct(world, "phone")
    answer = world.say(COURIER, typed)
    assert "没法确认是你的" in words(answer)
    assert "request_contact" in json.dumps(answer[0].parameters)
    assert phone_of(world) is None
    share(world)
    assert phone_of(world) == NUMBER


def test_whoever_keeps_no_number_says_so_without_a_change(world: World) -> None:
    correct(world, "phone")
    assert "没有改" in words(world.say(COURIER, "先不留电话"))


def test_a_contact_without_a_question_changes_no_number(world: World) -> None:
    share(world)
    assert phone_of(world) is None


def test_a_station_is_chosen_out_of_the_list(stationed: World) -> None:
    asked = correct(stationed, "station")
    said = stationed.press(COURIER, next(one.data for one in shown(asked) if one.data.endswith("mt-nanhu")))
    assert "没有填 → 美团南湖站" in words(said)
    assert station_of(stationed) == "mt-nanhu"
    asked = correct(stationed, "station")
    said = stationed.press(COURIER, next(one.data for one in shown(asked) if one.data.endswith("none")))
    assert "美团南湖站 → 不在列表里" in words(said)
    assert station_of(stationed) is None


def test_a_long_list_of_stations_has_pages(world: World) -> None:
    many: list[dict[str, object]] = [
        {"id": f"mt-{n}", "platform": "meituan", "name_zh": f"站{n:02}", "name_en": f"S{n:02}"}
        for n in range(20)
    ]
    world.command("import-stations", stations=many)
    platforms = correct(world, "station")
    page = world.press(COURIER, next(one.data for one in shown(platforms) if ":of:meituan:0" in one.data))
    following = world.press(COURIER, next(one.data for one in shown(page) if ":of:meituan:1" in one.data))
    world.press(COURIER, next(one.data for one in shown(following) if ":at:" in one.data))
    assert station_of(world) == "mt-8"


@pytest.mark.parametrize(
    "data",
    [
        "correct_station",
        "correct_station:0",
        "correct_station:0:at:nowhere",
        "correct_station:0:of:meituan:-1",
        "correct_station:0:of:nobody:0",
        "correct_station:x:none",
        "correct:everything",
        "correct::",
    ],
)
def test_a_forged_button_changes_nothing(stationed: World, data: str) -> None:
    answer = stationed.press(COURIER, data)
    assert methods(answer) == ["answerCallbackQuery"]
    assert "show_alert" in answer[0].parameters
    assert station_of(stationed) is None


def test_a_button_from_before_another_correction_changes_nothing(stationed: World) -> None:
    first = [one.data for one in shown(correct(stationed, "station"))]
    stationed.press(COURIER, first[0])
    assert "过时" in words(stationed.press(COURIER, first[1]))
    assert station_of(stationed) == first[0].split(":")[-1]


def test_grid_workers_ride_for_no_station(stationed: World) -> None:
    choices = stationed.press(WORKER, "correct")
    assert not any(one.data == "correct:station" for one in shown(choices))
    for data in ("correct:station", "correct_station:0:at:mt-nanhu"):
        assert "只有骑手" in words(stationed.press(WORKER, data))
    assert station_of(stationed, WORKER) is None


@pytest.mark.parametrize("what", ["name", "phone", "station"])
def test_a_waiting_request_is_corrected_on_the_coordinators_cards(stationed: World, what: str) -> None:
    card = applicants.apply_to_join(stationed)
    asked = correct(stationed, what, STRANGER)
    match what:
        case "name":
            assert "汤姆" in words(asked)
            rows, after = stationed.say(STRANGER, "李刚"), "李刚"
        case "phone":
            rows, after = share(stationed, who=STRANGER), NUMBER
        case _:
            data = next(one.data for one in shown(asked) if one.data.endswith("mt-nanhu"))
            rows, after = stationed.press(STRANGER, data), "美团南湖站"
    assert after in words(rows, COORDINATOR)
    assert methods(rows, COORDINATOR) == ["editMessageText"]
    stationed.press(COORDINATOR, button(card, "approve:"))
    kept = members.profile(stationed.transaction, stationed.member(STRANGER).id)
    assert after in (kept.name, kept.phone, "美团南湖站" if kept.station_id == "mt-nanhu" else "")


def test_an_applicant_takes_the_number_away_for_good(stationed: World) -> None:
    card = applicants.apply_to_join(stationed)
    correct(stationed, "phone", STRANGER)
    assert "没留电话" in words(stationed.say(STRANGER, REMOVE), COORDINATOR)
    stationed.press(COORDINATOR, button(card, "approve:"))
    assert phone_of(stationed, STRANGER) is None


def test_a_settled_request_changes_no_card_and_keeps_no_old_number(stationed: World) -> None:
    card = applicants.apply_to_join(stationed)
    stationed.press(COORDINATOR, button(card, "approve:"))
    correct(stationed, "phone", STRANGER)
    rows = stationed.say(STRANGER, REMOVE)
    assert methods(rows, COORDINATOR) == []
    assert stationed.transaction.number("SELECT count(*) FROM registrations WHERE phone IS NOT NULL") == 0


def test_what_an_applicant_said_is_what_their_overview_says(stationed: World) -> None:
    applicants.apply_to_join(stationed)
    said = words(stationed.say(STRANGER, "/mydata"))
    assert all(part in said for part in ("汤姆", applicants.PHONE, "南湖站"))


def test_strangers_and_those_who_left_have_nothing_to_correct(world: World) -> None:
    world.say(STRANGER, "/help")
    assert not any(one.data == "correct" for one in shown(world.say(STRANGER, "/mydata")))
    answer = world.press(STRANGER, "correct:name")
    assert "先加入" in words(answer)
    assert open_questions.find(world.transaction, world.member(STRANGER).id, world.now) is None


def test_whoever_leaves_in_between_changes_nothing_any_more(world: World) -> None:
    correct(world, "name")
    world.press(COURIER, button(world.say(COURIER, "/leave"), "leave:"))
    world.say(COURIER, "李刚")
    assert world.member(COURIER).name == "李强"
    assert open_questions.find(world.transaction, world.member(COURIER).id, world.now) is None


def test_somebody_whose_request_is_declined_meanwhile_is_refused(stationed: World) -> None:
    card = applicants.apply_to_join(stationed)
    correct(stationed, "name", STRANGER)
    reasons = stationed.press(COORDINATOR, button(card, "decline:"))
    stationed.press(COORDINATOR, button(reasons, "decline_because:"))
    stationed.say(STRANGER, "李刚")
    assert stationed.member(STRANGER).name == f"P{STRANGER}"


def test_an_imported_applicant_may_correct_too(world: World) -> None:
    correct(world, "name", PENDING)
    assert "陈晓 → 陈晨" in words(world.say(PENDING, "陈晨"))
    waiting = registrations.unsettled_of(world.transaction, world.member(PENDING).id)
    assert waiting is not None
    assert waiting.name == "陈晨"


def test_what_was_said_before_is_in_the_document_and_forgotten_in_time(world: World) -> None:
    correct(world, "name")
    world.say(COURIER, "李刚")
    written = document(world, world.say(COURIER, "/mydata"))
    (entry,) = cast(list[Mapping[str, object]], written["corrections"])
    assert (entry["what"], entry["said_before"]) == ("name", "李强")
    world.now += CORRECTIONS_KEPT + 1
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM corrections") == 0


def test_an_english_speaker_corrects_in_english(world: World) -> None:
    world.press(COURIER, "language:en")
    assert "Please type it as it should be" in words(correct(world, "name"))
    assert "Name: 李强 → Lee" in words(world.say(COURIER, "Lee"))
