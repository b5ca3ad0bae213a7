"""How a training looks: its facts in words, the same on every page that speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.training.lifecycle import is_full
from messages import catalogue, times
from messages.catalogue import Language
from storage import signups
from storage.members import MemberId
from storage.signups import SignUpState
from storage.trainings import UNLIMITED, Spot, Training, TrainingState


@dataclass(frozen=True, slots=True)
class Contents:
    """What is said about a training. `places` is None when whoever wants may come; `part` is the reader's own."""

    topic: str
    when: str
    place: str
    spot: Spot | None
    places: int | None
    taken: int
    is_full: bool
    points: int
    state: TrainingState
    has_begun: bool
    reason: str | None
    part: SignUpState | None

    @property
    def left(self) -> int:
        """How many places are left; 0 also when they are not counted."""
        return max((self.places or 0) - self.taken, 0)


def contents(training: Training, language: Language, context: Context) -> Contents:
    """The facts of a training that has no holes, with nobody's own part in it."""
    return _contents(training, language, None, context)


def contents_for(training: Training, member: MemberId, language: Language, context: Context) -> Contents:
    """The same, and how somebody stands with it."""
    part = signups.find(context.transaction, training.id, member)
    return _contents(training, language, None if part is None else part.state, context)


def taken(training: Training, context: Context) -> int:
    """How many places are taken; of a draft that revises a training, of that."""
    return signups.count(context.transaction, training.revises or training.id)


def moment(time: int, language: Language, context: Context) -> str:
    """A time (UTC ms) as it is read on the place's clocks."""
    return times.moment(language, context.local_time_of(time))


def places_in_words(places: int, language: Language) -> str:
    """How many may come."""
    if places == UNLIMITED:
        return catalogue.label(language, "training.unlimited")
    return str(places)


def _contents(training: Training, language: Language, part: SignUpState | None, context: Context) -> Contents:
    people = taken(training, context)
    return Contents(
        topic=training.topic,
        when=moment(training.starts_at, language, context),
        place=training.place,
        spot=training.items.spot,
        places=None if training.places == UNLIMITED else training.places,
        taken=people,
        is_full=is_full(training, people),
        points=training.points,
        state=training.state,
        has_begun=training.starts_at <= context.now,
        reason=training.reason if training.state is TrainingState.CANCELLED else None,
        part=part,
    )
