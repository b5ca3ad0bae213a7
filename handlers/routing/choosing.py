"""Choosing the rule for a report: the first that is on, is about it, and leads to somebody; and why not the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.routing import targets
from handlers.routing.matching import Mismatch, Sighting, mismatch
from storage import routing_rules
from storage.database import Transaction
from storage.routing_rules import Off, Rule


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule that did not get the report, and why not: it is about something else, is off, or leads to nobody."""

    rule: Rule
    why: Mismatch | Off


@dataclass(frozen=True, slots=True)
class Choice:
    """The rule that has the report, None for none, and those before it, in order."""

    rule: Rule | None
    passed: Sequence[PassedOver]


def choose(seen: Sighting, transaction: Transaction) -> Choice:
    """The rule for what was seen. Those after it are not looked at."""
    passed: list[PassedOver] = []
    for rule in routing_rules.all_rules(transaction):
        why = rule.off or mismatch(rule.wanted.conditions, seen) or targets.obstacle(rule, transaction)
        if why is None:
            return Choice(rule, passed)
        passed.append(PassedOver(rule, why))
    return Choice(None, passed)
