"""One router of frozen routes: by kind of event, then by command, prefix or name in a dict, then by filters in order.

The model of a message is built only for those filters and handlers that ask for it; nothing else needs one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from handlers.context import Context
from handlers.events import (
    Membership,
    Message,
    Press,
    Unreadable,
    read_command,
    read_effect,
    read_message,
    read_press,
    read_tick,
)
from handlers.route import (
    ANY_COMMAND,
    ANYONE,
    AnswerRoute,
    CommandRoute,
    EffectRoute,
    MembershipRoute,
    MessageRoute,
    OperatorRoute,
    PressRoute,
    Route,
    TickRoute,
)
from storage import open_questions
from storage.inbox import EventKind, StoredEvent
from storage.members import Role

AnyRoute = TypeVar(
    "AnyRoute",
    CommandRoute,
    MessageRoute,
    AnswerRoute,
    PressRoute,
    MembershipRoute,
    TickRoute,
    OperatorRoute,
    EffectRoute,
)


Refuse = Callable[[Press | Message, Context, frozenset[Role]], None]  # of what takes one of these roles


class NoRoute(Exception):
    """Nothing handles this event; it goes to the dead letters."""


class Router:
    """Finds the one handler for an event. Raises ValueError when two routes would answer to the same name."""

    def __init__(self, routes: Sequence[Route], refuse: Refuse) -> None:
        self.routes = tuple(routes)
        self._refuse = refuse
        self._commands = _by_name(routes, CommandRoute)
        self._answers = _by_name(routes, AnswerRoute)
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
        if route is None or not route.matches(press) or not _may_press(route, context):
            self._refuse(press, context, ANYONE if route is None else route.who)
        else:
            route.handler(press, context)
        if not context.answered:
            context.answer(press)  # else the button keeps spinning

    def _dispatch_message(self, message: Message, context: Context) -> None:
        if self._takes_as_answer(message, context):
            return
        route = self._route_for(message, context)
        if route is None:
            return  # talk in a group, or an edit nobody waits for
        if _may(route.who, context):
            route.handler(message, context)
        else:
            self._refuse(message, context, route.who)

    def _takes_as_answer(self, message: Message, context: Context) -> bool:
        """Whether somebody was asked for what they say; then it has been handled."""
        if not self._answers:  # nobody is ever asked, so nobody has to be known for it
            return False
        if context.sender is None or not context.sender.in_private or message.edited or message.command:
            return False
        asked = open_questions.find(context.transaction, context.actor.id, context.now)
        route = None if asked is None else self._answers.get(asked.question)
        if asked is None or route is None or not route.matches(message):
            return False
        if _may(route.who, context):
            route.handler(message, context, asked.subject)
        else:  # they were asked as what they are no longer
            open_questions.close(context.transaction, context.actor.id)
            self._refuse(message, context, route.who)
        return True

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


def _may_press(route: PressRoute, context: Context) -> bool:
    return (route.in_groups or not context.is_unmet) and _may(route.who, context)


def _is_addressed(message: Message, context: Context) -> bool:
    """Whether it is for us: a group may hold several bots. While our name is unknown, it is."""
    if message.addressee is None or (context.sender is not None and context.sender.in_private):
        return True
    return context.bot_username is None or message.addressee == context.bot_username.lower()


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
