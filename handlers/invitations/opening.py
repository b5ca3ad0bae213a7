"""Somebody opens an invitation's link: it is theirs from then on, unless they give their registration up."""

from __future__ import annotations

from enum import StrEnum

from handlers.context import Context
from handlers.registration import begin
from handlers.registration.abandoning import abandon
from handlers.registration.questions import Hole, next_hole
from storage import grids, invitations, registrations
from storage.database import Transaction
from storage.invitations import Invitation, Offer
from storage.members import Member, Role, Standing
from storage.registrations import Registration, RegistrationState


class Verdict(StrEnum):
    """What an invitation is to somebody. Every one but GOOD has words under ``invitations/``."""

    GOOD = "good"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    TAKEN = "taken"  # somebody else is joining by it
    USED = "used"
    USED_BY_YOU = "used_by_you"
    NEEDLESS = "needless"


def open_link(secret: str, context: Context) -> None:
    """Begin, or go on with, a registration on this invitation; or say why it opens nothing."""
    invitation = invitations.find(context.transaction, secret)
    if invitation is not None and _is_under_way(invitation, context):
        begin.go_on(context, insist=True)
        return
    verdict = _verdict(invitation, context)
    if invitation is None or verdict is not Verdict.GOOD:
        context.say(f"invitations/{verdict}")
        return
    invitations.claim(context.transaction, invitation.hash, context.actor.id, context.now)
    begin.proceed(_registration_on(invitation, context), context)


def _is_under_way(invitation: Invitation, context: Context) -> bool:
    unsettled = registrations.unsettled_of(context.transaction, context.actor.id)
    return unsettled is not None and unsettled.invitation == invitation.hash


def _verdict(invitation: Invitation | None, context: Context) -> Verdict:
    if invitation is None:
        return Verdict.UNKNOWN
    if invitation.used_by is not None:
        return _verdict_of_used(invitation, context)
    if invitation.expires_at <= context.now:
        return Verdict.EXPIRED
    if _has_already(context.actor, invitation.offer, context.transaction):
        return Verdict.NEEDLESS
    return Verdict.GOOD


def _verdict_of_used(invitation: Invitation, context: Context) -> Verdict:
    if invitation.used_by == context.actor.id:
        return Verdict.USED_BY_YOU
    is_open = registrations.is_open_on(context.transaction, invitation.hash)
    return Verdict.TAKEN if is_open else Verdict.USED


def _has_already(member: Member, offer: Offer, transaction: Transaction) -> bool:
    if offer.role not in member.roles:
        return False
    if offer.role is not Role.GRID_WORKER:
        return True
    return all(member.id in grids.worker_ids(transaction, grid) for grid in offer.grids)


def _registration_on(invitation: Invitation, context: Context) -> Registration:
    registration = _current(context)
    if registration.invitation is not None:
        invitations.release(context.transaction, registration.invitation)
    registrations.set_invitation(
        context.transaction, registration.id, invitation.hash, invitation.offer.station_id
    )
    if context.actor.standing is Standing.ACTIVE:  # who is known is not asked again
        registrations.set_name(context.transaction, registration.id, context.actor.name)
        registrations.set_phone(context.transaction, registration.id, None)
    return registrations.get(context.transaction, registration.id)


def _current(context: Context) -> Registration:
    """The registration that the invitation is for; one that waits but lacks an answer is begun anew."""
    unsettled = registrations.unsettled_of(context.transaction, context.actor.id)
    if unsettled is None:
        return begin.begin(context)
    waits = unsettled.state is RegistrationState.SUBMITTED
    if waits and next_hole(unsettled, context.transaction) is not Hole.NONE:
        abandon(unsettled, context)
        return begin.begin(context)
    return unsettled
