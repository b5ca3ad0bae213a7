"""Invitations: made by those who may, used once, within a week, and each wrong one with its own answer."""

from __future__ import annotations

import re
from typing import cast

import pytest

from handlers.invitations.links import LIFETIME
from storage import consents, grids, settings
from storage.consents import Purpose
from storage.grids import GridId
from storage.members import Role, Standing
from storage.outbox import OutboxRow
from tests.unit.handlers.registration.applicants import (
    SKIP,
    agree,
    announced,
    apply_to_join,
    name,
    registration_of,
)
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    PENDING,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)

ANOTHER = 1005
DAY = 24 * 3600 * 1000


def invitation(world: World, role: str, **arguments: object) -> str:
    """What a new invitation from the command line makes somebody say."""
    return str(world.command("invite", role=role, **arguments)["link"])


def labelled(rows: list[OutboxRow], text: str) -> str:
    return next(one.data for one in shown(rows) if text in one.text)


def link_in(rows: list[OutboxRow]) -> str:
    found = re.search(r"/start join-[\w-]+", words(rows))
    assert found is not None
    return found[0]


def test_whoever_would_rather_not_invite_gets_back_to_the_menu(world: World) -> None:
    asked = world.press(COORDINATOR, button(world.say(COORDINATOR, "/start"), "invite"))
    assert shown(asked)[-1].data == "menu:start"


@pytest.mark.parametrize(("language_code", "welcome"), [("zh-hans", "美团南湖站"), ("en", "Meituan Nanhu")])
def test_a_courier_with_a_stations_invitation_is_active_at_once(
    world: World, language_code: str, welcome: str
) -> None:
    world.language_code = language_code
    start = invitation(world, "courier", station="mt-nanhu")
    assert welcome in words(world.say(STRANGER, start))
    agree(world, start=start)
    world.say(STRANGER, "汤姆")
    skip = SKIP if language_code == "zh-hans" else "Rather not"
    assert welcome in words(world.say(STRANGER, skip))
    assert world.member(STRANGER).roles == {Role.COURIER}
    assert announced(world) == ["joined"]


@pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.COORDINATOR, Role.ADMIN])
def test_other_roles_follow_from_consent_and_name(world: World, role: Role) -> None:
    of_grids = {"grids": ["west"]} if role is Role.GRID_WORKER else {}
    agree(world, start=invitation(world, role, **of_grids))
    assert "欢迎加入" in words(world.say(STRANGER, "汤姆"))
    assert world.member(STRANGER).roles == {role}
    answering = world.member(STRANGER).id in grids.worker_ids(world.transaction, GridId("west"))
    assert answering is (role is Role.GRID_WORKER)


def test_the_secret_is_long_and_only_its_hash_is_kept(world: World) -> None:
    secret = invitation(world, "courier").removeprefix("/start join-")
    assert len(secret) * 6 >= 128
    kept = world.transaction.one("SELECT token_hash FROM invitations")
    assert kept is not None
    assert secret not in kept["token_hash"]


def test_the_link_names_the_bot_once_that_is_known(world: World) -> None:
    settings.write(world.transaction, settings.IDENTITY, '{"id": 1, "username": "some_bot"}')
    link = invitation(world, "courier")
    assert re.fullmatch(r"https://t\.me/some_bot\?start=[\w-]{1,64}", link)


@pytest.mark.parametrize(
    ("language_code", "unknown", "expired", "used", "used_by_you"),
    [
        ("zh-hans", "邀请链接不对", "已经过期", "被别人用过", "你已经用过"),
        ("en", "not a valid one", "has expired", "somebody else already", "You have used"),
    ],
)
def test_each_wrong_invitation_has_its_own_answer(
    world: World, language_code: str, unknown: str, expired: str, used: str, used_by_you: str
) -> None:
    world.language_code = language_code
    start, late = invitation(world, "coordinator"), invitation(world, "coordinator")
    agree(world, start=start)
    world.say(STRANGER, "汤姆")
    assert used_by_you in words(world.say(STRANGER, start))
    assert used in words(world.say(ANOTHER, start))
    assert unknown in words(world.say(ANOTHER, "/start join-nothing"))
    world.now += LIFETIME
    assert expired in words(world.say(ANOTHER, late))
    assert world.member(ANOTHER).standing is Standing.STRANGER


