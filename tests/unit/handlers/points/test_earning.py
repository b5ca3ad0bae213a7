"""A report that is accepted pays its reporter, once for each incident; other causes are paid once as well."""

from __future__ import annotations

import pytest

from handlers.points import earning
from handlers.points.earning import Cause, Payment, Unpaid
from storage import inbox, ledger
from storage.ledger import BelowZero, Transfer
from tests.unit.handlers.points.awards import attend, balance, transfers
from tests.unit.handlers.reports.reporting import returned, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
    words,
)


def test_an_accepted_report_pays_a_point_and_says_so(world: World) -> None:
    rows = world.press(WORKER, button(submit(world), "accept:"))
    assert balance(world) == 1
    assert "+1 分" in words(rows, COURIER)
    assert "你现在有 1 分" in words(rows, COURIER)


def test_in_english_too(world: World) -> None:
    world.press(COURIER, "language:en")
    rows = world.press(WORKER, button(submit(world), "accept:"))
    assert "+1 point</b>; you have 1 now" in words(rows, COURIER)


def test_accepting_twice_pays_once(world: World) -> None:
    submission = submit(world)
    world.press(WORKER, button(submission, "accept:"))
    world.press(COORDINATOR, button(submission, "accept:"))
    world.press(WORKER, button(submission, "accept:"))
    assert balance(world) == transfers(world) == 1


def test_a_returned_report_pays_nothing(world: World) -> None:
    returned(world, WORKER, submit(world), "unclear")
    assert transfers(world) == 0


def test_what_is_tried_again_is_the_same_incident(world: World) -> None:
    first = world.press(COURIER, button(returned(world, WORKER, submit(world), "unclear"), "retry:"))
    assert first
    world.downloaded(only(world.photo(COURIER, "better"), "getFile"))
    again = world.press(COURIER, category_button(world.location(COURIER, WEST), "leak"))
    rows = world.press(WORKER, button(again, "accept:"))
    root = world.all_reports()[0]
    paid = ledger.find(world.transaction, f"report:{root.id}:{world.member(COURIER).id}")
    assert paid is not None
    assert paid.transfer.subject == str(world.all_reports()[1].id)
    assert "WH-2026-000002" in words(world.say(COURIER, "/points"))
    assert "+1 分" in words(rows, COURIER)


def test_an_incident_that_was_paid_is_not_paid_again_and_nothing_is_promised(world: World) -> None:
    submission = submit(world)
    root = world.all_reports()[0]
    context = world.context_of_message(WORKER)
    inbox.finish(world.transaction, context.event.id, world.now)
    paid = earning.pay(context, root.reporter_id, Cause.REPORT, "earlier", once_for=root.id)
    rows = world.press(WORKER, button(submission, "accept:"))
    assert paid.points == balance(world) == 1
    assert "有人接单了" in words(rows, COURIER)
    assert "分" not in words(rows, COURIER)


def test_two_incidents_pay_twice(world: World) -> None:
    for _ in range(2):
        world.press(WORKER, button(submit(world), "accept:"))
        world.now += 3600 * 1000
    assert balance(world) == 2


def test_a_cause_is_paid_once_whoever_says_so_and_whatever_the_rate_is_by_then(world: World) -> None:
    assert attend(world, training=7, points=3, by=COORDINATOR) == 3
    assert attend(world, training=7, points=4, by=WORKER) == 0
    assert attend(world, training=8, points=2, by=WORKER) == 2
    assert balance(world) == 5


def test_what_earns_nothing_leaves_nothing_in_the_ledger(world: World) -> None:
    assert attend(world, training=7, points=0) == 0
    assert transfers(world) == 0


def test_what_was_taken_back_is_neither_taken_back_nor_paid_again(world: World) -> None:
    member, context = world.member(COURIER).id, world.context_of_message(COORDINATOR)
    earning.pay(context, member, Cause.ATTENDANCE, 7, worth=3)
    earning.take_back(context, member, Cause.ATTENDANCE, 7)
    earning.take_back(context, member, Cause.ATTENDANCE, 7)
    assert earning.pay(context, member, Cause.ATTENDANCE, 7, worth=3) == Payment(0, Unpaid.PAID_BEFORE)
    assert balance(world) == 0


def test_what_was_never_paid_or_is_spent_cannot_be_taken_back(world: World) -> None:
    member, context = world.member(COURIER).id, world.context_of_message(COORDINATOR)
    with pytest.raises(KeyError):
        earning.take_back(context, member, Cause.ATTENDANCE, 7)
    earning.pay(context, member, Cause.ATTENDANCE, 7, worth=3)
    spent = Transfer("spent", ledger.account_of(member), ledger.ISSUER, 1, "spent", "")
    ledger.record(world.transaction, spent, world.now)
    with pytest.raises(BelowZero):
        earning.take_back(context, member, Cause.ATTENDANCE, 7)
