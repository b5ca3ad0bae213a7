"""A list of honour as people read it: which period, the figures, the first ten, and how they are reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.context import Context
from handlers.points import periods
from handlers.points.periods import Period
from messages import catalogue, times
from storage import honours
from storage.honours import Entry, Figures, FrozenList, Kind
from storage.members import MemberId

SHOWN = 10  # entries; more are counted


class When(StrEnum):
    """Which period: the one that runs, or the one before it."""

    NOW = "now"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Shown:
    """A list in words. `frozen_on` is None while it can change; `more` counts those that are not listed."""

    title: str
    figures: Figures
    entries: Sequence[Entry]
    more: int
    frozen_on: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """A list with all its entries, frozen or as it is now."""

    kind: Kind
    period: Period
    figures: Figures
    entries: Sequence[Entry]
    frozen: FrozenList | None

    @property
    def named(self) -> list[MemberId]:
        """Whom the first entries name."""
        return [entry.member for entry in self.entries[:SHOWN]]


def period_of(kind: Kind, when: When, clock: datetime) -> Period:
    """The period that a clock shows, or the one before."""
    of = periods.month_of if kind is Kind.MONTH else periods.half_year_of
    running = of(clock)
    if when is When.NOW:
        return running
    return of(datetime.fromtimestamp(running.since / 1000 - 1, clock.tzinfo))


def read(kind: Kind, when: When, context: Context) -> Contents:
    """A list as it was frozen; as it is now, if it was not yet."""
    period = period_of(kind, when, context.local_time)
    frozen = honours.find(context.transaction, kind, period.since)
    if frozen is not None:
        entries = honours.entries(context.transaction, frozen.id)
        return Contents(kind, period, frozen.figures, entries, frozen)
    figures = honours.figures(context.transaction, period.since, period.until)
    entries = honours.ranked(context.transaction, period.since, period.until)
    return Contents(kind, period, figures, entries, None)


def in_words(contents: Contents, context: Context) -> Shown:
    """The list as it is shown."""
    frozen = contents.frozen
    return Shown(
        title=_title(contents, context),
        figures=contents.figures,
        entries=contents.entries[:SHOWN],
        more=max(0, len(contents.entries) - SHOWN),
        frozen_on=None
        if frozen is None
        else times.date(context.language, context.local_time_of(frozen.frozen_at)),
    )


def _title(contents: Contents, context: Context) -> str:
    begins = context.local_time_of(contents.period.since)
    month = catalogue.label(context.language, f"month.{times.MONTHS[begins.month - 1]}")
    values = {"year": begins.year, "month": month}
    if contents.kind is Kind.MONTH:
        return catalogue.label(context.language, "honours.title_month", values)
    half = "first" if begins.month == 1 else "second"
    return catalogue.label(context.language, f"honours.title_{half}_half", values)
