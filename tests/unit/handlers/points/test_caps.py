"""Rules pay: so much a piece, so much a day and a month at the most, and people are told when a cap is reached."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.points import earning, periods
from handlers.points.earning import Cause, Payment, Unpaid
from handlers.points.periods import Period
from storage import inbox, ledger, lots, point_rules
from storage.ledger import Standing
from storage.point_rules import CreditClass, Terms
from tests.unit.handlers.points.awards import balance, transfers
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import COORDINATOR, COURIER, OTHER_COURIER, WORKER, World, button, words

WUHAN = ZoneInfo("Asia/Shanghai")


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> int:
    """UTC ms, by the clocks of Wuhan."""
    return int(datetime(year, month, day, hour, minute, tzinfo=WUHAN).timestamp() * 1000)


def pay(
    world: World,
    subject: int,
    cause: Cause = Cause.REPORT,
    worth: int = 1,
    who: int = COURIER,
    credit_class: CreditClass | None = None,
) -> Payment:
    context = world.context_of_message(COORDINATOR)
    inbox.finish(world.transaction, context.event.id, world.now)
    member = world.member(who).id
    return earning.pay(context, member, cause, subject, worth=worth, credit_class=credit_class)


def rule(world: World, terms: Terms, cause: Cause = Cause.REPORT) -> point_rules.RuleId:
    return point_rules.change(world.transaction, cause, terms, None, world.now).id


def test_a_day_pays_up_to_its_cap_and_says_so(world: World) -> None:
    assert [pay(world, number) for number in range(5)] == [Payment(1)] * 5
    assert pay(world, 5) == Payment(0, Unpaid.DAY_FULL, 5)
    assert balance(world) == transfers(world) == 5
    assert pay(world, 5, who=OTHER_COURIER) == Payment(1)
    assert pay(world, 6, Cause.ATTENDANCE, worth=9) == Payment(9)


def test_a_day_is_one_of_the_clocks_in_wuhan(world: World) -> None:
    world.now = at(2026, 10, 5, 23, 59)
    for number in range(5):
        pay(world, number)
    assert pay(world, 5).unpaid is Unpaid.DAY_FULL
    world.now = at(2026, 10, 6, 0, 0)
    assert pay(world, 5) == Payment(1)


def test_a_month_pays_up_to_its_cap_and_the_next_one_begins_anew(world: World) -> None:
    rule(world, Terms(1, cap_a_day=2, cap_a_month=3))
    world.now = at(2026, 10, 30)
    assert [pay(world, number).points for number in (1, 2, 3)] == [1, 1, 0]
    world.now = at(2026, 10, 31)
    assert [pay(world, number) for number in (3, 4)] == [Payment(1), Payment(0, Unpaid.MONTH_FULL, 3)]
    world.now = at(2026, 11, 1, 0)
    assert pay(world, 4) == Payment(1)


def test_what_fits_partly_is_paid_as_far_as_there_is_room(world: World) -> None:
    rule(world, Terms(2, cap_a_day=5))
    assert pay(world, 1, worth=2) == Payment(4)
    assert pay(world, 2, worth=2) == Payment(1, Unpaid.DAY_FULL, 5)
    assert pay(world, 3) == Payment(0, Unpaid.DAY_FULL, 5)


def test_the_tighter_cap_is_the_one_to_be_told_of(world: World) -> None:
    rule(world, Terms(1, cap_a_day=5, cap_a_month=2))
    assert pay(world, 1, worth=9) == Payment(2, Unpaid.MONTH_FULL, 2)


def test_what_was_taken_back_makes_room_again(world: World) -> None:
    for number in range(5):
        pay(world, number)
    context = world.context_of_message(COORDINATOR)
    earning.take_back(context, world.member(COURIER).id, Cause.REPORT, 0)
    inbox.finish(world.transaction, context.event.id, world.now)
    assert pay(world, 5) == Payment(1)


def test_a_changed_rule_pays_from_now_on_and_leaves_what_was_paid(world: World) -> None:
    first = pay(world, 1)
    changed = rule(world, Terms(3))
    assert (first, pay(world, 2), pay(world, 1)) == (Payment(1), Payment(3), Payment(0, Unpaid.PAID_BEFORE))
    key = f"report:2:{world.member(COURIER).id}"
    paid = ledger.find(world.transaction, key)
    assert paid is not None
    assert (paid.transfer.rule, paid.transfer.cause, paid.transfer.subject) == (changed, "report", "2")


def test_a_rule_that_has_ended_or_pays_nothing_pays_nothing(world: World) -> None:
    rule(world, Terms(0))
    assert pay(world, 1) == Payment(0, Unpaid.WORTH_NOTHING)
    later = world.now + 10
    point_rules.change(world.transaction, "report", Terms(1), None, world.now, valid_until=later)
    world.now = later
    assert pay(world, 1) == Payment(0, Unpaid.NO_RULE)
    assert transfers(world) == 0


def test_points_expire_when_the_following_year_is_over(world: World) -> None:
    world.now = at(2026, 12, 31, 23, 59)
    pay(world, 1)
    world.now = at(2027, 1, 1, 0)
    pay(world, 2)
    theirs = lots.open_lots(world.transaction, world.member(COURIER).id)
    assert [lot.expires_at for lot in theirs] == [at(2028, 1, 1, 0), at(2029, 1, 1, 0)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (None, Standing(4, 0, 0, 0)),
        (CreditClass.HONOUR, Standing(0, 0, 0, 4)),
        (CreditClass.EARNED, Standing(4, 0, 0, 0)),
    ],
)
def test_an_award_is_earned_or_for_honour_as_whoever_gives_it_says(
    world: World, chosen: CreditClass | None, expected: Standing
) -> None:
    pay(world, 1, Cause.AWARD, worth=4, credit_class=chosen)
    assert ledger.standing(world.transaction, world.member(COURIER).id, world.now) == expected


def test_a_rule_may_pay_for_honour_and_its_cap_counts_that(world: World) -> None:
    rule(world, Terms(1, cap_a_day=1, credit_class=CreditClass.HONOUR))
    assert pay(world, 1) == Payment(1)
    assert pay(world, 2).unpaid is Unpaid.DAY_FULL
    assert balance(world) == 0


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms(1, cap_a_day=1), "今天随手拍的积分已满 1 分"),
        (Terms(1, cap_a_month=1), "本月随手拍的积分已满 1 分"),
    ],
)
def test_whose_report_is_accepted_beyond_a_cap_is_told(world: World, terms: Terms, said: str) -> None:
    rule(world, terms)
    world.press(WORKER, button(submit(world), "accept:"))
    rows = world.press(WORKER, button(submit(world), "accept:"))
    assert said in words(rows, COURIER)
    assert "+" not in words(rows, COURIER)


def test_the_overview_says_what_a_report_earns_by_the_rule(world: World) -> None:
    rule(world, Terms(3))
    assert "随手拍被接单：+3\n" in words(world.say(COURIER, "/points"))


def test_a_month_is_from_its_first_midnight_to_the_next_ones() -> None:
    for day in (1, 15, 31):
        clock = datetime(2026, 12, day, 13, tzinfo=WUHAN)
        assert periods.month_of(clock) == Period(at(2026, 12, 1, 0), at(2027, 1, 1, 0))
    assert periods.day_of(clock) == Period(at(2026, 12, 31, 0), at(2027, 1, 1, 0))
