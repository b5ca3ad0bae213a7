"""An invitation that nobody has used: whoever made it is told once."""

from __future__ import annotations

import pytest

from storage import invitations, members
from storage.invitations import Offer
from storage.members import Role
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.world import ADMIN, COORDINATOR, STRANGER, World, button, shown, words

TICK = "unused invitations"


def invite(world: World, by: int, role: Role = Role.COURIER) -> None:
    invitations.add(
        world.transaction, f"secret of {by}", Offer(role), world.member(by).id, world.now, world.now + 7 * DAY
    )


def after(world: World, days: float) -> list[OutboxRow]:
    world.now += int(days * DAY)
    return world.tick(TICK)


@pytest.fixture
def morning(world: World) -> World:
    world.now = next_time(world.now, 10)
    return world


def test_the_inviter_is_told_once_with_the_role_and_a_way_to_make_another(morning: World) -> None:
    invite(morning, COORDINATOR)
    assert after(morning, 6.9) == []
    (told,) = after(morning, 0.2)
    assert told.chat_id == COORDINATOR
    assert "骑手" in words([told])
    assert "邀请" in words(morning.press(COORDINATOR, button([told], "invite")))
    assert after(morning, 0.1) == []


def test_a_used_one_is_no_news(morning: World) -> None:
    invite(morning, COORDINATOR)
    morning.say(STRANGER, f"/start join-secret of {COORDINATOR}")
    invitations.claim(
        morning.transaction,
        invitations.hash_of(f"secret of {COORDINATOR}"),
        morning.member(STRANGER).id,
        morning.now,
    )
    assert after(morning, 8) == []


def test_an_admin_of_the_settings_is_told_too(morning: World) -> None:
    morning.say(ADMIN, "/start")
    invite(morning, ADMIN, Role.COORDINATOR)
    (told,) = after(morning, 7.1)
    assert told.chat_id == ADMIN
    assert "协调员" in words([told])
    assert [one.data for one in shown([told])] == ["invite"]


def test_who_may_not_invite_any_more_is_not_told(morning: World) -> None:
    invite(morning, COORDINATOR)
    members.retire(morning.transaction, morning.member(COORDINATOR).id)
    assert after(morning, 7.1) == []


def test_the_command_line_is_told_nothing(morning: World) -> None:
    morning.command("invite", role="coordinator")
    assert after(morning, 7.1) == []


def test_what_expired_long_ago_while_the_bot_was_down_is_no_news(morning: World) -> None:
    invite(morning, COORDINATOR)
    assert after(morning, 15) == []


def test_at_night_it_waits_for_the_morning(morning: World) -> None:
    invite(morning, COORDINATOR)
    morning.now = next_time(morning.now + 7 * DAY, 23)
    (told,) = morning.tick(TICK)
    assert told.due_at == next_time(morning.now, 7)
