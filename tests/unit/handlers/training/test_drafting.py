"""A training is put together by answering what is missing, shown whole, and published or given up."""

from __future__ import annotations

import pytest

from storage import trainings
from storage.trainings import UNLIMITED, Items, Spot, TrainingState
from tests.unit.handlers.training.coordinating import (
    PLACE,
    TOPIC,
    ahead,
    begin,
    data,
    drafted,
    newest,
    now,
    published,
)
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    World,
    button,
    only,
    shown,
    words,
)


def items(world: World) -> Items:
    return newest(world).items


def test_it_asks_for_one_thing_after_the_other_and_then_shows_the_whole(world: World) -> None:
    assert "讲什么" in words(begin(world))
    assert "什么时候" in words(world.say(COORDINATOR, TOPIC))
    assert "在哪里" in words(world.say(COORDINATOR, ahead(72)))
    assert "多少个名额" in words(world.say(COORDINATOR, PLACE))
    assert "多少积分" in words(world.say(COORDINATOR, "20 人"))
    preview = words(world.say(COORDINATOR, "2"))

    assert TOPIC in preview
    assert PLACE in preview
    assert "20 个名额" in preview
    assert "2 积分" in preview
    assert "不会群发" in preview


def test_all_but_topic_and_place_is_answered_by_buttons(world: World) -> None:
    begin(world)
    days = world.say(COORDINATOR, TOPIC)
    hours = world.press(COORDINATOR, button(days, "training_day"))
    world.press(COORDINATOR, button(hours, "training_set"))
    places = world.say(COORDINATOR, PLACE)
    points = world.press(COORDINATOR, shown(places)[3].data)  # unlimited
    world.press(COORDINATOR, button(points, "training_set"))

    assert items(world).places == UNLIMITED
    assert items(world).points == 1
    assert trainings.draft_of(world.transaction, world.member(COORDINATOR).id) is not None


def test_a_location_puts_the_place_on_the_map_and_words_are_asked_for(world: World) -> None:
    begin(world)
    world.say(COORDINATOR, TOPIC)
    world.say(COORDINATOR, ahead(72))

    assert "怎么找到" in words(world.location(COORDINATOR, (30.5, 114.3)))
    preview = world.say(COORDINATOR, PLACE)

    assert items(world).spot == Spot(30.5, 114.3)
    assert "多少个名额" in words(preview)


def test_a_venue_has_words_and_a_spot(world: World) -> None:
    begin(world)
    world.say(COORDINATOR, TOPIC)
    world.say(COORDINATOR, ahead(72))
    spot = {"latitude": 30.5, "longitude": 114.3}
    world.message(
        COORDINATOR,
        {"location": spot, "venue": {"location": spot, "title": "南湖驿站", "address": "文馨街 1 号"}},
    )

    assert items(world).place == "南湖驿站 文馨街 1 号"


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        (["很" * 61], "最多 60 个字，现在是 61 个"),
        ([TOPIC, "有空的时候"], "没看懂这个时间"),
        ([TOPIC, "2026-01-01 14:00"], "已经过去了"),
        ([TOPIC, "2029-01-01 14:00"], "一年以后"),
        ([TOPIC, "14:00"], "没看到哪一天"),
        ([TOPIC, ahead(72), "远" * 121], "最多 120 个字，现在是 121 个"),
        ([TOPIC, ahead(72), PLACE, "0"], "1 到 9999"),
        ([TOPIC, ahead(72), PLACE, "很多"], "1 到 9999"),
        ([TOPIC, ahead(72), PLACE, "20", "101"], "0 到 100"),
        ([TOPIC, ahead(72), PLACE, "-1"], "1 到 9999"),
        ([TOPIC, ahead(72), PLACE, "20", "-5"], "0 到 100"),
    ],
)
def test_what_cannot_be_is_answered_precisely_and_stays_asked(
    world: World, answers: list[str], complaint: str
) -> None:
    begin(world)
    for answer in answers[:-1]:
        world.say(COORDINATOR, answer)
    before = items(world)

    said = words(world.say(COORDINATOR, answers[-1]))

    assert complaint in said
    assert items(world) == before
    assert complaint in words(world.say(COORDINATOR, answers[-1]))  # it was still the question


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ([], "很" * 61),
        ([TOPIC], "有空的时候"),
        ([TOPIC, ahead(72)], "远" * 121),
        ([TOPIC, ahead(72), PLACE], "很多"),
        ([TOPIC, ahead(72), PLACE, "20"], "101"),
    ],
)
def test_what_is_refused_can_be_gone_on_with_by_the_buttons_of_the_question(
    world: World, answers: list[str], refused: str
) -> None:
    asked = begin(world)
    for answer in answers:
        asked = world.say(COORDINATOR, answer)

    again = world.say(COORDINATOR, refused)

    assert shown(again) == shown(asked)
    assert "接着填" not in words(world.press(COORDINATOR, shown(again)[0].data))


