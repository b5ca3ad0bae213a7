"""What nothing else understands: answered kindly, with what can be done now."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.context import Context
from handlers.events import Message, Press
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
    context.say("fallback/unknown_command", command=message.text.split()[0], is_courier=_is_courier(context))


def words(_message: Message, context: Context) -> None:
    """Words that belong to nothing."""
    context.say("fallback/words", is_courier=_is_courier(context))


def unusable(message: Message, context: Context) -> None:
    """A sticker, a voice, a contact: nothing to be made of it, and what would help instead depends on which it is."""
    kind = next((kind for field, kind in UNUSABLE.items() if getattr(message.message, field)), "other")
    context.say(f"fallback/unusable_{kind}", is_courier=_is_courier(context))


def in_group(_message: Message, context: Context) -> None:
    """A command said in a group, where others read along."""
    context.say("fallback/in_group")


def unknown_button(press: Press, context: Context) -> None:
    """A button that is out of date or was never made by us."""
    context.answer(press, "press.unknown", alert=True)


def refuse(event: Press | Message, context: Context) -> None:
    """Somebody may not do that, or presses what does not exist; nothing of it is stored."""
    if isinstance(event, Message) and not _in_private(context):
        in_group(event, context)
    elif isinstance(event, Message):
        context.say("fallback/refused", person=context.actor)
    elif context.actor.standing is Standing.ACTIVE:
        unknown_button(event, context)
    else:
        context.answer(event, f"press.{context.actor.standing}", alert=True)


def _in_private(context: Context) -> bool:
    return context.sender is not None and context.sender.in_private


def _is_courier(context: Context) -> bool:
    return Role.COURIER in context.actor.roles
