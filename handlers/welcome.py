"""``/start``, ``/help``, ``/language``: what the bot is for, in one menu that is edited in place.

For whoever is not on the team yet, the first page is the first question of their registration.
"""

from __future__ import annotations

from enum import StrEnum

from handlers import asking, commands_menu, fallback, menu, muted
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.invitations import links, opening
from handlers.registration import begin
from handlers.shop import codes
from handlers.shop_desk import pickup
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import members, registrations


class Page(StrEnum):
    """A page of the menu; its words are ``welcome/<page>``."""

    START = "start"
    HELP = "help"
    LANGUAGE = "language"


def start(message: Message, context: Context) -> None:
    """Welcome somebody and say what they can do; a payload opens an invitation, or what lies in the shop."""
    payload = message.text.partition(" ")[2].strip()
    secret = links.secret_in(payload)
    if secret is not None:
        opening.open_link(secret, context)
    elif payload.startswith(codes.PREFIX):
        pickup.open_link(payload.removeprefix(codes.PREFIX), context)
    elif _can_register(context):
        begin.go_on(context, insist=True)
    else:
        commands_menu.show_to(context.actor, context)
        _show(Page.START, message, context)


def show_help(message: Message, context: Context) -> None:
    """How it works, for what they are."""
    _show(Page.HELP, message, context)


def show_languages(message: Message, context: Context) -> None:
    """Choose what to speak."""
    _show(Page.LANGUAGE, message, context)


def turn_page(press: Press, context: Context) -> None:
    """A button of the menu shows another page in the same message."""
    page = choice(Page, press.data.removeprefix("menu:"))
    if page is None:
        fallback.unknown_button(press, context)
    elif page is Page.START:
        _return_to_start(press, context)
    else:
        _show(page, press, context)


def choose_language(press: Press, context: Context) -> None:
    """Speak this language from now on."""
    language = choice(Language, press.data.removeprefix("language:"))
    if language is None:
        fallback.unknown_button(press, context)
        return
    context.actor = members.set_language(context.transaction, context.actor, language)
    context.answer(press, "press.language_chosen")
    commands_menu.show_to(context.actor, context)
    _return_to_start(press, context)


def _return_to_start(press: Press, context: Context) -> None:
    if _can_register(context):
        begin.go_on(context, insist=True, press=press)
    else:
        _show(Page.START, press, context)


def _can_register(context: Context) -> bool:
    """Nobody yet, or in the middle of becoming somebody."""
    if menu.is_outside(context.actor):
        return True
    return registrations.open_of(context.transaction, context.actor.id) is not None


def _show(page: Page, event: Message | Press, context: Context) -> None:
    context.show(
        event,
        f"welcome/{page}",
        buttons=_buttons(page, context),
        person=context.actor,
        mute=muted.told_to(context.actor.id, context.language, context),
        asked=asking.in_words(context),
    )


def _buttons(page: Page, context: Context) -> Keyboard:
    if page is Page.LANGUAGE:
        languages = [Button(f"language.{language}", f"language:{language}") for language in Language]
        return [languages, [Button("menu.back", "settings")]]
    if page is Page.HELP:
        return [[Button("menu.back", "menu:start")]]
    return menu.buttons(context)
