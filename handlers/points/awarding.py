"""``/award``: a coordinator says who, how many and what for, by buttons or in words, and sees it before it counts."""

from __future__ import annotations

from dataclasses import replace

from handlers import asking, fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.points import amounts, buttons
from handlers.points.amounts import AmountFault, ReasonFault
from handlers.points.buttons import PER_PAGE, PressedAward
from handlers.points.lifecycle import AwardAction, Hole, Refusal, decide, first_hole
from handlers.registration.names import cleaned
from storage import awards, candidates, ledger, members
from storage.awards import Award, AwardState
from storage.members import Member, MemberId

LONGEST_SOUGHT = 64  # characters; nobody is called longer than that
UNDOABLE = 3  # awards of a person that are offered to be taken back


def begin(event: Message | Press, context: Context) -> None:
    """Begin an award. A button ``award:<member>`` names whom it is for; else that is the first question."""
    named = event.arguments if isinstance(event, Press) else []
    award = awards.open_draft(
        context.transaction, context.actor.id, context.surroundings.new_token(), context.now
    )
    if named and isinstance(event, Press):
        _choose(event, PressedAward(award, None, named[0]), context)
    else:
        _go_on(event, award, context)


def take_name(message: Message, context: Context, token: str) -> None:
    """A part of a name, or a member's number: those who match are offered."""
    award = _asked_about(token, context)
    if award is None:
        return
    sought = cleaned(message.text)[:LONGEST_SOUGHT]
    if not sought:
        context.say("points/ask_who", buttons=buttons.drop(award))
        return
    _show_people(message, awards.fill(context.transaction, replace(award, sought=sought)), 0, context)


def turn_page(press: Press, context: Context) -> None:
    """Another page of those who match."""
    pressed = buttons.read_permitted(press, AwardAction.FILL, context)
    if pressed is None:
        return
    if pressed.award.sought is None or not buttons.is_number(pressed.choice):
        fallback.unknown_button(press, context)
    else:
        _show_people(press, pressed.award, int(pressed.choice), context)


def choose_member(press: Press, context: Context) -> None:
    """It is for them."""
    pressed = buttons.read_permitted(press, AwardAction.FILL, context)
    if pressed is not None:
        _choose(press, pressed, context)


def choose_points(press: Press, context: Context) -> None:
    """So many, by a button."""
    pressed = buttons.read_permitted(press, AwardAction.FILL, context)
    if pressed is None:
        return
    points = amounts.read_points(pressed.choice)
    if isinstance(points, AmountFault):
        fallback.unknown_button(press, context)
    else:
        _go_on(press, awards.fill(context.transaction, replace(pressed.award, points=points)), context)


def take_points(message: Message, context: Context, token: str) -> None:
    """So many, in digits."""
    award = _asked_about(token, context)
    if award is None:
        return
    points = amounts.read_points(message.text)
    if isinstance(points, AmountFault):
        context.say("points/wrong_points", buttons=buttons.drop(award), fault=points, most=amounts.MOST)
    else:
        _go_on(message, awards.fill(context.transaction, replace(award, points=points)), context)


def take_reason(message: Message, context: Context, token: str) -> None:
    """What it is for, in the coordinator's own words."""
    award = _asked_about(token, context)
    if award is None:
        return
    reason = amounts.read_reason(message.text)
    if isinstance(reason, ReasonFault):
        context.say(
            "points/wrong_reason",
            buttons=buttons.drop(award),
            fault=reason,
            length=len(message.text),
            longest=amounts.LONGEST_REASON,
        )
    else:
        _go_on(message, awards.fill(context.transaction, replace(award, reason=reason)), context)


def give_up(context: Context, token: str) -> None:
    """``/cancel`` in the middle: nobody gets anything."""
    award = awards.find_by_token(context.transaction, token)
    if award is not None and award.state is AwardState.DRAFT:
        awards.drop(context.transaction, award)
    context.say("points/dropped")


def _choose(press: Press, pressed: PressedAward, context: Context) -> None:
    chosen = _member(pressed.choice, context)
    if chosen is None:
        fallback.unknown_button(press, context)
        return
    outcome = decide(pressed.award, AwardAction.FILL, context.actor, recipient=chosen)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, replace(pressed, recipient=chosen), context)
        return
    filled = replace(pressed.award, member_id=chosen.id, sought=None)
    _go_on(press, awards.fill(context.transaction, filled), context)


def _member(number: str, context: Context) -> Member | None:
    if not buttons.is_number(number):
        return None
    try:
        return members.get(context.transaction, MemberId(int(number)))
    except KeyError:
        return None


def _asked_about(token: str, context: Context) -> Award | None:
    """The award that an answer belongs to; None, and they are told, when it is not being put together any more."""
    award = awards.find_by_token(context.transaction, token)
    if award is not None and decide(award, AwardAction.FILL, context.actor) is AwardState.DRAFT:
        return award
    asking.settle(context)
    context.say("points/dropped")
    return None


def _go_on(event: Message | Press, award: Award, context: Context) -> None:
    """Ask for the next hole; with none left, show what it will be."""
    hole = first_hole(award)
    if hole is Hole.NONE:
        asking.settle(context)
        _preview(event, award, context)
        return
    asking.expect(context, f"award.{hole}", award.token)
    recipient = buttons.recipient_of(award, context)
    if recipient is None:
        context.show(event, "points/ask_who", buttons=buttons.drop(award))
    elif hole is Hole.POINTS:
        _ask_points(event, award, recipient, context)
    else:
        shown = buttons.drop(award)
        context.show(event, "points/ask_reason", buttons=shown, name=recipient.name, points=award.points)


def _ask_points(event: Message | Press, award: Award, recipient: Member, context: Context) -> None:
    given = awards.given_to(context.transaction, recipient.id, UNDOABLE)
    context.show(
        event,
        "points/ask_points",
        buttons=buttons.points(award, given),
        name=recipient.name,
        balance=ledger.balance(context.transaction, recipient.id),
        most=amounts.MOST,
    )


def _preview(event: Message | Press, award: Award, context: Context) -> None:
    recipient = buttons.recipient_of(award, context)
    assert recipient is not None  # no hole is left
    context.show(
        event,
        "points/preview",
        buttons=buttons.confirm(award),
        name=recipient.name,
        points=award.points,
        reason=award.reason,
    )


def _show_people(event: Message | Press, award: Award, page: int, context: Context) -> None:
    found = candidates.matching(
        context.transaction, award.sought or "", context.actor.id, PER_PAGE, page * PER_PAGE
    )
    context.show(
        event,
        "points/choose_who" if found.total else "points/nobody_found",
        buttons=buttons.people(award, found, page),
        sought=award.sought,
        total=found.total,
    )
