"""How quickly reports are found among many: every list that somebody waits for, at the tail of its times."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

from handlers.casebook.searching import PER_PAGE as FOUND_PER_PAGE
from handlers.desk.mine import PER_PAGE as HELD_PER_PAGE
from handlers.duplicates import choosing, similar
from handlers.my_reports.listing import PER_PAGE as MINE_PER_PAGE
from handlers.reports.lifecycle import OPEN
from handlers.reports.morning import LISTED
from handlers.verification import distance, nearby
from storage import (
    bigrams,
    casebook,
    held_reports,
    my_reports,
    report_figures,
    undecided_reports,
    verification_offers,
)
from storage.casebook import Wanted
from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category, Place
from tests.benchmarks import report_past
from tests.benchmarks.figures import Figure, below
from tests.benchmarks.report_past import EVERY_NTH_FOR_GROUP, GRIDS, PEOPLE, WORKERS

AIM = 30.0  # ms
ASKED = 200  # times each
TAIL = 0.95  # of the times are no longer than the figure


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, about somebody or something drawn by chance."""

    name: str
    ask: Callable[[Transaction, random.Random], object]


def _mine(transaction: Transaction, chance: random.Random) -> None:
    """A courier's page, not always the first."""
    member = MemberId(chance.randint(WORKERS + 1, PEOPLE))
    total = my_reports.count(transaction, member)
    my_reports.page(transaction, member, MINE_PER_PAGE, chance.randrange(total + 1))


def _search_in_grid(transaction: Transaction, chance: random.Random) -> None:
    """Two characters in the open reports of a grid."""
    _find(transaction, Wanted(OPEN, bigrams.sought(_pair(chance)), _grid(chance)))


def _search_in_grid_ever(transaction: Transaction, chance: random.Random) -> None:
    """Two characters in whatever a grid ever had."""
    _find(transaction, Wanted(pieces=bigrams.sought(_pair(chance)), grid=_grid(chance)))


def _search_everywhere(transaction: Transaction, chance: random.Random) -> None:
    """Two characters in all there is."""
    _find(transaction, Wanted(pieces=bigrams.sought(_pair(chance))))


def _search_common(transaction: Transaction, _chance: random.Random) -> None:
    """Two characters that stand in every fifth report."""
    _find(transaction, Wanted(pieces=bigrams.sought(report_past.COMMON)))


def _search_everything(transaction: Transaction, _chance: random.Random) -> None:
    """What the search begins with."""
    _find(transaction, Wanted())


def _search_number(transaction: Transaction, chance: random.Random) -> None:
    """The last digits of a number."""
    _find(transaction, Wanted(number=f"{chance.randrange(1000):03d}"))


