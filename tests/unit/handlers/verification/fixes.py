"""Steps that the tests of verdicts share."""

from __future__ import annotations

from storage import verdicts
from storage.reports import Report
from storage.verdicts import Verdict
from tests.unit.handlers.reports.reporting import Rows, submit
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    category_button,
    only,
)

BEFORE, AFTER, FOUND = (b"\xff\xd8 %d \xff\xd9" % number for number in range(3))


def report(world: World) -> Report:
    """The first report, as it is now."""
    return world.all_reports()[0]


def said(world: World) -> list[Verdict]:
    """What was said about it."""
    return list(verdicts.of(world.transaction, report(world).id))


def fix(world: World, who: int = WORKER, caption: str = "") -> Rows:
    """Whoever answers for it says that it is fixed; the rows of that."""
    now = report(world)
    world.press(who, f"fix:{now.token}:{now.version}")
    photo = only(world.photo(who, f"after-{world.now}-{now.version}", caption=caption), "getFile")
    return world.downloaded(photo, AFTER + b"%d" % now.version)


def fixed(world: World, caption: str = "") -> Rows:
    """A report of the courier, which the grid worker has fixed."""
    cards = submit(world)
    world.press(WORKER, button(cards, "accept:"))
    return fix(world, caption=caption)


def follow(world: World) -> None:
    """The other courier has reported the same."""
    world.transaction.execute(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at, joined_to)"
        " VALUES ('other', 'WH-2026-999999', 'joined', :member, 30.5, 114.31, 'manhole', 1, 1, 1, :id)",
        {"member": world.member(OTHER_COURIER).id, "id": report(world).id},
    )


def confirm(world: World, who: int = COURIER) -> Rows:
    """*Fixed*."""
    now = report(world)
    return world.press(who, f"is_fixed:{now.token}:{now.version}")


def doubt(world: World, who: int = COURIER, reason: str = "partly") -> Rows:
    """*Not yet*, and why."""
    now = report(world)
    reasons = world.press(who, f"not_fixed:{now.token}:{now.version}")
    return world.press(who, category_button(reasons, reason))


def reopened_twice(world: World) -> Rows:
    """It was fixed three times, and twice somebody said that it is not."""
    rows = fixed(world)
    for _ in range(2):
        doubt(world)
        world.say(COURIER, "/cancel")
        rows = fix(world)
    return rows


def at(rows: Rows, who: int) -> Rows:
    """What somebody gets of it."""
    return [row for row in rows if row.chat_id == who]
