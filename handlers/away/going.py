"""A grid worker goes away and comes back: who stands in is told, and what waits goes to whoever answers for it now."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.away import candidates, page
from handlers.context import Context
from handlers.events import Effect, Message, Press, Tick
from handlers.reports import cards, routing
from handlers.routing.targets import may_answer
from messages import times
from messages.keyboards import Button
from storage import absences, members, reports, standing_in, waiting_reports
from storage.absences import Absence
from storage.members import Member, MemberId

DEAL = "absence"  # the effect that names whose reports are to be dealt anew
AT_ONCE = 10  # reports by one event, a few ms of the database's time


def go(press: Press, context: Context) -> None:
    """A day and a person, or nobody, are chosen: they are away from now on."""
    day = page.read_day_of(press, context)
    if day is None:
        return
    number = press.arguments[1] if len(press.arguments) > 1 else ""
    deputy = candidates.chosen(number, context.actor.id, context)
    if deputy is None and number != page.NOBODY:
        context.answer(press, "away_refused.cannot", alert=True)
        return
    ends_at = page.end_of(day, context.local_time)
    deputy_id = None if deputy is None else deputy.id
    now = absences.of(context.transaction, context.actor.id)
    if now is None or (now.deputy_id, now.ends_at) != (deputy_id, ends_at):
        _begin(deputy_id, ends_at, context)
    page.show(press, context)


def come_back(event: Message | Press, context: Context) -> None:
    """``/back`` and its button: before the time that was said, or when there is nothing to come back from."""
    absence = absences.of(context.transaction, context.actor.id)
    if absence is None:
        context.show(event, "away/not_away", buttons=[[Button("menu.mine", "mine")]])
        return
    _end(absence, context)
    context.show(event, "away/welcome", buttons=[[Button("menu.mine", "mine")]])


def time_is_over(_tick: Tick, context: Context) -> None:
    """Whoever said until when is there again then; they are told when they can be disturbed."""
    for absence in absences.over(context.transaction, context.now):
        _end(absence, context)
        member = members.get(context.transaction, absence.member_id)
        if may_answer(member):
            context.say(
                "away/welcome",
                to=context.to_member(member),
                not_before=context.quiet_of(member).next_readable(context.now),
                buttons=[[Button("menu.mine", "mine")]],
            )


def decline(press: Press, context: Context) -> None:
    """*I cannot*: the next in line stands in, and whoever is away hears it."""
    said = press.arguments[0] if press.arguments else ""
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    absence = absences.unended(context.transaction, number)
    acting = None if absence is None else standing_in.who_acts_for(context.transaction, absence.member_id)
    if absence is None or acting != context.actor.id:
        context.answer(press, "away_refused.not_standing_in", alert=True)
        return
    before = _acting(absence.member_id, context)
    absences.decline(context.transaction, absence.id, context.actor.id)
    away = members.get(context.transaction, absence.member_id)
    context.edit_pressed(press, "away/declined", about=[away.id], name=away.name)
    _tell_declined(away, context)
    _change_hands(before, context.actor.id, context)


def deal_anew(effect: Effect, context: Context) -> None:
    """A page of what waits: cards show who can act now, and whoever answers for it and has no card gets one."""
    people, after = effect.result["members"], int(str(effect.result["after"]))
    assert isinstance(people, list)
    found = waiting_reports.of(context.transaction, people, after, AT_ONCE)
    for id_ in found:
        report = reports.get(context.transaction, id_)
        cards.refresh(report, context)
        cards.deal(report, routing.holders(report, context.transaction), context)
    if len(found) == AT_ONCE:
        context.announce(DEAL, members=people, after=found[-1])


def _begin(deputy: MemberId | None, ends_at: int, context: Context) -> None:
    before = _acting(context.actor.id, context)
    absences.begin(context.transaction, context.actor.id, deputy, ends_at, context.now)
    _change_hands(before, context.actor.id, context)


def _end(absence: Absence, context: Context) -> None:
    before = _acting(absence.member_id, context)
    absences.end(context.transaction, absence.member_id, context.now)
    _change_hands(before, absence.member_id, context)


def _acting(member: MemberId, context: Context) -> Mapping[MemberId, MemberId | None]:
    """Who acts for somebody, and for those for whom they stand in: all whose reports their coming and going moves."""
    concerned = [member, *standing_in.stood_in_for(context.transaction, member)]
    return {one: standing_in.who_acts_for(context.transaction, one) for one in concerned}


def _change_hands(before: Mapping[MemberId, MemberId | None], by: MemberId, context: Context) -> None:
    """Who stands in from now on is told, and who does no longer, but not `by` whose deed it was; reports follow."""
    for member, earlier in before.items():
        now = standing_in.who_acts_for(context.transaction, member)
        if now == earlier:
            continue
        away = members.get(context.transaction, member)
        if earlier is not None and earlier not in (member, by):
            _tell_released(away, earlier, context)
        if now is not None and now not in (member, by):
            _tell_deputy(away, now, context)
    context.announce(DEAL, members=list(before), after=0)


def _tell_deputy(away: Member, deputy: MemberId, context: Context) -> None:
    absence = absences.of(context.transaction, away.id)
    assert absence is not None  # nobody stands in for somebody who is there
    address = context.to_member(members.get(context.transaction, deputy))
    context.say(
        "away/you_stand_in",
        to=address,
        buttons=[
            [Button("menu.mine", "mine")],
            [Button("away.cannot", f"away_cannot:{absence.id}", "danger")],
        ],
        about=[away.id],
        name=away.name,
        until=times.day(address.language, page.last_day(absence, context)),
    )


def _tell_released(away: Member, deputy: MemberId, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, deputy))
    context.say("away/released", to=address, about=[away.id], name=away.name)


def _tell_declined(away: Member, context: Context) -> None:
    acting = standing_in.who_acts_for(context.transaction, away.id)
    instead = None if acting is None else members.get(context.transaction, acting)
    context.say(
        "away/cannot",
        to=context.to_member(away),
        buttons=[[Button("away.open", "away")]],
        about=[context.actor.id, *([] if instead is None else [instead.id])],
        name=context.actor.name,
        instead=None if instead is None else instead.name,
    )
