"""Answers about a training, typed or pressed: what is understood fills the draft, what is not is answered with why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.dates import Problem
from handlers.events import Message, Press
from handlers.training import buttons, cards, drafts, offers
from handlers.training.drafts import Item
from handlers.training.lifecycle import TrainingAction
from handlers.training.when import read_when
from messages import time_words
from storage import signups, trainings
from storage.trainings import UNLIMITED, Items, Spot, Training

LONGEST_TOPIC = 60  # characters; it stands on buttons
LONGEST_PLACE = 120
MOST_PLACES = 9999
MOST_POINTS = 100

NUMBER = re.compile(r"[^\d.\-\N{MINUS SIGN}]*(\d{1,9})[^\d.]*")


def take_topic(message: Message, context: Context, subject: str) -> None:
    """What it is about."""
    draft = drafts.answered_draft(subject, context)
    if draft is None:
        return
    topic = _one_line(message.text)
    if len(topic) > LONGEST_TOPIC:
        context.say(
            "training/topic_too_long",
            buttons=drafts.choices(draft, Item.TOPIC, context),
            longest=LONGEST_TOPIC,
            length=len(topic),
        )
    else:
        _fill(draft, replace(draft.items, topic=topic), message, context)


def take_when(message: Message, context: Context, subject: str) -> None:
    """When it begins."""
    draft = drafts.answered_draft(subject, context)
    if draft is None:
        return
    found = read_when(message.text, context.local_time, time_words.vocabulary())
    if isinstance(found, Problem):
        example = offers.example(context.local_time, context.language)
        context.say(
            "training/bad_when",
            buttons=drafts.choices(draft, Item.WHEN, context),
            problem=found,
            example=example,
        )
    else:
        starts_at = int(found.timestamp() * 1000)
        _fill(draft, replace(draft.items, starts_at=starts_at), message, context)


def take_where(message: Message, context: Context, subject: str) -> None:
    """Where it is: words, a place on the map, or a venue, which has both."""
    draft = drafts.answered_draft(subject, context)
    if draft is None:
        return
    spot, words = _spot(message) or draft.items.spot, _one_line(_place_words(message))
    if len(words) > LONGEST_PLACE:
        context.say(
            "training/place_too_long",
            buttons=drafts.choices(draft, Item.WHERE, context),
            longest=LONGEST_PLACE,
            length=len(words),
        )
    elif not words and draft.items.place is None:
        placed = trainings.save_items(context.transaction, draft, replace(draft.items, spot=spot))
        context.say("training/place_on_the_map", buttons=drafts.choices(placed, Item.WHERE, context))
    else:
        place = words or draft.items.place
        _fill(draft, replace(draft.items, place=place, spot=spot), message, context)


def take_places(message: Message, context: Context, subject: str) -> None:
    """How many may come."""
    draft = drafts.answered_draft(subject, context)
    if draft is None:
        return
    places = _number(message)
    taken = cards.taken(draft, context)
    if places is None or not 1 <= places <= MOST_PLACES:
        context.say(
            "training/bad_places", buttons=drafts.choices(draft, Item.PLACES, context), most=MOST_PLACES
        )
    elif places < taken:
        context.say(
            "training/too_few_places",
            buttons=drafts.choices(draft, Item.PLACES, context),
            places=places,
            taken=taken,
        )
    else:
        _fill(draft, replace(draft.items, places=places), message, context)


def take_points(message: Message, context: Context, subject: str) -> None:
    """What coming is worth."""
    draft = drafts.answered_draft(subject, context)
    if draft is None:
        return
    points = _number(message)
    if points is None or points > MOST_POINTS:
        context.say(
            "training/bad_points", buttons=drafts.choices(draft, Item.POINTS, context), most=MOST_POINTS
        )
    else:
        _fill(draft, replace(draft.items, points=points), message, context)


def take_at_preview(_message: Message, context: Context, subject: str) -> None:
    """Something typed when all is said: what is to be changed is chosen first."""
    draft = drafts.answered_draft(subject, context)
    if draft is not None:
        context.say("training/choose_what", buttons=drafts.whole_choices(draft))


def choose(press: Press, context: Context) -> None:
    """One of the offered answers was pressed."""
    draft = drafts.read_draft(press, TrainingAction.DESCRIBE, context)
    if draft is None:
        return
    item = choice(Item, press.arguments[2] if len(press.arguments) > 2 else "")
    items = None if item is None else _chosen(draft, item, press.arguments[3:], context)
    if items is None:
        fallback.unknown_button(press, context)
    elif items.places and items.places < cards.taken(draft, context):
        _refuse_places(press, draft, items.places, context)
    else:
        _fill(draft, items, press, context)


def _chosen(draft: Training, item: Item, values: list[str], context: Context) -> Items | None:
    number = buttons.number_in(values[0] if values else "")
    match item:
        case Item.WHEN if len(values) == 2:
            at = offers.read_time(values[0], values[1], context.local_time)
            return None if at is None else replace(draft.items, starts_at=int(at.timestamp() * 1000))
        case Item.PLACES if number in (*offers.PLACES, UNLIMITED):
            return replace(draft.items, places=number)
        case Item.POINTS if number in offers.POINTS:
            return replace(draft.items, points=number)
        case _:
            return None


def _refuse_places(press: Press, draft: Training, places: int, context: Context) -> None:
    taken = signups.count(context.transaction, draft.revises or draft.id)
    context.answer(press, "training_refused.too_few_places", alert=True, places=places, taken=taken)


def _fill(draft: Training, items: Items, event: Message | Press, context: Context) -> None:
    asking.settle(context)
    drafts.proceed(trainings.save_items(context.transaction, draft, items), event, context)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _number(message: Message) -> int | None:
    found = NUMBER.fullmatch(message.text)
    return None if found is None else int(found[1])


def _spot(message: Message) -> Spot | None:
    location = message.raw.get("location")
    if not isinstance(location, Mapping):
        return None
    return Spot(float(str(location["latitude"])), float(str(location["longitude"])))


def _place_words(message: Message) -> str:
    venue = message.raw.get("venue")
    if not isinstance(venue, Mapping):
        return message.text
    return f"{venue.get('title', '')} {venue.get('address', '')}"
