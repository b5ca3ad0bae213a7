"""What the texts of questions and messages can be given, and which labels there must be."""

from __future__ import annotations

from handlers.dialogue.buttons import Choice, Preset
from handlers.dialogue.writing import LINE_SHOWN, LONGEST, SHOWN
from handlers.reports.sent_photos import PhotoFault
from storage.report_messages import Side, WrittenKind
from storage.report_questions import AnswerKind
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "question": ["", "<哪个门？>"],
        "answer": ["<南门>" + "字" * LONGEST],
        "asked": [None, "WH-2026-000001"],
        "has_draft": [True, False],
        "is_open": [True, False],
        "side": list(Side),
        "latest": [[], [(is_own, "<b>" + "字" * LINE_SHOWN) for is_own in (True, False)] * SHOWN],
        "words": ["<再拍>" + "字" * LONGEST],
        "why": ["<不能>"],
        "fault": list(PhotoFault),
        "longest": [LONGEST],
        "length": [2000],
        "days": [3],
        "most": [10],
    },
    labels=[
        *(f"dialogue_question.{preset}" for preset in Preset),
        *(f"dialogue_choice.{choice}" for choice in Choice),
        *(
            f"dialogue_answer.{kind}"
            for kind in AnswerKind
            if kind not in (AnswerKind.WORDS, AnswerKind.CHOICE)
        ),
        *(f"dialogue_kind.{kind}" for kind in WrittenKind if kind is not WrittenKind.WORDS),
    ],
)
