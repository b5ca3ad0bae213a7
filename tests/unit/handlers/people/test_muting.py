"""A coordinator pauses somebody's reporting from their card, says until when and why, and lets them report again."""

from __future__ import annotations

import pytest

from handlers.people.mute_lifecycle import TRANSITIONS, Heard, MuteAction, MuteState, Refusal, decide
from handlers.people.muting import LONGEST_REASON
from storage import members, mutes, open_questions
from storage.members import Member, MemberId, Role, Standing
from storage.mutes import Mute, MuteId, MuteReason
from storage.outbox import OutboxRow
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    PENDING,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)

DAY = 24 * 3600 * 1000


def card(world: World, of: int = COURIER, by: int = COORDINATOR) -> list[OutboxRow]:
    return world.press(by, f"people:at:{world.member(of).id}")


def reasons(world: World, days: int = 7, of: int = COURIER) -> list[OutboxRow]:
    lengths = world.press(COORDINATOR, button(card(world, of), "mute:"))
    chosen = next(one.data for one in shown(lengths) if one.data.endswith(f":{days}"))
    return world.press(COORDINATOR, chosen)


def mute(world: World, days: int = 7, of: int = COURIER, reason: str = "rude") -> list[OutboxRow]:
    return world.press(
        COORDINATOR, next(one.data for one in shown(reasons(world, days, of)) if one.data.endswith(reason))
    )


def type_reason(world: World) -> list[OutboxRow]:
    """They are asked for a reason in words."""
    return mute(world, reason="other")


def is_muted(world: World, who: int = COURIER) -> bool:
    return mutes.in_force(world.transaction, world.member(who).id, world.now) is not None


@pytest.mark.parametrize(("days", "until"), [(1, "9月22日"), (7, "9月28日"), (30, "10月21日")])
def test_the_person_is_told_until_when_why_and_whom_to_ask(world: World, days: int, until: str) -> None:
    rows = mute(world, days)
    told = words(rows, COURIER)
    assert all(part in told for part in (until, "辱骂他人", "刘敏", "南湖街道的服务站"))
    assert methods(rows) == ["sendMessage", "answerCallbackQuery", "editMessageText"]
    assert "已告诉李强" in words(rows, COORDINATOR)


def test_they_are_told_in_their_own_language(world: World) -> None:
    world.press(COURIER, "language:en")
    told = words(mute(world), COURIER)
    assert all(part in told for part in ("paused until Mon 28 Sep", "Insults", "刘敏", "service station"))


def test_the_card_shows_it_to_every_coordinator_and_offers_to_lift_it(world: World) -> None:
    mute(world)
    shown_to_another = card(world, by=OTHER_COORDINATOR)
    assert "辱骂他人" in words(shown_to_another)
    assert "刘敏" in words(shown_to_another)
    offered = [one.data.split(":")[0] for one in shown(shown_to_another)]
    assert offered == ["award_to", "unmute", "people"]


def test_a_typed_reason_is_read_as_it_is(world: World) -> None:
    type_reason(world)
    rows = world.say(COORDINATOR, "把<邻居>的店\u202e拍成违建")
    assert "把&lt;邻居&gt;的店拍成违建" in words(rows, COURIER)
    assert methods(rows, COORDINATOR) == ["sendMessage"]
    assert open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now) is None


@pytest.mark.parametrize("reason", ["\u202e\u200b", "字" * (LONGEST_REASON + 1)])
def test_a_reason_that_cannot_be_read_is_asked_for_again(world: World, reason: str) -> None:
    type_reason(world)
    assert "原因" in words(world.say(COORDINATOR, reason))
    assert not is_muted(world)
    world.say(COORDINATOR, "字" * LONGEST_REASON)
    assert is_muted(world)


def test_giving_up_mutes_nobody(world: World) -> None:
    type_reason(world)
    assert "没有暂停" in words(world.say(COORDINATOR, "/cancel"))
    world.say(COORDINATOR, "骂人")
    assert not is_muted(world)


