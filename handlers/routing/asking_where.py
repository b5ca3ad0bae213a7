"""*Where would it go?*: a category by button, a place by the next message, and the answer of routing itself."""

from __future__ import annotations

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.reports import routing
from handlers.reports.places import place_of
from handlers.reports.routing import Case
from handlers.routing.explaining import explain
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage.reports import Category

QUESTION = "routing.place"
PER_ROW = 2


def choose_category(press: Press, context: Context) -> None:
    """Ask what it would be about; once that is chosen, where."""
    if not press.arguments:
        context.edit_pressed(press, "routing/ask_category", buttons=_categories())
        return
    category = choice(Category, press.arguments[0])
    if category is None:
        fallback.unknown_button(press, context)
        return
    asking.expect(context, QUESTION, category)
    words = catalogue.label(context.language, f"category.{category}")
    context.edit_pressed(press, "routing/ask_place", buttons=[[_back()]], category=words)


def take_place(message: Message, context: Context, subject: str) -> None:
    """Say where something of that category, seen there now, would go."""
    asking.settle(context)
    category = Category(subject)
    case = Case(category, place_of(message.message), context.local_time)
    found = explain(routing.route(case, context.transaction), context.language, context.transaction)
    context.say(
        "routing/explained",
        buttons=[[Button("route.where_else", f"where_goes:{category}")], [_back()]],
        about=[person.id for person in found.people],
        category=catalogue.label(context.language, f"category.{category}"),
        steps=found.lines,
    )


def give_up(context: Context, _subject: str) -> None:
    """They do not want to know after all."""
    context.say("routing/given_up", buttons=[[_back()]])


def _categories() -> Keyboard:
    choices = [Button(f"category.{category}", f"where_goes:{category}") for category in Category]
    return [*(choices[start : start + PER_ROW] for start in range(0, len(choices), PER_ROW)), [_back()]]


def _back() -> Button:
    return Button("menu.back", "rules")
