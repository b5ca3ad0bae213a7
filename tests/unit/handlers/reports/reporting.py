"""Steps that the tests of reports share."""

from __future__ import annotations

from storage.outbox import OutboxRow
from tests.unit.handlers.world import COURIER, WEST, Spot, World, button, category_button, only

Rows = list[OutboxRow]


def submit(world: World, spot: Spot = WEST, *, album: str | None = None, caption: str = "") -> Rows:
    """A whole report of a manhole; the rows of its submission."""
    place = world.apart(spot)
    photo = world.photo(COURIER, f"photo-{world.now}", album=album, caption=caption)
    world.downloaded(only(photo, "getFile"))
    keyboard = world.location(COURIER, place)
    return world.press(COURIER, category_button(keyboard, "manhole"))


def answer(rows: Rows) -> str:
    """What the press was answered."""
    return str(only(rows, "answerCallbackQuery").parameters.get("text", ""))


def returned(world: World, who: int, submission: Rows, reason: str) -> Rows:
    """Somebody returns the report for a reason; the rows of that."""
    reasons = world.press(who, button(submission, "return:"))
    return world.press(who, category_button(reasons, reason))
