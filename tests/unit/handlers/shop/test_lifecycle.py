"""What may become of a redemption, and who may do it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from handlers.shop.lifecycle import (
    STANDS_ALREADY,
    TRANSITIONS,
    UNDO_WITHIN,
    Offer,
    RedemptionAction,
    Refusal,
    decide,
    objection,
)
from handlers.shop.windows import ALWAYS, Window
from storage.goods import Goods, GoodsId, Limit, Per, Terms
from storage.ledger import Standing as Points
from storage.ledger import TransferId
from storage.members import Member, MemberId, Role, Standing
from storage.redemptions import Redemption, RedemptionId, RedemptionState
from storage.stock import BatchId

NOW = 1_000_000_000
GOODS = Goods(GoodsId(1), "token", 1, Terms("保温杯", "Thermos", 5, limit=Limit(2, Per.MONTH)))
OFFER = Offer(GOODS, free=3, points=Points(5, 0, 0, 0), window=ALWAYS, had=1, limit_ends_at=NOW)


def member(number: int, role: Role, standing: Standing = Standing.ACTIVE) -> Member:
    return Member(MemberId(number), "telegram", number, "李强", None, standing, frozenset({role}))


OWNER, OTHER = member(1, Role.COURIER), member(2, Role.COURIER)
COORDINATOR, OWN_COORDINATOR = member(3, Role.COORDINATOR), member(1, Role.COORDINATOR)


def redemption(state: RedemptionState) -> Redemption:
    ended = None if state is RedemptionState.HELD else NOW
    return Redemption(
        RedemptionId(1),
        "token",
        3,
        "7KQ2XH",
        state,
        GoodsId(1),
        BatchId(1),
        OWNER.id,
        5,
        TransferId(1),
        0,
        NOW,
        None,
        ended,
        None,
    )


def test_whoever_has_the_points_can_choose() -> None:
    assert objection(OWNER, OFFER) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"goods": replace(GOODS, terms=replace(GOODS.terms, is_on=False))}, Refusal.SWITCHED_OFF),
        ({"window": Window(is_open=False, changes_at=NOW)}, Refusal.CLOSED),
        ({"free": 0}, Refusal.SOLD_OUT),
        ({"had": 2}, Refusal.LIMIT_REACHED),
        ({"points": Points(4, 0, 0, 0)}, Refusal.TOO_FEW),
        ({"points": Points(4, 0, 1, 0)}, Refusal.TOO_FEW_HELD),
        ({"points": Points(4, 0, 0, 1)}, Refusal.TOO_FEW_HONOUR),
    ],
)
def test_each_hindrance_has_its_own_refusal(change: dict[str, object], refusal: Refusal) -> None:
    assert objection(OWNER, replace(OFFER, **change)) is refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "somebody", [COORDINATOR, member(4, Role.COURIER, Standing.PENDING), member(5, Role.GRID_WORKER)]
)
def test_only_active_couriers_choose(somebody: Member) -> None:
    assert objection(somebody, OFFER) is Refusal.NOT_A_COURIER


@pytest.mark.parametrize(("state", "action"), list(product(RedemptionState, list(RedemptionAction)[1:])))
def test_the_table_says_what_follows(state: RedemptionState, action: RedemptionAction) -> None:
    actor = {RedemptionAction.CANCEL: OWNER, RedemptionAction.EXPIRE: None}.get(action, COORDINATOR)
    expected = TRANSITIONS.get((state, action), STANDS_ALREADY[state])
    assert decide(redemption(state), action, actor, NOW) is expected


@pytest.mark.parametrize(
    ("action", "actor", "refusal"),
    [
        (RedemptionAction.CANCEL, OTHER, Refusal.NOT_YOURS),
        (RedemptionAction.CANCEL, COORDINATOR, Refusal.NOT_YOURS),
        (RedemptionAction.COLLECT, OWNER, Refusal.NOT_RESPONSIBLE),
        (RedemptionAction.COLLECT, OTHER, Refusal.NOT_RESPONSIBLE),
        (RedemptionAction.COLLECT, OWN_COORDINATOR, Refusal.TO_YOURSELF),
    ],
)
def test_who_may_not(action: RedemptionAction, actor: Member, refusal: Refusal) -> None:
    assert decide(redemption(RedemptionState.HELD), action, actor, NOW) is refusal


def test_a_button_of_another_version_is_out_of_date() -> None:
    held = redemption(RedemptionState.HELD)
    assert decide(held, RedemptionAction.CANCEL, OWNER, NOW, version=2) is Refusal.OUT_OF_DATE
    assert decide(held, RedemptionAction.CANCEL, OWNER, NOW, version=3) is RedemptionState.CANCELLED


def test_a_slip_of_the_thumb_is_undone_within_ten_minutes() -> None:
    collected = redemption(RedemptionState.COLLECTED)
    within = decide(collected, RedemptionAction.UNDO, COORDINATOR, NOW + UNDO_WITHIN)
    later = decide(collected, RedemptionAction.UNDO, COORDINATOR, NOW + UNDO_WITHIN + 1)
    assert (within, later) == (RedemptionState.UNDONE, Refusal.TOO_LATE)
