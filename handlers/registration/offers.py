"""What somebody joins as: what their invitation offers, else a courier."""

from __future__ import annotations

from messages import catalogue
from messages.catalogue import Language
from storage import grids, invitations, stations
from storage.database import Transaction
from storage.invitations import Offer
from storage.members import Role
from storage.registrations import Registration

AS_COURIER = Offer(Role.COURIER)


def of_registration(registration: Registration, transaction: Transaction) -> Offer:
    """What a registration makes of somebody."""
    if registration.invitation is None:
        return AS_COURIER
    return invitations.get(transaction, registration.invitation).offer


def described(offer: Offer, language: Language, transaction: Transaction) -> str:
    """An offer in words: a role, and the station or the grids it is for."""
    role = catalogue.label(language, f"role.{offer.role}")
    names = [grids.get(transaction, grid).name(language) for grid in offer.grids]
    station = None if offer.station_id is None else stations.find(transaction, offer.station_id)
    if station is not None:
        names.append(station.name(language))
    if not names:
        return role
    joined = catalogue.label(language, "role.separator").join(names)
    return catalogue.label(language, "role.of", {"role": role, "names": joined})
