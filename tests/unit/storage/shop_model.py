"""What ledger and stock should hold together, in plain dictionaries: points as in `points_model`, and pieces beside it.

A deed returns what should have come of it: NEW, or the name of the error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.unit.storage import points_model
from tests.unit.storage.points_model import BELOW_ZERO, NEW, NOTHING, Model, Operation

SOLD_OUT, CONFLICT, TOO_FEW = "SoldOut", "Conflict", "TooFew"
PRICES = (2, 5)  # of the goods 0 and 1
ENDS = {"collect": "collected", "cancel": "cancelled", "lapse": "expired"}


@dataclass(frozen=True)
class Deed:
    """Something that is done: by or for whom, with which goods, batch or redemption, how many, and when (ms)."""

    what: str
    member: int
    goods: int
    subject: int
    number: int
    best_before: int | None
    now: int


@dataclass
class Batch:
    """Pieces of some goods: `free` to be chosen, `held` for people, `gone` to them or written off."""

    goods: int
    best_before: int | None
    received: int
    free: int
    held: int = 0
    gone: int = 0


@dataclass
class Chosen:
    """A redemption: whose, from which batch, for how many points, and where it stands."""

    member: int
    batch: int
    price: int
    state: str = "held"


@dataclass
class Shop:
    """Everything there is. Batches and redemptions are known by their numbers, from 1."""

    points: Model = field(default_factory=Model)
    batches: list[Batch] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    awards: int = 0

    def do(self, deed: Deed) -> str:
        """Do it; returns what came of it."""
        return DEEDS[deed.what](self, deed)

    def move_points(self, what: str, member: int, number: int, points: int, now: int) -> str:
        return self.points.do(Operation(what, member, number, points, is_honour=False, now=now))

    def next_batch(self, goods: int, now: int) -> int | None:
        """The number of the batch with the earliest best before that has a piece left."""
        able = [
            (batch.best_before is None, batch.best_before or 0, number)
            for number, batch in enumerate(self.batches, 1)
            if batch.goods == goods and batch.free and (batch.best_before is None or batch.best_before > now)
        ]
        return min(able)[2] if able else None


def award(shop: Shop, deed: Deed) -> str:
    shop.awards += 1
    return shop.move_points("award", deed.member, -shop.awards, deed.number, deed.now)


def receive(shop: Shop, deed: Deed) -> str:
    shop.batches.append(Batch(deed.goods, deed.best_before, deed.number, deed.number))
    return NEW


def redeem(shop: Shop, deed: Deed) -> str:
    number = shop.next_batch(deed.goods, deed.now)
    if number is None:
        return SOLD_OUT
    price = PRICES[deed.goods]
    outcome = shop.move_points("redeem", deed.member, len(shop.chosen) + 1, price, deed.now)
    if outcome == BELOW_ZERO:
        return outcome
    shop.chosen.append(Chosen(deed.member, number, price))
    shop.batches[number - 1].free -= 1
    shop.batches[number - 1].held += 1
    return NEW


def end(shop: Shop, deed: Deed) -> str:
    """It is collected, cancelled, or nobody came."""
    if deed.subject > len(shop.chosen):
        return NOTHING
    chosen = shop.chosen[deed.subject - 1]
    if chosen.state != "held":
        return CONFLICT
    chosen.state = ENDS[deed.what]
    batch = shop.batches[chosen.batch - 1]
    batch.held -= 1
    if deed.what == "collect":
        batch.gone += 1
    else:
        batch.free += 1
    moved = "collect" if deed.what == "collect" else "cancel"
    return shop.move_points(moved, chosen.member, deed.subject, chosen.price, deed.now)


def undo(shop: Shop, deed: Deed) -> str:
    if deed.subject > len(shop.chosen):
        return NOTHING
    chosen = shop.chosen[deed.subject - 1]
    if chosen.state != "collected":
        return CONFLICT
    chosen.state = "undone"
    batch = shop.batches[chosen.batch - 1]
    batch.gone -= 1
    batch.free += 1
    return shop.move_points("bring back", chosen.member, deed.subject, chosen.price, deed.now)


def write_off(shop: Shop, deed: Deed) -> str:
    if deed.subject > len(shop.batches):
        return NOTHING
    batch = shop.batches[deed.subject - 1]
    if batch.free < deed.number:
        return TOO_FEW
    batch.free -= deed.number
    batch.gone += deed.number
    return NEW


def sweep(shop: Shop, deed: Deed) -> str:
    return points_model.expire(shop.points, Operation("expire", 0, 0, 0, is_honour=False, now=deed.now))


DEEDS: Mapping[str, Callable[[Shop, Deed], str]] = {
    "award": award,
    "receive": receive,
    "redeem": redeem,
    "collect": end,
    "cancel": end,
    "lapse": end,
    "undo": undo,
    "write off": write_off,
    "sweep": sweep,
}
