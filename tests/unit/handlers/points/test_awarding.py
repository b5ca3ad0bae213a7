"""A coordinator awards points: who, how many, what for, a look at it, one press; bad input costs nothing given."""

from __future__ import annotations

import pytest

from storage import members, open_questions
from storage.members import Standing
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points.awards import REASON, answer, balance, choose, fill, give, transfers
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    PENDING,
    World,
    button,
    methods,
    shown,
    words,
)


def test_from_a_name_to_points_in_the_ledger(world: World) -> None:
    assert "给谁发积分" in words(world.say(COORDINATOR, "/award"))
    found = world.say(COORDINATOR, "李")
    assert [one.text for one in shown(found) if one.data.startswith("award_to:at")] == ["李强（#1）"]
    asked = world.press(COORDINATOR, button(found, "award_to:at"))
    assert "李强" in words(asked)
    assert [one.text for one in shown(asked)][:4] == ["+1", "+2", "+5", "+10"]
    assert "是因为什么" in words(world.press(COORDINATOR, shown(asked)[2].data))
    preview = world.say(COORDINATOR, REASON)
    assert transfers(world) == 0
    assert all(said in words(preview) for said in ("李强", "+5", REASON))
    rows = world.press(COORDINATOR, button(preview, "award_give:"))
    assert balance(world) == 5
    assert "李强" in words(rows, COORDINATOR)


def test_a_number_that_will_not_do_is_answered_with_the_choices_of_the_question(world: World) -> None:
    asked = choose(world)
    refused = world.say(COORDINATOR, "一百")
    assert shown(refused) == shown(asked)
    assert "是因为什么" in words(world.press(COORDINATOR, shown(refused)[1].data))
    dropped = world.press(COORDINATOR, button(world.say(COORDINATOR, "好"), "award_drop:"))
    assert "不发了" in words(dropped)


def test_whoever_finds_nobody_can_choose_from_everybody(world: World) -> None:
    world.say(COORDINATOR, "/award")
    nobody = world.say(COORDINATOR, "鑫")
    assert "没有找到" in words(nobody)
    assert "award_to:" in " ".join(one.data for one in shown(world.press(COORDINATOR, shown(nobody)[0].data)))


def test_the_member_is_told_points_reason_and_balance_and_not_who_pressed(world: World) -> None:
    give(world, 2)
    told = words(give(world, 5), COURIER)
    assert "+5 分" in told
    assert REASON in told
    assert "你现在有 7 分" in told
    assert "刘敏" not in told


def test_both_are_spoken_to_in_their_own_language(world: World) -> None:
    world.press(COORDINATOR, "language:en")
    rows = give(world)
    assert "was given +5 and has 5 now" in words(rows, COORDINATOR)
    assert "你得到 +5 分" in words(rows, COURIER)


def test_a_double_tap_gives_once(world: World) -> None:
    data = button(fill(world), "award_give:")
    world.press(COORDINATOR, data)
    rows = world.press(COORDINATOR, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经发过了：李强 +5 分" in answer(rows)
    assert balance(world) == 5


def test_it_goes_on_after_a_restart(world: World) -> None:
    choose(world)
    world.restart()
    world.say(COORDINATOR, "5")
    world.restart()
    preview = world.say(COORDINATOR, REASON)
    world.restart()
    world.press(COORDINATOR, button(preview, "award_give:"))
    assert balance(world) == 5


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("0", "0 分等于没发", "0 points would be no award"),
        ("-3", "不能发负数", "Nobody is given less than nothing"),
        ("101", "一次最多 100 分", "at most 100 at once"),
        ("9" * 4000, "一次最多 100 分", "at most 100 at once"),
        ("2.5", "积分没有小数", "Points come whole"),
        ("很多", "这不是一个数字", "That is not a number"),
    ],
)
def test_a_wrong_number_is_answered_precisely_and_the_question_stays(
    world: World, typed: str, zh: str, en: str
) -> None:
    choose(world)
    assert zh in words(world.say(COORDINATOR, typed))
    world.press(COORDINATOR, "language:en")
    assert en in words(world.say(COORDINATOR, typed))
    world.say(COORDINATOR, "5")
    world.press(COORDINATOR, button(world.say(COORDINATOR, REASON), "award_give:"))
    assert balance(world) == 5


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("好", "理由太短", "too short"),
        ("\u200b\u200b", "理由太短", "too short"),
        ("好" * 201, "201 个字，最多 200 个字", "201 characters, and at most 200"),
    ],
)
def test_a_wrong_reason_is_answered_precisely_and_the_question_stays(
    world: World, typed: str, zh: str, en: str
) -> None:
    choose(world)
    world.say(COORDINATOR, "5")
    assert zh in words(world.say(COORDINATOR, typed))
    world.press(COORDINATOR, "language:en")
    assert en in words(world.say(COORDINATOR, typed))
    world.press(COORDINATOR, button(world.say(COORDINATOR, REASON), "award_give:"))
    assert balance(world) == 5


