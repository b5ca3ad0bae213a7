"""From /start to a request that coordinators see: one question per step, any interruption survived."""

from __future__ import annotations

import pytest

from storage import consents
from storage.consents import Purpose
from storage.members import Standing
from storage.reports import ReportState
from tests.unit.handlers.registration.applicants import (
    PHONE,
    SKIP,
    agree,
    announced,
    apply_to_join,
    contact,
    name,
    phone,
    registration_of,
)
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    PENDING,
    STRANGER,
    World,
    button,
    methods,
    shown,
    words,
)


@pytest.mark.parametrize(
    ("language_code", "asked"),
    [
        ("zh-hans", ["先请你看一眼", "怎么称呼你", "留个电话吗", "你在哪个站点", "申请已经交上去了"]),
        (
            "en",
            ["what we keep", "What shall we call you", "leave your number", "Which station", "request is in"],
        ),
    ],
)
def test_one_question_per_step_leads_to_a_request(world: World, language_code: str, asked: list[str]) -> None:
    world.language_code = language_code
    steps = [world.say(STRANGER, "/start")]
    steps.append(world.press(STRANGER, button(steps[-1], "join_agree:")))
    steps.append(world.press(STRANGER, button(steps[-1], "join_name:")))
    steps.append(contact(world, STRANGER))
    steps.append(world.press(STRANGER, button(steps[-1], "join_station:")))
    for rows, question in zip(steps, asked, strict=True):
        assert question in words(rows, STRANGER)
    assert world.member(STRANGER).standing is Standing.PENDING


def test_every_coordinator_is_shown_who_wants_to_join(world: World) -> None:
    rows = apply_to_join(world)
    for coordinator in (COORDINATOR, OTHER_COORDINATOR):
        card = words(rows, coordinator)
        assert "汤姆" in card
        assert PHONE in card
        assert "饿了么南湖站" in card
    assert announced(world) == ["waiting"]


def test_the_first_screen_switches_the_language_in_place(world: World) -> None:
    rows = world.press(STRANGER, button(world.say(STRANGER, "/start"), "language:"))
    assert "what we keep" in words(rows)
    assert "editMessageText" in methods(rows)
    assert "What shall we call you" in words(world.press(STRANGER, button(rows, "join_agree:")))


def test_agreeing_is_recorded_and_not_agreeing_too(world: World) -> None:
    agree(world)
    assert consents.is_given(world.transaction, world.member(STRANGER).id, Purpose.REGISTRATION)
    rows = world.press(COURIER, "join_disagree:x:1")
    assert methods(rows) == ["answerCallbackQuery"]


def test_whoever_does_not_agree_is_left_in_peace(world: World) -> None:
    rows = world.press(STRANGER, button(world.say(STRANGER, "/start"), "join_disagree:"))
    assert "什么都没有留下" in words(rows)
    assert registration_of(world) is None
    assert world.member(STRANGER).standing is Standing.STRANGER
    assert "先请你看一眼" in words(world.say(STRANGER, "/start"))


def test_a_number_may_be_kept_back_and_a_station_may_be_another(world: World) -> None:
    name(world)
    asked = world.say(STRANGER, SKIP)
    rows = world.press(STRANGER, button(asked, "join_station:").rsplit(":", 2)[0] + ":none")
    card = words(rows, COORDINATOR)
    assert "没留电话" in card
    assert "站点未选" in card


def test_without_stations_nobody_is_asked_for_one(empty_world: World) -> None:
    assert "申请已经交上去了" in words(phone(empty_world))


def test_the_state_is_a_row_and_survives_a_restart_between_any_two_steps(world: World) -> None:
    first = world.say(STRANGER, "/start")
    world.restart()
    second = world.press(STRANGER, button(first, "join_agree:"))
    world.restart()
    world.press(STRANGER, button(second, "join_name:"))
    world.restart()
    asked = contact(world, STRANGER)
    world.restart()
    assert "申请已经交上去了" in words(world.press(STRANGER, button(asked, "join_station:")))


def test_start_in_the_middle_asks_the_open_question_again(world: World) -> None:
    name(world)
    assert "留个电话吗" in words(world.say(STRANGER, "/start"))