def test_going_back_to_the_card_mutes_nobody_by_words_said_later(world: World) -> None:
    world.press(COORDINATOR, button(type_reason(world), "people:at:"))
    world.say(COORDINATOR, "今天辛苦了")
    assert not is_muted(world)


def test_whoever_leaves_while_a_reason_is_typed_is_not_muted(world: World) -> None:
    type_reason(world)
    members.retire(world.transaction, world.member(COURIER).id)
    assert "不在队伍里" in words(world.say(COORDINATOR, "骂人"))
    assert not is_muted(world)


def test_whoever_is_muted_by_another_meanwhile_is_not_muted_twice(world: World) -> None:
    type_reason(world)
    member, by = world.member(COURIER).id, world.member(OTHER_COORDINATOR).id
    mutes.begin(world.transaction, member, MuteReason.RUDE, None, by, world.now + DAY, world.now)
    assert "赵军" in words(world.say(COORDINATOR, "骂人"))
    assert world.transaction.number("SELECT count(*) FROM mutes") == 1


def test_it_is_lifted_from_the_card_and_the_person_is_told(world: World) -> None:
    lifted = world.press(OTHER_COORDINATOR, button(mute(world), "unmute:"))
    assert "又可以上报了" in words(lifted, COURIER)
    assert "已恢复" in words(lifted, OTHER_COORDINATOR)
    assert button(lifted, "mute:")
    assert not is_muted(world)


def test_it_ends_by_itself(world: World) -> None:
    mute(world, 1)
    world.now += DAY - 1
    assert is_muted(world)
    world.now += 1
    assert not is_muted(world)
    assert button(card(world), "mute:")


def test_what_was_is_kept_with_who_said_so(world: World) -> None:
    world.press(OTHER_COORDINATOR, button(mute(world, 1), "unmute:"))
    world.now += DAY
    mute(world, 7)
    (first, second) = world.transaction.all("SELECT muted_by, lifted_by, lifted_at FROM mutes ORDER BY id")
    assert first["lifted_by"] == world.member(OTHER_COORDINATOR).id
    assert (second["muted_by"], second["lifted_at"]) == (world.member(COORDINATOR).id, None)


def test_a_double_tap_mutes_once_and_says_by_whom(world: World) -> None:
    choices = reasons(world)
    data = button(choices, "mute_because:")
    world.press(COORDINATOR, data)
    again = world.press(OTHER_COORDINATOR, data)
    assert "已经暂停上报了" in words(again)
    assert "刘敏" in words(again)
    assert world.transaction.number("SELECT count(*) FROM mutes") == 1


def test_a_button_from_before_does_not_mute_again(world: World) -> None:
    data = button(reasons(world), "mute_because:")
    world.press(COORDINATOR, button(world.press(COORDINATOR, data), "unmute:"))
    assert "后来变过" in words(world.press(COORDINATOR, data))
    assert not is_muted(world)


def test_an_older_lift_does_not_lift_what_came_later(world: World) -> None:
    lift = button(mute(world, 1), "unmute:")
    world.now += DAY
    assert "不用恢复" in words(world.press(COORDINATOR, lift))
    mute(world, 7)
    assert "后来变过" in words(world.press(COORDINATOR, lift))
    assert is_muted(world)


@pytest.mark.parametrize(
    ("who", "says"), [(COORDINATOR, "你自己"), (OTHER_COORDINATOR, "是协调员或管理员"), (WORKER, "不上报")]
)
def test_those_who_cannot_be_muted_are_not_offered_and_a_forged_button_says_why(
    world: World, who: int, says: str
) -> None:
    assert not any(one.data.startswith("mute") for one in shown(card(world, who)))
    for prefix, rest in (("mute", ""), ("mute_for", ":7"), ("mute_because", ":7:rude")):
        answer = world.press(COORDINATOR, f"{prefix}:{world.member(who).id}:0{rest}")
        assert says in words(answer)
        assert methods(answer) == ["answerCallbackQuery"]


