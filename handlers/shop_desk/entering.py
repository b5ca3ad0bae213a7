"""What was ticked on paper while the network was down is entered at once, and answered line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.context import Context
from handlers.shop.lifecycle import RedemptionAction, Refusal, decide
from handlers.shop_desk import handing_out, pickup_words
from handlers.shop_desk.typed_codes import MOST_LINES, CodeFault, Typed
from messages import catalogue
from messages.keyboards import Button
from storage import redemptions
from storage.members import MemberId
from storage.redemptions import Redemption


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a line: the code, whether it counts, and what it was or why it does not."""

    code: str
    counts: bool
    words: str
    about: Sequence[MemberId] = field(default=())


def enter(lines: Sequence[Typed], context: Context) -> None:
    """Hand out what every line says; one that is refused costs the others nothing."""
    entries = [_enter(line, context) for line in lines[:MOST_LINES]]
    context.say(
        "shop_desk/entered",
        buttons=[[Button("shop_desk.open", "stock_open:0"), Button("shop_desk.home", "stock")]],
        about=[member for entry in entries for member in entry.about],
        entered=entries,
        counted=sum(entry.counts for entry in entries),
        left=max(len(lines) - MOST_LINES, 0),
    )


def _enter(line: Typed, context: Context) -> Entry:
    if isinstance(line.code, CodeFault):
        return _refused(line, f"code_fault.{line.code}", context)
    redemption = redemptions.find_by_code(context.transaction, line.code)
    if redemption is None:
        return _refused(line, "code_fault.unknown", context)
    outcome = decide(redemption, RedemptionAction.COLLECT, context.actor, context.now)
    if isinstance(outcome, Refusal):
        why = pickup_words.in_words(outcome, redemption, context)
        return Entry(line.shown, False, why, pickup_words.named(redemption))
    if line.handed_at is not None and line.handed_at < _minute_of(redemption.held_at):
        return _refused(line, "code_fault.before_chosen", context)
    return _handed_over(line, redemption, context)


def _handed_over(line: Typed, redemption: Redemption, context: Context) -> Entry:
    given = handing_out.hand_over(redemption, line.handed_at, context)
    seen = pickup_words.card(given, context)
    return Entry(seen.code, True, f"{seen.name} · {seen.who}", [given.member_id])


def _refused(line: Typed, label: str, context: Context) -> Entry:
    return Entry(line.shown, False, catalogue.label(context.language, label))


def _minute_of(time: int) -> int:
    """Paper knows no seconds."""
    return time - time % 60_000
