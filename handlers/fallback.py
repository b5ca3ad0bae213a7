"""What nothing else understands, and what somebody may not do: answered kindly, with what can be done now."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import asking, menu
from handlers.context import Context
from handlers.events import Message, Press
from handlers.route import COORDINATORS
from storage.members import Role, Standing

# Fields of a Message (Bot API) and what we call them; an animation has a document too, so that stands last.
UNUSABLE: Mapping[str, str] = {
    "sticker": "sticker",
    "animation": "animation",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "audio": "voice",
    "document": "file",
}


def unknown_command(message: Message, context: Context) -> None:
    """A command that does not exist."""
    context.say(
        "fallback/unknown_command",
        command=message.text.split()[0],
        is_courier=_is_courier(context),
        asked=asking.in_words(context),
    )


def words(_message: Message, context: Context) -> None:
    """Words that belong to nothing."""
    context.say("fallback/words", is_courier=_is_courier(context), has_cards=_has_cards(context))


def unusable(message: Message, context: Context) -> None:
    """A sticker, a voice, a contact: nothing to be made of it, and what would help instead depends on which it is."""
    if _ask_again(context):
        return
    kind = next((kind for field, kind in UNUSABLE.items() if getattr(message.message, field)), "other")
    context.say(f"fallback/unusable_{kind}", is_courier=_is_courier(context))


def in_group(_message: Message, context: Context) -> None:
    """A command said in a group, where others read along."""
    context.say("fallback/in_group")


def unknown_button(press: Press, context: Context) -> None:
    """A button that is out of date or was never made by us."""
    context.answer(press, "press.unknown", alert=True)


def refuse(event: Press | Message, context: Context, who: frozenset[Role] = COORDINATORS) -> None:
    """That takes one of the roles `who`, or they press what does not exist; nothing of it is stored."""
    if isinstance(event, Press):
        _refuse_press(event, context)
    elif _in_private(context):
        context.say("fallback/refused_role", roles=who)
    else:
        in_group(event, context)


def refuse_outsider(event: Press | Message, context: Context) -> None:
    """That is for everybody on the team, and how one gets there."""
    if isinstance(event, Press):
        _refuse_press(event, context)
        return
    person = context.actor
    buttons = [] if person.standing is Standing.PENDING else [[menu.JOIN]]
    context.say("fallback/refused_outsider", buttons=buttons, person=person)


def refuse_report(event: Press | Message, context: Context) -> None:
    """Reports come from others than those who take care of them. Whoever is asked for words has sent something else."""
    if isinstance(event, Press):
        _refuse_press(event, context)
    elif event.command is not None or not _ask_again(context):
        is_command = event.command is not None
        context.say("fallback/refused_report", is_command=is_command, has_cards=_has_cards(context))


def _refuse_press(press: Press, context: Context) -> None:
    if context.actor.standing is Standing.ACTIVE:
        unknown_button(press, context)
    else:
        context.answer(press, f"press.{context.actor.standing}", alert=True)


def _ask_again(context: Context) -> bool:
    """What came is no answer to what they are asked: ask again; returns whether anything is asked."""
    asked = asking.in_words(context)
    if asked is not None:
        context.say("fallback/no_answer", asked=asked)
    return asked is not None


def _in_private(context: Context) -> bool:
    return context.sender is not None and context.sender.in_private


def _is_courier(context: Context) -> bool:
    return Role.COURIER in context.actor.roles


def _has_cards(context: Context) -> bool:
    """Whether cards of reports come to them, whose buttons are the way to what they may have meant."""
    return bool(context.actor.roles & {Role.GRID_WORKER, Role.COORDINATOR})
