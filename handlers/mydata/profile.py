"""What somebody says about themselves, read and put right.

As long as a coordinator has not let them in, that is what their request says.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from handlers.registration import cards
from storage import corrections, members, registrations
from storage.corrections import Correctable
from storage.members import Member, Profile, Standing
from storage.registrations import Registration, RegistrationState
from storage.stations import StationId


def of(member: Member, context: Context) -> Profile:
    """Their name, number and station, as they are now."""
    request = request_of(member, context)
    if request is None:
        return members.profile(context.transaction, member.id)
    return Profile(request.name, request.phone, request.station_id)


def request_of(member: Member, context: Context) -> Registration | None:
    """The request of somebody who waits for an answer to it."""
    if member.standing is not Standing.PENDING:
        return None
    unsettled = registrations.unsettled_of(context.transaction, member.id)
    if unsettled is None or unsettled.state is not RegistrationState.SUBMITTED:
        return None
    return unsettled


def set_name(name: str, context: Context) -> None:
    """Whoever acts is called so from now on."""
    member, request = context.actor, request_of(context.actor, context)
    _note(Correctable.NAME, of(member, context).name or member.name, context)
    if request is None:
        members.set_name(context.transaction, member.id, name)
        context.actor = replace(member, name=name)
    else:
        registrations.set_name(context.transaction, request.id, name)
        _refresh(request, context)


def set_phone(phone: str | None, context: Context) -> None:
    """Whoever acts is reached so from now on, or by no number; requests that were answered need none."""
    member, request = context.actor, request_of(context.actor, context)
    _note(Correctable.PHONE, of(member, context).phone, context)
    registrations.forget_phones(context.transaction, member.id)
    if request is None:
        members.set_phone(context.transaction, member.id, phone)
    else:
        registrations.set_phone(context.transaction, request.id, phone)
        _refresh(request, context)


def set_station(station: StationId | None, context: Context) -> None:
    """Whoever acts rides for it from now on; None for one that is not in the list."""
    member, request = context.actor, request_of(context.actor, context)
    _note(Correctable.STATION, of(member, context).station_id, context)
    if request is None:
        members.set_station(context.transaction, member.id, station)
    else:
        registrations.set_station(context.transaction, request.id, station)
        _refresh(request, context)


def _note(what: Correctable, said_before: str | None, context: Context) -> None:
    corrections.note(context.transaction, context.actor.id, what, said_before, context.now)


def _refresh(request: Registration, context: Context) -> None:
    """Those who decide see it as it is now."""
    cards.refresh(registrations.get(context.transaction, request.id), context)
