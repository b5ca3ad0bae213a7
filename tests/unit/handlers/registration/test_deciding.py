"""Coordinators let people in or do not; a request that reaches none of them is noticed."""

from __future__ import annotations

import pytest

from handlers.registration.lifecycle import DeclineReason
from storage import consents
from storage.consents import Purpose
from storage.members import Role, Standing
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.registration.applicants import (
    PHONE,
    announced,
    apply_to_join,
    phone,
    registration_of,
)
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    PENDING,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)


def answer_of(rows: list[OutboxRow]) -> str:
    return next(str(row.parameters["text"]) for row in rows if row.method == "answerCallbackQuery")


@pytest.mark.parametrize(
    ("language_code", "told", "card"), [("zh-hans", "欢迎加入", "已加入"), ("en", "Welcome", "Joined")]
)
@pytest.mark.parametrize("decider", [COORDINATOR, ADMIN])
def test_whoever_is_approved_is_a_courier_and_is_told(
    world: World, decider: int, language_code: str, told: str, card: str
) -> None:
    world.language_code = language_code
    world.say(COORDINATOR, "/start")
    data = button(apply_to_join(world), "approve:")
    rows = world.press(decider, data)
    assert told in words(rows, STRANGER)
    assert card in words(rows, COORDINATOR)
    assert world.member(STRANGER).roles == {Role.COURIER}
    assert world.member(STRANGER).name == "汤姆"
    assert announced(world) == ["waiting", "joined"]


def test_every_card_shows_the_decision(world: World) -> None:
    rows = world.press(COORDINATOR, button(apply_to_join(world), "approve:"))
    edited = [row.chat_id for row in rows if row.method == "editMessageText"]
    assert sorted(edited) == [COORDINATOR, OTHER_COORDINATOR]


