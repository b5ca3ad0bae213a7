"""``/award``: a coordinator says who, how many and what for, by buttons or in words, and sees it before it counts."""

from __future__ import annotations

from dataclasses import replace

from handlers import asking, fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.people import finding
from handlers.people.finding import Matches
from handlers.points import amounts, buttons, giving
from handlers.points.amounts import AmountFault, ReasonFault
from handlers.points.lifecycle import ALONE, AwardAction, Hole, decide, first_hole, objection
from messages.keyboards import Button, Keyboard
from storage import awards, ledger, members
from storage.awards import Award, AwardState
from storage.members import Member
from storage.point_rules import CreditClass

PREFIX = "award_to"  # of the buttons that say for whom, here and on a person's card
WAYS_ON: Keyboard = ((Button("people.everybody", "award"), Button("menu.back", "menu:start")),)
WAITING = 3  # awards for another coordinator to look at, above the people
UNDOABLE = 3  # awards of a person that are offered to be taken back


def begin(event: Message | Press, context: Context) -> None:
    """Ask for whom: everybody is there to choose from, and words that are typed now look for some."""
    _show_people(event, finding.begin("", context), context)
    asking.expect(context, "award.who")


def take_name(message: Message, context: Context, _subject: str) -> None:
    """A part of a name, or a number: those who match are offered. More words look once more."""
    context.keep_words_once()
    matches = finding.begin(message.text, context)
    if not matches.search.words:
        context.say("people/nothing_typed", buttons=WAYS_ON)
    elif not matches.people:
        context.say("people/nobody", buttons=WAYS_ON)
    else:
        _show_people(message, matches, context)


def choose_member(press: Press, context: Context) -> None:
    """It is for them; or another page of those who were found."""
    match finding.read(press.arguments, context):
        case Member() as chosen:
            _choose(press, chosen, context)
        case Matches() as matches:
            _show_people(press, matches, context)
        case None if press.arguments[:1] == ["at"]:
            context.answer(press, "people.gone", alert=True)
        case None:
            fallback.unknown_button(press, context)


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
        shown = _point_choices(award, context)
        context.say("points/wrong_points", buttons=shown, fault=points, most=amounts.MOST)
    else:
        _go_on(message, awards.fill(context.transaction, replace(award, points=points)), context)


def take_reason(message: Message, context: Context, token: str) -> None:
    """What it is for, in the coordinator's own words."""
    award = _asked_about(token, context)
    if award is None:
        return
    reason = amounts.read_reason(message.text)
    if isinstance(reason, ReasonFault):
        longest, length = amounts.LONGEST_REASON, len(message.text)
        shown = buttons.drop(award)
        context.say("points/wrong_reason", buttons=shown, fault=reason, length=length, longest=longest)
    else:
        context.keep_words_once()
        _go_on(message, awards.fill(context.transaction, replace(award, reason=reason)), context)


def give_up(context: Context, token: str) -> None:
    """``/cancel`` in the middle: nobody gets anything."""
    award = awards.find_by_token(context.transaction, token)
    if award is not None and award.state is AwardState.DRAFT:
        awards.drop(context.transaction, award)
    context.say("points/dropped")


def preview(event: Message | Press, award: Award, recipient: Member, context: Context) -> None:
    """All of it, before it counts."""
    waits = giving.is_waiting_for_another(award, context)
    context.show(
        event,
        "points/preview",
        buttons=buttons.confirm(award, waits=waits),
        about=[recipient.id],
        name=recipient.name,
        points=award.points,
        reason=award.reason,
        is_honour=award.credit_class is CreditClass.HONOUR,
        waits=waits,
        alone=ALONE,
    )


def _choose(press: Press, chosen: Member, context: Context) -> None:
    refusal = objection(context.actor, chosen)
    if refusal is not None:
        buttons.refuse(press, refusal, chosen, context)
        return
    token = context.surroundings.new_token()
    award = awards.open_draft(context.transaction, context.actor.id, chosen.id, token, context.now)
    _go_on(press, award, context)


def _asked_about(token: str, context: Context) -> Award | None:
    """The award that an answer belongs to; None, and they are told, when nothing can be added to it any more."""
    award = awards.find_by_token(context.transaction, token)
    if award is not None:
        recipient = members.get(context.transaction, award.member_id)
        if decide(award, AwardAction.FILL, context.actor, recipient) is AwardState.DRAFT:
            return award
    asking.settle(context)
    context.say("points/dropped")
    return None


def _go_on(event: Message | Press, award: Award, context: Context) -> None:
    """Ask for the next hole; with none left, show what it will be."""
    recipient = members.get(context.transaction, award.member_id)
    hole = first_hole(award)
    if hole is Hole.NONE:
        asking.settle(context)
        preview(event, award, recipient, context)
        return
    asking.expect(context, f"award.{hole}", award.token)
    if hole is Hole.POINTS:
        _ask_points(event, award, recipient, context)
    else:
        shown = buttons.drop(award)
        context.show(
            event,
            "points/ask_reason",
            buttons=shown,
            about=[recipient.id],
            name=recipient.name,
            points=award.points,
        )


def _ask_points(event: Message | Press, award: Award, recipient: Member, context: Context) -> None:
    context.show(
        event,
        "points/ask_points",
        buttons=_point_choices(award, context),
        about=[recipient.id],
        name=recipient.name,
        balance=ledger.balance(context.transaction, recipient.id),
        most=amounts.MOST,
    )


def _point_choices(award: Award, context: Context) -> Keyboard:
    given = awards.given_to(context.transaction, award.member_id, UNDOABLE)
    return buttons.points(award, given)


def _show_people(event: Message | Press, matches: Matches, context: Context) -> None:
    found = finding.keyboard(matches, PREFIX, context.language)
    waiting = [] if matches.search.words else _waiting(context)
    context.show(
        event,
        "points/ask_who",
        buttons=[
            *([buttons.waiting(award, recipient.name)] for award, recipient in waiting),
            *found,
            [Button("menu.back", "menu:start")],
        ],
        about=[*matches.members, *(recipient.id for _, recipient in waiting)],
        words=matches.search.words,
        total=matches.total,
    )


def _waiting(context: Context) -> list[tuple[Award, Member]]:
    """What waits for another coordinator, and may be decided by whoever acts."""
    waiting = awards.pending(context.transaction, WAITING)
    recipients = [members.get(context.transaction, award.member_id) for award in waiting]
    return [
        (award, recipient)
        for award, recipient in zip(waiting, recipients, strict=True)
        if decide(award, AwardAction.CONFIRM, context.actor, recipient) is AwardState.GIVEN
    ]