@pytest.mark.parametrize(("typed", "said"), [("没有这个人", "没有找到"), ("\u200b", "没有能找的字")])
def test_a_name_that_nobody_has_can_be_typed_again(world: World, typed: str, said: str) -> None:
    world.say(COORDINATOR, "/award")
    assert said in words(world.say(COORDINATOR, typed))
    assert shown(world.say(COORDINATOR, "#1"))[0].data == "award_to:at:1"


def test_nobody_awards_to_themselves(world: World) -> None:
    rows = choose(world, COORDINATOR)
    assert "不能给自己发积分" in answer(rows)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "发积分" not in [one.text for one in shown(world.press(COORDINATOR, "people:at:6"))]


@pytest.mark.parametrize("who", [PENDING])
def test_points_go_to_active_members_only(world: World, who: int) -> None:
    assert "陈晓 现在不是在队的队员" in answer(choose(world, who))


def test_whoever_left_before_the_last_press_gets_nothing(world: World) -> None:
    data = button(fill(world), "award_give:")
    members.set_standing(world.transaction, world.member(COURIER).id, Standing.LEFT)
    assert "什么都没变" in answer(world.press(COORDINATOR, data))
    assert transfers(world) == 0


def test_whoever_was_erased_before_the_last_press_gets_nothing(world: World) -> None:
    data = button(fill(world), "award_give:")
    erase(world, COURIER)
    assert answer(world.press(COORDINATOR, data))
    assert transfers(world) == 0


def test_an_unfinished_award_is_its_makers_alone(world: World) -> None:
    data = button(fill(world), "award_give:")
    assert "别的协调员正在填的" in answer(world.press(OTHER_COORDINATOR, data))
    assert "积分由协调员来发" in answer(world.press(COURIER, data))
    assert transfers(world) == 0


def test_what_is_still_missing_cannot_be_given_by_a_forged_button(world: World) -> None:
    _, token, version, _ = button(choose(world), "award_points:").split(":")
    assert answer(world.press(COORDINATOR, f"award_give:{token}:{version}"))
    assert transfers(world) == 0


@pytest.mark.parametrize(
    "data",
    [
        "award_give",
        "award_give:x:1",
        "award_give:{token}:x",
        "award_points:{token}:1:0",
        "award_points:{token}:1:101",
        "award_points:{token}:1",
        "award_to:at:x",
        "award_to:at:99",
        "award_to",
        "award_to:in:x:name:0",
    ],
)
def test_forged_buttons_change_nothing_and_are_answered(world: World, data: str) -> None:
    token = button(choose(world), "award_points:").split(":")[1]
    rows = world.press(COORDINATOR, data.format(token=token))
    assert answer(rows)
    assert methods(rows) == ["answerCallbackQuery"]


def test_an_old_button_is_out_of_date(world: World) -> None:
    asked = choose(world)
    world.press(COORDINATOR, button(asked, "award_points:"))
    assert "过时" in answer(world.press(COORDINATOR, button(asked, "award_points:")))


def test_dropping_it_gives_nothing_and_expects_nothing_more(world: World) -> None:
    preview = fill(world)
    assert "谁的积分都没变" in words(world.press(COORDINATOR, button(preview, "award_drop:")))
    assert "已经不发了" in answer(world.press(COORDINATOR, button(preview, "award_give:")))
    assert transfers(world) == 0


def test_cancel_in_the_middle_gives_nothing(world: World) -> None:
    data = button(choose(world), "award_points:")
    assert "谁的积分都没变" in words(world.say(COORDINATOR, "/cancel"))
    assert "已经不发了" in answer(world.press(COORDINATOR, data))
    assert open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now) is None


def test_dropping_an_award_leaves_a_question_about_something_else_open(world: World) -> None:
    data = button(choose(world), "award_drop:")
    world.say(COORDINATOR, "/people")
    world.press(COORDINATOR, data)
    asked = open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now)
    assert asked is not None
    assert asked.question == "finding.name"


def test_a_newer_award_takes_the_place_of_an_unfinished_one(world: World) -> None:
    data = button(fill(world), "award_give:")
    choose(world, OTHER_COURIER)
    assert "已经不发了" in answer(world.press(COORDINATOR, data))
    assert transfers(world) == 0


def test_an_award_begins_on_a_persons_card_too(world: World) -> None:
    give(world)
    card = world.press(COORDINATOR, "people:at:1")
    assert "积分：5" in words(card)
    assert "+1" in [one.text for one in shown(world.press(COORDINATOR, button(card, "award_to:")))]


def test_an_admin_awards_as_well(world: World) -> None:
    give(world, by=ADMIN)
    assert balance(world) == 5


def test_unfinished_awards_are_forgotten_after_a_day_and_given_ones_stay(world: World) -> None:
    give(world)
    fill(world)
    world.say(COORDINATOR, "/cancel")
    world.now += 25 * 3600 * 1000
    world.tick("retention")
    states = [row["state"] for row in world.transaction.all("SELECT state FROM awards")]
    assert states == ["given"]
