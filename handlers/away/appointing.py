"""A grid worker's permanent deputy: chosen by themselves, or by a coordinator on their card."""

from __future__ import annotations

from handlers import fallback
from handlers.away import candidates, page
from handlers.context import Context
from handlers.events import Press
from handlers.people import card
from handlers.route import COORDINATORS
from handlers.routing.targets import may_answer
from messages.keyboards import Button
from storage import deputies, members, people
from storage.members import Member


def ask_who(press: Press, context: Context) -> None:
    """A page of those who can be it."""
    member, number = _whose(press, context), candidates.page_in(press.arguments[1:])
    if member is None:
        return
    if number is None:
        fallback.unknown_button(press, context)
        return
    found = candidates.page_of(member.id, number, context)
    prefix = f"deputy_is:{member.id}"
    context.show(
        press,
        "away/ask_deputy",
        buttons=[
            *candidates.keyboard(found, prefix, f"deputy:{member.id}"),
            [Button("away.no_deputy", f"{prefix}:{page.NOBODY}")],
            [Button("menu.back", _page_of(member, context))],
        ],
        about=[member.id, *found.members],
        whose=None if member.id == context.actor.id else member.name,
    )


def appoint(press: Press, context: Context) -> None:
    """Somebody, or nobody, is chosen; both hear it, but not from themselves."""
    member = _whose(press, context)
    if member is None:
        return
    number = press.arguments[1] if len(press.arguments) > 1 else ""
    deputy = candidates.chosen(number, member.id, context)
    if deputy is None and number != page.NOBODY:
        context.answer(press, "away_refused.cannot", alert=True)
        return
    if deputies.of(context.transaction, member.id) != (None if deputy is None else deputy.id):
        _store(member, deputy, context)
    context.answer(press, "press.deputy_chosen")
    if member.id == context.actor.id:
        page.show(press, context)
    else:
        card.show(press, member, context)


def _store(member: Member, deputy: Member | None, context: Context) -> None:
    if deputy is None:
        deputies.dismiss(context.transaction, member.id)
    else:
        deputies.appoint(context.transaction, member.id, deputy.id)
        if deputy.id != context.actor.id:
            address = context.to_member(deputy)
            context.say("away/you_are_deputy", to=address, about=[member.id], name=member.name)
    if member.id != context.actor.id:
        context.say(
            "away/deputy_chosen",
            to=context.to_member(member),
            buttons=[[Button("away.open", "away")]],
            about=[] if deputy is None else [deputy.id],
            deputy=None if deputy is None else deputy.name,
        )


def _whose(press: Press, context: Context) -> Member | None:
    """Whose deputy a press is about; None, and they are told why, if it is not theirs to choose."""
    number = press.arguments[0] if press.arguments else ""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        fallback.unknown_button(press, context)
        return None
    if int(number) != context.actor.id and not context.actor.roles & COORDINATORS:
        context.answer(press, "away_refused.not_yours", alert=True)
        return None
    found = people.find_by_number(context.transaction, int(number))
    member = None if found is None else members.get(context.transaction, found.id)
    if member is None or not may_answer(member):
        context.answer(press, "away_refused.no_worker", alert=True)
        return None
    return member


def _page_of(member: Member, context: Context) -> str:
    return "away" if member.id == context.actor.id else f"people:at:{member.id}"
