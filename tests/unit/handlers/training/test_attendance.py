"""After a training its coordinator says who came; points follow, once for each."""

from __future__ import annotations

import pytest

from handlers.training.lifecycle import CORRECTABLE
from storage import ledger, members
from storage.outbox import OutboxRow
from storage.signups import SignUpState
from storage.trainings import LASTS, Training, TrainingState
from tests.unit.handlers.training.coordinating import (
    HOUR,
    ahead,
    data,
    follow,
    join,
    now,
    published,
    state_of,
    withdraw,
)
from tests.unit.handlers.world import (
    ADMIN,
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


def alert(rows: list[OutboxRow]) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text"))


@pytest.fixture
def training(world: World) -> Training:
    """Two couriers and a grid worker signed up for it; it began a minute ago."""
    made = published(world, when=ahead(5))
    for who in (COURIER, OTHER_COURIER, WORKER):
        join(world, made, who)
    world.now = made.starts_at + 60_000
    return made


def opened(world: World, training: Training) -> list[OutboxRow]:
    return world.press(COORDINATOR, data("attendance", now(world, training), 0))


def toggle(world: World, training: Training, name: str) -> list[OutboxRow]:
    listed = opened(world, training)
    return world.press(COORDINATOR, next(one.data for one in shown(listed) if one.text.endswith(name)))


def closed(world: World, training: Training) -> list[OutboxRow]:
    said = world.press(COORDINATOR, data("attendance_close", now(world, training)))
    return said + follow(world)


def balance(world: World, who: int) -> int:
    return ledger.balance(world.transaction, world.member(who).id)


def test_its_coordinator_is_asked_once_when_it_is_over(world: World, training: Training) -> None:
    assert world.tick("attendance") == []
    world.now = training.starts_at + LASTS

    asked = world.tick("attendance")
    world.restart()

    assert "谁来了" in words(asked, COORDINATOR)
    assert {row.chat_id for row in asked} == {COORDINATOR}
    assert world.tick("attendance") == []
    assert "李强" in shown(world.press(COORDINATOR, button(asked, "attendance")))[0].text


def test_when_its_coordinator_is_one_no_more_all_others_are_asked(world: World, training: Training) -> None:
    members.retire(world.transaction, world.member(COORDINATOR).id)
    world.now = training.starts_at + LASTS

    assert {row.chat_id for row in world.tick("attendance")} == {OTHER_COORDINATOR}


def test_an_admin_of_the_settings_is_asked_too(world: World) -> None:
    world.say(ADMIN, "/start")
    training = published(world, when=ahead(5), who=ADMIN)
    world.now = training.starts_at + LASTS

    assert {row.chat_id for row in world.tick("attendance")} == {ADMIN}


def test_a_tap_ticks_off_in_place_and_another_takes_it_back(world: World, training: Training) -> None:
    ticked = toggle(world, training, "李强")
    assert [one.text for one in shown(ticked)][:3] == ["✅ 李强", "– 张伟", "– 王秀英"]

    assert shown(toggle(world, training, "李强"))[0].text == "– 李强"


def test_a_double_tap_is_one_tap(world: World, training: Training) -> None:
    listed = opened(world, training)
    world.press(COORDINATOR, button(listed, "attended:"))

    assert shown(world.press(COORDINATOR, button(listed, "attended:")))[0].text == "✅ 李强"


def test_whoever_came_gets_points_and_hears_the_balance(world: World, training: Training) -> None:
    toggle(world, training, "李强")

    rows = closed(world, training)

    assert now(world, training).state is TrainingState.HELD
    assert "+2 积分，现在一共 2 分" in words(rows, COURIER)
    assert words(rows, OTHER_COURIER) == ""
    assert [balance(world, who) for who in (COURIER, OTHER_COURIER)] == [2, 0]
    assert state_of(world, training, OTHER_COURIER) is SignUpState.ABSENT


def test_closing_twice_pays_once(world: World, training: Training) -> None:
    toggle(world, training, "李强")
    close = data("attendance_close", now(world, training))
    world.press(COORDINATOR, close)
    rows = world.press(COORDINATOR, close) + closed(world, training)

    assert "刚刚有变动" in str(rows[0].parameters)
    assert balance(world, COURIER) == 2
    assert words(rows, COURIER).count("积分") == 1


def test_all_came_ticks_everybody_who_did_not_withdraw(world: World) -> None:
    training = published(world, when=ahead(5))
    for who in (COURIER, OTHER_COURIER):
        join(world, training, who)
    withdraw(world, training, OTHER_COURIER)
    world.now = training.starts_at
    world.press(COORDINATOR, button(opened(world, training), "attended_all"))
    closed(world, training)

    assert [balance(world, who) for who in (COURIER, OTHER_COURIER)] == [2, 0]


def test_whoever_was_forgotten_is_added_within_a_week_and_paid(world: World, training: Training) -> None:
    toggle(world, training, "李强")
    closed(world, training)
    world.now += CORRECTABLE - HOUR

    toggle(world, training, "张伟")
    assert balance(world, OTHER_COURIER) == 0  # not before it is closed again
    rows = closed(world, training)

    assert words(rows, COURIER) == ""
    assert [balance(world, who) for who in (COURIER, OTHER_COURIER)] == [2, 2]


def test_whoever_was_paid_is_not_unticked(world: World, training: Training) -> None:
    toggle(world, training, "李强")
    closed(world, training)

    refused = toggle(world, training, "李强")

    assert "手工更正" in alert(refused)
    assert state_of(world, training, COURIER) is SignUpState.ATTENDED


def test_after_a_week_nothing_is_added(world: World, training: Training) -> None:
    closed(world, training)
    world.now += CORRECTABLE + 1

    assert "超过 7 天" in alert(opened(world, training))


def test_attendance_opens_with_the_start(world: World) -> None:
    training = published(world, when=ahead(5))

    assert "还没有开始" in alert(opened(world, training))


def test_a_training_without_points_thanks_all_the_same(world: World) -> None:
    training = published(world, when=ahead(5), points="0")
    join(world, training, COURIER)
    world.now = training.starts_at
    toggle(world, training, "李强")

    assert "已经记下你来过" in words(closed(world, training), COURIER)


def test_a_training_to_which_nobody_came_is_closed_too(world: World) -> None:
    training = published(world, when=ahead(5))
    world.now = training.starts_at

    assert "没有人报名" in words(opened(world, training))
    closed(world, training)
    assert now(world, training).state is TrainingState.HELD


def test_a_long_list_has_pages(world: World) -> None:
    training = published(world, when=ahead(5))
    people = [{"user_id": 50_000 + n, "name": f"骑手{n}", "roles": ["courier"]} for n in range(10)]
    world.command("import-people", people=people)
    for n in range(10):
        join(world, training, 50_000 + n)
    world.now = training.starts_at
    listed = opened(world, training)

    second = world.press(COORDINATOR, button(listed, "attendance:"))

    assert [one.text for one in shown(listed) if "骑手" in one.text] == [f"– 骑手{n}" for n in range(8)]
    assert [one.text for one in shown(second) if "骑手" in one.text] == ["– 骑手8", "– 骑手9"]
    ticked = world.press(COORDINATOR, button(second, "attended:"))
    assert shown(ticked)[0].text == "✅ 骑手8"  # still on the same page


@pytest.mark.parametrize("forged", ["999:yes:0", "x:yes:0", "1:maybe:0", ""])
def test_a_forged_tick_changes_nothing(world: World, training: Training, forged: str) -> None:
    rows = world.press(COORDINATOR, data("attended", now(world, training), forged))

    assert "失效" in alert(rows)
    assert state_of(world, training, COURIER) is SignUpState.SIGNED_UP


def test_a_line_of_another_training_is_not_ticked(world: World, training: Training) -> None:
    other = published(world, when=ahead(10))
    join(world, other, COURIER)
    line = world.transaction.number("SELECT max(id) FROM sign_ups")

    assert "失效" in alert(world.press(COORDINATOR, data("attended", now(world, training), line, "yes", 0)))
