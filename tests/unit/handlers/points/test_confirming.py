"""A large award waits for another coordinator, who confirms or declines it; after a week it lapses."""

from __future__ import annotations

import pytest

from storage import award_cards, awards, members
from storage.awards import AwardId, AwardState
from storage.members import Role, Standing
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points.awards import answer, balance, fill, give, transfers, undo
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    button,
    methods,
    shown,
    words,
)

FIRST = AwardId(1)


def asked(world: World, points: int = 50) -> list[OutboxRow]:
    """Their maker presses *ask*; the others are shown the award."""
    return world.press(COORDINATOR, button(fill(world, points), "award_give:"))


def state(world: World) -> AwardState:
    return awards.get(world.transaction, FIRST).state


def test_a_large_award_is_shown_to_the_others_and_not_given_yet(world: World) -> None:
    world.say(ADMIN, "/help")
    preview = fill(world, 21)
    assert "另一位协调员确认后才到账" in words(preview)
    rows = world.press(COORDINATOR, button(preview, "award_give:"))
    assert transfers(world) == 0
    for other in (OTHER_COORDINATOR, ADMIN):
        assert "刘敏 想给 <b>李强</b> +21 分" in words(rows, other)
        assert [one.data.split(":")[0] for one in shown([row for row in rows if row.chat_id == other])] == [
            "award_confirm",
            "award_decline",
        ]
    assert {row.chat_id for row in rows} == {COORDINATOR, OTHER_COORDINATOR, ADMIN}
    assert button([row for row in rows if row.chat_id == COORDINATOR], "award_withdraw:")


def test_up_to_the_threshold_nobody_is_asked(world: World) -> None:
    give(world, 20)
    assert balance(world) == 20


def test_what_is_given_in_small_parts_on_one_day_is_looked_at_too(world: World) -> None:
    give(world, 15)
    preview = fill(world, 6)
    assert "超过 20 分" in words(preview)
    give(world, 6, by=OTHER_COORDINATOR)
    give(world, 6, who=OTHER_COURIER)
    world.now += DAY
    give(world, 6)
    assert balance(world) == 27


def test_another_coordinator_confirms_and_everybody_is_told(world: World) -> None:
    world.say(ADMIN, "/help")
    cards = asked(world)
    world.press(OTHER_COORDINATOR, "language:en")
    rows = world.press(OTHER_COORDINATOR, button(cards, "award_confirm:"))
    assert balance(world) == 50
    assert "你得到 +50 分" in words(rows, COURIER)
    assert "赵军" not in words(rows, COURIER)
    assert "赵军 已确认：<b>李强</b> +50 分到账" in words(rows, COORDINATOR)
    assert "赵军 confirmed it" in words(rows, OTHER_COORDINATOR)
    assert "赵军 已确认，积分到账" in words(rows, ADMIN)
    assert "已经发过了" in answer(world.press(ADMIN, button(cards, "award_confirm:")))
    assert balance(world) == 50


def test_what_was_confirmed_can_be_taken_back_by_its_maker(world: World) -> None:
    rows = world.press(OTHER_COORDINATOR, button(asked(world), "award_confirm:"))
    undo(world, button([row for row in rows if row.chat_id == COORDINATOR], "award_undo:"))
    assert balance(world) == 0


def test_another_coordinator_declines_and_its_maker_is_told(world: World) -> None:
    cards = asked(world)
    rows = world.press(OTHER_COORDINATOR, button(cards, "award_decline:"))
    assert "赵军 没有同意给 <b>李强</b> +50 分" in words(rows, COORDINATOR)
    assert COURIER not in {row.chat_id for row in rows}
    assert "没有被同意" in answer(world.press(OTHER_COORDINATOR, button(cards, "award_confirm:")))
    assert transfers(world) == 0


def test_nobody_confirms_their_own(world: World) -> None:
    cards = asked(world)
    for prefix in ("award_confirm:", "award_decline:", "award_pending:"):
        data = button(cards, "award_confirm:").replace("award_confirm:", prefix)
        assert "不能自己确认" in answer(world.press(COORDINATOR, data))
    assert "积分由协调员来发" in answer(world.press(COURIER, button(cards, "award_confirm:")))
    assert transfers(world) == 0


def test_whoever_gets_it_is_not_asked_and_does_not_confirm(world: World) -> None:
    world.say(ADMIN, "/help")
    rows = world.press(COORDINATOR, button(fill(world, 50, who=OTHER_COORDINATOR), "award_give:"))
    assert OTHER_COORDINATOR not in {row.chat_id for row in rows}
    data = button(rows, "award_confirm:")
    assert "要由别的协调员确认" in answer(world.press(OTHER_COORDINATOR, data))
    world.press(ADMIN, data)
    assert balance(world, OTHER_COORDINATOR) == 50


