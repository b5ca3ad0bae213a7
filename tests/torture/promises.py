"""What has to be true in a town once everything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.torture.town import PEOPLE, Town


async def broken_promises(town: Town, copies_excused: int) -> list[str]:
    """Everything that is not as promised; each answer may have come so many times more than once."""
    found = []
    said = Counter(tag for tags in town.said.values() for tag in tags)
    for what, counted in (("handled", town.handled()), ("effects", town.effects())):
        if counted != said:
            found.append(f"{what}: lost {sorted(said - counted)}, doubled {sorted(counted - said)}")
    for person in PEOPLE:
        found += _broken_in_chat(person, town.said[person], await town.answers(person), copies_excused)
    return found


def _broken_in_chat(person: int, said: Sequence[str], answers: Sequence[str], excused: int) -> list[str]:
    found = []
    times = Counter(answers)
    if missing := [tag for tag in said if tag not in times]:
        found.append(f"{person} never got an answer to {missing}")
    if often := [f"{tag} {number} times" for tag, number in times.items() if number > 1 + excused]:
        found.append(f"{person} got an answer too often: {often}")
    if list(times) != [tag for tag in said if tag in times]:  # a Counter keeps the order of first sight
        found.append(f"{person} got answers out of order: {answers}")
    return found


def started_too_early(calls: Sequence[Any]) -> list[str]:
    """Calls that started while a 429 said to wait, by what the sandbox wrote down of them."""
    found = []
    for limited in calls:
        if limited["error_code"] != 429 or limited["chat"] is None:
            continue
        over = limited["ended_ms"] + 1000 * limited["retry_after"]
        found += [
            f"call {call['id']} to {call['chat']} started {over - call['started_ms']} ms too early"
            for call in calls
            if call["chat"] == limited["chat"] and limited["ended_ms"] < call["started_ms"] < over
        ]
    return found
