"""Nothing is fetched or shown before its sender agrees; whoever joins goes on where they began."""

from __future__ import annotations

import pytest

from storage import consents, members
from storage.consents import Purpose
from storage.members import Role, Standing
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    PENDING,
    STRANGER,
    WEST,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)


@pytest.fixture
def unasked(world: World) -> World:
    """The courier has not been asked yet."""
    consents.record(world.transaction, world.member(COURIER).id, Purpose.PHOTO_AND_PLACE, given=False, now=0)
    return world


def choice(rows: list[OutboxRow], answered: str) -> str:
    return next(one.data for one in shown(rows) if one.data.endswith(f":{answered}"))


def agrees(world: World, who: int) -> bool:
    return consents.is_given(world.transaction, world.member(who).id, Purpose.PHOTO_AND_PLACE)


def join(world: World, who: int) -> None:
    member = world.member(who)
    members.set_standing(world.transaction, member.id, Standing.ACTIVE)
    members.give_role(world.transaction, member.id, Role.COURIER)


@pytest.mark.parametrize(("language_code", "what"), [("zh-hans", "谁能看"), ("en", "Who sees it")])
def test_the_first_photo_asks_for_consent_and_fetches_nothing(
    unasked: World, language_code: str, what: str
) -> None:
    unasked.press(COURIER, f"language:{language_code[:2]}")
    rows = unasked.photo(COURIER)
    assert methods(rows) == ["sendMessage"]
    assert what in words(rows)


def test_agreeing_fetches_what_was_sent_and_asks_for_the_rest(unasked: World) -> None:
    rows = unasked.photo(COURIER, "one", album="7")
    unasked.photo(COURIER, "two", album="7")
    rows = unasked.press(COURIER, choice(rows, "yes"))
    assert methods(rows).count("getFile") == 2
    assert "在哪里" in words(rows)
    assert agrees(unasked, COURIER)


def test_agreeing_is_asked_for_once(unasked: World) -> None:
    unasked.press(COURIER, choice(unasked.photo(COURIER), "yes"))
    unasked.say(COURIER, "/cancel")
    rows = unasked.photo(COURIER, "two")
    assert "getFile" in methods(rows)
    assert "在哪里" in words(rows)


def test_not_agreeing_empties_the_draft(unasked: World) -> None:
    rows = unasked.photo(COURIER, caption="x")
    rows = unasked.press(COURIER, choice(rows, "no"))
    (report,) = unasked.all_reports()
    assert (report.state, report.photos, report.words) == (ReportState.DISCARDED, (), "")
    assert "都已删除" in words(rows)
    assert not agrees(unasked, COURIER)


def test_a_double_tap_agrees_once(unasked: World) -> None:
    data = choice(unasked.photo(COURIER), "yes")
    unasked.press(COURIER, data)
    rows = unasked.press(COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经同意" in answer(rows)


@pytest.mark.parametrize("answered", ["", "maybe"])
def test_a_forged_answer_agrees_to_nothing(unasked: World, answered: str) -> None:
    data = choice(unasked.photo(COURIER), "yes").removesuffix("yes") + answered
    assert "失效" in answer(unasked.press(COURIER, data))
    assert not agrees(unasked, COURIER)


def test_nobody_agrees_for_somebody_else(unasked: World) -> None:
    data = choice(unasked.photo(COURIER), "yes")
    assert "不是你的上报" in answer(unasked.press(OTHER_COURIER, data))
    assert not agrees(unasked, COURIER)


@pytest.mark.parametrize(("language_code", "kept"), [("zh-hans", "先替你留着"), ("en", "Set aside for you")])
def test_a_strangers_photo_is_kept_by_reference_and_registration_begins(
    world: World, language_code: str, kept: str
) -> None:
    world.language_code = language_code
    rows = world.photo(STRANGER)
    assert kept in words(rows)
    assert methods(rows) == ["sendMessage", "sendMessage"]
    draft = world.draft(STRANGER)
    assert draft is not None
    assert draft.photos[0].sha256 is None


def test_whoever_joins_goes_on_where_they_began(world: World) -> None:
    world.photo(STRANGER)
    join(world, STRANGER)
    rows = world.announce("joined", member=world.member(STRANGER).id)
    assert "照片和位置" in words(rows, STRANGER)
    rows = world.press(STRANGER, choice(rows, "yes"))
    world.downloaded(only(rows, "getFile"))
    rows = world.press(STRANGER, category_button(world.location(STRANGER, WEST), "leak"))
    assert "WH-2026-000001" in words(rows, STRANGER)


def test_whoever_waits_fills_a_report_that_goes_out_when_they_are_let_in(world: World) -> None:
    rows = world.photo(PENDING)
    rows = world.press(PENDING, choice(rows, "yes"))
    world.downloaded(only(rows, "getFile"))
    rows = world.press(PENDING, category_button(world.location(PENDING, WEST), "leak"))
    assert "同意你加入后" in words(rows)
    assert world.all_reports()[0].state is ReportState.DRAFT
    join(world, PENDING)
    rows = world.announce("joined", member=world.member(PENDING).id)
    assert "WH-2026-000001" in words(rows, PENDING)


def test_whoever_joins_without_a_draft_hears_nothing_of_reports(world: World) -> None:
    assert world.announce("joined", member=world.member(PENDING).id) == []


def test_an_applicant_is_asked_for_consent_when_the_application_is_in(world: World) -> None:
    world.photo(STRANGER)
    members.set_standing(world.transaction, world.member(STRANGER).id, Standing.PENDING)
    rows = world.announce("waiting", member=world.member(STRANGER).id)
    assert button(rows, "whereabouts:")


@pytest.mark.parametrize("who", [COURIER, PENDING])
def test_a_place_right_after_a_photo_is_noted_and_the_consent_is_asked_for_again(
    unasked: World, who: int
) -> None:
    unasked.photo(who)
    said = words(unasked.location(who, WEST), who)
    assert "位置收到" in said
    assert "谁能看" in said


def test_a_photo_right_after_a_place_is_noted_and_the_consent_is_asked_for_again(unasked: World) -> None:
    unasked.location(COURIER, WEST)
    said = words(unasked.photo(COURIER))
    assert "照片收到" in said
    assert "谁能看" in said


def test_a_strangers_place_right_after_their_photo_is_noted_and_joining_goes_on(world: World) -> None:
    world.photo(STRANGER)
    said = words(world.location(STRANGER, WEST), STRANGER)
    assert "位置收到" in said
    assert "先花一分钟加入队伍" in said