def test_without_another_coordinator_it_says_what_to_do(world: World) -> None:
    members.set_standing(world.transaction, world.member(OTHER_COORDINATOR).id, Standing.LEFT)
    rows = asked(world)
    assert "没有别的协调员" in answer(rows)
    assert methods(rows) == ["answerCallbackQuery"]
    assert state(world) is AwardState.DRAFT


def test_its_maker_can_withdraw_it_and_the_cards_say_so(world: World) -> None:
    cards = asked(world)
    rows = world.press(COORDINATOR, button(cards, "award_withdraw:"))
    assert "刘敏 撤回了这一笔" in words(rows, OTHER_COORDINATOR)
    assert "已经不发了" in answer(world.press(OTHER_COORDINATOR, button(cards, "award_confirm:")))


def test_whoever_left_meanwhile_gets_nothing(world: World) -> None:
    cards = asked(world)
    members.set_standing(world.transaction, world.member(COURIER).id, Standing.LEFT)
    assert "现在不是在队的队员" in answer(world.press(OTHER_COORDINATOR, button(cards, "award_confirm:")))
    assert state(world) is AwardState.PENDING


def test_after_a_week_it_lapses_once_and_its_maker_is_told_by_day(world: World) -> None:
    cards = asked(world)
    world.now += 7 * DAY
    assert world.tick("unconfirmed awards") == []
    world.now = next_time(world.now, 3)
    rows = world.tick("unconfirmed awards")
    assert "七天里没有人确认" in words(rows, COORDINATOR)
    (told,) = [row for row in rows if row.chat_id == COORDINATOR]
    assert told.due_at == next_time(world.now, 7)
    assert "七天里没有人确认" in words(rows, OTHER_COORDINATOR)
    assert "已经作废" in answer(world.press(OTHER_COORDINATOR, button(cards, "award_confirm:")))
    assert world.tick("unconfirmed awards") == []


def test_what_waits_is_offered_to_whoever_may_decide(world: World) -> None:
    asked(world)
    assert "等确认" not in "".join(one.text for one in shown(world.say(COORDINATOR, "/award")))
    rows = world.say(OTHER_COORDINATOR, "/award")
    assert shown(rows)[0].text == "✋ 等确认：李强 +50"
    card = world.press(OTHER_COORDINATOR, shown(rows)[0].data)
    world.press(OTHER_COORDINATOR, button(card, "award_confirm:"))
    assert balance(world) == 50


@pytest.mark.parametrize("who", [COURIER, COORDINATOR])
def test_what_waits_is_not_given_to_or_by_somebody_who_was_erased(world: World, who: int) -> None:
    if who == COORDINATOR:
        members.give_role(world.transaction, world.member(OTHER_COURIER).id, Role.COORDINATOR)
    cards = asked(world)
    erase(world, who)
    assert answer(world.press(OTHER_COORDINATOR, button(cards, "award_confirm:")))
    assert transfers(world) == 0
    assert award_cards.of(world.transaction, FIRST) == []


def test_what_was_declined_is_forgotten_after_a_month(world: World) -> None:
    world.press(OTHER_COORDINATOR, button(asked(world), "award_decline:"))
    world.now += 29 * DAY
    world.tick("retention")
    assert state(world) is AwardState.DECLINED
    world.now += 2 * DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM awards") == 0


def test_what_was_entered_afterwards_is_for_honour_alone(world: World) -> None:
    preview = fill(world, 4)
    honour = world.press(COORDINATOR, button(preview, "award_class:"))
    assert "荣誉分" in words(honour)
    assert "过时" in answer(world.press(COORDINATOR, button(preview, "award_give:")))
    rows = world.press(COORDINATOR, button(honour, "award_give:"))
    assert "只计荣誉" in words(rows, COURIER)
    assert "你现在有 4 荣誉分" in words(rows, COURIER)
    said = words(world.say(COURIER, "/points"))
    assert "你有 0 分" in said
    assert "荣誉分 4" in said
    rows = undo(world, button(rows, "award_undo:"))
    assert "4 荣誉分发错了，已经收回" in words(rows, COURIER)
    assert "荣誉分 4" not in words(world.say(COURIER, "/points"))


def test_a_choice_of_class_can_be_changed_back(world: World) -> None:
    honour = world.press(COORDINATOR, button(fill(world, 4), "award_class:"))
    earned = world.press(COORDINATOR, button(honour, "award_class:"))
    world.press(COORDINATOR, button(earned, "award_give:"))
    assert balance(world) == 4