def test_the_buttons_below_a_location_are_of_the_draft_as_it_is_now(world: World) -> None:
    begin(world)
    world.say(COORDINATOR, TOPIC)
    world.say(COORDINATOR, ahead(72))
    on_the_map = world.location(COORDINATOR, (30.5, 114.3))

    assert "没有人看到过" in words(world.press(COORDINATOR, button(on_the_map, "training_discard")))


def test_what_is_typed_when_all_is_said_is_answered_with_what_to_press(world: World) -> None:
    preview = drafted(world)
    before = items(world)

    rows = world.say(COORDINATOR, "25")

    assert "先点它的按钮" in words(rows)
    assert shown(rows) == shown(preview)
    assert items(world) == before
    world.press(COORDINATOR, button(rows, "training_publish"))
    assert "25" not in words(world.say(COORDINATOR, "25"))  # it is not expected any more


def test_what_is_typed_after_putting_a_draft_off_is_no_answer(world: World) -> None:
    asked = begin(world)
    world.press(COORDINATOR, "training")

    assert shown(asked)[-1].data == "training"
    assert "聊天" in words(world.say(COORDINATOR, TOPIC))
    assert items(world).topic is None


def test_a_draft_survives_restarts_and_is_gone_on_with(world: World) -> None:
    begin(world)
    world.say(COORDINATOR, TOPIC)
    world.restart()
    world.say(COORDINATOR, ahead(72))
    world.restart()

    listed = world.say(COORDINATOR, "/training")

    assert "接着填" in shown(listed)[0].text
    assert "在哪里" in words(world.press(COORDINATOR, button(listed, "training_new")))


def test_cancel_keeps_the_draft_and_says_so(world: World) -> None:
    begin(world)
    world.say(COORDINATOR, TOPIC)

    assert "都留着" in words(world.say(COORDINATOR, "/cancel"))
    assert items(world).topic == TOPIC


def test_one_thing_of_the_whole_can_be_changed(world: World) -> None:
    preview = drafted(world)
    world.press(COORDINATOR, next(one.data for one in shown(preview) if one.data.endswith(":topic")))

    assert "消防" in words(world.say(COORDINATOR, "消防演练"))


def test_publishing_messages_nobody_and_shows_it_to_everybody(world: World) -> None:
    rows = world.press(COORDINATOR, button(drafted(world), "training_publish"))

    assert {row.chat_id for row in rows} == {COORDINATOR}
    assert newest(world).state is TrainingState.PUBLISHED
    assert TOPIC in words(world.say(COURIER, "/training"))


def test_publishing_twice_publishes_once(world: World) -> None:
    preview = drafted(world)
    publish = button(preview, "training_publish")
    world.press(COORDINATOR, publish)

    assert "已经发布" in str(only(world.press(COORDINATOR, publish), "answerCallbackQuery").parameters)


def test_a_draft_is_given_up_and_seen_by_nobody(world: World) -> None:
    rows = world.press(COORDINATOR, button(drafted(world), "training_discard"))

    assert "没有人看到过" in words(rows)
    assert "没有可以报名" in words(world.say(COURIER, "/training"))


def test_a_draft_whose_time_has_come_cannot_be_published(world: World) -> None:
    preview = drafted(world, when=ahead(1))
    world.now += 2 * 3600 * 1000

    refused = world.press(COORDINATOR, button(preview, "training_publish"))

    assert "先改时间" in str(only(refused, "answerCallbackQuery").parameters)


def test_a_button_of_an_older_draft_is_out_of_date(world: World) -> None:
    preview = drafted(world)
    older = button(preview, "training_publish")
    world.press(COORDINATOR, next(one.data for one in shown(preview) if one.data.endswith(":topic")))
    world.say(COORDINATOR, "消防演练")

    refused = world.press(COORDINATOR, older)

    assert "刚刚有变动" in str(only(refused, "answerCallbackQuery").parameters)


def test_a_draft_is_its_makers_alone(world: World) -> None:
    preview = drafted(world)

    refused = world.press(OTHER_COORDINATOR, button(preview, "training_publish"))

    assert "别的协调员" in str(only(refused, "answerCallbackQuery").parameters)


def test_an_admin_of_the_settings_can_do_it_too(world: World) -> None:
    world.say(ADMIN, "/start")

    assert published(world, who=ADMIN).state is TrainingState.PUBLISHED


@pytest.mark.parametrize(
    "forged", ["places:7777", "points:50", "when:20200101:1400", "when:99999999:9999", "topic:x", "x:1", ""]
)
def test_a_forged_answer_changes_nothing(world: World, forged: str) -> None:
    drafted(world)
    draft = newest(world)

    rows = world.press(COORDINATOR, data("training_set", draft, forged))

    assert now(world, draft) == draft
    assert "失效" in str(only(rows, "answerCallbackQuery").parameters)


@pytest.mark.parametrize("forged", ["20260231", "x", "00000000"])
def test_a_forged_day_is_none(world: World, forged: str) -> None:
    drafted(world)

    rows = world.press(COORDINATOR, data("training_day", newest(world), forged))

    assert "失效" in str(only(rows, "answerCallbackQuery").parameters)