def test_whoever_waits_is_told_so(world: World) -> None:
    apply_to_join(world)
    assert "协调员会答复你" in words(world.say(STRANGER, "/start"))
    assert "协调员会答复你" in words(world.say(PENDING, "/start"))


def test_cancel_gives_the_registration_up_and_forgets_the_answers(world: World) -> None:
    phone(world)
    assert "填过的内容已经删除" in words(world.say(STRANGER, "/cancel"))
    assert registration_of(world) is None
    kept = world.transaction.number(
        "SELECT count(*) FROM registrations WHERE member_id = :id AND (name IS NOT NULL OR phone IS NOT NULL)",
        {"id": world.member(STRANGER).id},
    )
    assert kept == 0


def test_cancel_ends_what_was_agreed_to_and_erases_the_draft(world: World) -> None:
    world.photo(STRANGER)
    phone(world)
    world.say(STRANGER, "/cancel")
    assert not consents.is_given(world.transaction, world.member(STRANGER).id, Purpose.REGISTRATION)
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos) == (ReportState.DISCARDED, ())
    assert "先请你看一眼" in words(world.say(STRANGER, "/start"))


def test_whoever_does_not_agree_leaves_no_draft_behind(world: World) -> None:
    rows = world.photo(STRANGER, caption="盖子裂了")
    world.press(STRANGER, button(rows, "join_disagree:"))
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos, draft.words) == (ReportState.DISCARDED, (), "")


def test_a_member_who_cancels_another_registration_stays_what_they_are(world: World) -> None:
    world.photo(COURIER)
    start = str(world.command("invite", role="grid_worker", grids=["east"])["link"])
    world.say(COURIER, start)
    world.say(COURIER, "/cancel")
    assert world.member(COURIER).standing is Standing.ACTIVE
    assert consents.is_given(world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE)
    assert world.draft(COURIER) is not None


@pytest.mark.parametrize(
    ("language_code", "answer"), [("zh-hans", "别人的联系方式"), ("en", "somebody else's")]
)
def test_somebody_elses_contact_is_not_taken(world: World, language_code: str, answer: str) -> None:
    world.language_code = language_code
    name(world)
    assert answer in words(contact(world, STRANGER, of=COURIER))
    registration = registration_of(world)
    assert registration is not None
    assert (registration.name, registration.phone) == ("汤姆", None)


@pytest.mark.parametrize(("language_code", "answer"), [("zh-hans", "转发来的"), ("en", "was forwarded")])
def test_a_forwarded_contact_is_not_taken(world: World, language_code: str, answer: str) -> None:
    world.language_code = language_code
    name(world)
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    assert answer in words(contact(world, STRANGER, forward_origin=origin))
    registration = registration_of(world)
    assert registration is not None
    assert registration.phone is None


@pytest.mark.parametrize(("language_code", "answer"), [("zh-hans", "没法确认"), ("en", "typed number")])
def test_a_typed_number_is_not_taken(world: World, language_code: str, answer: str) -> None:
    world.language_code = language_code
    name(world)
    assert answer in words(world.say(STRANGER, PHONE))


@pytest.mark.parametrize(("language_code", "answer"), [("zh-hans", "10000 个字"), ("en", "10000 characters")])
def test_a_name_of_ten_thousand_characters_is_too_long(world: World, language_code: str, answer: str) -> None:
    world.language_code = language_code
    agree(world)
    assert answer in words(world.say(STRANGER, "x" * 10_000))


@pytest.mark.parametrize(
    ("language_code", "answer"), [("zh-hans", "没有能显示的字"), ("en", "nothing to be read")]
)
@pytest.mark.parametrize("invisible", ["\u202e\u2066", "\u200b\ufeff", "\u200d\u200c"])
def test_a_name_that_cannot_be_seen_is_none(
    world: World, language_code: str, answer: str, invisible: str
) -> None:
    world.language_code = language_code
    agree(world)
    assert answer in words(world.say(STRANGER, invisible))


@pytest.mark.parametrize(
    ("typed", "card"),
    [("<b>李</b>", "&lt;b&gt;李&lt;/b&gt;"), ("{{ 7*7 }}", "{{ 7*7 }}"), ("\u202eabc\u202c", "<b>abc</b>")],
)
def test_names_are_shown_as_they_are_and_play_no_tricks(world: World, typed: str, card: str) -> None:
    name(world, called=typed)
    rows = world.press(STRANGER, button(contact(world, STRANGER), "join_station:"))
    assert card in words(rows, COORDINATOR)


