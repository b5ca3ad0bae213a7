"""A published training is changed or cancelled, and everybody who has signed up hears of it once."""

from __future__ import annotations

import json

import pytest

from handlers.training import notices
from storage import outbox
from storage.members import Role
from storage.outbox import State
from storage.trainings import TrainingState
from tests.unit.handlers.training.coordinating import (
    DAY,
    HOUR,
    ahead,
    call_off,
    change,
    data,
    follow,
    join,
    now,
    published,
    reminded,
    tick,
    withdraw,
)
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    only,
    shown,
    words,
)


def alert(rows: list[outbox.OutboxRow]) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text"))


def test_whoever_has_signed_up_hears_once_what_was_and_what_is(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)

    rows = change(world, training, "where", "驿站门口")

    heard = words(rows, COURIER)
    assert "<s>南湖驿站二楼</s> → <b>驿站门口</b>" in heard
    assert heard.count("有变动") == 1
    assert words(rows, OTHER_COURIER) == ""


def test_several_changes_are_one_message(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)
    preview = world.press(COORDINATOR, data("training_revise", now(world, training)))
    for item, answer in (("when", ahead(80)), ("points", "5"), ("places", "30")):
        ask = next(one.data for one in shown(preview) if one.data.endswith(f":{item}"))
        world.press(COORDINATOR, ask)
        preview = world.say(COORDINATOR, answer)
    said = world.press(COORDINATOR, button(preview, "training_publish")) + follow(world)

    heard = words(said, COURIER)
    assert heard.count("有变动") == 1
    assert "时间：" in heard
    assert "<s>2</s> → <b>5</b>" in heard
    assert "<s>20</s> → <b>30</b>" in heard
    assert "主题：" not in heard


def test_nobody_hears_of_a_change_before_it_is_confirmed(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)
    preview = world.press(COORDINATOR, data("training_revise", now(world, training)))

    given_up = world.press(COORDINATOR, button(preview, "training_discard"))

    assert "照原来" in words(given_up)
    assert words(follow(world)) == ""


def test_a_change_that_changes_nothing_is_told_to_nobody(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)

    rows = change(world, training, "where", "南湖驿站二楼")

    assert words(rows, COURIER) == ""


@pytest.mark.parametrize("answer", ["1", "1 个"])
def test_there_cannot_be_fewer_places_than_people(world: World, answer: str) -> None:
    training = published(world)
    for who in (COURIER, OTHER_COURIER):
        join(world, training, who)
    preview = world.press(COORDINATOR, data("training_revise", now(world, training)))
    world.press(COORDINATOR, next(one.data for one in shown(preview) if one.data.endswith(":places")))

    refused = words(world.say(COORDINATOR, answer))

    assert "已经有 2 人报名" in refused


def test_whoever_signs_up_meanwhile_is_not_put_out(world: World) -> None:
    training = published(world)
    preview = world.press(COORDINATOR, data("training_revise", now(world, training)))
    world.press(COORDINATOR, next(one.data for one in shown(preview) if one.data.endswith(":places")))
    preview = world.say(COORDINATOR, "1")
    for who in (COURIER, OTHER_COURIER):
        join(world, training, who)

    refused = world.press(COORDINATOR, button(preview, "training_publish"))

    assert "已经有 2 人报名" in alert(refused)
    assert now(world, training).places == 20


def test_two_coordinators_do_not_overwrite_each_other(world: World) -> None:
    training = published(world)
    preview = world.press(COORDINATOR, data("training_revise", now(world, training)))
    change(world, training, "where", "驿站门口", who=OTHER_COORDINATOR)

    refused = world.press(COORDINATOR, button(preview, "training_publish"))

    assert "被别人改过了" in alert(refused)
    assert now(world, training).place == "驿站门口"


def test_another_unfinished_draft_is_finished_first(world: World) -> None:
    training = published(world)
    world.press(COORDINATOR, "training_new")

    refused = world.press(COORDINATOR, data("training_revise", now(world, training)))

    assert "先把它发布" in alert(refused)


def test_a_training_that_has_begun_is_not_changed(world: World) -> None:
    training = published(world, when=ahead(2))
    world.now += 2 * HOUR

    assert "已经开始" in alert(world.press(COORDINATOR, data("training_revise", now(world, training))))


