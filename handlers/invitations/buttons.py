"""Buttons of an invitation that is being put together, and how a press on one is read."""

from __future__ import annotations

from handlers import fallback, station_choice
from handlers.context import Context
from handlers.events import Press
from handlers.station_choice import Shelf
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import grids as all_grids
from storage import invitations
from storage.database import Transaction
from storage.grids import Grid
from storage.invitations import InvitationDraft
from storage.members import Role

BACK = Button("menu.back", "menu:start")
GRIDS_PER_PAGE = 8  # buttons that a phone shows without scrolling


def read(press: Press, context: Context) -> InvitationDraft | None:
    """The draft that a button speaks of; None, and the press is answered, when it is no longer that or not theirs."""
    token, version, *_ = [*press.arguments, "", ""]
    draft = invitations.find_draft(context.transaction, token)
    if draft is None or draft.made_by != context.actor.id:
        fallback.unknown_button(press, context)
        return None
    if version != str(draft.version):
        context.answer(press, "press.out_of_date", alert=True)
        return None
    return draft


def roles(draft: InvitationDraft, offered: frozenset[Role]) -> Keyboard:
    """What the invitation may give."""
    choices = [
        [Button(f"role.{role}", _data("invite_role", draft, role))] for role in Role if role in offered
    ]
    return [*choices, [BACK]]


def stations(draft: InvitationDraft, shelf: Shelf, language: Language, transaction: Transaction) -> Keyboard:
    """The courier's station."""
    shown = station_choice.keyboard(
        shelf, lambda chosen: _data("invite_station", draft, chosen), language, transaction
    )
    return [*shown, [BACK]]


def grids(draft: InvitationDraft, page: int, language: Language, transaction: Transaction) -> Keyboard:
    """A page of grids, those chosen marked; and the way on once there is one."""
    everything = all_grids.all_grids(transaction)
    start = page * GRIDS_PER_PAGE
    rows = [[_grid(draft, grid, language)] for grid in everything[start : start + GRIDS_PER_PAGE]]
    turns = []
    if page > 0:
        turns.append(Button("station.earlier", _data("invite_page", draft, str(page - 1))))
    if start + GRIDS_PER_PAGE < len(everything):
        turns.append(Button("station.later", _data("invite_page", draft, str(page + 1))))
    if turns:
        rows.append(turns)
    if draft.grids:
        rows.append([Button("invitation.finish", _data("invite_finish", draft), style="success")])
    return [*rows, [BACK]]


def _grid(draft: InvitationDraft, grid: Grid, language: Language) -> Button:
    label = "invitation.grid_chosen" if grid.id in draft.grids else "invitation.grid"
    return Button(label, _data("invite_grid", draft, grid.id), values={"name": grid.name(language)})


def _data(action: str, draft: InvitationDraft, *chosen: str) -> str:
    return ":".join([action, draft.token, str(draft.version), *chosen])
