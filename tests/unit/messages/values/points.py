"""What the texts of points can be given, and which labels and questions there must be."""

from __future__ import annotations

from itertools import product

from handlers.points.amounts import AmountFault, ReasonFault
from handlers.points.confirming import Contents
from handlers.points.earning import Cause, Unpaid
from handlers.points.lifecycle import Hole, Refusal, UndoReason
from handlers.points.overview import Line, Part, Way
from handlers.points.proposals import Item, ValueFault
from handlers.points.rules_page import Line as RuleLine
from handlers.points.rules_page import Lines
from storage.awards import AwardState
from storage.ledger import Standing
from storage.point_rules import CreditClass
from tests.unit.messages.values.expected import Expected

LINE = RuleLine(2, "<+2>", "2026年11月26日", "2027年1月1日", "<刘敏>")
FIRST_LINE = RuleLine(1, "<+1>", None, None, None)
NOTHING = Lines(None, [])

EXPECTED = Expected(
    values={
        "balance": [0, 1, 17],
        "standing": [Standing(0, 0, 0, 0), Standing(1, 0, 0, 0), Standing(17, 3, 2, 4)],
        "expiring": [[], [Part(5, "2027年12月31日"), Part(12, "31 Dec 2028")]],
        "on_hold": [[], [Part(2, "<一块肥皂>")]],
        "ways": [[], [Way("📷 <随手拍>：+1", full) for full in (None, Unpaid.DAY_FULL, Unpaid.MONTH_FULL)]],
        "is_honour": [False, True],
        "waits": [False, True],
        "alone": [20],
        "why": ["<发错了人>", None],
        "award": [
            Contents(state, "<刘敏>", "<赵军>", "<李强>", 50, reason, is_honour, "11月25日 周三 14:00")
            for state, reason, is_honour in product(AwardState, ("<好事>", None), (False, True))
        ],
        "story": [[], ["📷 <WH-2026-000001>", "✅"]],
        "point_rule": [NOTHING, Lines(LINE, [LINE])],
        "paid_by": [None, "📐 <1>"],
        "moved_at": ["11月25日 周三 14:00"],
        "good_until": [None, "2027年12月31日"],
        "terms_now": ["<+1>"],
        "point_rules": [[Lines(LINE, []), Lines(LINE, [LINE]), NOTHING]],
        "versions": [[LINE, FIRST_LINE]],
        "changed_item": list(Item),
        "before": ["<+1>"],
        "after": ["<+2>"],
        "begins": ["2026年11月26日"],
        "replaced": [[], ["<1>", "<2>"]],
        "points": [1, 5],
        "lines": [[], [Line(1, "+1", "<理由>", "11月25日 周三 14:00", is_honour=True)] * 5],
        "has_more": [False, True],
        "fault": [*AmountFault, *ReasonFault, *ValueFault],
    },
    labels=[
        *(f"award_refused.{refusal}" for refusal in Refusal),
        *(f"movement.{cause}" for cause in Cause),
        *(f"undo_reason.{reason}" for reason in UndoReason if reason is not UndoReason.OTHER),
        *(f"credit_class.{credit_class}" for credit_class in CreditClass),
        *(f"awarding.as_{credit_class}" for credit_class in CreditClass),
        *(f"rule_item.{item}" for item in Item),
    ],
    texts=[f"points/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