@pytest.mark.parametrize(
    ("language_code", "answer", "greeting"),
    [("zh-hans", "没有能显示的字", "<b>你好！"), ("en", "nothing to be read", "<b>Hello, ")],
)
def test_an_account_whose_name_cannot_be_seen_offers_none(
    world: World, language_code: str, answer: str, greeting: str
) -> None:
    world.language_code, world.first_names[STRANGER] = language_code, "\u200b\u200b"
    greeted = world.say(STRANGER, "/start")
    assert greeting in words(greeted)
    asked = world.press(STRANGER, button(greeted, "join_agree:"))
    registration = registration_of(world)
    assert registration is not None
    forged = f"join_name:{registration.token}:{registration.version}"
    assert forged not in [one.data for one in shown(asked)]
    rows = world.press(STRANGER, forged)
    assert answer in words(rows)
    assert registration_of(world) == registration


def test_the_name_of_an_account_is_shown_cleaned_wherever_it_stands(world: World) -> None:
    world.first_names[STRANGER] = "\u202e\u200bmoT\n<b>"
    assert "<b>moT &lt;b&gt;，你好！" in words(world.say(STRANGER, "/start"))
    assert world.member(STRANGER).name == "moT <b>"
    assert "姓名：moT &lt;b&gt;" in words(world.say(STRANGER, "/mydata"))


def test_a_double_tap_counts_once_and_says_so(world: World) -> None:
    data = button(world.say(STRANGER, "/start"), "join_agree:")
    world.press(STRANGER, data)
    rows = world.press(STRANGER, data)
    assert "这一步已经记下了" in str(rows[0].parameters["text"])
    assert len(consents.history(world.transaction, world.member(STRANGER).id)) == 1


def test_another_persons_button_answers_nothing(world: World) -> None:
    data = button(world.say(STRANGER, "/start"), "join_agree:")
    rows = world.press(COURIER, data)
    assert "这不是你的申请" in str(rows[0].parameters["text"])
    registration = registration_of(world)
    assert registration is not None
    assert registration.version == 1


def test_a_button_of_a_registration_given_up_is_out_of_date(world: World) -> None:
    data = button(world.say(STRANGER, "/start"), "join_agree:")
    world.say(STRANGER, "/cancel")
    rows = world.press(STRANGER, data)
    assert "已经撤回" in str(rows[0].parameters["text"])


@pytest.mark.parametrize("data", ["join_agree", "join_name:x:1", "join_station:::", "join_agree:x:-1:2"])
def test_a_forged_button_is_answered_kindly(world: World, data: str) -> None:
    rows = world.press(STRANGER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "失效" in str(rows[0].parameters["text"])


def test_a_station_that_nobody_offered_is_not_chosen(world: World) -> None:
    data = button(phone(world), "join_station:").rsplit(":", 2)[0]
    for forged in (f"{data}:at:nowhere", f"{data}:of:king:0", f"{data}:of:meituan:x", f"{data}:"):
        assert methods(world.press(STRANGER, forged)) == ["answerCallbackQuery"]


def test_many_stations_are_chosen_by_platform_and_page(world: World) -> None:
    many = [
        {
            "id": f"jd-{number:02}",
            "platform": "jd",
            "name_zh": f"京东{number:02}站",
            "name_en": f"JD {number:02}",
        }
        for number in range(10)
    ]
    world.command("import-stations", stations=many)
    platforms = phone(world)
    assert [one.text for one in shown(platforms)] == ["美团", "饿了么", "京东", "不在列表里"]
    first = world.press(STRANGER, next(one.data for one in shown(platforms) if one.text == "京东"))
    second = world.press(STRANGER, next(one.data for one in shown(first) if one.text == "下一页 ▶️"))
    assert [one.text for one in shown(second)] == [
        "京东08站",
        "京东09站",
        "◀️ 上一页",
        "⬅️ 其他平台",
        "不在列表里",
    ]
    rows = world.press(STRANGER, next(one.data for one in shown(second) if one.text == "京东09站"))
    assert "京东09站" in words(rows, COORDINATOR)