def test_a_cancellation_has_a_reason_is_confirmed_and_is_told_once(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)
    join(world, training, OTHER_COURIER)
    withdraw(world, training, OTHER_COURIER)

    rows = call_off(world, training, "老师 <病> 了")

    assert now(world, training).state is TrainingState.CANCELLED
    assert "老师 &lt;病&gt; 了" in words(rows, COURIER)
    assert words(rows, OTHER_COURIER) == ""
    again = call_off_again(world, training.token)
    assert "已经取消" in alert(again)
    assert words(follow(world)) == ""


def call_off_again(world: World, token: str) -> list[outbox.OutboxRow]:
    return world.press(COORDINATOR, f"training_call_off:{token}:9")


def test_nothing_is_cancelled_without_a_reason(world: World) -> None:
    training = published(world)

    refused = world.press(COORDINATOR, data("training_call_off", now(world, training)))

    assert now(world, training).state is TrainingState.PUBLISHED
    assert "刚刚有变动" in alert(refused)


def test_cancel_in_place_of_a_reason_cancels_nothing(world: World) -> None:
    training = published(world)
    world.press(COORDINATOR, data("training_cancel", now(world, training)))

    assert "没有取消" in words(world.say(COORDINATOR, "/cancel"))
    assert now(world, training).state is TrainingState.PUBLISHED


def test_a_reason_that_is_too_long_is_asked_for_again(world: World) -> None:
    training = published(world)
    world.press(COORDINATOR, data("training_cancel", now(world, training)))

    assert "最多 200 个字" in words(world.say(COORDINATOR, "长" * 201))


@pytest.mark.parametrize("ending", ["moved", "cancelled", "withdrawn"])
def test_a_reminder_that_still_waits_is_taken_back(world: World, ending: str) -> None:
    training = published(world)
    join(world, training, COURIER)
    tick(world)
    world.now += 2 * DAY + HOUR
    (reminder,) = [row for row in tick(world) if row.chat_id == COURIER]
    match ending:
        case "moved":
            change(world, training, "when", ahead(90))
        case "cancelled":
            call_off(world, training)
        case "withdrawn":
            withdraw(world, training, COURIER)

    found = outbox.ending_of(world.transaction, reminder.id)

    assert found is not None
    assert (found.state, found.reason) == (State.SKIPPED, ending)


def test_many_are_told_page_by_page_and_everybody_once(world: World) -> None:
    training = published(world, places="999")
    people = crowd(world, 2 * notices.AT_ONCE + 1)
    for who in people:
        join(world, training, who)

    said = world.press(COORDINATOR, button(revised(world, training.token), "training_publish"))
    pages = []
    while world.announcements:
        body = json.loads(world.announcements.pop(0).body)
        pages.append(world.announce(body["name"], **body["result"]))

    assert words(said, people[0]) == ""
    assert [len(page) for page in pages] == [notices.AT_ONCE, notices.AT_ONCE, 1]
    assert sorted(row.chat_id for page in pages for row in page) == people


def revised(world: World, token: str) -> list[outbox.OutboxRow]:
    version = world.transaction.number("SELECT version FROM trainings WHERE token = :token", {"token": token})
    preview = world.press(COORDINATOR, f"training_revise:{token}:{version}")
    world.press(COORDINATOR, next(one.data for one in shown(preview) if one.data.endswith(":where")))
    return world.say(COORDINATOR, "驿站门口")


def crowd(world: World, size: int) -> list[int]:
    people = [
        {"user_id": 50_000 + number, "name": f"骑手{number}", "roles": [Role.COURIER]}
        for number in range(size)
    ]
    world.command("import-people", people=people)
    return [50_000 + number for number in range(size)]


def test_reminders_follow_the_new_time(world: World) -> None:
    training = published(world, when=ahead(72))
    join(world, training, WORKER)
    change(world, training, "when", ahead(96))
    tick(world)

    world.now += 49 * HOUR
    assert reminded(tick(world)) == []
    world.now += 24 * HOUR
    assert reminded(tick(world)) == [WORKER]
