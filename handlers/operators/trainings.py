"""``offer-training``: a published training, as a coordinator would make it in chat; the demo begins with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.context import Context
from handlers.dates import Problem
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.training.answers import LONGEST_PLACE, LONGEST_TOPIC, MOST_PLACES, MOST_POINTS
from handlers.training.lifecycle import COORDINATORS, Refusal, TrainingAction, decide
from handlers.training.when import read_when
from messages import time_words
from storage import members, training_changes, trainings
from storage.members import Member
from storage.trainings import Items

CHANNEL = "telegram"
TEXTS: Mapping[str, int] = {"topic": LONGEST_TOPIC, "place": LONGEST_PLACE}  # characters at the most
NUMBERS: Mapping[str, int] = {"places": MOST_PLACES, "points": MOST_POINTS}  # from 0 to


def offer_training(command: Command, context: Context) -> None:
    """Publish a training of the coordinator with ``user_id``; ``starts_at`` is local, such as ``2026-11-28 14:00``.

    ``places`` is 0 for no limit. Answers ``{"offered": topic}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    maker, starts_at = _maker(command.arguments, context), _starts_at(command.arguments, context)
    faults = list(_faults(command.arguments, maker, starts_at))
    if faults or maker is None or starts_at is None:
        answer(faults, command, context)
        return
    _publish(command.arguments, maker, starts_at, context)
    context.result = {"offered": command.arguments["topic"]}


def _publish(offer: Mapping[str, object], maker: Member, starts_at: int, context: Context) -> None:
    token = context.surroundings.new_token()
    items = Items(
        topic=str(offer["topic"]),
        starts_at=starts_at,
        place=str(offer["place"]),
        places=int(str(offer["places"])),
        points=int(str(offer["points"])),
    )
    draft = trainings.open_draft(context.transaction, maker.id, token, context.now)
    draft = trainings.save_items(context.transaction, draft, items)
    change = decide(draft, TrainingAction.PUBLISH, maker, context.now)
    assert not isinstance(change, Refusal)  # a coordinator's own draft, for a time to come
    training_changes.apply(context.transaction, change, context.now)


def _maker(offer: Mapping[str, object], context: Context) -> Member | None:
    """The coordinator, if there is one with nothing unfinished: each has one draft at the most."""
    user_id = offer.get("user_id")
    found = members.find(context.transaction, CHANNEL, user_id) if isinstance(user_id, int) else None
    if found is None or not found.roles & COORDINATORS:
        return None
    return found if trainings.draft_of(context.transaction, found.id) is None else None


def _starts_at(offer: Mapping[str, object], context: Context) -> int | None:
    found = read_when(str(offer.get("starts_at")), context.local_time, time_words.vocabulary())
    return None if isinstance(found, Problem) else int(found.timestamp() * 1000)


def _faults(offer: Mapping[str, object], maker: Member | None, starts_at: int | None) -> Iterator[Fault]:
    if maker is None:
        yield Fault("training_maker", {"value": offer.get("user_id")})
    if starts_at is None:
        yield Fault("training_start", {"value": offer.get("starts_at")})
    for property_, longest in TEXTS.items():
        text = offer.get(property_)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= longest:
            yield Fault("training_text", {"property": property_, "longest": longest})
    for property_, most in NUMBERS.items():
        number = offer.get(property_)
        if not isinstance(number, int) or not 0 <= number <= most:
            yield Fault("training_number", {"property": property_, "most": most})
