"""What the texts of broadcasts can be given, and which labels and texts there must be."""

from __future__ import annotations

from handlers.broadcasts.buttons import Item
from handlers.broadcasts.lifecycle import Refusal
from handlers.broadcasts.originals import Unfit
from handlers.broadcasts.preview import Summary
from handlers.broadcasts.progress import Bulletin, Progress, Why
from handlers.broadcasts.questions import Hole
from handlers.broadcasts.reading import NameList
from handlers.dates import Problem
from storage.audiences import Circle
from storage.broadcasts import BroadcastState, StopReason, Timing
from tests.unit.messages.values.expected import Expected


def bulletin(state: BroadcastState, *, is_over: bool, waiting: int, until: str | None) -> Bulletin:
    progress = Progress(
        state=state,
        why_stopped=None,
        is_over=is_over,
        total=300,
        sent=280,
        read=12,
        unsent=(),
        cancelled=waiting,
        uncertain=waiting,
        waiting=waiting,
        next_due_at=None,
        last_due_at=None,
        last_ended_at=None,
    )
    return Bulletin(progress, "<骑手>", [("<屏蔽>", 9)] * min(waiting, 6), "1:40", "0:10", until)


SUMMARIES = [
    Summary("<骑手>", people, unreachable, timing, moment, in_quiet_times, "0:10")
    for people, unreachable in ((300, 9), (0, 0))
    for timing, moment in ((Timing.NOW, None), (Timing.AT, "11月25日 周三 14:00"), (Timing.READABLE, None))
    for in_quiet_times in (True, False)
]

BULLETINS = [
    bulletin(state, is_over=is_over, waiting=waiting, until=until)
    for state in BroadcastState
    for is_over in (True, False)
    for waiting, until in ((0, None), (20, None), (20, "<11月25日>"))
]

EXPECTED = Expected(
    values={
        "summary": SUMMARIES,
        "bulletin": BULLETINS,
        "stop_reason": list(StopReason),
        "names": [[], ["<王>"] * 30],
        "trouble": ["<没看懂>"],
    },
    labels=[
        *(f"broadcast_refused.{refusal}" for refusal in Refusal),
        *(f"broadcast_time.{problem}" for problem in Problem),
        *(f"broadcast.{circle}" for circle in Circle),
        *(f"audience.{circle}" for circle in Circle),
        *(f"broadcast.{timing}" for timing in Timing),
        *(f"broadcast.change_{item}" for item in Item if item is not Item.PREVIEW),
        *(f"broadcast.list_{which}" for which in NameList),
        *(f"unsent.{why}" for why in Why),
    ],
    texts=[
        *(f"broadcasts/ask_{hole}" for hole in Hole if hole is not Hole.NONE),
        *(f"broadcasts/unfit_{unfit}" for unfit in Unfit),
        *(f"broadcasts/names_{which}" for which in NameList),
    ],
)
