"""``/start``, ``/help``, ``/language``: what the bot is for, in one menu that is edited in place."""

from __future__ import annotations

from enum import StrEnum

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import members
from storage.members import Role


class Page(StrEnum):
    """A page of the menu; its words are ``welcome/<page>``."""

    START = "start"
    HELP = "help"
    LANGUAGE = "language"


def start(_message: Message, context: Context) -> None:
    """Welcome somebody and say what they can do."""
    _say(Page.START, context)


def show_help(_message: Message, context: Context) -> None:
    """How it works, for what they are."""
    _say(Page.HELP, context)


def show_languages(_message: Message, context: Context) -> None:
    """Choose what to speak."""
    _say(Page.LANGUAGE, context)


def turn_page(press: Press, context: Context) -> None:
    """A button of the menu shows another page in the same message."""
    page = choice(Page, press.data.removeprefix("menu:"))
    if page is None:
        fallback.unknown_button(press, context)
    else:
        _edit(press, page, context)


def choose_language(press: Press, context: Context) -> None:
    """Speak this language from now on."""
    language = choice(Language, press.data.removeprefix("language:"))
    if language is None:
        fallback.unknown_button(press, context)
        return
    context.actor = members.set_language(context.transaction, context.actor, language)
    context.answer(press, "press.language_chosen")
    _edit(press, Page.START, context)


def _say(page: Page, context: Context) -> None:
    context.say(f"welcome/{page}", buttons=_buttons(page, context), person=context.actor)


def _edit(press: Press, page: Page, context: Context) -> None:
    context.edit_pressed(press, f"welcome/{page}", buttons=_buttons(page, context), person=context.actor)


def _buttons(page: Page, context: Context) -> Keyboard:
    if page is Page.LANGUAGE:
        languages = [Button(f"language.{language}", f"language:{language}") for language in Language]
        return [languages, [Button("menu.back", "menu:start")]]
    if page is Page.HELP:
        return [[Button("menu.back", "menu:start")]]
    others = [Button("menu.help", "menu:help"), Button("menu.language", "menu:language")]
    if Role.COURIER in context.actor.roles:
        return [[Button("menu.report", "report", style="success")], others]
    return [others]
