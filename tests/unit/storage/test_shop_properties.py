"""Whatever is chosen, collected, given up, let lapse or lost: ledger and stock agree with a plain model of both."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from storage import goods, ledger, redemptions, stock
from storage.database import Transaction, connect
from storage.goods import GoodsId, Terms
from storage.ledger import ISSUER, BelowZero, Transfer
from storage.members import MemberId
from storage.redemptions import Conflict, Redemption, RedemptionId, Wish
from storage.stock import BatchId, Gift, SoldOut, TooFew
from tests.unit.storage.points_model import AT_ONCE, NEW, NOTHING, YEAR
from tests.unit.storage.points_play import PEOPLE, STRIDES, empty_file
from tests.unit.storage.shop_model import PRICES, Deed, Shop

SEEDS = 30
LONGEST = 100  # deeds
WEIGHTS = {
    "award": 20,
    "receive": 6,
    "redeem": 30,
    "collect": 10,
    "cancel": 10,
    "lapse": 5,
    "undo": 5,
    "write off": 3,
    "sweep": 5,
}
EXPECTED = (BelowZero, SoldOut, TooFew, Conflict)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with people and two kinds of goods, and nothing in ledger and stock."""
    path = empty_file(tmp_path_factory.mktemp("shop"))
    with closing(connect(path)) as connection:
        for number, price in enumerate(PRICES):
            goods.add(Transaction(connection), Terms("甲", "A", price), f"goods{number}", 0)
    return path


@pytest.mark.parametrize("seed", range(SEEDS))
def test_ledger_and_stock_agree_with_a_plain_model_after_every_step(
    empty: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    shop, now = Shop(), 0
    with closing(connect(Path(shutil.copy(empty, tmp_path)))) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for _ in range(chance.randint(1, LONGEST)):
            now = max(0, now + chance.choice(STRIDES))
            deed = deed_at(now, shop, chance)
            if chance.random() < 0.2:
                lose(connection, deed)
            assert said(connection, deed) == shop.do(deed), deed
            check(Transaction(connection), shop, now)


def deed_at(now: int, shop: Shop, chance: random.Random) -> Deed:
    what = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    among = shop.batches if what == "write off" else shop.chosen
    return Deed(
        what=what,
        member=chance.choice(PEOPLE),
        goods=chance.randrange(len(PRICES)),
        subject=chance.randint(1, len(among) + 1),
        number=chance.randint(1, 9),
        best_before=None if chance.random() < 0.5 else now + chance.randint(1, 50),
        now=now,
    )


def lose(connection: sqlite3.Connection, deed: Deed) -> None:
    """It is done, and its transaction is lost before the commit."""
    connection.execute("BEGIN IMMEDIATE")
    said(connection, deed)
    connection.execute("ROLLBACK")


def said(connection: sqlite3.Connection, deed: Deed) -> str:
    """Do it to the file; returns what came of it, in the model's words."""
    try:
        return ATTEMPTS[deed.what](Transaction(connection), deed)
    except EXPECTED as error:
        return type(error).__name__


def award(transaction: Transaction, deed: Deed) -> str:
    number = transaction.number("SELECT count(*) FROM transfers WHERE debit = 'issuer'")
    account = ledger.account_of(MemberId(deed.member))
    ends = (deed.now // YEAR + 2) * YEAR
    paid = Transfer(f"award:{number}", ISSUER, account, deed.number, "report", "1", expires_at=ends)
    ledger.record(transaction, paid, deed.now)
    return NEW


def receive(transaction: Transaction, deed: Deed) -> str:
    number = transaction.number("SELECT count(*) FROM batches")
    gift = Gift(GoodsId(deed.goods + 1), "某某公司", deed.number, deed.best_before)
    stock.receive(transaction, gift, f"batch{number}", None, deed.now)
    return NEW


def redeem(transaction: Transaction, deed: Deed) -> str:
    number = transaction.number("SELECT count(*) FROM redemptions")
    wanted = goods.get(transaction, GoodsId(deed.goods + 1))
    wish = Wish(wanted, MemberId(deed.member), f"token{number}", f"{number:06d}", deed.now + 1)
    redemptions.redeem(transaction, wish, deed.now)
    return NEW


def write_off(transaction: Transaction, deed: Deed) -> str:
    try:
        batch = stock.get(transaction, BatchId(deed.subject))
    except KeyError:
        return NOTHING
    stock.write_off(transaction, batch.id, deed.number, None, deed.now)
    return NEW


def sweep(transaction: Transaction, deed: Deed) -> str:
    return NEW if ledger.expire_lapsed(transaction, deed.now, AT_ONCE) else NOTHING


def of_redemption(
    change: Callable[[Transaction, Redemption, int], object],
) -> Callable[[Transaction, Deed], str]:
    """What changes a redemption, as a deed."""

    def attempt(transaction: Transaction, deed: Deed) -> str:
        try:
            redemption = redemptions.get(transaction, RedemptionId(deed.subject))
        except KeyError:
            return NOTHING
        change(transaction, redemption, deed.now)
        return NEW

    return attempt


ACTOR = MemberId(1)
ATTEMPTS: Mapping[str, Callable[[Transaction, Deed], str]] = {
    "award": award,
    "receive": receive,
    "redeem": redeem,
    "collect": of_redemption(lambda transaction, one, now: redemptions.collect(transaction, one, ACTOR, now)),
    "cancel": of_redemption(lambda transaction, one, now: redemptions.cancel(transaction, one, ACTOR, now)),
    "lapse": of_redemption(redemptions.expire),
    "undo": of_redemption(lambda transaction, one, now: redemptions.undo(transaction, one, ACTOR, now)),
    "write off": write_off,
    "sweep": sweep,
}


def check(transaction: Transaction, shop: Shop, now: int) -> None:
    """The file agrees with the model, and no point or piece has come from nowhere."""
    found = ledger.balances(transaction)
    assert sum(found.values()) == 0
    assert {account: points for account, points in found.items() if points} == shop.points.balances(PEOPLE)
    for number, batch in enumerate(shop.batches, 1):
        kept = stock.get(transaction, BatchId(number))
        assert (kept.free, kept.held) == (batch.free, batch.held)
        assert batch.received == kept.free + kept.held + batch.gone
    for number, chosen in enumerate(shop.chosen, 1):
        assert redemptions.get(transaction, RedemptionId(number)).state == chosen.state
    waiting = redemptions.everything_open(transaction)
    assert sum(one.price for one in waiting) == sum(shop.points.held(member) for member in PEOPLE)
    for number in range(len(PRICES)):
        id_ = GoodsId(number + 1)
        held = stock.of_goods(transaction, id_, now).held
        assert held == len([one for one in waiting if one.goods_id == id_])
