"""Who has got it and read it: the button under every copy, and the lists that its sender can ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers import fallback
from handlers.broadcasts import progress
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from messages.keyboards import Button, Keyboard
from storage import broadcast_recipients, broadcasts, members
from storage.broadcast_recipients import Noted, Outcome
from storage.broadcasts import Broadcast, BroadcastId, BroadcastState
from storage.database import Transaction
from storage.members import MemberId

NAMES_PER_PAGE = 30

ANSWERS: Mapping[Noted, str] = {Noted.NOW: "press.read_noted", Noted.BEFORE: "press.read_before"}


class NameList(StrEnum):
    """A list of recipients that can be asked for; its heading is ``broadcasts/names_…``."""

    UNCERTAIN = "uncertain"  # it may or may not have reached them
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class NamePage:
    """A page of a list, counted from 0."""

    which: NameList
    number: int


def read(press: Press, context: Context) -> None:
    """A recipient says that they have read it; it counts once."""
    token = press.arguments[0] if press.arguments else ""
    broadcast = broadcasts.find_by_token(context.transaction, token)
    noted = Noted.NOT_THEIRS
    if broadcast is not None:
        noted = broadcast_recipients.note_read(
            context.transaction, broadcast.id, context.actor.id, context.now
        )
    if noted is Noted.NOT_THEIRS:
        fallback.unknown_button(press, context)
    else:
        context.answer(press, ANSWERS[noted])


def refresh(press: Press, context: Context) -> None:
    """How it stands now: people go on reading when all is sent."""
    broadcast = _begun(press, context)
    if broadcast is None:
        return
    found = progress.measure(broadcast, context)
    context.answer(press, "press.broadcast_refreshed")
    context.edit_pressed(
        press,
        "broadcasts/progress",
        buttons=progress.buttons_of(broadcast, found),
        bulletin=progress.bulletin_of(broadcast, found, context.language, context),
    )


def list_names(press: Press, context: Context) -> None:
    """The list in a message of its own, so that the figures stay where they are."""
    _list(press, None, context)


def turn_page(press: Press, context: Context) -> None:
    """Another page of the list, in its place."""
    _list(press, press, context)


def _list(press: Press, shown_in: Press | None, context: Context) -> None:
    broadcast = _begun(press, context)
    if broadcast is None:
        return
    page = _page(press.arguments[1:])
    if page is None:
        fallback.unknown_button(press, context)
        return
    start = page.number * NAMES_PER_PAGE
    found = _members(context.transaction, broadcast.id, page.which, start, NAMES_PER_PAGE + 1)
    listed = found[:NAMES_PER_PAGE]
    names = [members.get(context.transaction, id_).name for id_ in listed]
    shown = _turns(broadcast, page, has_more=len(found) > NAMES_PER_PAGE)
    context.show(shown_in, f"broadcasts/names_{page.which}", buttons=shown, about=listed, names=names)


def _begun(press: Press, context: Context) -> Broadcast | None:
    """The broadcast of a press, if it has ever started."""
    token = press.arguments[0] if press.arguments else ""
    broadcast = broadcasts.find_by_token(context.transaction, token)
    if broadcast is None or broadcast.started_at is None or broadcast.state is BroadcastState.DRAFT:
        fallback.unknown_button(press, context)
        return None
    return broadcast


def _page(arguments: Sequence[str]) -> NamePage | None:
    name, number = [*arguments, "", ""][:2]
    which = choice(NameList, name)
    if which is None or not (number.isascii() and number.isdigit() and len(number) < 5):
        return None
    return NamePage(which, int(number))


def _members(
    transaction: Transaction, broadcast: BroadcastId, which: NameList, start: int, limit: int
) -> Sequence[MemberId]:
    if which is NameList.UNREAD:
        return broadcast_recipients.unread(transaction, broadcast, start, limit)
    return broadcast_recipients.with_outcome(transaction, broadcast, Outcome.UNCERTAIN, start, limit)


def _turns(broadcast: Broadcast, page: NamePage, *, has_more: bool) -> Keyboard:
    turns = [
        Button(label, f"send_page:{broadcast.token}:{page.which}:{number}")
        for label, number, exists in (
            ("station.earlier", page.number - 1, page.number > 0),
            ("station.later", page.number + 1, has_more),
        )
        if exists
    ]
    return [turns] if turns else ()
