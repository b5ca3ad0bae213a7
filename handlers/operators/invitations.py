"""``invite``: an invitation from the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.invitations import links
from handlers.operators.faults import Fault, answer
from storage import grids, stations
from storage.database import Transaction
from storage.grids import GridId
from storage.invitations import Offer
from storage.members import Role
from storage.stations import StationId


def invite(command: Command, context: Context) -> None:
    """Make an invitation for a ``role``: a courier's may name a ``station``, a grid worker's names ``grids``.

    Answers ``{"link", "until"}``, or ``{"faults": [words]}`` and has made none.
    """
    role = choice(Role, command.arguments.get("role"))
    faults = list(_faults(role, command.arguments, context.transaction))
    if faults or role is None:
        answer(faults, command, context)
        return
    station = command.arguments.get("station")
    offer = Offer(
        role,
        None if station is None else StationId(str(station)),
        tuple(GridId(str(grid)) for grid in _grids(command.arguments)),
    )
    link = links.make(offer, None, context)
    context.result = {"link": link.address, "until": links.until(link, context)}


def _grids(arguments: Mapping[str, object]) -> list[object]:
    named = arguments.get("grids", [])
    return list(dict.fromkeys(named)) if isinstance(named, list) else [named]


def _faults(role: Role | None, arguments: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    if role is None:
        yield Fault("invite_role", {"value": arguments.get("role"), "known": ", ".join(Role)})
    station, named = arguments.get("station"), _grids(arguments)
    if station is not None and role is not Role.COURIER:
        yield Fault("invite_station_role")
    if station is not None and stations.find(transaction, str(station)) is None:
        yield Fault("invite_station", {"value": station})
    if bool(named) is not (role is Role.GRID_WORKER):
        yield Fault("invite_grids_role")
    known = {grid.id for grid in grids.all_grids(transaction)}
    yield from (Fault("invite_grid", {"value": grid}) for grid in named if grid not in known)
