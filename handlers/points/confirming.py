"""A large award waits for another coordinator: all others are shown it, the first one to press decides, for a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import caretakers
from handlers.address import Address
from handlers.context import Context
from handlers.events import Press, Tick
from handlers.points import buttons, giving
from handlers.points.lifecycle import WAITS, AwardAction
from messages import times
from messages.catalogue import Language
from storage import award_cards, awards, members
from storage.award_cards import Card
from storage.awards import Award, AwardState
from storage.database import Transaction
from storage.members import Member, MemberId, Role
from storage.point_rules import CreditClass

AT_ONCE = 20  # awards that lapse by one tick; the next tick goes on
CARD = "points/pending"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card says. `decider` is empty where nobody has decided; `until` is when it lapses."""

    state: AwardState
    maker: str
    decider: str
    name: str
    points: int
    reason: str | None
    is_honour: bool
    until: str


def others(award: Award, context: Context) -> Sequence[Member]:
    """Who can confirm it: every coordinator and admin but its maker and whom it is for."""
    everybody = [*members.with_role(context.transaction, Role.COORDINATOR), *caretakers.admins(context)]
    left_out = {award.made_by, award.member_id}
    return list({one.id: one for one in everybody if one.id not in left_out}.values())


def ask(press: Press, award: Award, recipient: Member, deciders: Sequence[Member], context: Context) -> None:
    """Show it to all of them; its maker sees that it waits, and can withdraw it."""
    for decider in deciders:
        address = context.to_member(decider)
        row = context.say(
            CARD,
            to=address,
            buttons=buttons.decide(award),
            about=_named(award),
            award=_contents(award, address.language, context),
        )
        card = Card(address.channel, address.chat_id, row, address.language)
        award_cards.add(context.transaction, award.id, card)
    context.answer(press, "press.award_asked")
    context.edit_pressed(
        press,
        CARD,
        buttons=buttons.withdraw(award),
        about=[recipient.id, context.actor.id],
        award=_contents(award, context.language, context),
    )


def show(press: Press, context: Context) -> None:
    """A waiting award again, out of the list of those that wait."""
    pressed = buttons.read_permitted(press, AwardAction.CONFIRM, context)
    if pressed is not None:
        award = pressed.award
        contents = _contents(award, context.language, context)
        context.edit_pressed(press, CARD, buttons=buttons.decide(award), about=_named(award), award=contents)


def confirm(press: Press, context: Context) -> None:
    """It is given; its maker and whom it is for are told."""
    pressed = buttons.read_permitted(press, AwardAction.CONFIRM, context)
    if pressed is None:
        return
    award = awards.confirm(context.transaction, pressed.award, context.actor.id)
    giving.hand_over(award, pressed.recipient, context)
    _ended(award, press, context)


def decline(press: Press, context: Context) -> None:
    """It is not given; its maker is told."""
    pressed = buttons.read_permitted(press, AwardAction.DECLINE, context)
    if pressed is not None:
        _ended(awards.decline(context.transaction, pressed.award, context.actor.id), press, context)


def withdraw(press: Press, context: Context) -> None:
    """Its maker has thought better of it."""
    pressed = buttons.read_permitted(press, AwardAction.WITHDRAW, context)
    if pressed is None:
        return
    award = awards.drop(context.transaction, pressed.award)
    _refresh(award, context)
    context.edit_pressed(press, "points/dropped", buttons=giving.AFTERWARDS)


def any_lapsed(transaction: Transaction, now: int) -> bool:
    """Whether something has waited too long."""
    return bool(awards.asked_before(transaction, now - WAITS, 1))


def lapse(_tick: Tick, context: Context) -> None:
    """What nobody has looked at in time is not given; its maker is told, when they can be disturbed."""
    for award in awards.asked_before(context.transaction, context.now - WAITS, AT_ONCE):
        lapsed = awards.lapse(context.transaction, award)
        _refresh(lapsed, context)
        _tell_maker(lapsed, context)


def _ended(award: Award, press: Press, context: Context) -> None:
    context.answer(press, f"press.award_{award.state}")
    _refresh(award, context)
    contents = _contents(award, context.language, context)
    context.edit_pressed(press, CARD, about=_named(award), award=contents)
    _tell_maker(award, context)


def _refresh(award: Award, context: Context) -> None:
    """Every card says how it ended, wherever it stands; the pressed one is told of by who presses."""
    for card in award_cards.of(context.transaction, award.id):
        address = Address(card.channel, card.chat_id, Language(card.language))
        contents = _contents(award, address.language, context)
        context.edit_text(card.row, CARD, to=address, about=_named(award), award=contents)


def _tell_maker(award: Award, context: Context) -> None:
    maker = members.get(context.transaction, award.made_by)
    address = context.to_member(maker)
    context.say(
        "points/decided",
        to=address,
        buttons=buttons.undo(award) if award.state is AwardState.GIVEN else giving.AFTERWARDS,
        not_before=context.quiet_of(maker).next_readable(context.now) if context.sender is None else None,
        about=[id_ for id_ in _named(award) if id_ != maker.id],
        award=_contents(award, address.language, context),
    )


def _named(award: Award) -> list[MemberId]:
    """Whom a card names."""
    decider = [] if award.decided_by is None else [award.decided_by]
    return [award.member_id, award.made_by, *decider]


def _contents(award: Award, language: Language, context: Context) -> Contents:
    asked_at = context.now if award.asked_at is None else award.asked_at
    return Contents(
        state=award.state,
        maker=_name(award.made_by, context),
        decider=_name(award.decided_by, context),
        name=_name(award.member_id, context),
        points=award.points or 0,
        reason=award.reason,
        is_honour=award.credit_class is CreditClass.HONOUR,
        until=times.moment(language, context.local_time_of(asked_at + WAITS)),
    )


def _name(id_: MemberId | None, context: Context) -> str:
    return "" if id_ is None else members.get(context.transaction, id_).name
