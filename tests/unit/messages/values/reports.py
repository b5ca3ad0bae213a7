"""What the texts of reports can be given, and which labels and questions there must be."""

from __future__ import annotations

from itertools import combinations

from bot.photos import Unfit
from handlers.dialogue import wording
from handlers.points.earning import Unpaid
from handlers.reports import later as put_off
from handlers.reports.cards import WORDS_SHOWN, Contents
from handlers.reports.lifecycle import NUMBERED, Refusal
from handlers.reports.morning import LISTED, LISTED_BELOW, Line, Section
from handlers.reports.questions import Hole, Noted
from handlers.reports.receipts import Reach
from messages.danger_words import DANGERS
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
        lookalike="WH-2026-000003" if has_more else None,
        voices=photos - 1,
        forwarded=photos - 1,
        rule="<夜里漏水归东湖路北段值班的网格员>" * 2 if is_new else None,
        question="<哪里？>" + "？" * wording.QUESTION_SHOWN if has_more else None,
        answer="<门口>" + "。" * wording.ANSWER_SHOWN if state is ReportState.SUBMITTED else None,
        messages=photos - 1,
        deadline="⏰ 请在 <11月25日 周三 14:00> 前接单" if has_more else None,
    )


def section(most: int, grid: str | None = None) -> Section:
    """A part of the morning's list, of which one more is left out."""
    return Section(most and most + 1, [Line("WH-2026-000001", "🗑 <垃圾>", grid, "3 天")] * most)


EXPECTED = Expected(
    values={
        "noted": list(Noted),
        "held": [
            frozenset(kinds)
            for n in range(5)
            for kinds in combinations(("photo", "place", "words", "voice"), n)
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
        "late": [section(0), section(LISTED_BELOW)],
        "card": [
            card(grid, state, words, photos)
            for grid in (None, "<西>")
            for state in NUMBERED
            for words in ("", "<b> & {{ 1 }}" + "字" * WORDS_SHOWN)
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
        "waiting": [[], ["<王>"], ["<王>", "周敏"]],
        "photos": [None, 2],
        "next_step": ["<再拍>"],
        "paid": [0, 1, 2],
        "unpaid": [None, *Unpaid],
        "cap": [None, 5],
        "is_kept": [True, False],
        "call": ["119"],
        "advice": ["<远一点>"],
        "is_whole": [True, False],
        "may_choose": [True, False],
        "is_spoken": [True, False],
        "voices": [0, 1, 2],
        "is_off_shift": [True, False],
        "put_off": [[]]
        + [
            [put_off.Line("Tue 22 Sep, 11:41", photos, has_more, has_more)] * most
            for photos, has_more in ((0, False), (2, True))
            for most in (1, put_off.LISTED)
        ],
    },
    labels=[
        *(f"category.{category}" for category in Category),
        *(f"danger_advice.{danger}" for danger in DANGERS),
        *(f"danger_words.{danger}" for danger in DANGERS),
        *(f"reason.{reason}" for reason in ReturnReason),
        *(f"next_step.{reason}" for reason in ReturnReason),
        *(f"refused.{refusal}" for refusal in Refusal),
        *(f"state.{state}" for state in ReportState),
    ],
    texts=[f"reports/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
