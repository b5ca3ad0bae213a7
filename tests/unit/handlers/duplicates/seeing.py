"""Steps that the tests of duplicates share: two couriers see things."""

from __future__ import annotations

from bot.looks import told_by
from storage import photo_looks, photos
from storage.outbox import OutboxRow
from storage.reports import Report
from tests.unit.handlers.rows import Shown, button, category_button, only, shown
from tests.unit.handlers.world import COURIER, OTHER_COURIER, WEST, WORKER, Spot, World

Rows = list[OutboxRow]
A_LOOK = 0x0F0F_3C3C_5A5A_6969
NEXT_DOOR: Spot = (WEST[0] + 0.0002, WEST[1])  # 22 m to the north
ROUND_THE_CORNER: Spot = (WEST[0] + 0.0010, WEST[1])  # 111 m


def see(
    world: World,
    who: int = COURIER,
    spot: Spot = WEST,
    *,
    category: str = "leak",
    look: int | None = None,
    caption: str = "",
) -> Rows:
    """Somebody photographs something and says where it is and what; the rows of the last that they do."""
    world.now += 1000
    row = only(world.photo(who, f"{who} {world.now}", caption=caption), "getFile")
    image = f"{who} {world.now}".encode()
    if look is not None:
        told = told_by(look)
        assert told is not None
        photo_looks.add(world.transaction, photos.add(world.transaction, image, 800, 600, world.now), told)
    world.downloaded(row, image)
    return world.press(who, category_button(world.location(who, spot), category))


def seen_by_both(world: World, spot: Spot = NEXT_DOOR, *, category: str = "leak", caption: str = "") -> Rows:
    """A report of one courier, and of the other whatever comes of seeing the same."""
    see(world)
    return see(world, OTHER_COURIER, spot, category=category, caption=caption)


def joined(world: World) -> Rows:
    """The other courier has joined the first one's report; the rows of that."""
    return world.press(OTHER_COURIER, button(seen_by_both(world), "me_too:"))


def newest(world: World) -> Report:
    return world.all_reports()[-1]


def first(world: World) -> Report:
    return world.all_reports()[0]


def offered(rows: Rows) -> list[str]:
    """What the buttons of the rows begin with."""
    return [one.data.split(":")[0] for one in shown(rows)]


def card_button(world: World, report: Report, begins: str, who: int = WORKER) -> Shown:
    """A button of the report's card, shown once more."""
    rows = world.press(who, f"show:{report.token}:{report.version}")
    return next(one for one in shown(rows) if one.data.startswith(begins))


def two_reports(world: World) -> tuple[Report, Report]:
    """Two reports nearby of different kinds, both with the grid worker: the older first."""
    see(world)
    see(world, OTHER_COURIER, NEXT_DOOR, category="manhole")
    older, newer = world.all_reports()
    return older, newer


def merged(world: World) -> tuple[Rows, Report, Report]:
    """The newer of two reports was joined to the older by the grid worker; the rows of that, and both as they are."""
    _, newer = two_reports(world)
    choosing = world.press(WORKER, card_button(world, newer, "choose_same:").data)
    confirming = world.press(WORKER, button(choosing, "merge_with:"))
    rows = world.press(WORKER, button(confirming, "merge:"))
    return rows, first(world), newest(world)
