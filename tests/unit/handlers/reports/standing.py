"""Reports put into any state without playing how they came there."""

from __future__ import annotations

from storage import report_changes
from storage.outbox import OutboxRow
from storage.report_changes import Change
from storage.reports import Report, ReportState
from tests.unit.handlers.world import WORKER, World


def in_state(
    world: World, report: Report, state: ReportState, *, until: int | None = None
) -> list[OutboxRow]:
    """The report as the grid worker has it now, and its card in their chat, shown once more."""
    worker = world.member(WORKER).id
    change = Change(
        report.id,
        report.version,
        "arranged",
        worker,
        report.state,
        state,
        worker_id=worker,
        until=until,
        assignee_id=worker if state is ReportState.HANDED_OVER else None,
    )
    moved = report_changes.apply(world.transaction, change, world.now)
    return world.press(WORKER, f"show:{moved.token}:{moved.version}")