@pytest.mark.parametrize(
    ("language_code", "taken"), [("zh-hans", "正用这个邀请加入"), ("en", "is joining with this invitation")]
)
def test_an_invitation_that_somebody_is_joining_by_is_taken_and_not_used_up(
    world: World, language_code: str, taken: str
) -> None:
    world.language_code = language_code
    start = invitation(world, "courier")
    agree(world, start=start)
    assert taken in words(world.say(ANOTHER, start))


@pytest.mark.parametrize(("language_code", "told"), [("zh-hans", "24 小时"), ("en", "24 hours")])
def test_an_invitation_that_nothing_came_of_is_free_again_after_24_hours(
    world: World, language_code: str, told: str
) -> None:
    world.language_code = language_code
    start = invitation(world, "courier")
    name(world, called="汤姆")
    world.say(STRANGER, start)
    world.now += DAY
    assert world.tick("retention") == []
    world.now += 1
    assert told in words(world.tick("retention"), STRANGER)
    assert registration_of(world) is None
    assert world.tick("retention") == []
    assert not consents.is_given(world.transaction, world.member(STRANGER).id, Purpose.REGISTRATION)
    agree(world, ANOTHER, start)
    assert registration_of(world, ANOTHER) is not None


def test_whoever_comes_back_to_the_link_after_24_hours_begins_anew(world: World) -> None:
    start = invitation(world, "courier")
    agree(world, start=start)
    world.now += DAY + 1
    world.tick("retention")
    world.press(STRANGER, button(world.say(STRANGER, start), "join_agree:"))
    assert registration_of(world) is not None


def test_a_member_who_opened_an_invitation_and_forgot_stays_what_they_are(world: World) -> None:
    world.agree(COURIER)
    world.say(COURIER, invitation(world, "grid_worker", grids=["east"]))
    world.now += DAY + 1
    world.tick("retention")
    assert registration_of(world, COURIER) is None
    assert consents.is_given(world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE)


def test_an_invitation_that_was_used_does_not_come_free(world: World) -> None:
    start = invitation(world, "coordinator")
    agree(world, start=start)
    world.say(STRANGER, "汤姆")
    world.now += DAY + 1
    world.tick("retention")
    assert "被别人用过" in words(world.say(ANOTHER, start))


def test_opening_the_same_link_again_asks_the_open_question(world: World) -> None:
    start = invitation(world, "courier")
    agree(world, start=start)
    assert "怎么称呼你" in words(world.say(STRANGER, start))


def test_a_second_invitation_takes_the_place_of_the_first_which_is_free_again(world: World) -> None:
    first, second = invitation(world, "courier"), invitation(world, "coordinator")
    agree(world, start=first)
    world.say(STRANGER, second)
    world.say(STRANGER, "汤姆")
    assert world.member(STRANGER).roles == {Role.COORDINATOR}
    assert "先请你看一眼" in words(world.say(ANOTHER, first))


def test_an_invitation_given_up_can_be_used_by_somebody_else(world: World) -> None:
    start = invitation(world, "courier")
    world.say(STRANGER, start)
    world.say(STRANGER, "/cancel")
    assert "先请你看一眼" in words(world.say(ANOTHER, start))


def test_whoever_waits_is_let_in_by_an_invitation(world: World) -> None:
    apply_to_join(world)
    rows = world.say(STRANGER, invitation(world, "courier"))
    assert "欢迎加入" in words(rows, STRANGER)
    assert "已加入" in words(rows, COORDINATOR)


def test_somebody_imported_who_waits_is_asked_to_agree_first(world: World) -> None:
    start = invitation(world, "courier")
    agree(world, PENDING, start)
    world.say(PENDING, "陈晓")
    asked = world.say(PENDING, SKIP)
    assert "欢迎加入" in words(world.press(PENDING, button(asked, "join_station:")))
    assert world.member(PENDING).roles == {Role.COURIER}
    assert registration_of(world, PENDING) is None


