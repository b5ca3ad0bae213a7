"""Where something goes, and why, line by line: what `handlers.reports.routing.route` found, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.reports.routing import Trace
from handlers.routing import describing
from messages import catalogue
from messages.catalogue import Language
from storage import members
from storage.database import Transaction
from storage.members import Member


@dataclass(frozen=True, slots=True)
class Explanation:
    """The lines of it, and whom they name."""

    lines: Sequence[str]
    people: Sequence[Member]


def explain(trace: Trace, language: Language, transaction: Transaction) -> Explanation:
    """Say how the trace came to its destination."""
    rules = [passed.rule for passed in trace.passed] + ([] if trace.rule is None else [trace.rule])
    named = [members.get(transaction, rule.member_id) for rule in rules if rule.member_id is not None]
    people = [*named, *trace.destination.workers, *trace.destination.coordinators]
    return Explanation(
        list(_lines(trace, language, transaction)),
        list({person.id: person for person in people}.values()),
    )


def _lines(trace: Trace, language: Language, transaction: Transaction) -> Iterator[str]:
    grid = trace.destination.grid_name(language)
    yield _say(language, "route.outside" if grid is None else "route.inside", grid=grid)
    for passed in trace.passed:
        why = _say(language, f"passed_over.{passed.why}")
        yield _say(language, "route.passed", position=passed.rule.position, name=passed.rule.name, why=why)
    if trace.rule is not None:
        yield _say(language, "route.taken", position=trace.rule.position, name=trace.rule.name)
    yield from (_say(language, f"without.{stage}") for stage in trace.without)
    yield _arrival(trace, language, transaction)


def _arrival(trace: Trace, language: Language, transaction: Transaction) -> str:
    destination = trace.destination
    names = [person.name for person in destination.receivers]
    if destination.group_chat_id is not None:
        names.append(describing.group(destination.group_chat_id, language, transaction))
    if not names:
        return _say(language, "arrives.nowhere")
    joined = _say(language, "route.and").join(names)
    return _say(language, f"arrives.{trace.stage}", names=joined)


def _say(language: Language, key: str, **values: object) -> str:
    return catalogue.label(language, key, values)
