"""A code is scanned or typed: a coordinator sees what it is for and for whom, and hands it over with one press."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.events import Message, Press
from handlers.route import COORDINATORS
from handlers.shop.buttons import about
from handlers.shop.lifecycle import RedemptionAction, Refusal, decide
from handlers.shop_desk import entering, pickup_words, typed_codes
from handlers.shop_desk.typed_codes import CodeFault
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import redemptions
from storage.redemptions import Redemption

QUESTION = "pickup.codes"
WAYS_ON: Keyboard = ((Button("shop_desk.open", "stock_open:0"), Button("shop_desk.home", "stock")),)


def begin(event: Message | Press, context: Context) -> None:
    """Ask for a code, or for many."""
    asking.expect(context, QUESTION)
    open_ = redemptions.count_open(context.transaction)
    context.show(event, "shop_desk/ask_code", buttons=WAYS_ON, total=open_, most=typed_codes.MOST_LINES)


def take_codes(message: Message, context: Context, _subject: str) -> None:
    """One code is shown before it counts; what was ticked on paper is entered line by line."""
    lines = typed_codes.read_lines(message.text, context.local_time)
    if len(lines) != 1 or lines[0].handed_at is not None:
        entering.enter(lines, context)
        return
    code = lines[0].code
    if isinstance(code, CodeFault):
        _refuse(catalogue.label(context.language, f"code_fault.{code}"), context)
        return
    redemption = redemptions.find_by_code(context.transaction, code)
    if redemption is None:
        _refuse(catalogue.label(context.language, "code_fault.unknown"), context)
    else:
        show(redemption, context)


def open_link(token: str, context: Context) -> None:
    """The QR code was scanned: coordinators hand it out, anybody else is told to show it to one."""
    redemption = redemptions.find_by_token(context.transaction, token)
    if not context.actor.roles & COORDINATORS:
        context.say("shop_desk/show_to_coordinator")
    elif redemption is None:
        _refuse(catalogue.label(context.language, "code_fault.unknown"), context)
    else:
        asking.expect(context, QUESTION)  # the next one may be typed
        show(redemption, context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel`` instead of a code."""
    context.say("shop_desk/no_code", buttons=WAYS_ON)


def show(redemption: Redemption, context: Context) -> None:
    """What lies there and for whom; or why it is not to be handed out."""
    outcome = decide(redemption, RedemptionAction.COLLECT, context.actor, context.now)
    if isinstance(outcome, Refusal):
        _refuse(pickup_words.in_words(outcome, redemption, context), context, redemption)
        return
    context.say(
        "shop_desk/pickup",
        buttons=[[about("shop_desk.give", "pickup_give", redemption, style="success")], *WAYS_ON],
        about=[redemption.member_id],
        lying=pickup_words.card(redemption, context),
    )


def _refuse(why: str, context: Context, redemption: Redemption | None = None) -> None:
    named = [] if redemption is None else pickup_words.named(redemption)
    context.say("shop_desk/refused", buttons=[*_undo(redemption, context), *WAYS_ON], about=named, why=why)


def _undo(redemption: Redemption | None, context: Context) -> Keyboard:
    """A slip of the thumb can be put right for a while."""
    if redemption is None:
        return []
    outcome = decide(redemption, RedemptionAction.UNDO, context.actor, context.now)
    return [] if isinstance(outcome, Refusal) else [[about("shop_desk.undo", "pickup_undo", redemption)]]
