"""``import-routing``: the ordered rules of who gets what; ``explain-route``: where something would go, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators import routing_file
from handlers.operators.faults import Fault, answer
from handlers.reports import routing
from handlers.reports.routing import Case
from handlers.routing.explaining import explain
from messages.catalogue import Language
from storage import routing_rules
from storage.reports import Category, Place
from storage.routing_rules import Rule, Wanted

PLACE = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")


def import_routing(command: Command, context: Context) -> None:
    """Put ``rules``, in their order, in the place of all there were; they are on. With ``dry_run`` only compare.

    Answers ``{"rules", "added", "changed", "removed", "switched_on", "reordered"}``, rules by name, or
    ``{"faults": [words]}``; then, and in a dry run, nothing has changed.
    """
    entries = command.arguments.get("rules")
    faults = list(routing_file.faults_of(entries, context.transaction))
    if faults or not isinstance(entries, list):
        answer(faults, command, context)
        return
    wanted = [routing_file.wanted(entry, context.transaction) for entry in entries]
    is_dry = command.arguments.get("dry_run") is True
    context.result = {"dry_run": is_dry, **compared(routing_rules.all_rules(context.transaction), wanted)}
    if not is_dry:
        routing_rules.replace_all(context.transaction, wanted)


def compared(before: Sequence[Rule], after: Sequence[Wanted]) -> Mapping[str, object]:
    """What a list makes of the rules there are; a rule is the same if it is called the same."""
    old, new = {rule.name: rule for rule in before}, {rule.name: rule for rule in after}
    stay = [name for name in new if name in old]
    return {
        "rules": len(after),
        "added": [name for name in new if name not in old],
        "changed": [name for name in stay if old[name].wanted != new[name]],
        "removed": [name for name in old if name not in new],
        "switched_on": [name for name in stay if old[name].off is not None],
        "reordered": stay != [name for name in old if name in new],
    }


def explain_route(command: Command, context: Context) -> None:
    """Say where something of a ``category`` at a ``place`` (``latitude,longitude``) would go ``at`` a local time.

    Answers ``{"lines", "people"}``, the user ids of whom the lines name, or ``{"faults": [words]}``.
    """
    category = choice(Category, command.arguments.get("category"))
    place = _place(command.arguments.get("place"))
    at = _time(command.arguments.get("at"), context)
    if category is None or place is None or at is None:
        answer(list(_faults(command.arguments, category, place, at)), command, context)
        return
    language = choice(Language, command.arguments.get("language")) or Language.EN
    trace = routing.route(Case(category, place, at), context.transaction)
    found = explain(trace, language, context.transaction)
    context.result = {"lines": found.lines, "people": [person.user_id for person in found.people]}


def _faults(
    arguments: Mapping[str, object], category: Category | None, place: Place | None, at: datetime | None
) -> Iterator[Fault]:
    if category is None:
        yield Fault("route_category", {"value": arguments.get("category"), "known": ", ".join(Category)})
    if place is None:
        yield Fault("route_place", {"value": arguments.get("place")})
    if at is None:
        yield Fault("route_time", {"value": arguments.get("at")})


def _place(value: object) -> Place | None:
    match = PLACE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    place = Place(float(match[1]), float(match[2]))
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None


def _time(value: object, context: Context) -> datetime | None:
    """A local time such as ``2026-11-25 19:00``; now, when none is given."""
    if value is None:
        return context.local_time
    try:
        written = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    zone = context.surroundings.timezone
    return written.replace(tzinfo=zone) if written.tzinfo is None else written.astimezone(zone)