def _search_by_month(transaction: Transaction, _chance: random.Random) -> None:
    """All of the last 30 days."""
    _find(transaction, Wanted(since=report_past.NOW - report_past.YEAR // 12))


def _held_by_worker(transaction: Transaction, chance: random.Random) -> None:
    """A grid worker's page, and how much there is of each state."""
    member = MemberId(chance.randint(1, WORKERS))
    held_reports.counts(transaction, member, coordinates=False)
    held_reports.page(transaction, member, OPEN, HELD_PER_PAGE, coordinates=False)


def _held_by_coordinator(transaction: Transaction, chance: random.Random) -> None:
    """What a coordinator answers for, since nobody else does."""
    member = MemberId(chance.randint(WORKERS + 1, PEOPLE))
    held_reports.counts(transaction, member, coordinates=True)
    held_reports.page(transaction, member, OPEN, HELD_PER_PAGE, coordinates=True)


def _digest_of_worker(transaction: Transaction, chance: random.Random) -> None:
    """What waits for a grid worker in the morning."""
    member = MemberId(chance.randint(1, WORKERS))
    held_reports.counts(transaction, member, coordinates=False, in_groups=False)
    held_reports.page(transaction, member, OPEN, LISTED, coordinates=False, in_groups=False)
    held_reports.taken_on(transaction, member, report_past.NOW)


def _digest_of_group(transaction: Transaction, chance: random.Random) -> None:
    """What waits for a group."""
    number = chance.randrange(0, GRIDS, EVERY_NTH_FOR_GROUP)
    undecided_reports.of_grid(transaction, GridId(report_past.grid(number)), LISTED)


def _whom_to_tell(transaction: Transaction, _chance: random.Random) -> None:
    """For whom anything waits in the morning."""
    undecided_reports.workers(transaction, report_past.NOW)
    undecided_reports.has_any_with_nobody(transaction)
    undecided_reports.group_grids(transaction)
    undecided_reports.given_chats(transaction)


def _typical_times(transaction: Transaction, chance: random.Random) -> None:
    """How long reports of a category take in a grid."""
    report_figures.typical_times(transaction, chance.choice(list(Category)), _grid(chance), report_past.NOW)


def _nearby_of_kind(transaction: Transaction, chance: random.Random) -> None:
    """What a courier is shown before they report the same."""
    near = similar.nearby(
        _place(chance), 50, transaction, report_past.NOW, category=chance.choice(list(Category))
    )
    list(islice(near, similar.MOST))


def _nearby(transaction: Transaction, chance: random.Random) -> None:
    """What a grid worker can join a report to."""
    near = similar.nearby(_place(chance), choosing.RADIUS, transaction, report_past.NOW)
    list(islice(near, choosing.LISTED))


def _nearby_to_verify(transaction: Transaction, chance: random.Random) -> None:
    """What a courier who has a minute may look at."""
    box = distance.box_around(_place(chance), nearby.RADIUS)
    member = MemberId(chance.randint(WORKERS + 1, PEOPLE))
    verification_offers.within(transaction, box, member, report_past.NOW)


# Whoever adds a list that somebody waits for adds it here.
QUESTIONS = (
    Question("mine: a courier's page", _mine),
    Question("mine: a grid worker's page", _held_by_worker),
    Question("mine: a coordinator's page", _held_by_coordinator),
    Question("search: two characters, a grid, open", _search_in_grid),
    Question("search: two characters, a grid, ever", _search_in_grid_ever),
    Question("search: two characters everywhere", _search_everywhere),
    Question("search: two common characters everywhere", _search_common),
    Question("search: everything", _search_everything),
    Question("search: last digits", _search_number),
    Question("search: the last 30 days", _search_by_month),
    Question("nearby: open, of a category, within 50 m", _nearby_of_kind),
    Question("nearby: open, within 200 m", _nearby),
    Question("nearby: fixed, to be verified, within 500 m", _nearby_to_verify),
    Question("digest: a grid worker", _digest_of_worker),
    Question("digest: a group", _digest_of_group),
    Question("digest: whom to tell", _whom_to_tell),
    Question("typical times", _typical_times),
)


def measure(sizes: Sequence[int]) -> Iterator[Figure]:
    """The tail of each question's times among so many reports."""
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            transaction = report_past.make(Path(folder) / "bot.sqlite3", size)
            for question in QUESTIONS:
                name = f"{question.name}, {size:,} reports"
                yield below(name, _tail(question, transaction), "ms", AIM)


def _tail(question: Question, transaction: Transaction) -> float:
    chance, times = random.Random(question.name), []
    for _ in range(ASKED):
        began = perf_counter()
        question.ask(transaction, chance)
        times.append((perf_counter() - began) * 1000)
    return sorted(times)[int(TAIL * ASKED)]


def _find(transaction: Transaction, wanted: Wanted) -> None:
    """A page of what is found, and how much there is."""
    casebook.count(transaction, wanted)
    casebook.find(transaction, wanted, FOUND_PER_PAGE)


def _pair(chance: random.Random) -> str:
    return report_past.words(chance)[:2]


def _place(chance: random.Random) -> Place:
    return Place(
        report_past.LATITUDE + chance.random() * report_past.WIDE,
        report_past.LONGITUDE + chance.random() * report_past.WIDE,
    )


def _grid(chance: random.Random) -> GridId:
    return GridId(report_past.grid(chance.randrange(GRIDS)))
