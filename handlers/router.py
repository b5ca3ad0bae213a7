"""One router of frozen routes: by kind of event, then by command, prefix or name in a dict, then by filters in order.

The model of a message is built only for those filters and handlers that ask for it; nothing else needs one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import telegram
from telegram.ext.filters import BaseFilter

from handlers.context import Context
from handlers.events import (
    Command,
    Effect,
    Membership,
    Message,
    Press,
    Tick,
    Unreadable,
    read_command,
    read_effect,
    read_message,
    read_press,
    read_tick,
)
from storage.inbox import EventKind, StoredEvent
from storage.members import Role

ANYONE: frozenset[Role] = frozenset()


class NoRoute(Exception):
    """Nothing handles this event; it goes to the dead letters."""


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
        return self.filter is None or bool(self.filter.check_update(_update_of(message)))


@dataclass(frozen=True, slots=True)
class PressRoute:
    """A button whose data is the prefix, or begins with it and a colon."""

    name: str
    handler: Callable[[Press, Context], None]
    who: frozenset[Role] = ANYONE


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
    """The result of something slow."""

    name: str
    handler: Callable[[Effect, Context], None]


Route = CommandRoute | MessageRoute | PressRoute | MembershipRoute | TickRoute | OperatorRoute | EffectRoute
AnyRoute = TypeVar(
    "AnyRoute", CommandRoute, MessageRoute, PressRoute, MembershipRoute, TickRoute, OperatorRoute, EffectRoute
)


class Router:
    """Finds the one handler for an event. Raises ValueError when two routes would answer to the same name."""

    def __init__(self, routes: Sequence[Route], refuse: Callable[[Press | Message, Context], None]) -> None:
        self.routes = tuple(routes)
        self._refuse = refuse
        self._commands = _by_name(routes, CommandRoute)
        self._presses = _by_name(routes, PressRoute)
        self._memberships = _by_name(routes, MembershipRoute)
        self._ticks = _by_name(routes, TickRoute)
        self._operators = _by_name(routes, OperatorRoute)
        self._effects = _by_name(routes, EffectRoute)
        self._messages = tuple(_by_name(routes, MessageRoute).values())

    @property
    def update_kinds(self) -> tuple[str, ...]:
        """The kinds of update that something here handles: what to ask Telegram for, explicitly."""
        kinds = {
            "message": bool(self._commands or self._messages),
            "edited_message": any(route.edited for route in self._messages),
            "callback_query": bool(self._presses),
            "my_chat_member": bool(self._memberships),
        }
        return tuple(kind for kind, wanted in kinds.items() if wanted)

    def dispatch(self, event: StoredEvent, body: Mapping[str, object], context: Context) -> None:
        """Hand the event to its handler. Raises NoRoute, Unreadable, or whatever the handler raises."""
        match event.kind:
            case EventKind.UPDATE:
                self._dispatch_update(body, context)
            case EventKind.TICK:
                tick = read_tick(body)
                _found(self._ticks, tick.name).handler(tick, context)
            case EventKind.COMMAND:
                command = read_command(body)
                _found(self._operators, command.name).handler(command, context)
            case EventKind.EFFECT:
                effect = read_effect(body)
                _found(self._effects, effect.name).handler(effect, context)

    def _dispatch_update(self, body: Mapping[str, object], context: Context) -> None:
        if (press := read_press(body)) is not None:
            self._dispatch_press(press, context)
        elif (message := read_message(body)) is not None:
            self._dispatch_message(message, context)
        elif "my_chat_member" in body:
            membership = _membership(_object(body, "my_chat_member"))
            _found(self._memberships, "my_chat_member").handler(membership, context)
        else:
            kinds = sorted(key for key in body if key != "update_id")
            raise NoRoute(f"an update of unknown kind: {', '.join(kinds) or 'none'}")

    def _dispatch_press(self, press: Press, context: Context) -> None:
        route = self._presses.get(press.data.split(":", 1)[0])
        if route is None or not _may(route.who, context):
            self._refuse(press, context)
        else:
            route.handler(press, context)
        if not context.answered:
            context.answer(press)  # else the button keeps spinning

    def _dispatch_message(self, message: Message, context: Context) -> None:
        route = self._route_for(message, context)
        if route is None:
            return  # talk in a group, or an edit nobody waits for
        if _may(route.who, context):
            route.handler(message, context)
        else:
            self._refuse(message, context)

    def _route_for(self, message: Message, context: Context) -> CommandRoute | MessageRoute | None:
        if context.sender is None or not _is_addressed(message, context):
            return None  # a channel, a group's anonymous admin, another bot's command
        if message.command in self._commands:
            return self._commands[message.command]
        if not context.sender.in_private:
            return None
        if message.command is not None and ANY_COMMAND in self._commands:
            return self._commands[ANY_COMMAND]
        return next((route for route in self._messages if route.matches(message)), None)


def _may(who: frozenset[Role], context: Context) -> bool:
    return not who or bool(who & context.actor.roles)


def _is_addressed(message: Message, context: Context) -> bool:
    """Whether it is for us: a group may hold several bots. While our name is unknown, it is."""
    if message.addressee is None or (context.sender is not None and context.sender.in_private):
        return True
    return context.bot_username is None or message.addressee == context.bot_username.lower()


def _update_of(message: Message) -> telegram.Update:
    """What python-telegram-bot's filters want to be shown."""
    if message.edited:
        return telegram.Update(0, edited_message=message.message)
    return telegram.Update(0, message=message.message)


def _membership(update: Mapping[str, object]) -> Membership:
    chat = _object(update, "chat")
    status = _object(update, "new_chat_member")["status"]
    return Membership(int(str(chat["id"])), str(status))


def _object(body: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = body[key]
    if not isinstance(value, dict):
        raise Unreadable(f"{key} is not an object")
    return value


def _found(routes: Mapping[str, AnyRoute], name: str) -> AnyRoute:
    if name not in routes:
        raise NoRoute(f"nothing handles {name!r}")
    return routes[name]


def _by_name(routes: Sequence[Route], kind: type[AnyRoute]) -> dict[str, AnyRoute]:
    found: dict[str, AnyRoute] = {}
    for route in routes:
        if isinstance(route, kind):
            if route.name in found:
                raise ValueError(f"two routes answer to {route.name!r}")
            found[route.name] = route
    return found
