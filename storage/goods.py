"""Goods of the shop: what couriers can have for their points. How many there are is what `storage.stock` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction

GoodsId = NewType("GoodsId", int)

COLUMNS = "id, token, version, name_zh, name_en, what_zh, what_en, photo_sha256, price, most, most_per, low_at, is_on"


class Per(StrEnum):
    """The period in which one person may have so many."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many one person may have in a period."""

    most: int
    per: Per


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be said about goods, and changed. `price` is in points, for one; `limit` None for as many as there are.

    `low_at` is how many are left when more should be asked for. Goods that are not `is_on` are not offered; what
    somebody has chosen before stays theirs.
    """

    name_zh: str
    name_en: str
    price: int
    what_zh: str = ""
    what_en: str = ""
    photo_sha256: str | None = None
    limit: Limit | None = None
    low_at: int = 0
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods as they are now. `version` rises with every change."""

    id: GoodsId
    token: str
    version: int
    terms: Terms

    def name(self, language: str) -> str:
        """What it is called in ``zh`` or ``en``."""
        return self.terms.name_zh if language == "zh" else self.terms.name_en

    def what(self, language: str) -> str:
        """What it is, in ``zh`` or ``en``; may be empty."""
        return self.terms.what_zh if language == "zh" else self.terms.what_en


class Conflict(Exception):
    """The goods have changed since they were read."""


def add(transaction: Transaction, terms: Terms, token: str, now: int) -> Goods:
    """Goods that were not there before; none of them yet. Raises sqlite3.IntegrityError for terms without sense."""
    row = transaction.one(
        "INSERT INTO goods (token, name_zh, name_en, what_zh, what_en, photo_sha256, price, most, most_per, low_at,"
        " is_on, made_at) VALUES (:token, :name_zh, :name_en, :what_zh, :what_en, :photo_sha256, :price, :most,"
        " :most_per, :low_at, :is_on, :now) RETURNING id",
        {**_parameters(terms), "token": token, "now": now},
    )
    assert row is not None
    return get(transaction, GoodsId(row["id"]))


def change(transaction: Transaction, goods: Goods, terms: Terms) -> Goods:
    """Say something else about them from now on; what was chosen before keeps its price. Raises Conflict."""
    changed = transaction.execute(
        "UPDATE goods SET version = version + 1, name_zh = :name_zh, name_en = :name_en, what_zh = :what_zh,"
        " what_en = :what_en, photo_sha256 = :photo_sha256, price = :price, most = :most, most_per = :most_per,"
        " low_at = :low_at, is_on = :is_on WHERE id = :id AND version = :version",
        {**_parameters(terms), "id": goods.id, "version": goods.version},
    )
    if not changed:
        raise Conflict(f"goods {goods.id} are no longer v{goods.version}")
    return get(transaction, goods.id)


def switch(transaction: Transaction, goods: Goods, is_on: bool) -> Goods:
    """Offer them, or do not. Raises Conflict."""
    return change(transaction, goods, replace(goods.terms, is_on=is_on))


def get(transaction: Transaction, id_: GoodsId) -> Goods:
    """Goods by id. Raises KeyError when there are none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM goods WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _goods(row)


def find_by_token(transaction: Transaction, token: str) -> Goods | None:
    """The goods that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM goods WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _goods(row)


def everything(transaction: Transaction) -> Sequence[Goods]:
    """All goods, those on offer first, the cheapest first."""
    rows = transaction.all(f"SELECT {COLUMNS} FROM goods ORDER BY is_on DESC, price, id")  # noqa: S608
    return [_goods(row) for row in rows]


def on_offer(transaction: Transaction) -> Sequence[Goods]:
    """What is switched on, the cheapest first, whether there is any of it or not."""
    rows = transaction.all(f"SELECT {COLUMNS} FROM goods WHERE is_on = 1 ORDER BY price, id")  # noqa: S608
    return [_goods(row) for row in rows]


def _parameters(terms: Terms) -> dict[str, object]:
    return {
        "name_zh": terms.name_zh,
        "name_en": terms.name_en,
        "what_zh": terms.what_zh,
        "what_en": terms.what_en,
        "photo_sha256": terms.photo_sha256,
        "price": terms.price,
        "most": None if terms.limit is None else terms.limit.most,
        "most_per": None if terms.limit is None else terms.limit.per,
        "low_at": terms.low_at,
        "is_on": int(terms.is_on),
    }


def _goods(row: Row) -> Goods:
    terms = Terms(
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        price=row["price"],
        what_zh=row["what_zh"],
        what_en=row["what_en"],
        photo_sha256=row["photo_sha256"],
        limit=None if row["most"] is None else Limit(row["most"], Per(row["most_per"])),
        low_at=row["low_at"],
        is_on=bool(row["is_on"]),
    )
    return Goods(GoodsId(row["id"]), row["token"], row["version"], terms)
