"""``/points``: how many, what expires, what is on hold, where they came from and how to earn more, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback, menu
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.points import earning, origin, reasons
from handlers.points.earning import Cause, Unpaid
from handlers.points.lifecycle import AWARDERS
from handlers.training.lifecycle import is_on_the_team
from messages import times
from messages.keyboards import Button, Keyboard
from storage import holds, ledger, lots, point_rules
from storage.ledger import Movement
from storage.members import Role
from storage.point_rules import Rule

PREFIX = "points"
SHOWN = 5  # movements; each has a button, and a row has room for as many
HOLDS_SHOWN = 3
COURIERS_ONLY = frozenset({"report", "me_too", "verification"})  # causes that nobody else can bring about


@dataclass(frozen=True, slots=True)
class Line:
    """A movement as the message shows it: `points` with their sign, why, and when by the clocks here."""

    number: int
    points: str
    reason: str
    when: str
    is_honour: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the points: those that can be spent until a day, or those on hold for something; `about` says which."""

    points: int
    about: str


@dataclass(frozen=True, slots=True)
class Way:
    """What earns points, in words; `full` is the cap that is reached already."""

    words: str
    full: Unpaid | None


def show(event: Message | Press, context: Context) -> None:
    """Say what whoever acts has, and the last movements, the newest first."""
    me = context.actor
    moved = _movements(context)
    context.show(
        event,
        "points/overview",
        buttons=_buttons(moved[:SHOWN], context),
        person=me,
        standing=ledger.standing(context.transaction, me.id, context.now),
        expiring=_expiring(context),
        on_hold=_held(context),
        lines=[
            _line(number, movement, is_honour, context)
            for number, (movement, is_honour) in enumerate(moved[:SHOWN], 1)
        ],
        has_more=len(moved) > SHOWN,
        ways=_ways(context) if me.roles else [],
    )


def press(press: Press, context: Context) -> None:
    """The page, how a movement came about, the chart, or the statement."""
    match press.arguments:
        case []:
            show(press, context)
        case ["at", number]:
            origin.show(press, number, context)
        case ["chart"]:
            named = {"drawn": "points_by_month", "member": context.actor.id, "now": context.now}
            context.answer(press)
            context.send_picture(named, "points/chart")
        case ["csv"]:
            context.answer(press)
            context.send_document(
                {"written": "points_statement", "member": context.actor.id}, "points/statement"
            )
        case _:
            fallback.unknown_button(press, context)


def _movements(context: Context) -> list[tuple[Movement, bool]]:
    """The last ones, of either class, the newest first; whether each is for honour. One more than is shown."""
    me, transaction = context.actor.id, context.transaction
    spendable = ledger.movements(transaction, ledger.account_of(me), SHOWN + 1)
    honour = ledger.movements(transaction, ledger.honour_of(me), SHOWN + 1)
    both = [*((one, False) for one in spendable), *((one, True) for one in honour)]
    return sorted(both, key=lambda moved: moved[0].id, reverse=True)[: SHOWN + 1]


def _expiring(context: Context) -> list[Part]:
    """Until when what there is can be spent; a lot ends with the moment before it expires."""
    theirs = lots.open_lots(context.transaction, context.actor.id)
    return [
        Part(lot.left, times.date(context.language, context.local_time_of(lot.expires_at - 1)))
        for lot in theirs
        if lot.expires_at > context.now
    ]


def _held(context: Context) -> list[Part]:
    """What the newest holds are for."""
    open_holds = holds.open_holds(context.transaction, context.actor.id)[-HOLDS_SHOWN:]
    held = [ledger.get(context.transaction, id_).transfer for id_ in open_holds]
    return [
        Part(one.points, reasons.in_words(one.cause, one.subject, context.language, context.transaction))
        for one in held
    ]


def _ways(context: Context) -> list[Way]:
    """What earns points now, for what this version of the bot knows."""
    rules = point_rules.all_in_force(context.transaction, context.now)
    rides = Role.COURIER in context.actor.roles
    return [
        Way(
            earning.in_words(rule.cause, rule.terms, context.language),
            earning.cap_reached(context, context.actor.id, rule),
        )
        for rule in rules
        if choice(Cause, rule.cause) is not None and _is_for_them(rule, rides=rides)
    ]


def _is_for_them(rule: Rule, *, rides: bool) -> bool:
    return rule.terms.points != 0 and (rides or rule.cause not in COURIERS_ONLY)


def _buttons(moved: Sequence[tuple[Movement, bool]], context: Context) -> Keyboard:
    if menu.is_outside(context.actor):
        return [[menu.JOIN]]
    numbers = [
        Button("points.movement", f"{PREFIX}:at:{movement.id}", values={"number": number})
        for number, (movement, _) in enumerate(moved, 1)
    ]
    pictures = [Button("points.chart", f"{PREFIX}:chart"), Button("points.statement", f"{PREFIX}:csv")]
    is_theirs = is_on_the_team(context.actor)
    more = [Button("menu.shop", "shop"), Button("points.honours", "honours")] if is_theirs else []
    if context.actor.roles & AWARDERS:
        more.append(Button("points.rules", "point_rules"))
    return [*([numbers, pictures] if moved else []), *([more] if more else []), [origin.BACK_TO_MENU]]


def _line(number: int, movement: Movement, is_honour: bool, context: Context) -> Line:
    return Line(
        number=number,
        points=f"{movement.points:+d}",
        reason=reasons.in_words(movement.cause, movement.subject, context.language, context.transaction),
        when=times.moment(context.language, context.local_time_of(movement.recorded_at)),
        is_honour=is_honour,
    )
