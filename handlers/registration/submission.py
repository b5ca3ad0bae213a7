"""A registration without holes: whoever was invited joins at once, everybody else waits for a coordinator."""

from __future__ import annotations

from handlers import commands_menu
from handlers.context import Context
from handlers.registration import cards, offers
from handlers.registration.lifecycle import Refusal, RegistrationAction, decide
from messages import keyboards
from storage import grids, invitations, members, registrations
from storage.invitations import Offer
from storage.members import Member, Profile, Role, Standing
from storage.outbox import Lane
from storage.registrations import Change, Registration


def finish(registration: Registration, context: Context) -> None:
    """Let whoever acts in, or hand their registration to the coordinators."""
    if registration.invitation is None:
        _submit(registration, context)
    else:
        _admit_invited(registration, context)


def hand_in_imported(member: Member, name: str, context: Context) -> None:
    """Somebody out of a list of people waits to be let in: whoever decides sees them like any other."""
    if registrations.unsettled_of(context.transaction, member.id) is not None:
        return
    token = context.surroundings.new_token()
    registration = registrations.begin(context.transaction, member.id, token, context.now)
    registrations.set_name(context.transaction, registration.id, name)
    registrations.set_phone(context.transaction, registration.id, None)
    registrations.set_station(context.transaction, registration.id, None)
    outcome = decide(registration, RegistrationAction.SUBMIT, member)
    assert not isinstance(outcome, Refusal)  # it is new, and theirs
    hand_in(registrations.apply(context.transaction, outcome, context.now), context)


def hand_in(registration: Registration, context: Context) -> None:
    """Show it to those who decide; when nobody can be reached, the applicant is told that instead of nothing."""
    members.set_standing(context.transaction, registration.member_id, Standing.PENDING)
    receivers = members.with_role(context.transaction, Role.COORDINATOR) or cards.in_reserve(context)
    cards.deal(registration, receivers, context)
    if not receivers:
        tell_nobody_reached(registration, context)


def admit(change: Change, offer: Offer, context: Context) -> Registration:
    """Make somebody a member in the role that they are offered; other capabilities hear of new couriers."""
    registration = registrations.apply(context.transaction, change, context.now)
    member = registration.member_id
    profile = Profile(registration.name, registration.phone, registration.station_id)
    members.admit(context.transaction, member, profile, offer.role)
    grids.assign(context.transaction, member, offer.grids)
    cards.refresh(registration, context)
    commands_menu.show_to(members.get(context.transaction, member), context)
    if offer.role is Role.COURIER:
        context.announce("joined", member=member)
    return registration


def tell_nobody_reached(registration: Registration, context: Context) -> None:
    """The applicant shall not wait for an answer that nobody can give."""
    applicant = context.to_member(members.get(context.transaction, registration.member_id))
    context.say("registration/reached_nobody", to=applicant, lane=Lane.REPLY)


def _submit(registration: Registration, context: Context) -> None:
    outcome = decide(registration, RegistrationAction.SUBMIT, context.actor)
    if isinstance(outcome, Refusal):
        return
    submitted = registrations.apply(context.transaction, outcome, context.now)
    context.say("registration/submitted", markup=keyboards.no_keyboard(), name=submitted.name)
    hand_in(submitted, context)
    context.announce("waiting", member=submitted.member_id)


def _admit_invited(registration: Registration, context: Context) -> None:
    outcome = decide(registration, RegistrationAction.ADMIT, context.actor)
    if isinstance(outcome, Refusal):
        return
    offer = offers.of_registration(registration, context.transaction)
    admit(outcome, offer, context)
    role = offers.described(offer, context.language, context.transaction)
    context.say(
        "registration/joined",
        markup=keyboards.no_keyboard(),
        is_courier=offer.role is Role.COURIER,
        role=role,
    )
    _tell_inviter(registration, offer, context)


def _tell_inviter(registration: Registration, offer: Offer, context: Context) -> None:
    assert registration.invitation is not None
    inviter = invitations.get(context.transaction, registration.invitation).made_by
    if inviter is None:
        return
    address = context.to_member(members.get(context.transaction, inviter))
    role = offers.described(offer, address.language, context.transaction)
    about = [registration.member_id]
    context.say("invitations/accepted", to=address, about=about, name=registration.name, role=role)
