"""``/deleteme``: what would go and what would stay, a button that confirms it for a while, and the erasure itself."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.address import Address
from handlers.context import Context
from handlers.events import Message, Press
from handlers.reports import abandoned_grids
from messages import catalogue, keyboards
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import erasure, erasures, inbox, members, my_data, registration_cards
from storage.erasures import CONFIRM_WITHIN, Erasure
from storage.outbox import Lane

BACKUPS_KEPT = 30  # days; what `bot.upkeep` keeps to
MINUTE = 60_000  # ms


@dataclass(frozen=True, slots=True)
class PressedErasure:
    """What a button claims to be about: a request, and the version it was made for."""

    request: Erasure
    version: int


def explain(_event: Message | Press, context: Context) -> None:
    """Say what goes and what stays, and ask whether they mean it."""
    profile = my_data.profile(context.transaction, context.actor.id)
    request = erasures.ask(
        context.transaction, context.actor.id, context.surroundings.new_token(), context.now
    )
    context.say(
        "mydata/explain_erasure",
        buttons=_buttons(request),
        person=context.actor,
        reports=profile.reports,
        days=BACKUPS_KEPT,
        minutes=CONFIRM_WITHIN // MINUTE,
    )


def erase(press: Press, context: Context) -> None:
    """They mean it: they are erased, and told so for the last time."""
    pressed = _read(press, context)
    if pressed is None:
        fallback.unknown_button(press, context)
    elif pressed.request.erased_at is not None:
        _is_erased_already(press, pressed.request, context)
    elif not pressed.request.is_open(pressed.version, context.now):
        context.answer(press, "mydata.out_of_date", alert=True)
    else:
        _erase(press, context)


def keep(press: Press, context: Context) -> None:
    """They stay after all."""
    pressed = _read(press, context)
    if pressed is None or pressed.request.erased_at is not None:
        fallback.unknown_button(press, context)
        return
    erasures.withdraw(context.transaction, context.actor.id)
    context.answer(press, "mydata.kept")
    context.edit_pressed(press, "mydata/kept")


def _erase(press: Press, context: Context) -> None:
    _blank_cards(context)
    abandoned_grids.note(context.actor.id, context)
    context.answer(press, "mydata.erased")
    # A message of its own and no edit: it also takes away a keyboard that may still offer to send the place.
    context.say("mydata/erased", markup=keyboards.no_keyboard(), days=BACKUPS_KEPT)
    erasure.erase(context.transaction, context.actor, context.event.id, context.now)


def _is_erased_already(press: Press, request: Erasure, context: Context) -> None:
    """A double tap. It must not make them known again, nor stay in the inbox."""
    context.actor = members.get(context.transaction, request.member_id)
    context.answer(press, "mydata.erased")
    inbox.empty(context.transaction, context.event.id)


def _blank_cards(context: Context) -> None:
    """Take name and phone out of the cards that coordinators were shown when this person wanted to join."""
    for card in registration_cards.of_member(context.transaction, context.actor.id):
        address = Address(card.channel, card.chat_id, Language(card.language))
        context.call(
            "editMessageText",
            address,
            {"text": catalogue.text(address.language, "mydata/card_erased", {}), "parse_mode": "HTML"},
            lane=Lane.REPLY,
            parent=card.row,
            target=f"row:{card.row}",
        )


def _read(press: Press, context: Context) -> PressedErasure | None:
    """The request of a press; None when the button speaks of none that is theirs."""
    token, version = [*press.arguments, "", ""][:2]
    request = erasures.find_by_token(context.transaction, token)
    if request is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        return None
    if request.erased_at is None and request.member_id != context.actor.id:
        return None
    return PressedErasure(request, int(version))


def _buttons(request: Erasure) -> Keyboard:
    said = f"{request.token}:{request.version}"
    return (
        (Button("mydata.erase", f"erase:{said}", style="danger"),),
        (Button("mydata.keep", f"keep:{said}"),),
    )
