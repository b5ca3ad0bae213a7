"""Putting a broadcast together: what, to whom, when, in any order of second thoughts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from storage import broadcasts, open_questions
from storage.audiences import Audience, Circle
from storage.broadcasts import Broadcast, BroadcastState, Timing
from storage.stations import StationId
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)

MINUTE = 60_000
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 90, "height": 90}]}
COPYABLE: Mapping[str, Mapping[str, object]] = {
    "words": {"text": "你好"},
    "photo": {**PHOTO, "caption": "看"},
    "video": {"video": {"file_id": "v"}},
    "voice": {"voice": {"file_id": "v"}},
    "file": {"document": {"file_id": "d"}},
    "place": {"location": {"latitude": 30.5, "longitude": 114.3}},
    "sticker": {"sticker": {"file_id": "s"}},
    "contact": {"contact": {"phone_number": "1", "first_name": "x"}},
}
UNFIT: Mapping[str, tuple[Mapping[str, object], str]] = {
    "album": ({**PHOTO, "media_group_id": "7"}, "相册不能群发"),
    "poll": ({"poll": {"id": "1", "question": "?", "options": []}}, "投票不能群发"),
    "protected": ({"text": "密", "has_protected_content": True}, "禁止转发"),
    "service message": ({"pinned_message": {"message_id": 1}}, "这种消息不能群发"),
}


def draft_of(world: World, who: int = COORDINATOR) -> Broadcast | None:
    return broadcasts.draft_of(world.transaction, world.member(who).id)


def draft(world: World) -> Broadcast:
    found = draft_of(world)
    assert found is not None
    return found


def test_it_asks_for_what_is_missing_one_after_the_other(world: World) -> None:
    assert "要发什么" in words(world.say(COORDINATOR, "/broadcast"))
    rows = world.say(COORDINATOR, desk.WORDS)
    assert "发给谁" in words(rows)
    rows = desk.choose(world, rows, "send_audience", "couriers")
    assert "什么时候发" in words(rows)
    rows = desk.choose(world, rows, "send_timing", "now")
    assert "发之前看一眼" in words(rows)


@pytest.mark.parametrize("content", COPYABLE.values(), ids=COPYABLE)
def test_whatever_can_be_copied_can_be_sent(world: World, content: Mapping[str, object]) -> None:
    assert "发给谁" in words(desk.message(world, content=content))


@pytest.mark.parametrize(("content", "why"), UNFIT.values(), ids=UNFIT)
def test_what_cannot_be_copied_is_refused_and_another_asked_for(
    world: World, content: Mapping[str, object], why: str
) -> None:
    world.say(COORDINATOR, "/broadcast")
    assert why in words(world.message(COORDINATOR, content))
    assert draft(world).original is None
    assert "发给谁" in words(world.say(COORDINATOR, desk.WORDS))


def test_an_album_is_refused_once_and_not_with_every_part(world: World) -> None:
    desk.message(world, content={**PHOTO, "media_group_id": "7"})
    assert world.message(COORDINATOR, {**PHOTO, "media_group_id": "7"}) == []
    assert "相册不能群发" in words(world.message(COORDINATOR, {**PHOTO, "media_group_id": "8"}))


def test_the_preview_shows_the_message_itself_whom_it_reaches_and_whom_not(world: World) -> None:
    world.membership(COURIER, "kicked")
    rows = desk.preview(world, circle="everyone")
    copy = only(rows, "copyMessage")
    assert copy.chat_id == COORDINATOR
    assert copy.parameters["from_chat_id"] == COORDINATOR
    assert copy.parameters["message_id"] == draft(world).original.message_id  # type: ignore[union-attr]
    said = words(rows)
    assert "全体队员</b>，5 人（你自己不算" in said  # two couriers, two grid workers, the other coordinator
    assert "1 人收不到" in said
    assert "📢 发给 5 人" in [one.text for one in shown(rows)]


def test_choices_say_how_many_people_they_are(world: World) -> None:
    rows = desk.message(world)
    assert [one.text for one in shown(rows)][:3] == ["全体队员（5）", "骑手（2）", "网格员（2）"]


def test_without_stations_none_is_offered(world: World) -> None:
    assert "station" not in str(shown(desk.message(world)))


def test_a_stations_people_are_chosen_by_its_name(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    world.transaction.execute("UPDATE members SET station_id = 'mt-nanhu' WHERE name = '李强'")
    listed = desk.choose(world, desk.message(world), "send_audience", "station")
    back = world.press(COORDINATOR, next(one.data for one in shown(listed) if "返回" in one.text))
    assert "发给谁" in words(back)
    timing = world.press(COORDINATOR, button(listed, "send_station:"))
    rows = desk.choose(world, timing, "send_timing", "now")
    assert "的人</b>，" in words(rows)
    assert draft(world).audience is not None
    assert draft(world).audience.circle is Circle.STATION  # type: ignore[union-attr]


def test_the_station_that_was_chosen_is_the_one_it_goes_to(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    listed = desk.choose(world, desk.message(world), "send_audience", "station")
    desk.choose(world, listed, "send_station", "ele-nanhu")
    assert draft(world).audience == Audience(Circle.STATION, StationId("ele-nanhu"))


def test_a_time_is_typed(world: World) -> None:
    desk.asked_for_a_time(world)
    rows = world.say(COORDINATOR, "明天 15:00")
    assert "15:00</b>" in words(rows)
    at = draft(world).send_at
    assert at is not None
    assert at % (24 * 60 * MINUTE) == 7 * 60 * MINUTE  # 15:00 in Wuhan


@pytest.mark.parametrize(
    ("typed", "problem"), [("晚点吧", "没看懂"), ("15:00", "哪一天"), ("2020-01-01 15:00", "已经过了")]
)
def test_a_time_that_cannot_be_read_is_asked_for_again(world: World, typed: str, problem: str) -> None:
    desk.asked_for_a_time(world)
    assert problem in words(world.say(COORDINATOR, typed))
    assert "发之前看一眼" in words(world.say(COORDINATOR, "明天 15:00"))


def test_a_time_is_chosen_among_good_ones(world: World) -> None:
    rows = desk.asked_for_a_time(world)
    offered = [one for one in shown(rows) if one.data.startswith("send_at:")]
    assert len(offered) == 3
    assert "发之前看一眼" in words(world.press(COORDINATOR, offered[-1].data))
    assert draft(world).timing is Timing.AT


def test_everything_can_be_changed_and_the_copy_is_shown_anew_only_with_a_new_message(world: World) -> None:
    rows = desk.preview(world)
    asked = desk.choose(world, rows, "send_change", "audience")
    rows = desk.choose(world, asked, "send_audience", "grid_workers")
    assert "copyMessage" not in methods(rows)
    assert "网格员" in words(rows)
    desk.choose(world, rows, "send_change", "message")
    rows = world.say(COORDINATOR, "改过的")
    assert "copyMessage" in methods(rows)
    assert "网格员" in words(rows)


def test_a_second_thought_can_be_dropped(world: World) -> None:
    rows = desk.preview(world)
    asked = desk.choose(world, rows, "send_change", "message")
    back = world.press(COORDINATOR, button(asked, "send_change:"))
    assert "发之前看一眼" in words(back)
    assert open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now) is None


def test_a_button_from_before_a_change_is_out_of_date(world: World) -> None:
    rows = desk.preview(world)
    old = button(rows, "send_confirm:")
    desk.choose(world, desk.choose(world, rows, "send_change", "audience"), "send_audience", "everyone")
    assert "已经过时" in str(only(world.press(COORDINATOR, old), "answerCallbackQuery").parameters["text"])
    assert draft(world).state is BroadcastState.DRAFT


@pytest.mark.parametrize(
    "step", [lambda w: w.say(COORDINATOR, "/broadcast"), desk.message, desk.audience, desk.preview]
)
def test_cancel_gives_it_up_at_every_step(world: World, step: object) -> None:
    step(world)  # type: ignore[operator]
    assert "好，不发了" in words(world.say(COORDINATOR, "/cancel"))
    assert draft_of(world) is None
    assert "好，不发了" not in words(world.say(COORDINATOR, "/cancel"))


def test_the_button_gives_it_up_too_and_the_others_say_so(world: World) -> None:
    rows = desk.preview(world)
    discarded = world.press(COORDINATOR, button(rows, "send_discard:"))
    assert [one.data for one in shown(discarded)] == ["menu:start"]
    late = world.press(COORDINATOR, button(rows, "send_confirm:"))
    assert "已经不发了" in str(only(late, "answerCallbackQuery").parameters["text"])


def test_the_draft_survives_a_restart_between_any_two_steps(world: World) -> None:
    world.say(COORDINATOR, "/broadcast")
    world.restart()
    rows = world.say(COORDINATOR, desk.WORDS)
    world.restart()
    rows = desk.choose(world, rows, "send_audience", "couriers")
    world.restart()
    rows = desk.choose(world, rows, "send_timing", "readable")
    world.restart()
    assert desk.copies(world.press(COORDINATOR, button(rows, "send_confirm:")))


def test_there_is_one_draft_each_and_the_command_goes_on_with_it(world: World) -> None:
    desk.audience(world)
    desk.message(world, OTHER_COORDINATOR)
    assert "什么时候发" in words(world.say(COORDINATOR, "/broadcast"))
    assert world.transaction.number("SELECT count(*) FROM broadcasts") == 2


def test_another_coordinator_cannot_confirm_it(world: World) -> None:
    rows = desk.preview(world)
    answer = only(world.press(OTHER_COORDINATOR, button(rows, "send_confirm:")), "answerCallbackQuery")
    assert "别人在准备" in str(answer.parameters["text"])


def test_an_admin_of_the_settings_may_send_too(world: World) -> None:
    assert desk.copies(desk.launch(world, ADMIN))


def test_a_message_that_turns_out_to_be_gone_is_asked_for_again(world: World) -> None:
    copy = only(desk.preview(world), "copyMessage")
    rows = desk.refused(world, copy, "Message to copy not found")
    assert "再发一条" in words(rows, COORDINATOR)
    assert "发之前看一眼" in words(world.say(COORDINATOR, "再来一次"))


def test_a_draft_that_was_left_lying_is_forgotten(world: World) -> None:
    desk.message(world)
    world.now += 25 * 60 * MINUTE
    world.tick("retention")
    assert draft_of(world) is None


def test_with_nobody_to_get_it_there_is_nothing_to_confirm(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    listed = desk.choose(world, desk.message(world), "send_audience", "station")
    rows = desk.choose(world, world.press(COORDINATOR, button(listed, "send_station:")), "send_timing", "now")
    assert "现在没有人" in words(rows)
    assert "send_confirm" not in str(shown(rows))
    forged = button(rows, "send_discard:").replace("send_discard", "send_confirm")
    answer = only(world.press(COORDINATOR, forged), "answerCallbackQuery")
    assert "现在没有人" in str(answer.parameters["text"])


def test_those_signed_up_for_a_training_are_chosen_by_it(world: World) -> None:
    training = coordinating.published(world)
    coordinating.join(world, training, COURIER)
    listed = desk.choose(world, desk.message(world), "send_audience", "signed_up")
    assert any(training.topic[:10] in one.text and "（1）" in one.text for one in shown(listed))
    timing = world.press(COORDINATOR, button(listed, "send_training:"))
    rows = desk.choose(world, timing, "send_timing", "now")
    assert "的人</b>，1 人" in words(rows)
    copies = desk.copies(world.press(COORDINATOR, button(rows, "send_confirm:")))
    assert [row.chat_id for row in copies] == [COURIER]


def test_who_has_withdrawn_from_a_training_is_not_among_its_people(world: World) -> None:
    training = coordinating.published(world)
    for who in (COURIER, OTHER_COURIER):
        coordinating.join(world, training, who)
    coordinating.withdraw(world, training, COURIER)
    timing = world.press(
        COORDINATOR,
        button(desk.choose(world, desk.message(world), "send_audience", "signed_up"), "send_training:"),
    )
    rows = desk.choose(world, timing, "send_timing", "now")
    copies = desk.copies(world.press(COORDINATOR, button(rows, "send_confirm:")))
    assert [row.chat_id for row in copies] == [OTHER_COURIER]


def test_without_trainings_to_come_none_is_offered(world: World) -> None:
    assert "signed_up" not in str(shown(desk.message(world)))
