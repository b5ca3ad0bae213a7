"""Awards in tests: from whom to how many to what for, and what is in the ledger then."""

from __future__ import annotations

from handlers.points import earning
from handlers.points.earning import Cause
from storage import inbox, ledger
from storage.outbox import OutboxRow
from tests.unit.handlers.world import COORDINATOR, COURIER, World, button, only, shown

REASON = "帮社区送了 30 份宣传单"

Rows = list[OutboxRow]


def choose(world: World, who: int = COURIER, by: int = COORDINATOR) -> Rows:
    """Whom it is for; what comes back asks how many."""
    world.say(by, "/award")
    return world.press(by, f"award_to:at:{world.member(who).id}")


def fill(world: World, points: int = 5, who: int = COURIER, by: int = COORDINATOR) -> Rows:
    """All of it; what comes back is the preview."""
    choose(world, who, by)
    world.say(by, str(points))
    return world.say(by, REASON)


def give(world: World, points: int = 5, who: int = COURIER, by: int = COORDINATOR) -> Rows:
    """An award that is given; what comes back can be undone."""
    return world.press(by, button(fill(world, points, who, by), "award_give:"))


def undo(world: World, data: str, by: int = COORDINATOR, why: str = "wrong_person") -> Rows:
    """Take an award back by its button, for a reason; what was refused before comes back as it is."""
    rows = world.press(by, data)
    reasons = [one.data for one in shown(rows) if one.data.endswith(f":{why}")]
    return world.press(by, reasons[0]) if reasons else rows


def attend(world: World, training: int, points: int, who: int = COURIER, by: int = COORDINATOR) -> int:
    """Somebody is paid for having come; returns what is paid now."""
    context = world.context_of_message(by)
    inbox.finish(world.transaction, context.event.id, world.now)
    return earning.pay(context, world.member(who).id, Cause.ATTENDANCE, training, worth=points).points


def balance(world: World, who: int = COURIER) -> int:
    return ledger.balance(world.transaction, world.member(who).id)


def transfers(world: World) -> int:
    return world.transaction.number("SELECT count(*) FROM transfers")


def answer(rows: Rows) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text", ""))
