"""Trainings are for everybody on the team, in whatever role."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handlers import fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.training.lifecycle import is_on_the_team

Said = TypeVar("Said", Message, Press)


def of_the_team(handler: Callable[[Said, Context], None]) -> Callable[[Said, Context], None]:
    """Only what comes from somebody on the team."""

    def handle(event: Said, context: Context) -> None:
        if is_on_the_team(context.actor):
            handler(event, context)
        else:
            fallback.refuse_outsider(event, context)

    return handle
