"""What somebody agreed to, on a page of the menu, and the way out of each."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration import leaving
from handlers.registration.abandoning import stay_outside
from handlers.registration.parting import part
from messages.keyboards import Button, Keyboard
from storage import consents, registrations
from storage.consents import Purpose
from storage.members import Role, Standing

LEAVING = frozenset({Standing.ACTIVE, Standing.PENDING})  # who ends their registration by leaving


def show(event: Message | Press, context: Context) -> None:
    """``/consents`` and the menu's button."""
    context.show(event, "consents/page", buttons=_buttons(context), given=_given(context))


def withdraw_photos(press: Press, context: Context) -> None:
    """No photos and places from now on: reporting stops until they are allowed again."""
    if _is_current(press, context, _given(context) >= {Purpose.PHOTO_AND_PLACE}):
        _answer_photos(press, context, given=False)


def allow_photos(press: Press, context: Context) -> None:
    """Photos and places may be kept and passed on again."""
    if _is_current(press, context):
        _answer_photos(press, context, given=True)


def withdraw_joining(press: Press, context: Context) -> None:
    """Whoever has agreed and not joined takes it all back; on the team that means to leave, which is explained."""
    if context.actor.standing in LEAVING:
        leaving.explain(press, context)
    elif _is_current(press, context, _given(context) >= {Purpose.REGISTRATION}):
        context.answer(press, "press.withdrawn")
        _take_everything_back(context)
        show(press, context)


def _take_everything_back(context: Context) -> None:
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        part(context.actor.id, context)
    else:
        stay_outside(registration, context)


def _answer_photos(press: Press, context: Context, *, given: bool) -> None:
    consents.record(
        context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE, given=given, now=context.now
    )
    context.answer(press, "press.agreed" if given else "press.withdrawn")
    show(press, context)


def _is_current(press: Press, context: Context, applies: bool = True) -> bool:
    """Whether the button is of the newest answer, and applies to it; when not, the press is answered."""
    version = consents.version(context.transaction, context.actor.id)
    if applies and press.arguments == [str(version)]:
        return True
    context.answer(press, "press.out_of_date", alert=True)
    return False


def _given(context: Context) -> frozenset[Purpose]:
    transaction, member = context.transaction, context.actor.id
    return frozenset(purpose for purpose in Purpose if consents.is_given(transaction, member, purpose))


def _buttons(context: Context) -> Keyboard:
    given, version = _given(context), consents.version(context.transaction, context.actor.id)
    rows = []
    if Purpose.PHOTO_AND_PLACE in given:
        rows.append([Button("consents.withdraw_photos", f"withdraw_photos:{version}")])
    elif Role.COURIER in context.actor.roles:
        rows.append([Button("consents.allow_photos", f"allow_photos:{version}")])
    if context.actor.standing in LEAVING:
        rows.append([Button("consents.leave", "leaving")])
    elif Purpose.REGISTRATION in given:
        rows.append([Button("consents.withdraw_joining", f"withdraw_joining:{version}")])
    return [*rows, [Button("menu.back", "menu:start")]]
