"""``/invite``: an invitation is put together by buttons, in one message: role, then station or grids, then the link."""

from __future__ import annotations

from dataclasses import replace

from handlers import fallback, station_choice
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.invitations import buttons, links
from handlers.registration import offers
from handlers.station_choice import Shelf
from messages.keyboards import CopyButton
from storage import grids, invitations, stations
from storage.grids import GridId
from storage.invitations import InvitationDraft, Offer
from storage.members import Role
from storage.stations import Station


def begin(event: Message | Press, context: Context) -> None:
    """Ask which role it is to give; who may give only one is not asked."""
    token = context.surroundings.new_token()
    draft = invitations.open_draft(context.transaction, context.actor.id, token)
    roles = links.invited_by(context.actor.roles)
    if len(roles) > 1:
        context.show(event, "invitations/ask_role", buttons=buttons.roles(draft, roles))
    else:
        _choose_role(event, draft, next(iter(roles)), context)


def choose_role(press: Press, context: Context) -> None:
    """The role is chosen; what it is for comes next."""
    draft = buttons.read(press, context)
    if draft is None:
        return
    role = choice(Role, press.arguments[-1])
    if role is None or role not in links.invited_by(context.actor.roles):
        fallback.unknown_button(press, context)
    else:
        _choose_role(press, draft, role, context)


def choose_station(press: Press, context: Context) -> None:
    """The courier's station, or another page of the list."""
    draft = buttons.read(press, context)
    if draft is None:
        return
    chosen = station_choice.read(press.arguments[2:], context.transaction)
    if chosen is None or draft.role is not Role.COURIER:
        fallback.unknown_button(press, context)
    elif isinstance(chosen, Shelf):
        _ask_station(press, draft, chosen, context)
    else:
        _issue(press, _courier(chosen.station), context)


def choose_grid(press: Press, context: Context) -> None:
    """Put a grid on the list of the grid worker's, or take it off again."""
    draft = buttons.read(press, context)
    if draft is None:
        return
    known = [grid.id for grid in grids.all_grids(context.transaction)]
    chosen = GridId(press.arguments[-1])
    if chosen not in known or draft.role is not Role.GRID_WORKER:
        fallback.unknown_button(press, context)
        return
    others = tuple(grid for grid in draft.grids if grid != chosen)
    picked = others if chosen in draft.grids else (*others, chosen)
    changed = invitations.change_draft(context.transaction, replace(draft, grids=picked))
    _ask_grids(press, changed, known.index(chosen) // buttons.GRIDS_PER_PAGE, context)


def turn_page(press: Press, context: Context) -> None:
    """Another page of the grids."""
    draft = buttons.read(press, context)
    if draft is None:
        return
    page = press.arguments[-1]
    if draft.role is Role.GRID_WORKER and page.isascii() and page.isdigit() and len(page) < 5:
        _ask_grids(press, draft, int(page), context)
    else:
        fallback.unknown_button(press, context)


def finish(press: Press, context: Context) -> None:
    """All grids are chosen."""
    draft = buttons.read(press, context)
    if draft is None:
        return
    if draft.role is Role.GRID_WORKER and draft.grids:
        _issue(press, Offer(draft.role, grids=draft.grids), context)
    else:
        fallback.unknown_button(press, context)


def _choose_role(event: Message | Press, draft: InvitationDraft, role: Role, context: Context) -> None:
    changed = invitations.change_draft(context.transaction, replace(draft, role=role))
    if role is Role.GRID_WORKER and grids.count(context.transaction):
        _ask_grids(event, changed, 0, context)
    elif role is Role.COURIER and stations.count(context.transaction):
        _ask_station(event, changed, Shelf(), context)
    else:
        _issue(event, Offer(role), context)


def _ask_station(event: Message | Press, draft: InvitationDraft, shelf: Shelf, context: Context) -> None:
    shown = buttons.stations(draft, shelf, context.language, context.transaction)
    context.show(event, "invitations/ask_station", buttons=shown)


def _ask_grids(event: Message | Press, draft: InvitationDraft, page: int, context: Context) -> None:
    shown = buttons.grids(draft, page, context.language, context.transaction)
    context.show(event, "invitations/ask_grids", buttons=shown)


def _courier(station: Station | None) -> Offer:
    return Offer(Role.COURIER, None if station is None else station.id)


def _issue(event: Message | Press, offer: Offer, context: Context) -> None:
    invitations.drop_draft(context.transaction, context.actor.id)
    link = links.make(offer, context.actor.id, context)
    context.show(
        event,
        "invitations/link",
        buttons=[[CopyButton("invitation.copy", link.address)]],
        link=link.address,
        role=offers.described(offer, context.language, context.transaction),
        until=links.until(link, context),
    )
