"""``/people``: everybody on the team, page by page, or those whose name holds what is typed; each leads to a card."""

from __future__ import annotations

from handlers import asking, fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.people import card, finding, muting
from handlers.people.finding import Matches
from messages.keyboards import Button, Keyboard
from storage.members import Member

QUESTION = "finding.name"
PREFIX = "people"
BACK = Button("menu.back", "menu:start")


def show_everybody(event: Message | Press, context: Context) -> None:
    """``/people`` and the menu's button: all of them, and words that are typed now look for some."""
    _show(event, finding.begin("", context), context)
    asking.expect(context, QUESTION)


def take_name(message: Message, context: Context, _subject: str) -> None:
    """A part of a name, or a number, was typed. Who finds nobody may try again at once."""
    context.keep_words_once()
    matches = finding.begin(message.text, context)
    if not matches.search.words:
        context.say("people/nothing_typed", buttons=[_ways_out()])
    elif not matches.people:
        context.say("people/nobody", buttons=[_ways_out()])
    else:
        asking.settle(context)
        _show(message, matches, context)


def give_up(context: Context, _subject: str) -> None:
    """They rather not look for anybody."""
    context.say("people/given_up")


def press(press: Press, context: Context) -> None:
    """A person, another page, or the way back; the bare button opens the directory."""
    if not press.arguments:
        show_everybody(press, context)
    elif press.arguments == ["back"]:
        _show(press, finding.again(context), context)
    else:
        _show_chosen(press, context)


def _show_chosen(press: Press, context: Context) -> None:
    match finding.read(press.arguments, context):
        case Member() as member:
            asking.withdraw(context, QUESTION, muting.QUESTION)
            card.show(press, member, context)
        case Matches() as matches:
            _show(press, matches, context)
        case None if press.arguments[0] == "at":
            context.answer(press, "people.gone", alert=True)
        case None:
            fallback.unknown_button(press, context)


def _show(event: Message | Press, matches: Matches, context: Context) -> None:
    context.show(
        event,
        "people/list",
        buttons=_buttons(matches, context),
        about=matches.members,
        words=matches.search.words,
        total=matches.total,
    )


def _buttons(matches: Matches, context: Context) -> Keyboard:
    last = _ways_out() if matches.search.words else [BACK]
    return [*finding.keyboard(matches, PREFIX, context.language), last]


def _ways_out() -> list[Button]:
    return [Button("people.everybody", PREFIX), BACK]
