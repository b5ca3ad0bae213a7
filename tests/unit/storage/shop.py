"""The shop in tests of the storage: goods, batches of them, and what somebody chooses."""

from __future__ import annotations

from itertools import count

from storage import goods, ledger, redemptions, stock
from storage.database import Transaction
from storage.goods import Goods, GoodsId, Terms
from storage.members import MemberId
from storage.redemptions import Redemption, Wish
from storage.stock import Batch, Gift
from tests.unit.storage.points import earned

NOW, COLLECT_BY = 10, 1000  # UTC ms
_tokens = count(1)


def kettles(transaction: Transaction, price: int = 2, **more: object) -> Goods:
    """Goods, none of them yet."""
    terms = Terms("保温杯", "Thermos", price, **more)  # type: ignore[arg-type]
    return goods.add(transaction, terms, f"goods{next(_tokens)}", NOW)


def given(
    transaction: Transaction, goods_id: GoodsId, pieces: int = 3, best_before: int | None = None
) -> Batch:
    gift = Gift(goods_id, "某某公司", pieces, best_before)
    return stock.receive(transaction, gift, f"batch{next(_tokens)}", None, NOW)


def with_points(transaction: Transaction, member: MemberId, points: int = 5) -> None:
    ledger.record(transaction, earned(member, points, key=f"report:{next(_tokens)}"), NOW)


def chosen(transaction: Transaction, goods_: Goods, member: MemberId, code: str = "") -> Redemption:
    number = next(_tokens)
    code = code or f"{number:06d}"
    return redemptions.redeem(transaction, Wish(goods_, member, f"token{number}", code, COLLECT_BY), NOW)
