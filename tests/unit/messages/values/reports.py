"""What the texts of reports can be given, and which labels and questions there must be."""

from __future__ import annotations

from itertools import combinations

from bot.photos import Unfit
from handlers.reports.cards import Contents
from handlers.reports.lifecycle import Refusal
from handlers.reports.morning import LISTED, Line
from handlers.reports.questions import Hole, Noted
from handlers.reports.receipts import Reach
from storage.members import Standing
from storage.reports import Category, Place, ReturnReason
from tests.unit.messages.values.expected import Expected
from tests.unit.messages.values.people import person


def card(grid: str | None, worker: str | None, reason: str | None, words: str, photos: int) -> Contents:
    when, seen = "Wed 25 Nov, 14:00", None if photos > 1 else "Tue 24 Nov, 20:00"
    place = Place(30.5, 114.3)
    return Contents("WH-2026-000001", "🗑", when, seen, grid, words, place, photos, worker, reason)


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
        "undecided": [
            [Line("WH-2026-000001", "🗑 <垃圾>", grid, "3 天")] * most
            for grid in (None, "<西>")
            for most in (1, LISTED)
        ],
        "card": [
            card(grid, worker, reason, words, photos)
            for grid in (None, "<西>")
            for worker, reason in ((None, None), ("<王>", None), ("<王>", "<看不清>"))
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
        "is_kept": [True, False],
    },
    labels=[
        *(f"category.{category}" for category in Category),
        *(f"reason.{reason}" for reason in ReturnReason),
        *(f"next_step.{reason}" for reason in ReturnReason),
        *(f"refused.{refusal}" for refusal in Refusal),
    ],
    texts=[f"reports/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
