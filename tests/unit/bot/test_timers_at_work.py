"""Every timer of this version with the real Timers: what was missed comes once, if it still helps anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ManualClock
from bot.timers import Daily, Timers, timers
from handlers.honours import lists
from handlers.honours.lists import When
from handlers.route import TickRoute
from handlers.routes import ROUTES
from storage import (
    absences,
    awards,
    backups,
    broadcasts,
    consents,
    dead_letters,
    goods,
    inbox,
    invitations,
    ledger,
    members,
    put_off,
    redemptions,
    registrations,
    report_changes,
    report_contents,
    report_drafts,
    report_questions,
    reports,
    routing_rules,
    signups,
    stock,
    tallies,
    training_changes,
    trainings,
    unreachable,
)
from storage.broadcasts import BroadcastState
from storage.consents import Purpose
from storage.database import Transaction
from storage.goods import Terms
from storage.honours import Kind
from storage.inbox import Arrival, EventKind
from storage.invitations import Offer
from storage.ledger import ISSUER, Transfer, account_of
from storage.members import Role, Standing
from storage.redemptions import Wish
from storage.reports import Category, Place, ReportState
from storage.routing_rules import Conditions, Wanted
from storage.stock import Gift
from storage.training_changes import Change
from storage.trainings import Items, TrainingState
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage, settle
from tests.unit.handlers.clockwork import DAY, HOUR, MINUTE, next_time

ZONE = ZoneInfo("Asia/Shanghai")
ALL = {timer.name: timer for timer in timers(ZONE)}
BEGAN = next_time(NOW, 14)


def courier(transaction: Transaction) -> members.MemberId:
    member = members.add(transaction, "telegram", 1001, "李强", "zh", BEGAN, Standing.ACTIVE)
    consents.record(transaction, member.id, Purpose.PHOTO_AND_PLACE, given=True, now=BEGAN)
    return member.id


def leave_draft(transaction: Transaction) -> None:
    report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)


def put_off_draft(transaction: Transaction) -> None:
    draft = report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)
    put_off.put_off(transaction, draft.id, BEGAN + DAY, BEGAN)


def leave_registration(transaction: Transaction) -> None:
    registrations.begin(transaction, courier(transaction), "token", BEGAN)


def leave_invitation(transaction: Transaction) -> None:
    offer = Offer(Role.COURIER)
    invitations.add(transaction, "secret", offer, courier(transaction), BEGAN, BEGAN + 2 * DAY)


def bury(transaction: Transaction) -> None:
    arrival = Arrival("telegram", EventKind.UPDATE, "1", "{}")
    dead_letters.add_unreadable(transaction, arrival, "reason", BEGAN)


def make_backup(transaction: Transaction) -> None:
    backups.made_by_hand(transaction, "bot-20260921-140000.sqlite3", 1, BEGAN)


def publish(transaction: Transaction, starts_at: int) -> None:
    """A training that the courier has signed up for."""
    member = courier(transaction)
    draft = trainings.open_draft(transaction, member, "token", BEGAN)
    draft = trainings.save_items(transaction, draft, Items("急救", starts_at, "驿站", None, 20, 2))
    step = Change(draft.id, draft.version, "publish", member, TrainingState.DRAFT, TrainingState.PUBLISHED)
    training_changes.apply(transaction, step, BEGAN)
    signups.enter(transaction, draft.id, member, BEGAN)


def broadcast(transaction: Transaction) -> None:
    draft = broadcasts.open_draft(transaction, courier(transaction), "token", BEGAN)
    sending = broadcasts.set_state(transaction, draft, BroadcastState.SENDING, BEGAN)
    broadcasts.note_progress(transaction, sending.id, None, BEGAN + DAY)


def choose(transaction: Transaction) -> None:
    """Something that is to be collected within three days."""
    member = courier(transaction)
    paid = Transfer("key", ISSUER, account_of(member), 5, "report", "1", expires_at=BEGAN + 9 * DAY)
    ledger.record(transaction, paid, BEGAN)
    thermos = goods.add(transaction, Terms("保温杯", "Thermos", 5), "token", BEGAN)
    stock.receive(transaction, Gift(thermos.id, "某某公司", 1), "token", None, BEGAN)
    redemptions.redeem(transaction, Wish(thermos, member, "token", "7KQ2XH", BEGAN + 2 * DAY), BEGAN)


def hold_draft(transaction: Transaction) -> None:
    draft = report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)
    report_drafts.hold(transaction, draft.id, BEGAN + DAY)


def leave_offer_open(transaction: Transaction) -> None:
    draft = report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)
    reports.set_asked(transaction, draft.id, "duplicate", BEGAN + 2 * HOUR)


def say_something(transaction: Transaction) -> None:
    draft = report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)
    report_contents.set_words(transaction, draft.id, 1, "井盖松了")


def leave_side_open(transaction: Transaction) -> None:
    draft = report_drafts.open_draft(transaction, courier(transaction), "token", BEGAN)
    reports.set_asked(transaction, draft.id, "side", BEGAN + 2 * HOUR)


def make_rule_idle(transaction: Transaction) -> None:
    """A rule of somebody who has blocked the bot for good the day after."""
    worker = members.add(transaction, "telegram", 2001, "王秀英", "zh", BEGAN, Standing.ACTIVE)
    members.give_role(transaction, worker.id, Role.GRID_WORKER)
    routing_rules.replace_all(transaction, [Wanted("夜里", Conditions(), worker.id)])
    unreachable.mark(transaction, "telegram", 2001, "kicked", BEGAN + DAY)


def ask_reporter(transaction: Transaction) -> None:
    """A question about a report that nobody answers."""
    member = courier(transaction)
    draft = report_drafts.open_draft(transaction, member, "token", BEGAN)
    report_contents.set_category(transaction, draft.id, Category.LEAK)
    report_contents.set_place(transaction, draft.id, Place(30.5, 114.3))
    step = report_changes.Change(draft.id, draft.version, "ask", member, draft.state, ReportState.ASKED)
    report_changes.apply(transaction, step, BEGAN, report_changes.Submission("WH-2026-000001", None))
    report_questions.ask(transaction, draft.id, member, "where", "", BEGAN)


def go_away(transaction: Transaction) -> None:
    absences.begin(transaction, courier(transaction), None, BEGAN + 2 * DAY, BEGAN)


def defer(transaction: Transaction) -> None:
    """A report goes on in two days."""
    transaction.execute(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at, deferred_until)"
        " VALUES ('token', 'WH-1', 'deferred', :member, 30.5, 114.3, 'leak', 0, 0, 0, :until)",
        {"member": courier(transaction), "until": BEGAN + 2 * DAY},
    )


def earn(transaction: Transaction, expires_at: int) -> None:
    """Points that expire then."""
    member = courier(transaction)
    paid = Transfer("report:1", ISSUER, ledger.account_of(member), 2, "report", "1", expires_at=expires_at)
    ledger.record(transaction, paid, BEGAN)


def do_something(transaction: Transaction) -> None:
    """Somebody was paid in a month that is over."""
    last_month = lists.period_of(Kind.MONTH, When.LAST, datetime.fromtimestamp(BEGAN / 1000, ZONE))
    tallies.count_in(transaction, courier(transaction), last_month.since, 1)


def ask_another(transaction: Transaction) -> None:
    """An award has waited for another coordinator since four days before."""
    maker = members.add(transaction, "telegram", 3001, "刘敏", "zh", BEGAN, Standing.ACTIVE)
    draft = awards.open_draft(transaction, maker.id, courier(transaction), "token", BEGAN)
    filled = awards.fill(transaction, replace(draft, points=50, reason="好事"))
    awards.ask(transaction, filled, BEGAN - 4 * DAY - 1)


def fix(transaction: Transaction) -> None:
    """Something was fixed, and nobody has looked for almost two weeks."""
    transaction.execute(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at, state_since)"
        " VALUES ('token', 'WH-1', 'fixed', :member, 30.5, 114.3, 'leak', 0, 0, 0, :since)",
        {"member": courier(transaction), "since": BEGAN - 12 * DAY},
    )


def offer_visit(transaction: Transaction) -> None:
    """A courier was about to look at it, and has not come there."""
    fix(transaction)
    transaction.execute(
        "INSERT INTO verification_offers (report_id, round, member_id, outbox_id, offered_at, expires_at)"
        " SELECT id, 1, reporter_id, 1, :began, :until FROM reports",
        {"began": BEGAN, "until": BEGAN + 2 * HOUR},
    )


def come_late(transaction: Transaction) -> None:
    """A report that is to be taken on within two days."""
    defer(transaction)
    transaction.execute("UPDATE reports SET state = 'submitted', overdue_at = deferred_until")


# What each has to do three days later; the others have it every time.
WORK: dict[str, Callable[[Transaction], None]] = {
    "overdue backup": make_backup,
    "dead letters": bury,
    "unfinished reports": leave_draft,
    "put-off reports": put_off_draft,
    "held reports": hold_draft,
    "unanswered offers": leave_offer_open,
    "unfinished registrations": leave_registration,
    "unsaid sides": leave_side_open,
    "routing rules": make_rule_idle,
    "unanswered questions": ask_reporter,
    "verification": fix,
    "verification offers": offer_visit,
    "unused invitations": leave_invitation,
    "deferred reports": defer,
    "overdue reports": come_late,
    "absences": go_away,
    "broadcasts": broadcast,
    "reminders": partial(publish, starts_at=BEGAN + 4 * DAY),
    "words of reports": say_something,
    "attendance": partial(publish, starts_at=BEGAN + 2 * DAY),
    "unconfirmed awards": ask_another,
    "expiring points": partial(earn, expires_at=BEGAN + 20 * DAY),
    "lapsed points": partial(earn, expires_at=BEGAN + 2 * DAY),
    "honours": do_something,
    "pickups": choose,
    "low stock": choose,
}


@asynccontextmanager
async def running(storage: Storage, clock: ManualClock, name: str) -> AsyncIterator[None]:
    at_work = Timers(storage.database, clock, lambda: None, [ALL[name]])
    at_work.start()
    await settle()
    yield
    await at_work.close()


async def ticks(storage: Storage) -> list[str]:
    return [event.key for event in await storage.database.read(inbox.waiting, 100)]


def test_every_timer_leads_to_a_handler_and_every_handler_has_a_timer() -> None:
    led_to = {route.name for route in ROUTES if isinstance(route, TickRoute)}
    assert led_to - {"started"} == set(ALL)


@pytest.mark.parametrize("name", sorted(set(ALL) - {"backup"}))
async def test_what_was_missed_for_days_comes_once(storage: Storage, clock: ManualClock, name: str) -> None:
    if name in WORK:
        await storage.database.write(WORK[name])
    clock.advance(next_time(BEGAN + 3 * DAY, 9) - clock.now())
    async with running(storage, clock, name):
        assert len(await ticks(storage)) == 1
    async with running(storage, clock, name):  # a restart in the same period
        assert len(await ticks(storage)) == 1


@pytest.mark.parametrize("name", sorted(WORK))
async def test_without_anything_to_do_none_comes(storage: Storage, clock: ManualClock, name: str) -> None:
    await storage.database.write(
        lambda transaction: backups.made_by_hand(transaction, "file", 1, clock.now())
    )
    async with running(storage, clock, name):
        clock.advance(HOUR)
        await settle()
        assert await ticks(storage) == []


@pytest.mark.parametrize(
    ("name", "hour", "comes"),
    [
        ("backup", 2, False),
        ("backup", 3, True),
        ("backup", 5, True),
        ("backup", 6, False),
        ("morning", 7, False),
        ("morning", 8, True),
        ("morning", 11, True),
        ("morning", 12, False),
        ("weekly figures", 7, False),
        ("weekly figures", 8, True),
        ("weekly figures", 12, False),
    ],
)
async def test_a_daily_one_that_was_missed_comes_only_within_its_hours(
    storage: Storage, clock: ManualClock, name: str, hour: int, comes: bool
) -> None:
    clock.advance(next_time(BEGAN + 3 * DAY, hour) - clock.now())
    async with running(storage, clock, name):
        assert len(await ticks(storage)) == int(comes)


async def test_after_36_hours_without_a_backup_one_is_asked_for_outside_of_the_night(
    storage: Storage, clock: ManualClock
) -> None:
    await storage.database.write(make_backup)
    clock.advance(BEGAN + 36 * HOUR - clock.now())
    async with running(storage, clock, "overdue backup"):
        assert await ticks(storage) == []
        clock.advance(HOUR)
        await settle()
        assert len(await ticks(storage)) == 1


@pytest.mark.parametrize("name", [name for name, timer in ALL.items() if isinstance(timer, Daily)])
async def test_a_day_has_one_however_the_clock_jumps(storage: Storage, clock: ManualClock, name: str) -> None:
    hour = {"morning": 9, "weekly figures": 9, "backup": 4}[name]
    clock.advance(next_time(BEGAN, hour) - clock.now())
    async with running(storage, clock, name):
        for move in (30 * MINUTE, -45 * MINUTE, DAY, -DAY, 2 * DAY, -2 * DAY, 5 * MINUTE):
            clock.advance(move)
            await settle()
        assert len(await ticks(storage)) == len(set(await ticks(storage))) == 3
