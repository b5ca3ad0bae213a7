"""Names and numbers as people give them: taken as they are meant, or told what is wrong and asked for again."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message
from handlers.registration.names import LONGEST_NAME, cleaned
from messages import catalogue, keyboards
from messages.catalogue import Language
from messages.keyboards import Keyboard


def name(words: str, context: Context, *, again: Keyboard = ()) -> str | None:
    """The name that was typed; None, and they are told, when it is none. `again` are the buttons that offer one."""
    found = cleaned(words)
    if not found:
        context.say("registration/name_empty", buttons=again)
    elif len(found) > LONGEST_NAME:
        context.say("registration/name_too_long", buttons=again, length=len(found), longest=LONGEST_NAME)
    else:
        return found
    return None


def own_number(message: Message, context: Context, *, rather_not: str) -> str | None:
    """The number of whoever sent a contact; None, and they are told, when it is another's, or may be.

    `rather_not` is the label of the button that shares none.
    """
    contact = message.message.contact
    if message.message.forward_origin is not None:
        insist_on_own("registration/contact_forwarded", context, rather_not=rather_not)
    elif contact is None or contact.user_id != context.actor.user_id:
        insist_on_own("registration/contact_of_other", context, rather_not=rather_not)
    else:
        return contact.phone_number
    return None


def says(words: str, label: str) -> bool:
    """Whether somebody pressed the button of that label, in whichever language it was shown, or typed its words."""
    return words in {catalogue.label(language, label) for language in Language}


def insist_on_own(template: str, context: Context, *, rather_not: str) -> None:
    """Say what was wrong, and offer the contact button again."""
    context.say(
        template,
        markup=keyboards.ask_contact(context.language, rather_not),
        rather_not=catalogue.label(context.language, rather_not),
    )