def test_a_member_gets_another_role_without_being_asked_again(world: World) -> None:
    rows = agree(world, COURIER, invitation(world, "grid_worker", grids=["east"]))
    assert "欢迎加入" in words(rows)
    assert world.member(COURIER).roles == {Role.COURIER, Role.GRID_WORKER}


def test_an_invitation_that_changes_nothing_is_not_used_up(world: World) -> None:
    start = invitation(world, "courier")
    assert "身份你已经有了" in words(world.say(COURIER, start))
    assert "先请你看一眼" in words(world.say(STRANGER, start))


def test_an_admin_makes_one_for_a_grid_worker_by_buttons(world: World) -> None:
    roles = world.say(ADMIN, "/invite")
    listed = world.press(ADMIN, labelled(roles, "网格员"))
    west = world.press(ADMIN, labelled(listed, "west"))
    both = world.press(ADMIN, labelled(west, "east"))
    only_east = world.press(ADMIN, labelled(both, "✅ west"))
    start = link_in(world.press(ADMIN, labelled(only_east, "生成邀请")))
    agree(world, start=start)
    rows = world.say(STRANGER, "汤姆")
    assert "汤姆" in words(rows, ADMIN)
    member = world.member(STRANGER).id
    assert member in grids.worker_ids(world.transaction, GridId("east"))
    assert member not in grids.worker_ids(world.transaction, GridId("west"))


def test_the_link_is_copied_with_one_press(world: World) -> None:
    stations = world.press(COORDINATOR, "invite")
    rows = world.press(COORDINATOR, labelled(stations, "美团"))
    (edit,) = [row for row in rows if row.method == "editMessageText"]
    markup = cast(dict[str, list[list[dict[str, dict[str, str]]]]], edit.parameters["reply_markup"])
    assert markup["inline_keyboard"][0][0]["copy_text"]["text"] == link_in(rows)


@pytest.mark.parametrize("who", [COURIER, WORKER, STRANGER, PENDING])
def test_nobody_else_may_invite(world: World, who: int) -> None:
    world.say(who, "/invite")
    world.press(who, "invite")
    assert world.transaction.number("SELECT count(*) FROM invitation_drafts") == 0


def test_a_coordinator_invites_couriers_and_nobody_else(world: World) -> None:
    _, token, version, *_ = button(world.say(COORDINATOR, "/invite"), "invite_station:").split(":")
    for role in ("admin", "coordinator", "grid_worker", "king"):
        rows = world.press(COORDINATOR, f"invite_role:{token}:{version}:{role}")
        assert methods(rows) == ["answerCallbackQuery"]


def test_buttons_of_an_invitation_are_their_makers_and_of_the_newest_version(world: World) -> None:
    roles = world.say(ADMIN, "/invite")
    data = labelled(roles, "网格员")
    listed = world.press(ADMIN, data)
    assert "过时" in str(world.press(ADMIN, data)[0].parameters["text"])
    assert "失效" in str(world.press(COORDINATOR, labelled(listed, "west"))[0].parameters["text"])
    assert methods(world.press(ADMIN, button(listed, "invite_grid:") + "x")) == ["answerCallbackQuery"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"role": "king"}, "king"),
        ({"role": "courier", "station": "nowhere"}, "nowhere"),
        ({"role": "admin", "station": "mt-nanhu"}, "courier"),
        ({"role": "grid_worker"}, "grids"),
        ({"role": "grid_worker", "grids": ["moon"]}, "moon"),
        ({"role": "courier", "grids": ["west"]}, "grid worker"),
    ],
)
def test_each_fault_of_an_invitation_is_named(world: World, arguments: dict[str, object], named: str) -> None:
    (fault,) = cast(list[str], world.command("invite", **arguments)["faults"])
    assert named in fault


def test_a_name_with_markup_is_shown_to_the_inviter_as_it_is(world: World) -> None:
    stations = world.press(COORDINATOR, "invite")
    start = link_in(world.press(COORDINATOR, labelled(stations, "美团")))
    world.say(STRANGER, start)
    name(world, called="<b>x")
    assert "&lt;b&gt;x" in words(world.say(STRANGER, SKIP), COORDINATOR)
