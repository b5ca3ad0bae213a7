"""Leaving, taking consents back, and coming again."""

from __future__ import annotations

import pytest

from storage import consents, grids, members
from storage.consents import Purpose
from storage.grids import GridId
from storage.members import Role, Standing
from storage.reports import ReportState
from tests.unit.handlers.registration.applicants import apply_to_join, contact, name, registration_of
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)


def leave(world: World, who: int) -> None:
    world.press(who, button(world.say(who, "/leave"), "leave:"))


@pytest.mark.parametrize(
    ("language_code", "explained", "trainings", "left"),
    [
        ("zh-hans", "真的要退出吗", "让出名额；积分留着", "你已经退出"),
        ("en", "really want to leave", "places in trainings are given up", "You have left"),
    ],
)
def test_leaving_is_explained_and_confirmed(
    world: World, language_code: str, explained: str, trainings: str, left: str
) -> None:
    world.language_code = language_code
    rows = world.say(COURIER, "/leave")
    assert explained in words(rows)
    assert trainings in words(rows)
    assert world.member(COURIER).standing is Standing.ACTIVE
    assert left in words(world.press(COURIER, button(rows, "leave:")))
    assert world.member(COURIER).standing is Standing.LEFT


def test_roles_and_grids_lapse_and_do_not_come_back_by_themselves(world: World) -> None:
    leave(world, WORKER)
    assert grids.worker_ids(world.transaction, GridId("west")) == []
    apply_to_join(world, WORKER)
    world.press(COORDINATOR, button(world.say(COORDINATOR, "/waiting"), "approve:"))
    kept = world.transaction.number("SELECT count(*) FROM member_roles WHERE role = 'grid_worker'")
    assert kept == 1  # the other worker


def test_consents_end_with_leaving(world: World) -> None:
    member = world.member(COURIER).id
    for purpose in Purpose:
        consents.record(world.transaction, member, purpose, given=True, now=world.now)
    leave(world, COURIER)
    assert not any(consents.is_given(world.transaction, member, purpose) for purpose in Purpose)


def test_whoever_left_comes_back_with_start_and_is_asked_to_agree_again(world: World) -> None:
    leave(world, COURIER)
    assert "先请你看一眼" in words(world.say(COURIER, "/start"))
    rows = apply_to_join(world, COURIER)
    world.press(COORDINATOR, button(rows, "approve:"))
    assert world.member(COURIER).roles == {Role.COURIER}


def test_whoever_waits_takes_the_request_back(world: World) -> None:
    apply_to_join(world)
    rows = world.press(STRANGER, button(world.say(STRANGER, "/leave"), "leave:"))
    assert "撤回了申请" in words(rows, COORDINATOR)
    assert registration_of(world) is None
    assert world.member(STRANGER).standing is Standing.STRANGER


@pytest.mark.parametrize(("language_code", "answer"), [("zh-hans", "不在队伍里"), ("en", "not on the team")])
def test_a_stranger_has_nothing_to_leave(world: World, language_code: str, answer: str) -> None:
    world.language_code = language_code
    assert answer in words(world.say(STRANGER, "/leave"))


def test_a_double_tap_and_an_old_button_leave_nobody(world: World) -> None:
    old = button(world.say(COURIER, "/leave"), "leave:")
    consents.record(
        world.transaction, world.member(COURIER).id, Purpose.REGISTRATION, given=True, now=world.now
    )
    assert "过时" in str(world.press(COURIER, old)[0].parameters["text"])
    leave(world, COURIER)
    assert "不用再点" in str(world.press(COURIER, old)[0].parameters["text"])


@pytest.mark.parametrize("data", ["leave", "leave:", "leave:x", "leave:0:0"])
def test_a_forged_button_leaves_nobody(world: World, data: str) -> None:
    assert methods(world.press(COURIER, data)) == ["answerCallbackQuery"]
    assert world.member(COURIER).standing is Standing.ACTIVE


def test_photos_and_places_are_taken_back_and_given_again_on_a_page(world: World) -> None:
    member = world.member(COURIER).id
    consents.record(world.transaction, member, Purpose.PHOTO_AND_PLACE, given=True, now=world.now)
    old = button(world.say(COURIER, "/consents"), "withdraw_photos:")
    page = world.press(COURIER, old)
    assert not consents.is_given(world.transaction, member, Purpose.PHOTO_AND_PLACE)
    assert "过时" in str(world.press(COURIER, old)[0].parameters["text"])
    world.press(COURIER, button(page, "allow_photos:"))
    assert consents.is_given(world.transaction, member, Purpose.PHOTO_AND_PLACE)


def test_the_page_is_reached_from_the_menu(world: World) -> None:
    assert "你同意过什么" in words(world.press(COURIER, button(world.say(COURIER, "/start"), "consents")))


@pytest.mark.parametrize("who", [COURIER, STRANGER])
def test_leaving_erases_the_draft(world: World, who: int) -> None:
    world.photo(who)
    if who is STRANGER:
        apply_to_join(world)
    leave(world, who)
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos) == (ReportState.DISCARDED, ())


def test_whoever_agreed_and_wandered_off_takes_that_back_on_the_page(world: World) -> None:
    world.photo(STRANGER)
    name(world)
    page = world.say(STRANGER, "/consents")
    assert "leaving" not in [one.data for one in shown(page)]
    rows = world.press(STRANGER, button(page, "withdraw_joining:"))
    assert "填过的内容" in words(rows)
    assert "加入：没有同意" in words(rows)
    assert registration_of(world) is None
    assert not consents.is_given(world.transaction, world.member(STRANGER).id, Purpose.REGISTRATION)
    assert world.draft(STRANGER) is None


def test_whoever_has_applied_since_is_told_what_taking_back_means(world: World) -> None:
    name(world)
    old = button(world.say(STRANGER, "/consents"), "withdraw_joining:")
    world.press(STRANGER, button(contact(world, STRANGER), "join_station:"))
    assert "真的要退出吗" in words(world.press(STRANGER, old))
    assert world.member(STRANGER).standing is Standing.PENDING


@pytest.mark.parametrize("standing", Standing)
def test_whatever_somebody_gave_they_can_take_back(world: World, standing: Standing) -> None:
    world.say(STRANGER, "/help")
    member = world.member(STRANGER).id
    members.set_standing(world.transaction, member, standing)
    for purpose in Purpose:
        consents.record(world.transaction, member, purpose, given=True, now=world.now)
    page = world.press(STRANGER, button(world.say(STRANGER, "/consents"), "withdraw_photos:"))
    assert not consents.is_given(world.transaction, member, Purpose.PHOTO_AND_PLACE)
    if standing in (Standing.ACTIVE, Standing.PENDING):
        world.press(STRANGER, button(world.press(STRANGER, button(page, "leaving")), "leave:"))
    else:
        world.press(STRANGER, button(page, "withdraw_joining:"))
    assert not consents.is_given(world.transaction, member, Purpose.REGISTRATION)


@pytest.mark.parametrize("data", ["withdraw_joining", "withdraw_joining:x", "withdraw_photos:0"])
def test_a_forged_button_takes_nothing_back(world: World, data: str) -> None:
    name(world)
    assert methods(world.press(STRANGER, data)) == ["answerCallbackQuery"]
    assert registration_of(world) is not None
