"""Goods that a coordinator is putting together or changing: a row with holes, one of each coordinator at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.goods import Goods, GoodsId, Limit, Per, Terms
from storage.members import MemberId

GoodsDraftId = NewType("GoodsDraftId", int)

LOW_AT = 3  # pieces; unless something else is said
UNLIMITED = 0

COLUMNS = (
    "id, token, version, state, made_by, goods_id, goods_version, name_zh, name_en, price, photo, photo_sha256, most,"
    " most_per, low_at"
)


class DraftState(StrEnum):
    """Where a draft stands. It ends once."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    APPLIED = "applied"


class Photo(StrEnum):
    """What there is of a photo."""

    NONE = "none"
    COMING = "coming"  # being fetched
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said about goods; None for what has not. `most` is `UNLIMITED` for as many as somebody likes."""

    name_zh: str | None = None
    name_en: str | None = None
    price: int | None = None
    photo: Photo | None = None
    photo_sha256: str | None = None
    most: int | None = None
    per: Per | None = None
    low_at: int = LOW_AT


@dataclass(frozen=True, slots=True)
class GoodsDraft:
    """A draft. `goods` is what it changes, or has become; `goods_version` is as what they were read."""

    id: GoodsDraftId
    token: str
    version: int
    state: DraftState
    made_by: MemberId
    goods: GoodsId | None
    goods_version: int | None
    said: Said

    @property
    def changes(self) -> bool:
        """Whether there were goods before it."""
        return self.goods_version is not None


def of_terms(terms: Terms) -> Said:
    """Goods as they are, to change something about them."""
    return Said(
        name_zh=terms.name_zh,
        name_en=terms.name_en,
        price=terms.price,
        photo=Photo.NONE if terms.photo_sha256 is None else Photo.HERE,
        photo_sha256=terms.photo_sha256,
        most=UNLIMITED if terms.limit is None else terms.limit.most,
        per=None if terms.limit is None else terms.limit.per,
        low_at=terms.low_at,
    )


def terms_of(said: Said, before: Terms | None) -> Terms:
    """What goods are from now on, of which nothing is missing; what was not asked for stays as it was `before`.

    So does the photo while another is on its way: that may never come.
    """
    assert said.name_zh is not None
    assert said.name_en is not None
    assert said.price is not None
    told = Terms(
        name_zh=said.name_zh,
        name_en=said.name_en,
        price=said.price,
        photo_sha256=said.photo_sha256,
        limit=Limit(said.most, said.per) if said.most and said.per else None,
        low_at=said.low_at,
    )
    if before is None:
        return told
    photo = before.photo_sha256 if said.photo is Photo.COMING else said.photo_sha256
    return replace(
        told, what_zh=before.what_zh, what_en=before.what_en, is_on=before.is_on, photo_sha256=photo
    )


def open_draft(
    transaction: Transaction, maker: MemberId, token: str, now: int, goods: Goods | None = None
) -> GoodsDraft:
    """Begin with nothing said, or with `goods` as they are. Raises sqlite3.IntegrityError when one is open."""
    said = Said() if goods is None else of_terms(goods.terms)
    transaction.execute(
        "INSERT INTO goods_drafts (token, made_by, goods_id, goods_version, name_zh, name_en, price, photo,"
        " photo_sha256, most, most_per, low_at, made_at) VALUES (:token, :maker, :goods, :goods_version, :name_zh,"
        " :name_en, :price, :photo, :photo_sha256, :most, :per, :low_at, :now)",
        {
            **_parameters(said),
            "token": token,
            "maker": maker,
            "goods": None if goods is None else goods.id,
            "goods_version": None if goods is None else goods.version,
            "now": now,
        },
    )
    opened = find_by_token(transaction, token)
    assert opened is not None
    return opened


def draft_of(transaction: Transaction, maker: MemberId) -> GoodsDraft | None:
    """What a coordinator is putting together."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM goods_drafts WHERE made_by = :maker AND state = 'draft'",  # noqa: S608
        {"maker": maker},
    )
    return None if row is None else _draft(row)


def find_by_token(transaction: Transaction, token: str) -> GoodsDraft | None:
    """The draft that a button or an answer speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM goods_drafts WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _draft(row)


def save(transaction: Transaction, draft: GoodsDraft, said: Said) -> GoodsDraft:
    """Something was said about it."""
    transaction.execute(
        "UPDATE goods_drafts SET version = version + 1, name_zh = :name_zh, name_en = :name_en, price = :price,"
        " photo = :photo, photo_sha256 = :photo_sha256, most = :most, most_per = :per, low_at = :low_at"
        " WHERE id = :id",
        {**_parameters(said), "id": draft.id},
    )
    return replace(draft, version=draft.version + 1, said=said)


def end(transaction: Transaction, draft: GoodsDraft, state: DraftState, goods: GoodsId | None = None) -> None:
    """It is given up, or has become `goods`."""
    transaction.execute(
        "UPDATE goods_drafts SET version = version + 1, state = :state, goods_id = coalesce(:goods, goods_id)"
        " WHERE id = :id",
        {"state": state, "goods": goods, "id": draft.id},
    )


def _parameters(said: Said) -> dict[str, object]:
    return {
        "name_zh": said.name_zh,
        "name_en": said.name_en,
        "price": said.price,
        "photo": said.photo,
        "photo_sha256": said.photo_sha256,
        "most": said.most,
        "per": said.per,
        "low_at": said.low_at,
    }


def _draft(row: Row) -> GoodsDraft:
    said = Said(
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        price=row["price"],
        photo=None if row["photo"] is None else Photo(row["photo"]),
        photo_sha256=row["photo_sha256"],
        most=row["most"],
        per=None if row["most_per"] is None else Per(row["most_per"]),
        low_at=row["low_at"],
    )
    return GoodsDraft(
        id=GoodsDraftId(row["id"]),
        token=row["token"],
        version=row["version"],
        state=DraftState(row["state"]),
        made_by=MemberId(row["made_by"]),
        goods=None if row["goods_id"] is None else GoodsId(row["goods_id"]),
        goods_version=row["goods_version"],
        said=said,
    )
