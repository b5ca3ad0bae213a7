"""Whoever is on the team leafs through what is to come, and signs up or withdraws by one tap."""

from __future__ import annotations

from storage.outbox import OutboxRow
from storage.signups import SignUpState
from tests.unit.handlers.training.coordinating import (
    ahead,
    call_off,
    change,
    data,
    join,
    now,
    published,
    state_of,
    withdraw,
)
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)


def alert(rows: list[OutboxRow]) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text"))


def test_one_tap_signs_up_and_the_card_says_so_in_place(world: World) -> None:
    training = published(world)

    rows = world.press(COURIER, button(world.say(COURIER, "/training"), "training_join"))

    assert methods(rows) == ["answerCallbackQuery", "editMessageText"]
    assert "已经报名" in words(rows)
    assert "已报 1 人" in words(rows)
    assert state_of(world, training, COURIER) is SignUpState.SIGNED_UP


def test_another_tap_withdraws_and_the_place_is_free(world: World) -> None:
    training = published(world, places="1")
    join(world, training, COURIER)

    assert "还有 1 个位子" in words(withdraw(world, training, COURIER))
    assert "已经报名" in words(join(world, training, OTHER_COURIER))


def test_the_last_place_is_given_once(world: World) -> None:
    training = published(world, places="1")
    card = world.say(OTHER_COURIER, "/training")
    join(world, training, COURIER)

    refused = world.press(OTHER_COURIER, button(card, "training_join"))

    assert "1 个名额刚刚满了" in alert(refused)
    assert "名额满了" in words(refused)  # the card is as it is now
    assert state_of(world, training, OTHER_COURIER) is None


def test_signing_up_twice_takes_one_place(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)

    assert "已经报过名" in alert(join(world, training, COURIER))
    assert "已报 1 人" in words(world.say(COURIER, "/training"))


def test_a_card_from_before_a_change_signs_nobody_up_and_becomes_todays(world: World) -> None:
    training = published(world)
    card = world.say(COURIER, "/training")
    change(world, training, "where", "驿站门口")

    refused = world.press(COURIER, button(card, "training_join"))

    assert "刚刚有变动" in alert(refused)
    assert "驿站门口" in words(refused)


def test_a_cancelled_training_takes_nobody(world: World) -> None:
    training = published(world)
    card = world.say(COURIER, "/training")
    call_off(world, training)

    assert "已经取消" in alert(world.press(COURIER, button(card, "training_join")))


def test_nobody_signs_up_once_it_has_begun(world: World) -> None:
    training = published(world, when=ahead(2))
    card = world.say(COURIER, "/training")
    world.now = now(world, training).starts_at

    assert "已经开始" in alert(world.press(COURIER, button(card, "training_join")))


def test_the_cards_are_leafed_through_the_soonest_first(world: World) -> None:
    published(world, when=ahead(90), topic="消防")
    published(world, when=ahead(60), topic="急救")
    first = world.say(COURIER, "/training")

    second = world.press(COURIER, button(first, "training_card"))

    assert "急救" in words(first)
    assert "消防" in words(second)
    assert [one.text for one in shown(second) if "一场" in one.text] == ["◀️ 上一场"]


def test_grid_workers_and_coordinators_can_come_too(world: World) -> None:
    training = published(world)
    join(world, training, WORKER)
    page = world.press(COORDINATOR, data("training_open", now(world, training)))
    card = world.press(COORDINATOR, button(page, "training_card"))
    world.press(COORDINATOR, button(card, "training_join"))

    assert state_of(world, training, WORKER) is SignUpState.SIGNED_UP
    assert state_of(world, training, COORDINATOR) is SignUpState.SIGNED_UP


def test_a_draft_is_shown_to_nobody_who_forges_its_button(world: World) -> None:
    published(world)
    row = world.transaction.one("SELECT token FROM trainings")
    assert row is not None
    world.transaction.execute("UPDATE trainings SET state = 'draft'")

    refused = world.press(COURIER, f"training_card:{row['token']}:1")

    assert methods(refused) == ["answerCallbackQuery"]
    assert "还没有发布" in alert(refused)


def test_whoever_leaves_the_team_frees_their_place(world: World) -> None:
    training = published(world)
    join(world, training, COURIER)

    leaving = world.say(COURIER, "/leave")
    world.press(COURIER, button(leaving, "leave:"))

    assert state_of(world, training, COURIER) is SignUpState.WITHDRAWN