def test_the_second_coordinator_learns_that_it_is_done(world: World) -> None:
    data = button(apply_to_join(world), "approve:")
    world.press(COORDINATOR, data)
    rows = world.press(OTHER_COORDINATOR, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "刘敏" in answer_of(rows)


@pytest.mark.parametrize("who", [COURIER, WORKER, STRANGER, PENDING])
@pytest.mark.parametrize("action", ["approve", "decline", "decline_because"])
def test_nobody_else_decides(world: World, who: int, action: str) -> None:
    data = button(apply_to_join(world), "approve:").replace("approve", action)
    rows = world.press(who, f"{data}:duplicate" if action == "decline_because" else data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "由协调员来答复" in answer_of(rows)
    assert world.member(STRANGER).standing is Standing.PENDING


@pytest.mark.parametrize("reason", DeclineReason)
@pytest.mark.parametrize(("language_code", "told"), [("zh-hans", "没有通过"), ("en", "Not this time")])
def test_declining_takes_a_reason_that_says_what_to_do_next(
    world: World, reason: DeclineReason, language_code: str, told: str
) -> None:
    world.language_code = language_code
    reasons = world.press(COORDINATOR, button(apply_to_join(world), "decline:"))
    assert len(shown(reasons)) == len(DeclineReason) + 1
    data = next(one.data for one in shown(reasons) if one.data.endswith(reason))
    rows = world.press(COORDINATOR, data)
    assert told in words(rows, STRANGER)
    assert world.member(STRANGER).standing is Standing.STRANGER
    assert registration_of(world) is None


def test_what_somebody_filled_in_who_is_declined_is_forgotten(world: World) -> None:
    reasons = world.press(COORDINATOR, button(apply_to_join(world), "decline:"))
    world.press(COORDINATOR, button(reasons, "decline_because:"))
    assert not world.transaction.number(
        "SELECT count(*) FROM registrations WHERE phone = :phone", {"phone": PHONE}
    )


def test_a_coordinator_can_go_back_from_the_reasons(world: World) -> None:
    reasons = world.press(COORDINATOR, button(apply_to_join(world), "decline:"))
    card = world.press(COORDINATOR, button(reasons, "reconsider:"))
    assert "欢迎加入" in words(world.press(COORDINATOR, button(card, "approve:")), STRANGER)


def test_a_reason_that_nobody_offered_declines_nobody(world: World) -> None:
    data = button(apply_to_join(world), "approve:").replace("approve", "decline_because")
    assert methods(world.press(COORDINATOR, f"{data}:envy")) == ["answerCallbackQuery"]
    assert world.member(STRANGER).standing is Standing.PENDING


def test_whoever_was_declined_can_ask_again_and_is_asked_to_agree_again(world: World) -> None:
    reasons = world.press(COORDINATOR, button(apply_to_join(world), "decline:"))
    world.press(COORDINATOR, button(reasons, "decline_because:"))
    assert "先请你看一眼" in words(world.say(STRANGER, "/start"))


def test_somebody_imported_as_pending_has_a_card_like_any_other(world: World) -> None:
    cards = world.say(COORDINATOR, "/waiting")
    assert "陈晓" in words(cards)
    world.press(COORDINATOR, button(cards, "approve:"))
    assert world.member(PENDING).roles == {Role.COURIER}


def test_importing_again_asks_nobody_twice(world: World) -> None:
    person = {"user_id": PENDING, "name": "陈晓", "standing": "pending", "roles": ["courier"]}
    world.command("import-people", people=[person])
    assert world.transaction.number("SELECT count(*) FROM registrations") == 1


def lose(world: World, rows: list[OutboxRow]) -> list[OutboxRow]:
    """The cards in the rows could not be delivered."""
    lost = [row for row in rows if row.effect is not None]
    return [said for row in lost for said in world.undelivered(row)]


def test_a_request_that_reaches_no_coordinator_goes_to_the_admins(world: World) -> None:
    world.say(ADMIN, "/start")
    rows = lose(world, apply_to_join(world))
    assert "汤姆" in words(rows, ADMIN)
    assert words(rows, STRANGER) == ""


def test_a_request_that_reaches_nobody_is_not_passed_over_in_silence(world: World) -> None:
    world.say(ADMIN, "/start")
    rows = lose(world, lose(world, apply_to_join(world)))
    assert "联系不上任何协调员" in words(rows, STRANGER)


def test_one_card_that_arrives_is_enough(world: World) -> None:
    first, *_ = [row for row in apply_to_join(world) if row.effect is not None]
    assert world.undelivered(first) == []


def test_without_anybody_to_decide_the_applicant_is_told(empty_world: World) -> None:
    assert "联系不上任何协调员" in words(phone(empty_world), STRANGER)


def declined(world: World) -> list[OutboxRow]:
    """A stranger with a whole draft is not let in; the rows of that."""
    world.photo(STRANGER, caption="盖子裂了")
    cards = apply_to_join(world)
    consent = world.announce("waiting", member=world.member(STRANGER).id)
    world.press(STRANGER, button(consent, "whereabouts:"))
    world.press(STRANGER, category_button(world.location(STRANGER, WEST), "leak"))
    reasons = world.press(COORDINATOR, button(cards, "decline:"))
    return world.press(COORDINATOR, button(reasons, "decline_because:"))


@pytest.mark.parametrize(
    ("language_code", "told"),
    [("zh-hans", "没报完的上报已经删除"), ("en", "unfinished report are erased")],
)
def test_declining_ends_what_was_agreed_to_and_erases_the_draft(
    world: World, language_code: str, told: str
) -> None:
    world.language_code = language_code
    rows = declined(world)
    assert told in words(rows, STRANGER)
    assert not any(consents.is_given(world.transaction, world.member(STRANGER).id, one) for one in Purpose)
    (draft,) = world.all_reports()
    assert (draft.state, draft.photos, draft.place, draft.category, draft.words) == (
        ReportState.DISCARDED,
        (),
        None,
        None,
        "",
    )


def test_a_photo_that_arrives_after_its_sender_was_declined_belongs_to_nothing(world: World) -> None:
    world.photo(STRANGER)
    cards = apply_to_join(world)
    consent = world.announce("waiting", member=world.member(STRANGER).id)
    download = only(world.press(STRANGER, button(consent, "whereabouts:")), "getFile")
    reasons = world.press(COORDINATOR, button(cards, "decline:"))
    world.press(COORDINATOR, button(reasons, "decline_because:"))
    assert world.downloaded(download) == []
