"""An award is given with one press, or another coordinator is asked first; each counts once."""

from __future__ import annotations

from dataclasses import replace

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.points import awarding, buttons, confirming, earning, periods
from handlers.points.earning import Cause
from handlers.points.lifecycle import AwardAction, Refusal, decide, needs_another
from messages.keyboards import Button, Keyboard
from storage import awards, ledger
from storage.awards import Award
from storage.members import Member
from storage.point_rules import CreditClass

AFTERWARDS: Keyboard = ((Button("menu.award", "award"), Button("menu.back", "menu:start")),)


def choose_class(press: Press, context: Context) -> None:
    """What the points are good for: what was entered afterwards counts for honour alone."""
    pressed = buttons.read_permitted(press, AwardAction.FILL, context)
    if pressed is None:
        return
    chosen = choice(CreditClass, pressed.choice)
    if chosen is None or pressed.award.reason is None:
        fallback.unknown_button(press, context)
    else:
        award = awards.fill(context.transaction, replace(pressed.award, credit_class=chosen))
        awarding.preview(press, award, pressed.recipient, context)


def give(press: Press, context: Context) -> None:
    """The points are theirs, and they are told what for; a large award waits for another coordinator."""
    pressed = buttons.read_permitted(press, AwardAction.GIVE, context)
    if pressed is None:
        return
    award, recipient = pressed.award, pressed.recipient
    if not is_waiting_for_another(award, context):
        hand_over(awards.give(context.transaction, award), recipient, context)
        context.answer(press, "press.awarded")
        show(press, "points/given", awards.get(context.transaction, award.id), recipient, context)
        return
    others = confirming.others(award, context)
    if not others:
        buttons.refuse(press, Refusal.NOBODY_ELSE, recipient, context, award.points)
        return
    outcome = decide(award, AwardAction.ASK, context.actor, recipient, version=award.version)
    assert not isinstance(outcome, Refusal)  # what may be given may be asked about
    confirming.ask(press, awards.ask(context.transaction, award, context.now), recipient, others, context)


def is_waiting_for_another(award: Award, context: Context) -> bool:
    """Whether another coordinator is to look at it before it is given."""
    today = periods.day_of(context.local_time).since
    given = awards.given_alone(context.transaction, award.made_by, award.member_id, today)
    return needs_another(award.points or 0, given)


def hand_over(award: Award, recipient: Member, context: Context) -> None:
    """Pay what was given, and tell whom it is for. Whoever gave it is not named: points come from the team."""
    earning.pay(
        context,
        recipient.id,
        Cause.AWARD,
        award.id,
        worth=award.points or 0,
        credit_class=award.credit_class,
    )
    tell("points/awarded", award, recipient, context)


def drop(press: Press, context: Context) -> None:
    """Nobody gets anything."""
    pressed = buttons.read_permitted(press, AwardAction.DROP, context)
    if pressed is None:
        return
    awards.drop(context.transaction, pressed.award)
    asking.settle_about(context, pressed.award.token)
    context.edit_pressed(press, "points/dropped", buttons=AFTERWARDS)


def show(
    press: Press | None,
    template: str,
    award: Award,
    recipient: Member,
    context: Context,
    why: str | None = None,
) -> None:
    """How an award stands, to whoever deals with it; what was given can be taken back."""
    context.show(
        press,
        template,
        buttons=buttons.undo(award) if award.state is awards.AwardState.GIVEN else AFTERWARDS,
        about=[recipient.id],
        name=recipient.name,
        points=award.points,
        reason=award.reason,
        balance=balance(award, context),
        is_honour=award.credit_class is CreditClass.HONOUR,
        why=why,
    )


def tell(template: str, award: Award, recipient: Member, context: Context, why: str | None = None) -> None:
    """What has become of it, to whom it is for."""
    context.say(
        template,
        to=context.to_member(recipient),
        points=award.points,
        reason=award.reason,
        balance=balance(award, context),
        is_honour=award.credit_class is CreditClass.HONOUR,
        why=why,
    )


def balance(award: Award, context: Context) -> int:
    """What whom it is for has by now, of the class that it is of."""
    return ledger.balance_of(context.transaction, buttons.account(award))
