"""Many people want the last pieces at once: each goes to one of them, and everybody is told how it went."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.app import open_database
from bot.clock import ManualClock
from bot.engine import Engine, Handled, Rules
from handlers.apology import apologize
from handlers.routes import make_router
from handlers.surroundings import Surroundings
from storage import goods, inbox, ledger, members, redemptions, stock
from storage.database import Database, Transaction
from storage.goods import Goods, Terms
from storage.inbox import Arrival
from storage.ledger import ISSUER, Transfer
from storage.members import MemberId, Role, Standing
from storage.stock import Gift, Stock
from tests.unit.bot.arrivals import pressed
from tests.unit.bot.rows import NOW

PIECES, PEOPLE, PRESSES = 100, 300, 500
PRICE, POINTS = 5, 20
WAITING = 20  # presses that are stored at once, while the engine is at work
SOLD_OUT, USED = "换完了，没有扣你的积分", "没有再换一次"


def arrange(transaction: Transaction) -> Goods:
    """Three hundred couriers who could pay, and a hundred pieces of two batches."""
    for number in range(PEOPLE):
        member = members.add(transaction, "telegram", 10_000 + number, "李强", "zh", NOW, Standing.ACTIVE)
        members.give_role(transaction, member.id, Role.COURIER)
        account, ends = ledger.account_of(member.id), NOW + 10**10
        paid = Transfer(f"paid:{number}", ISSUER, account, POINTS, "report", "1", expires_at=ends)
        ledger.record(transaction, paid, NOW)
    thermos = goods.add(transaction, Terms("保温杯", "Thermos", PRICE), "thermos", NOW)
    for donor in ("甲公司", "乙公司"):
        stock.receive(transaction, Gift(thermos.id, donor, PIECES // 2), donor, None, NOW)
    return thermos


def presses(thermos: Goods, chance: Random) -> Sequence[Arrival]:
    """Everybody's last word, and of many a second one: on the same button, or on that of another piece."""
    wanted = [(number, 0) for number in range(PEOPLE)]
    wanted += [(chance.randrange(PEOPLE), chance.choice((0, 1))) for _ in range(PRESSES - PEOPLE)]
    chance.shuffle(wanted)
    return [
        pressed(key, f"shop_take:{thermos.token}:{thermos.version}:{had}", 10_000 + number)
        for key, (number, had) in enumerate(wanted)
    ]


@dataclass
class Rush:
    """What came of it: everything that was handed to delivery."""

    database: Database
    thermos: Goods
    handled: list[Handled]

    def answers(self) -> Counter[str]:
        """How often who pressed was told what, right on the button."""
        rows = [row for one in self.handled for row in one.rows if row.method == "answerCallbackQuery"]
        assert len(rows) == PRESSES  # each press is answered once
        return Counter(str(row.parameters["text"]) for row in rows)


async def rush(path: Path) -> Rush:
    clock, ids, tokens = ManualClock(NOW), count(1), count(1)
    database = await open_database(path, NOW)
    thermos = await database.write(arrange)
    surroundings = Surroundings(lambda: next(ids), lambda: f"token{next(tokens)}", ZoneInfo("Asia/Shanghai"))
    rush = Rush(database, thermos, [])
    engine = Engine(database, Rules(make_router(), surroundings, apologize), clock, rush.handled.extend)
    running = asyncio.create_task(engine.run())

    async def arrive(arrivals: Sequence[Arrival]) -> None:
        await database.write(inbox.add, arrivals, NOW)
        engine.wake()

    waiting = presses(thermos, Random(1))
    await asyncio.gather(*(arrive(waiting[at : at + WAITING]) for at in range(0, PRESSES, WAITING)))
    engine.stop()
    await asyncio.wait_for(running, 120)
    return rush


async def test_the_last_hundred_go_to_a_hundred_and_every_loser_is_told(tmp_path: Path) -> None:
    done = await rush(tmp_path / "bot.sqlite3")
    try:
        answers = done.answers()
        won = answers.pop("换好了")
        assert won == PIECES
        assert all(SOLD_OUT in said or USED in said for said in answers)
        assert sum(answers.values()) == PRESSES - PIECES
        await done.database.read(check, done.thermos)
    finally:
        await done.database.close()


def check(transaction: Transaction, thermos: Goods) -> None:
    """What is on hold is what was chosen, of whoever chose it; nothing is held for those who got nothing."""
    assert stock.of_goods(transaction, thermos.id, NOW) == Stock(free=0, held=PIECES)
    chosen = redemptions.everything_open(transaction)
    assert len(chosen) == PIECES
    assert len({one.code for one in chosen}) == PIECES
    pieces = Counter(one.member_id for one in chosen)
    for number in range(1, PEOPLE + 1):
        standing = ledger.standing(transaction, MemberId(number), NOW)
        held = PRICE * pieces[MemberId(number)]
        assert (standing.available, standing.held) == (POINTS - held, held)
    assert sum(ledger.balances(transaction).values()) == 0
    assert transaction.number("SELECT count(*) FROM dead_letters") == 0
