"""``/point_rules``: what earns how many points, its caps and since when; what it was before is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Message, Press
from handlers.points import earning
from handlers.points.proposals import Item, Proposal
from messages import catalogue, times
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import members, point_rules
from storage.members import MemberId
from storage.point_rules import Rule, Terms

PREFIX = "point_rules"
VERSIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A version of a rule as a page shows it. `since` is None for what was there from the beginning."""

    version: int
    terms: str
    since: str | None
    until: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """What holds for a cause now, None for nothing, and what is planned."""

    now: Line | None
    planned: Sequence[Line]


def show(event: Message | Press, context: Context) -> None:
    """Every rule, with a button for each that can be changed."""
    causes = point_rules.causes(context.transaction)
    listed = [_lines(cause, context) for cause in causes]
    changeable = [
        [
            Button(
                f"rule_of.{cause}",
                f"{PREFIX}:of:{cause}",
            )
        ]
        for cause in causes
        if is_changeable(point_rules.versions(context.transaction, cause))
    ]
    context.show(
        event,
        "points/rules",
        buttons=[*changeable, [Button("points.back", "points")]],
        about=_named([rule for cause in causes for rule in point_rules.versions(context.transaction, cause)]),
        point_rules=listed,
    )


def show_one(event: Message | Press, cause: str, context: Context) -> None:
    """One rule with its versions, and what can be changed of it."""
    versions = point_rules.versions(context.transaction, cause)
    newest = versions[0].version
    context.show(
        event,
        "points/rule",
        buttons=_items(cause, newest),
        about=_named(versions[:VERSIONS_SHOWN]),
        point_rule=_lines(cause, context),
        versions=[_line(rule, context) for rule in versions[:VERSIONS_SHOWN]],
        has_more=len(versions) > VERSIONS_SHOWN,
    )


def is_changeable(versions: Sequence[Rule]) -> bool:
    """Where each subject says how many points it is worth, there is nothing to change here."""
    return bool(versions) and versions[0].terms.points is not None


def terms_in_words(rule: Rule, terms: Terms, language: Language) -> str:
    """What some terms of a rule would pay, and up to how many, on one line."""
    values = {"day": terms.cap_a_day, "month": terms.cap_a_month}
    said = "_and_".join(name for name, cap in values.items() if cap is not None) or "none"
    caps = catalogue.label(language, f"rule_caps.{said}", values)
    words = earning.in_words(rule.cause, terms, language)
    return catalogue.label(language, "rule_caps.line", {"terms": words, "caps": caps})


def _lines(cause: str, context: Context) -> Lines:
    in_force = point_rules.in_force(context.transaction, cause, context.now)
    planned = [
        rule
        for rule in point_rules.versions(context.transaction, cause)
        if rule.valid_from > context.now and _will_hold(rule, context)
    ]
    return Lines(
        None if in_force is None else _line(in_force, context), [_line(rule, context) for rule in planned]
    )


def _will_hold(rule: Rule, context: Context) -> bool:
    """A later version that begins earlier has taken its place."""
    then = point_rules.in_force(context.transaction, rule.cause, rule.valid_from)
    return then is not None and then.id == rule.id


def _line(rule: Rule, context: Context) -> Line:
    by = None if rule.made_by is None else members.get(context.transaction, rule.made_by).name
    return Line(
        version=rule.version,
        terms=terms_in_words(rule, rule.terms, context.language),
        since=_date(rule.valid_from, context) if rule.valid_from else None,
        until=None if rule.valid_until is None else _date(rule.valid_until - 1, context),
        by=by,
    )


def _items(cause: str, version: int) -> Keyboard:
    items = [
        [Button(f"rule_item.{item}", f"{PREFIX}:change:{Proposal(cause, version, item).data}")]
        for item in Item
    ]
    return [*items, [Button("menu.back", PREFIX)]]


def _named(rules: Sequence[Rule]) -> list[MemberId]:
    return sorted({rule.made_by for rule in rules if rule.made_by is not None})


def _date(time: int, context: Context) -> str:
    return times.date(context.language, context.local_time_of(time))
