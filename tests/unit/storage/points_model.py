"""What the ledger should hold, in plain dictionaries and without SQL: the reference that the real one is compared to.

A deed is done by the function that `DEEDS` names for it, and returns what should have come of it. What a shop will do
with stock is another deed there, and another field of the model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NEW, AGAIN, NOTHING = "new", "again", "nothing"  # what came of a deed, where it was no error
BELOW_ZERO, KEY_REUSED, ALREADY_RESOLVED = "BelowZero", "KeyReused", "AlreadyResolved"
NOT_REVERSIBLE, WORTHLESS = "NotReversible", "ValueError"

YEAR = 100  # ms, so that a sequence sees many
AT_ONCE = 3  # lots that a sweep takes


@dataclass(frozen=True)
class Operation:
    """A deed: whose, the `number` of its cause, how many points, and when (ms)."""

    deed: str
    member: int
    number: int
    points: int
    is_honour: bool
    now: int

    @property
    def expires_at(self) -> int:
        """When points earned then expire: after the following year."""
        return (self.now // YEAR + 2) * YEAR


@dataclass
class Award:
    """Points that were paid, and whether they were taken back."""

    points: int
    is_honour: bool
    expires_at: int
    is_reversed: bool = False


@dataclass
class Hold:
    """Points on hold, from which lots; `end` is how it was resolved, `is_reversed` whether the goods came back."""

    points: int
    parts: dict[int, int]
    end: str = ""
    is_reversed: bool = False


@dataclass
class Model:
    """Everything there is. Causes are known by member and number, lots by member and expiry."""

    awards: dict[tuple[int, int], Award] = field(default_factory=dict)
    holds: dict[tuple[int, int], Hold] = field(default_factory=dict)
    lots: Counter[tuple[int, int]] = field(default_factory=Counter)
    honour: Counter[int] = field(default_factory=Counter)
    issued: int = 0
    spent: int = 0
    expired: int = 0
    transfers: int = 0

    def do(self, operation: Operation) -> str:
        """Do it; returns what came of it."""
        return DEEDS[operation.deed](self, operation)

    def spendable(self, member: int) -> int:
        return sum(points for (whose, _), points in self.lots.items() if whose == member)

    def held(self, member: int) -> int:
        return sum(hold.points for (whose, _), hold in self.holds.items() if whose == member and not hold.end)

    def balances(self, members: range) -> dict[str, int]:
        """Every account that is not empty."""
        named = {"issuer": -self.issued, "shop": self.spent, "expired": self.expired}
        for member in members:
            named[f"member:{member}"] = self.spendable(member)
            named[f"hold:{member}"] = self.held(member)
            named[f"honour:{member}"] = self.honour[member]
        return {account: points for account, points in named.items() if points}

    def open_lots(self, member: int) -> list[int]:
        return sorted(end for (whose, end), points in self.lots.items() if whose == member and points)

    def take(self, member: int, order: list[int], points: int) -> dict[int, int] | None:
        """Take points from lots in that order; None, and nothing taken, when they have less."""
        parts: dict[int, int] = {}
        for end in order:
            taken = min(self.lots[member, end], points - sum(parts.values()))
            if taken:
                parts[end] = taken
        if sum(parts.values()) < points:
            return None
        for end, taken in parts.items():
            self.lots[member, end] -= taken
        return parts

    def give_back(self, member: int, parts: dict[int, int], now: int) -> None:
        for end, points in parts.items():
            self.lots[member, end] += points
        for end in sorted(parts):
            if end <= now:
                self.let_expire(member, end)

    def let_expire(self, member: int, end: int) -> None:
        points = self.lots.pop((member, end), 0)
        self.expired += points
        self.transfers += bool(points)


def award(model: Model, operation: Operation) -> str:
    cause = (operation.member, operation.number)
    if operation.points <= 0:
        return WORTHLESS
    earlier = model.awards.get(cause)
    if earlier is not None:
        same = (earlier.points, earlier.is_honour) == (operation.points, operation.is_honour)
        return AGAIN if same else KEY_REUSED
    model.awards[cause] = Award(operation.points, operation.is_honour, operation.expires_at)
    model.issued += operation.points
    model.transfers += 1
    if operation.is_honour:
        model.honour[operation.member] += operation.points
    else:
        model.lots[operation.member, operation.expires_at] += operation.points
    return NEW


def redeem(model: Model, operation: Operation) -> str:
    cause = (operation.member, operation.number)
    if operation.points <= 0:
        return WORTHLESS
    if cause in model.holds:
        return AGAIN if model.holds[cause].points == operation.points else KEY_REUSED
    lasting = [end for end in model.open_lots(operation.member) if end > operation.now]
    parts = model.take(operation.member, lasting, operation.points)
    if parts is None:
        return BELOW_ZERO
    model.holds[cause] = Hold(operation.points, parts)
    model.transfers += 1
    return NEW


def collect(model: Model, operation: Operation) -> str:
    return resolve(model, operation, "collected")


def cancel(model: Model, operation: Operation) -> str:
    return resolve(model, operation, "cancelled")


def resolve(model: Model, operation: Operation, end: str) -> str:
    hold = model.holds.get((operation.member, operation.number))
    if hold is None:
        return NOTHING
    if hold.end:
        return AGAIN if hold.end == end else ALREADY_RESOLVED
    hold.end = end
    model.transfers += 1
    if end == "collected":
        model.spent += hold.points
    else:
        model.give_back(operation.member, hold.parts, operation.now)
    return NEW


def expire(model: Model, operation: Operation) -> str:
    """A sweep: a few of those lots whose time is over, the oldest first."""
    lapsed = sorted(
        (end, whose) for (whose, end), points in model.lots.items() if points and end <= operation.now
    )
    for end, whose in lapsed[:AT_ONCE]:
        model.let_expire(whose, end)
    return NEW if lapsed else NOTHING


def take_back(model: Model, operation: Operation) -> str:
    """Take back what was paid for a cause."""
    paid = model.awards.get((operation.member, operation.number))
    if paid is None:
        return NOTHING
    if paid.is_reversed:
        return AGAIN
    if paid.is_honour:
        model.honour[operation.member] -= paid.points
    else:
        order = sorted(model.open_lots(operation.member), key=lambda end: (end != paid.expires_at, end))
        if model.take(operation.member, order, paid.points) is None:
            return BELOW_ZERO
    paid.is_reversed = True
    model.issued -= paid.points
    model.transfers += 1
    return NEW


def bring_back(model: Model, operation: Operation) -> str:
    """Goods that were collected come back."""
    hold = model.holds.get((operation.member, operation.number))
    if hold is None or not hold.end:
        return NOTHING
    if hold.end != "collected":
        return NOT_REVERSIBLE
    if hold.is_reversed:
        return AGAIN
    hold.is_reversed = True
    model.spent -= hold.points
    model.transfers += 1
    model.give_back(operation.member, hold.parts, operation.now)
    return NEW


DEEDS: Mapping[str, Callable[[Model, Operation], str]] = {
    "award": award,
    "redeem": redeem,
    "collect": collect,
    "cancel": cancel,
    "expire": expire,
    "take back": take_back,
    "bring back": bring_back,
}
