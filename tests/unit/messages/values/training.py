"""What the texts of trainings can be given, and which labels and questions there must be."""

from __future__ import annotations

from handlers.dates import Problem
from handlers.training.cards import Contents
from handlers.training.drafts import Item
from handlers.training.lifecycle import Refusal
from handlers.training.notices import Difference
from storage.signups import SignUpState
from storage.trainings import Spot, TrainingState
from tests.unit.messages.values.expected import Expected


def training(state: TrainingState, part: SignUpState | None, has_begun: bool, is_full: bool) -> Contents:
    return Contents(
        topic="<急救>" * 15,
        when="11月25日 周三 14:00",
        place="<驿站>" * 30,
        spot=Spot(30.5, 114.3) if has_begun else None,
        places=20 if is_full or has_begun else None,
        taken=20 if is_full else 3,
        is_full=is_full,
        points=2 if is_full else int(has_begun),
        state=state,
        has_begun=has_begun,
        reason="<雨>" * 66 if state is TrainingState.CANCELLED else None,
        part=part,
    )


EXPECTED = Expected(
    values={
        "training": [
            training(state, part, has_begun, is_full)
            for state in (TrainingState.PUBLISHED, TrainingState.CANCELLED, TrainingState.HELD)
            for part in (None, *SignUpState)
            for has_begun in (False, True)
            for is_full in (False, True)
        ],
        "revises": [False, True],
        "problem": list(Problem),
        "example": ["11月28日 周六 14:00"],
        "topic": ["<急救>" * 15],
        "changes": [[Difference("时间", "1", "<2>"), Difference("地图", "", "<新>" * 40)]],
        "left": [0, 1, 23],
        "came": [0, 3],
        "earned": [0, 1, 2],
        "places": [3],
        "taken": [5],
    },
    labels=[
        *(f"training_refused.{refusal}" for refusal in Refusal),
        *(f"training.{item}" for item in Item),
        *(f"training_item.{item}" for item in Item),
    ],
    texts=[f"training/ask_{item}" for item in Item],
)
