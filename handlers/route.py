"""The kinds of route: what leads to a handler, and who may be led there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import telegram
from telegram.ext.filters import BaseFilter

from handlers.context import Context
from handlers.events import Command, Effect, Membership, Message, Press, Tick
from storage.members import Role

ANYONE: frozenset[Role] = frozenset()
COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMIN})
ANY_COMMAND = "*"  # the name of the route for commands that no other route knows


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """``/name`` said to the bot."""

    name: str
    handler: Callable[[Message, Context], None]
    who: frozenset[Role] = ANYONE


@dataclass(frozen=True, slots=True)
class MessageRoute:
    """What somebody says in private; the first route that matches has it.

    `has` names fields of the Bot API's Message, one of which must be there (none named: any message). `filter` is
    asked after that; it needs the model, so what `has` can tell is left to `has`.
    """

    name: str
    handler: Callable[[Message, Context], None]
    has: tuple[str, ...] = ()
    filter: BaseFilter | None = None
    edited: bool = False
    who: frozenset[Role] = ANYONE

    def matches(self, message: Message) -> bool:
        """Whether the message is for this route."""
        if self.edited != message.edited or (
            self.has and not any(field in message.raw for field in self.has)
        ):
            return False
        return self.filter is None or bool(self.filter.check_update(update_of(message)))


@dataclass(frozen=True, slots=True)
class AnswerRoute:
    """The answer to a question that somebody was asked by `handlers.asking.ask`, under the route's name.

    `has` names fields of the Bot API's Message, one of which an answer must have (none named: any message); what has
    none of them goes where it would go without a question. The handler is given what the question was about.
    `give_up` says what remains when they rather not answer.
    """

    name: str
    handler: Callable[[Message, Context, str], None]
    give_up: Callable[[Context, str], None]
    has: tuple[str, ...] = ("text",)
    who: frozenset[Role] = ANYONE

    def matches(self, message: Message) -> bool:
        """Whether the message can be an answer."""
        return not self.has or any(field in message.raw for field in self.has)


@dataclass(frozen=True, slots=True)
class PressRoute:
    """A button whose data is the prefix, or begins with it and a colon; `bare`: the prefix and nothing else.

    `in_groups` says that it stands in groups too, where people press who never spoke to us: its handler keeps nothing
    about them.
    """

    name: str
    handler: Callable[[Press, Context], None]
    who: frozenset[Role] = ANYONE
    bare: bool = False
    in_groups: bool = False

    def matches(self, press: Press) -> bool:
        """Whether we have ever made such a button."""
        return not self.bare or press.data == self.name


@dataclass(frozen=True, slots=True)
class MembershipRoute:
    """The bot's own standing in a chat changed."""

    handler: Callable[[Membership, Context], None]
    name: str = "my_chat_member"


@dataclass(frozen=True, slots=True)
class TickRoute:
    """A timer."""

    name: str
    handler: Callable[[Tick, Context], None]


@dataclass(frozen=True, slots=True)
class OperatorRoute:
    """A command of the command line."""

    name: str
    handler: Callable[[Command, Context], None]


@dataclass(frozen=True, slots=True)
class EffectRoute:
    """The result of something slow. Of a message it comes if that is not delivered; with `of_success` also if it is."""

    name: str
    handler: Callable[[Effect, Context], None]
    of_success: bool = False


Route = (
    CommandRoute
    | MessageRoute
    | AnswerRoute
    | PressRoute
    | MembershipRoute
    | TickRoute
    | OperatorRoute
    | EffectRoute
)


def update_of(message: Message) -> telegram.Update:
    """What python-telegram-bot's filters want to be shown."""
    if message.edited:
        return telegram.Update(0, edited_message=message.message)
    return telegram.Update(0, message=message.message)
