"""What somebody agreed to, on a page of the menu, and the way out of each."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message, Press
from messages.keyboards import Button, Keyboard
from storage import consents
from storage.consents import Purpose
from storage.members import Role


def show(event: Message | Press, context: Context) -> None:
    """``/consents`` and the menu's button."""
    context.show(event, "consents/page", buttons=_buttons(context), given=_given(context))


def withdraw_photos(press: Press, context: Context) -> None:
    """No photos and places from now on: reporting stops until they are allowed again."""
    _answer_photos(press, context, given=False)


def allow_photos(press: Press, context: Context) -> None:
    """Photos and places may be kept and passed on again."""
    _answer_photos(press, context, given=True)


def _answer_photos(press: Press, context: Context, *, given: bool) -> None:
    member = context.actor.id
    if press.arguments != [str(consents.version(context.transaction, member))]:
        context.answer(press, "press.out_of_date", alert=True)
        return
    consents.record(context.transaction, member, Purpose.PHOTO_AND_PLACE, given=given, now=context.now)
    context.answer(press, "press.agreed" if given else "press.withdrawn")
    show(press, context)


def _given(context: Context) -> frozenset[Purpose]:
    transaction, member = context.transaction, context.actor.id
    return frozenset(purpose for purpose in Purpose if consents.is_given(transaction, member, purpose))


def _buttons(context: Context) -> Keyboard:
    back = [Button("menu.back", "menu:start")]
    if Role.COURIER not in context.actor.roles:
        return [[Button("consents.leave", "leaving")], back]
    version = consents.version(context.transaction, context.actor.id)
    if Purpose.PHOTO_AND_PLACE in _given(context):
        change = Button("consents.withdraw_photos", f"withdraw_photos:{version}")
    else:
        change = Button("consents.allow_photos", f"allow_photos:{version}")
    return [[change], [Button("consents.leave", "leaving")], back]
