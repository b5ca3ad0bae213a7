"""``/rules``: the list of rules, each with a button that switches it on or off. Pages are edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.routing import describing, targets
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import routing_rules
from storage.routing_rules import Off, Rule, RuleId

PER_PAGE = 6  # rules; with its buttons that is a screen


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the page shows it; `off` says why it is off."""

    position: int
    name: str
    conditions: str
    target: str
    off: str | None


def show(event: Message | Press, context: Context) -> None:
    """The first page, or the one that a button names."""
    page = event.arguments[0] if isinstance(event, Press) and event.arguments else "0"
    _show(event, int(page) if _is_number(page) else 0, context)


def switch(press: Press, context: Context) -> None:
    """Switch a rule on or off; one that leads to nobody stays off, and why is said."""
    number, wanted, page = [*press.arguments, "", "", "0"][:3]
    rule = routing_rules.find(context.transaction, RuleId(int(number))) if _is_number(number) else None
    if rule is None:
        context.answer(press, "route.replaced", alert=True)
    elif wanted == "on":
        _switch_on(press, rule, context)
    elif wanted == "off":
        _switch_off(press, rule, context)
    else:
        fallback.unknown_button(press, context)
        return
    _show(press, int(page) if _is_number(page) else 0, context)


def _switch_on(press: Press, rule: Rule, context: Context) -> None:
    obstacle = targets.obstacle(rule, context.transaction)
    if obstacle is not None:
        why = catalogue.label(context.language, f"passed_over.{obstacle}")
        context.answer(press, "route.stays_off", alert=True, why=why)
        return
    routing_rules.switch_on(context.transaction, rule.id)
    context.answer(press, "route.is_on", position=rule.position)


def _switch_off(press: Press, rule: Rule, context: Context) -> None:
    if rule.off is None:
        routing_rules.switch_off(context.transaction, rule.id, Off.BY_HAND, context.now)
    context.answer(press, "route.is_off", position=rule.position)


def _show(event: Message | Press, number: int, context: Context) -> None:
    rules = routing_rules.all_rules(context.transaction)
    last = max(0, len(rules) - 1) // PER_PAGE
    number = min(number, last)
    listed = rules[number * PER_PAGE : (number + 1) * PER_PAGE]
    context.show(
        event,
        "routing/rules",
        buttons=_buttons(listed, number, last),
        about=[rule.member_id for rule in listed if rule.member_id is not None],
        rules=[_line(rule, context) for rule in listed],
        total=len(rules),
    )


def _line(rule: Rule, context: Context) -> Line:
    language, transaction = context.language, context.transaction
    return Line(
        rule.position,
        rule.name,
        describing.conditions(rule.wanted.conditions, language, transaction),
        describing.target(rule, language, transaction),
        None if rule.off is None else catalogue.label(language, f"passed_over.{rule.off}"),
    )


def _buttons(listed: Sequence[Rule], number: int, last: int) -> Keyboard:
    switches = [_switch_button(rule, number) for rule in listed]
    pages = [
        Button(f"route.{label}", f"rules:{page}")
        for label, page in (("earlier", number - 1), ("later", number + 1))
        if 0 <= page <= last
    ]
    rows = [switches[start : start + 2] for start in range(0, len(switches), 2)]
    return [*rows, *([pages] if pages else []), [Button("route.where", "where_goes")]]


def _switch_button(rule: Rule, page: int) -> Button:
    label, wanted = ("route.switch_off", "off") if rule.off is None else ("route.switch_on", "on")
    return Button(label, f"rule:{rule.id}:{wanted}:{page}", values={"position": rule.position})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
