"""Telling everybody who has signed up that a training has changed or is cancelled: once, in one message.

They are told a page at a time, each page by an event of its own, so that thousands hold up nobody else's reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from handlers.address import Address
from handlers.context import Context
from handlers.events import Effect
from handlers.training import buttons, cards
from messages import catalogue
from messages.catalogue import Language
from storage import members, signups, trainings
from storage.members import Member, MemberId
from storage.trainings import Items, Spot, Training, TrainingId

CHANGED = "training changed"
CANCELLED = "training cancelled"
AT_ONCE = 20  # people in one transaction: about 20 ms, as long as a batch may take


@dataclass(frozen=True, slots=True)
class Difference:
    """What was said of a training and what is said now; `item` names which of the items it is."""

    item: str
    before: str
    after: str


def tell_of_change(training: Training, before: Items, context: Context) -> None:
    """Everybody who has signed up until now will hear what is different."""
    said = {"before": asdict(before), "after": asdict(training.items)}
    context.announce(CHANGED, training=training.id, since=context.now, beyond=0, **said)


def tell_of_cancellation(training: Training, context: Context) -> None:
    """Everybody who has signed up until now will hear why."""
    context.announce(CANCELLED, training=training.id, since=context.now, beyond=0)


def tell_changed(effect: Effect, context: Context) -> None:
    """The next page of people hears of a change. Each hears of this one, whatever has changed since."""
    training, page = _next_page(effect, context)
    before, after = _items(effect.result["before"]), _items(effect.result["after"])
    for member in page:
        address = context.to_member(member)
        context.say(
            "training/changed",
            to=address,
            buttons=[[buttons.button("training.cannot_come", "training_cannot", training)]],
            topic=after.topic,
            changes=_differences(before, after, address.language, context),
        )


def tell_cancelled(effect: Effect, context: Context) -> None:
    """The next page of people hears that it will not take place."""
    training, page = _next_page(effect, context)
    for member in page:
        address: Address = context.to_member(member)
        card = cards.contents(training, address.language, context)
        context.say("training/cancelled", to=address, training=card)


def _next_page(effect: Effect, context: Context) -> tuple[Training, Sequence[Member]]:
    """The page that an event is about; what is beyond it follows as another event."""
    said = effect.result
    id_, since, beyond = (int(str(said[name])) for name in ("training", "since", "beyond"))
    training = trainings.get(context.transaction, TrainingId(id_))
    page = signups.signed_up(context.transaction, training.id, since, MemberId(beyond), AT_ONCE)
    if len(page) == AT_ONCE:
        context.announce(effect.name, **{**said, "beyond": page[-1]})
    return training, [members.get(context.transaction, id_) for id_ in page]


def _items(said: object) -> Items:
    assert isinstance(said, Mapping)
    spot = said["spot"]
    return Items(**{**said, "spot": None if spot is None else Spot(**spot)})


def _differences(before: Items, after: Items, language: Language, context: Context) -> list[Difference]:
    lines = zip(_lines(before, language, context), _lines(after, language, context), strict=True)
    found = [
        Difference(catalogue.label(language, f"training_item.{item}"), was, is_)
        for (item, was), (_, is_) in lines
        if was != is_
    ]
    if before.spot != after.spot and before.place == after.place:
        words = catalogue.label(language, "training_item.map")
        found.append(Difference(words, "", catalogue.label(language, "training_item.new_map")))
    return found


def _lines(items: Items, language: Language, context: Context) -> Sequence[tuple[str, str]]:
    assert items.starts_at is not None
    assert items.places is not None
    return (
        ("topic", str(items.topic)),
        ("when", cards.moment(items.starts_at, language, context)),
        ("where", str(items.place)),
        ("places", cards.places_in_words(items.places, language)),
        ("points", str(items.points)),
    )
