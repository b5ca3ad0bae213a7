"""Questions to one person that their next message answers, across restarts and hours apart.

A capability asks by the name of its `AnswerRoute`; the router brings the answer to it. What fills a hole of a draft
that is found by looking (a report, a registration) needs none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.context import Context
from handlers.events import Message
from handlers.route import AnswerRoute
from messages import catalogue
from storage import open_questions


def expect(context: Context, question: str, subject: object = "") -> None:
    """The next message of whoever acts is the answer to the route `question`; `subject` is handed on to it."""
    open_questions.ask(context.transaction, context.actor.id, question, str(subject), context.now)


def settle(context: Context) -> None:
    """The answer is understood, or no longer wanted."""
    open_questions.close(context.transaction, context.actor.id)


def settle_about(context: Context, subject: object) -> None:
    """Whatever was asked about that is not expected any more; a question about something else stays open."""
    asked = open_questions.find(context.transaction, context.actor.id, context.now)
    if asked is not None and asked.subject == str(subject):
        settle(context)


def withdraw(context: Context, *questions: str) -> None:
    """None of these is to be answered any more; another one that is open stays open."""
    asked = open_questions.find(context.transaction, context.actor.id, context.now)
    if asked is not None and asked.question in questions:
        settle(context)


def in_words(context: Context) -> str | None:
    """What whoever acts is asked, and how it is answered, in a few words; None while nothing is."""
    asked = open_questions.find(context.transaction, context.actor.id, context.now)
    if asked is None or f"question.{asked.question}" not in catalogue.label_keys(context.language):
        return None  # another version of the bot may have asked what this one does not know
    return catalogue.label(context.language, f"question.{asked.question}")


def giving_up(routes: Sequence[AnswerRoute]) -> Callable[[Message, Context], bool]:
    """``/cancel`` while a question is open: nothing is expected any more. The function returns whether one was."""
    by_name = {route.name: route for route in routes}

    def give_up(_message: Message, context: Context) -> bool:
        asked = open_questions.find(context.transaction, context.actor.id, context.now)
        route = None if asked is None else by_name.get(asked.question)
        if asked is None or route is None:
            return False
        settle(context)
        route.give_up(context, asked.subject)
        return True

    return give_up
