"""What somebody does who speaks about a danger, confirms one, or wants to be warned of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from storage.outbox import OutboxRow
from tests.unit.handlers.world import COURIER, WEST, World, button, shown

Rows = list[OutboxRow]


def acts(who: int, said: str, decides: Callable[[World, str], Rows]) -> Mapping[str, Callable[[World], Rows]]:
    """Each by its name. `said` is what their recording is called; `decides` presses on the newest card of theirs."""
    return {
        "speaks about a report": lambda world: _speak(world, who, said),
        "confirms a danger": lambda world: [
            *_want_warnings(world, COURIER),
            *decides(world, "accept"),
            *_pass_on(world),
        ],
        "wants to be warned": lambda world: _want_warnings(world, who),
    }


def _speak(world: World, who: int, said: str) -> Rows:
    """A report that they speak about; the grid worker hears it."""
    voice = {"file_id": said, "file_unique_id": f"u-{said}", "duration": 7}
    place = world.apart(WEST)
    rows = [*world.photo(who, f"at {world.now}"), *world.message(who, {"voice": voice})]
    rows += world.location(who, place)
    for row in rows:
        if row.method == "getFile":
            world.downloaded(row)
    if not any(one.data.startswith("category:") for one in shown(rows)):
        return rows
    return [*rows, *world.press(who, button(rows, "category:"))]


def _want_warnings(world: World, who: int) -> Rows:
    return [*world.press(who, "warn_me:on"), *world.press(who, "ride_in:yes:west")]


def _pass_on(world: World) -> Rows:
    """Every report is a danger now, and whoever rides there is warned of those that were taken on."""
    world.transaction.execute("UPDATE reports SET is_urgent = 1 WHERE number IS NOT NULL")
    urgent = [report for report in world.all_reports() if report.is_urgent]
    return [row for report in urgent for row in world.announce("danger_moved", report=report.id)]
