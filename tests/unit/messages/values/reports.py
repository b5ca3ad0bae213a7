"""What the texts of reports can be given, and which labels and questions there must be."""

from __future__ import annotations

from itertools import combinations

from bot.photos import Unfit
from handlers.points.earning import Unpaid
from handlers.reports.cards import Contents
from handlers.reports.lifecycle import NUMBERED, Refusal
from handlers.reports.morning import LISTED, LISTED_BELOW, Line, Section
from handlers.reports.questions import Hole, Noted
from handlers.reports.receipts import Reach
from storage.members import Standing
from storage.reports import Category, Place, ReportState, ReturnReason
from tests.unit.messages.values.expected import Expected
from tests.unit.messages.values.people import person


def card(grid: str | None, state: ReportState, words: str, photos: int) -> Contents:
    is_new, has_more = state is ReportState.SUBMITTED, photos > 1
    return Contents(
        number="WH-2026-000001",
        category="🗑",
        submitted="Wed 25 Nov, 14:00",
        seen=None if has_more else "Tue 24 Nov, 20:00",
        grid=grid,
        words=words,
        place=Place(30.5, 114.3),
        photos=photos,
        state=state,
        worker=None if is_new else "<王>",
        by="<周>" if has_more else None,
        reason="<看不清>" if has_more or state is ReportState.RETURNED else None,
        until="11月30日",
        assignee="<城管>" if has_more else None,
        joined_to="WH-2026-000002",
        others=photos - 1,
        is_urgent=has_more,
    )


def section(most: int, grid: str | None = None) -> Section:
    """A part of the morning's list, of which one more is left out."""
    return Section(most and most + 1, [Line("WH-2026-000001", "🗑 <垃圾>", grid, "3 天")] * most)


EXPECTED = Expected(
    values={
        "noted": list(Noted),
        "held": [
            frozenset(kinds) for n in range(4) for kinds in combinations(("photo", "place", "words"), n)
        ],
        "words_cut": [True, False],
        "words_shown": [300],
        "other_waits": [True, False],
        "reason": ["gone", *Unfit],
        "remaining": [0, 2],
        "holds_more": [True, False],
        "category": ["🗑 <垃圾>"],
        "number": ["WH-2026-000001"],
        "grid": [None, "<西>"],
        "worker": ["<王>"],
        "undecided": [section(most, grid).lines for grid in (None, "<西>") for most in (1, LISTED)],
        "in_hand": [section(0), section(LISTED_BELOW)],
        "resuming": [section(0), section(LISTED_BELOW)],
        "card": [
            card(grid, state, words, photos)
            for grid in (None, "<西>")
            for state in NUMBERED
            for words in ("", "<b> & {{ 1 }}")
            for photos in (1, 3)
        ],
        "anybody": [True, False],
        "in_group": [True, False],
        "reach": [
            Reach(workers, in_group, in_reserve)
            for workers in ([], [person(Standing.ACTIVE)], [person(Standing.ACTIVE)] * 3)
            for in_group in (True, False)
            for in_reserve in (True, False)
        ],
        "workers": [[], ["<王>"], ["<王>", "周敏"]],
        "photos": [2],
        "next_step": ["<再拍>"],
        "paid": [0, 1, 2],
        "unpaid": [None, *Unpaid],
        "cap": [None, 5],
        "is_kept": [True, False],
    },
    labels=[
        *(f"category.{category}" for category in Category),
        *(f"reason.{reason}" for reason in ReturnReason),
        *(f"next_step.{reason}" for reason in ReturnReason),
        *(f"refused.{refusal}" for refusal in Refusal),
        *(f"state.{state}" for state in ReportState),
    ],
    texts=[f"reports/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
