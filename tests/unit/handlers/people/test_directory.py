"""Coordinators find people by words, by number and by turning pages, and see them on a card; nobody else does."""

from __future__ import annotations

import pytest

from storage import members, open_questions
from storage.members import Role, Standing
from storage.outbox import OutboxRow
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    PENDING,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)


def found(rows: list[OutboxRow]) -> list[str]:
    """The names on the buttons."""
    return [one.text.split("（")[0] for one in shown(rows) if one.data.startswith("people:at:")]


def card_of(world: World, who: int) -> list[OutboxRow]:
    return world.press(COORDINATOR, f"people:at:{world.member(who).id}")


def crowd(world: World, size: int) -> None:
    """Couriers 队员00 and so on."""
    for number in range(size):
        added = members.add(
            world.transaction, "telegram", 5000 + number, f"队员{number:02}", None, world.now, Standing.ACTIVE
        )
        members.give_role(world.transaction, added.id, Role.COURIER)


def test_everybody_on_the_team_is_listed_the_newest_first(world: World) -> None:
    world.say(STRANGER, "/help")
    assert found(world.say(COORDINATOR, "/people")) == [
        "赵军",
        "刘敏",
        "周敏",
        "王秀英",
        "陈晓",
        "张伟",
        "李强",
    ]


@pytest.mark.parametrize(
    ("typed", "names"), [("敏", ["刘敏", "周敏"]), (" 李强 ", ["李强"]), ("#1", ["李强"]), ("＃１", ["李强"])]
)
def test_typed_words_find_people(world: World, typed: str, names: list[str]) -> None:
    world.say(COORDINATOR, "/people")
    assert sorted(found(world.say(COORDINATOR, typed))) == sorted(names)


@pytest.mark.parametrize(
    "typed", ["诸葛", "#4711", "#99999999999999999999", "李" * 5000, "\u202e\u200b", "%"]
)
def test_who_finds_nobody_is_told_and_may_try_again_at_once(world: World, typed: str) -> None:
    world.say(COORDINATOR, "/people")
    (answer,) = world.say(COORDINATOR, typed)
    assert "/cancel" in words([answer])
    assert len(words([answer])) < 400
    assert found(world.say(COORDINATOR, "李")) == ["李强"]


def test_words_are_looked_for_once_only(world: World) -> None:
    world.say(COORDINATOR, "/people")
    world.say(COORDINATOR, "李")
    assert found(world.say(COORDINATOR, "王")) == []


def test_looking_can_be_given_up(world: World) -> None:
    world.say(COORDINATOR, "/people")
    assert "不找了" in words(world.say(COORDINATOR, "/cancel"))
    assert open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now) is None


def test_pages_of_eight_are_turned_in_place_and_in_either_order(world: World) -> None:
    crowd(world, 20)
    world.say(COORDINATOR, "/people")
    first = world.say(COORDINATOR, "队员")
    second = world.press(COORDINATOR, next(one.data for one in shown(first) if "下一页" in one.text))
    third = world.press(COORDINATOR, next(one.data for one in shown(second) if "下一页" in one.text))
    assert methods(second) == ["editMessageText", "answerCallbackQuery"]
    assert [*found(first), *found(second), *found(third)] == [f"队员{number:02}" for number in range(20)]
    assert not any("下一页" in one.text for one in shown(third))
    newest = world.press(COORDINATOR, next(one.data for one in shown(third) if "最新" in one.text))
    assert found(newest)[0] == "队员19"
    back = world.press(COORDINATOR, next(one.data for one in shown(second) if "上一页" in one.text))
    assert found(back) == found(first)


def test_a_card_tells_what_there_is_to_know_and_leads_back_to_what_was_found(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    world.transaction.execute(
        "UPDATE members SET station_id = 'mt-nanhu', phone = '+8613800000000' WHERE id = :id",
        {"id": world.member(COURIER).id},
    )
    world.say(COORDINATOR, "/people")
    listed = world.say(COORDINATOR, "李")
    card = world.press(COORDINATOR, button(listed, "people:at:"))
    assert methods(card) == ["editMessageText", "answerCallbackQuery"]
    for fact in ("李强", "骑手", "在队", "美团南湖站", "+8613800000000", "2026-09-21", "报过：0 条"):
        assert fact in words(card)
    assert found(world.press(COORDINATOR, button(card, "people:back"))) == ["李强"]


def test_a_card_is_in_the_coordinators_language(world: World) -> None:
    world.press(COORDINATOR, "language:en")
    assert all(fact in words(card_of(world, PENDING)) for fact in ("陈晓", "waiting for an answer"))


def test_whoever_has_left_or_was_erased_is_not_shown_any_more(world: World) -> None:
    left, erased = world.member(COURIER), world.member(WORKER)
    members.retire(world.transaction, left.id)
    erase(world, WORKER)
    for gone in (left, erased):
        answer = world.press(COORDINATOR, f"people:at:{gone.id}")
        assert methods(answer) == ["answerCallbackQuery"]
        assert "不在队伍里" in words(answer)


@pytest.mark.parametrize(
    "data",
    [
        "people:",
        "people:at",
        "people:at:x",
        "people:at:-1",
        "people:at:１",
        "people:at:99999999999999999999",
        "people:in:{token}:newest:x",
        "people:in:{token}:oldest:0",
        "people:in:nothing:name:0",
        "people:in:{token}:name:99999999",
        "people:what",
    ],
)
def test_a_forged_button_shows_nobody(world: World, data: str) -> None:
    crowd(world, 9)
    token = button(world.say(COORDINATOR, "/people"), "people:in:").split(":")[2]
    answer = world.press(COORDINATOR, data.format(token=token))
    assert methods(answer) == ["answerCallbackQuery"]
    assert "show_alert" in answer[0].parameters


def test_nobody_turns_the_pages_of_another(world: World) -> None:
    crowd(world, 9)
    turn = button(world.say(COORDINATOR, "/people"), "people:in:")
    assert "失效" in words(world.press(OTHER_COORDINATOR, turn))


@pytest.mark.parametrize("who", [COURIER, PENDING, STRANGER, WORKER])
def test_nobody_else_sees_who_there_is(world: World, who: int) -> None:
    for rows in (world.say(who, "/people"), world.press(who, "people"), world.press(who, "people:at:1")):
        assert "李强" not in words(rows)


def test_an_admin_of_the_settings_may_look(world: World) -> None:
    assert "李强" in found(world.say(ADMIN, "/people"))


def test_erasing_anybody_forgets_what_was_looked_for(world: World) -> None:
    world.say(COORDINATOR, "/people")
    world.say(COORDINATOR, "李强")
    erase(world, COURIER)
    assert world.transaction.number("SELECT count(*) FROM people_searches") == 0