def test_an_admin_of_the_settings_cannot_be_muted(world: World) -> None:
    admin = {"user_id": ADMIN, "name": "何芳", "roles": ["courier"]}
    world.command("import-people", people=[admin])
    assert "管理员" in words(world.press(COORDINATOR, f"mute:{world.member(ADMIN).id}:0"))


def test_nobody_lifts_their_own(world: World) -> None:
    mute(world)
    members.give_role(world.transaction, world.member(COURIER).id, Role.COORDINATOR)
    mine = card(world, by=COURIER)
    assert not any("mute" in one.data for one in shown(mine))
    forged = f"unmute:{world.member(COURIER).id}:1"
    assert "你自己" in words(world.press(COURIER, forged))
    assert is_muted(world)


def test_whoever_waits_to_be_let_in_can_be_muted(world: World) -> None:
    mute(world, of=PENDING)
    assert is_muted(world, PENDING)


@pytest.mark.parametrize(
    "data",
    [
        "mute",
        "mute:x:0",
        "mute:4711:0",
        "mute:{id}:x",
        "mute:{id}:7",
        "mute:{id}:-1",
        "mute_for:{id}:0",
        "mute_for:{id}:0:365",
        "mute_because:{id}:0:7",
        "mute_because:{id}:0:7:because",
        "mute_because:{id}:0:365:rude",
        "unmute:{id}:0",
        "unmute:99999999999999999999:0",
    ],
)
def test_a_forged_button_mutes_nobody(world: World, data: str) -> None:
    answer = world.press(COORDINATOR, data.format(id=world.member(COURIER).id))
    assert methods(answer) == ["answerCallbackQuery"]
    assert "show_alert" in answer[0].parameters
    assert world.transaction.number("SELECT count(*) FROM mutes") == 0


@pytest.mark.parametrize("who", [OTHER_COURIER, PENDING, WORKER])
def test_nobody_else_mutes(world: World, who: int) -> None:
    world.press(who, f"mute_because:{world.member(COURIER).id}:0:7:rude")
    assert not is_muted(world)


def test_who_muted_is_not_named_after_they_were_erased(world: World) -> None:
    mute(world)
    erase(world, COORDINATOR)
    told = words(world.photo(COURIER))
    assert "刘敏" not in told
    assert "请问协调员，" in told


def test_an_erased_person_keeps_no_reason(world: World) -> None:
    type_reason(world)
    world.say(COORDINATOR, "骂人")
    erase(world)
    (row,) = world.transaction.all("SELECT reason, words FROM mutes")
    assert tuple(row) == (None, None)


def person(id_: int, *roles: Role) -> Member:
    return Member(MemberId(id_), "telegram", id_, "x", None, Standing.ACTIVE, frozenset(roles))


def somebody(mute: bool, version: int) -> Heard:
    begun = Mute(MuteId(version), MemberId(1), MuteReason.RUDE, None, MemberId(2), 1000, None)
    return Heard(person(1, Role.COURIER), begun if mute else None, version)


@pytest.mark.parametrize("action", MuteAction)
@pytest.mark.parametrize("is_muted", [True, False])
def test_the_table_says_what_becomes_of_it(action: MuteAction, is_muted: bool) -> None:
    about = somebody(is_muted, 3)
    outcome = decide(about, action, person(2, Role.COORDINATOR), version=3)
    expected = TRANSITIONS.get((about.state, action))
    assert outcome == expected if expected else isinstance(outcome, Refusal)
    assert decide(about, action, about.member, version=3) is Refusal.YOURSELF


def test_states_and_actions_are_all_in_the_table() -> None:
    assert {state for state, _ in TRANSITIONS} == set(MuteState)
    assert {action for _, action in TRANSITIONS} == set(MuteAction)
