"""Rules that lead to nobody any more go off by themselves, and coordinators hear of each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.context import Context
from handlers.events import Tick
from handlers.routing import targets
from messages.keyboards import Button
from storage import members, routing_rules
from storage.database import Transaction
from storage.members import Role
from storage.routing_rules import Off, Rule


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a rule leads to nobody and nobody has heard of it."""
    return any(_is_news(rule, transaction, now) for rule in routing_rules.all_rules(transaction)) or bool(
        routing_rules.untold(transaction)
    )


def look_after(_tick: Tick, context: Context) -> None:
    """Switch off what leads to nobody."""
    switch_off_idle(routing_rules.all_rules(context.transaction), context)
    for rule in routing_rules.untold(context.transaction):
        _go_off(rule, context)


def switch_off_idle(rules: Iterable[Rule], context: Context) -> None:
    """Those of the rules that lead to nobody go off, such as one that a report has just fallen through."""
    for rule in rules:
        reason = None if rule.off else targets.reason_to_go(rule, context.transaction, context.now)
        if reason is not None:
            _go_off(replace(rule, off=reason), context)


def _is_news(rule: Rule, transaction: Transaction, now: int) -> bool:
    return rule.off is None and targets.reason_to_go(rule, transaction, now) is not None


def _go_off(rule: Rule, context: Context) -> None:
    off = rule.off or Off.ERASED
    routing_rules.switch_off(context.transaction, rule.id, off, context.now)
    named = None if rule.member_id is None else members.get(context.transaction, rule.member_id)
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
        context.say(
            "routing/rule_off",
            to=context.to_member(coordinator),
            buttons=[[Button("route.look", "rules")]],
            about=[] if named is None else [named.id],
            rule=rule.name,
            position=rule.position,
            off=off,
            name=None if named is None else named.name,
        )
