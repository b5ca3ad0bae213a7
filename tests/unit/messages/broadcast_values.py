"""What the texts of broadcasts can be given."""

from __future__ import annotations

from handlers.broadcasts.preview import Summary
from handlers.broadcasts.progress import Bulletin, Progress
from storage.broadcasts import BroadcastState, Timing


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
