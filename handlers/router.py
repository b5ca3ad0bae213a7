"""One router of frozen routes: by kind of event, then by command, prefix or name in a dict, then by filters in order.

The model of an update is built only here and only for messages: a press, a tick or an effect needs none.
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
    read_press,
    read_tick,
)
from storage.inbox import EventKind, StoredEvent
from storage.members import Role

ANYONE: frozenset[Role] = frozenset()


class NoRoute(Exception):
    """Nothing handles this event; it goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class CommandRoute:
    """``/name`` said to the bot."""

    name: str
    handler: Callable[[Message, Context], None]
    who: frozenset[Role] = ANYONE


@dataclass(frozen=True, slots=True)
class MessageRoute:
    """What somebody says in private that a filter lets through; the first route that matches has it."""

    name: str
    filter: BaseFilter
    handler: Callable[[Message, Context], None]
    edited: bool = False
    who: frozenset[Role] = ANYONE


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
        press = read_press(body)
        if press is not None:
            self._dispatch_press(press, context)
        elif "message" in body or "edited_message" in body:
            self._dispatch_message(body, context)
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

    def _dispatch_message(self, body: Mapping[str, object], context: Context) -> None:
        update = telegram.Update.de_json(dict(body), None)
        if update.effective_message is None:
            raise Unreadable("a message without content")
        message = Message(update.effective_message, edited="edited_message" in body)
        route = self._route_for(message, update, context)
        if route is None:
            return  # talk in a group, or an edit nobody waits for
        if _may(route.who, context):
            route.handler(message, context)
        else:
            self._refuse(message, context)

    def _route_for(
        self, message: Message, update: telegram.Update, context: Context
    ) -> CommandRoute | MessageRoute | None:
        command = None if message.edited else _command_name(message.message)
        if command is not None and command in self._commands:
            return self._commands[command]
        if context.sender is None or not context.sender.in_private:
            return None
        matching = (
            route
            for route in self._messages
            if route.edited == message.edited and route.filter.check_update(update)
        )
        return next(matching, None)


def _may(who: frozenset[Role], context: Context) -> bool:
    return not who or bool(who & context.actor.roles)


def _command_name(message: telegram.Message) -> str | None:
    """``start`` for ``/start@some_bot payload``; None when the message begins with no command."""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != first.BOT_COMMAND or first.offset != 0 or message.text is None:
        return None
    return message.text[1 : first.length].split("@", 1)[0].lower()


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
