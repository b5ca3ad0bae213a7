"""A training that is being put together: what is missing is asked for, one question at a time; then it is shown whole.

A draft is a row; answers come by buttons or as the next message, hours apart, across restarts. A draft that changes a
published training is the same, only that nothing is missing in it.
"""

from __future__ import annotations

from enum import StrEnum

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.training import buttons, cards, offers
from handlers.training.lifecycle import Refusal, TrainingAction, decide
from messages.keyboards import Button, Keyboard
from storage import training_changes, trainings
from storage.trainings import Items, Training, TrainingState

PREVIEW = "planning.preview"  # the question whether all is right, which a button answers
PER_ROW, DAYS_PER_ROW = 3, 2


class Item(StrEnum):
    """What a coordinator says about a training. Each has its question, ``training.<item>``, ``training/ask_<item>``."""

    TOPIC = "topic"
    WHEN = "when"
    WHERE = "where"
    PLACES = "places"
    POINTS = "points"


def begin(press: Press, context: Context) -> None:
    """A new training, or on with the one that was begun."""
    draft = trainings.draft_of(context.transaction, context.actor.id)
    if draft is None:
        token = context.surroundings.new_token()
        draft = trainings.open_draft(context.transaction, context.actor.id, token, context.now)
    proceed(draft, press, context)


def revise(press: Press, context: Context) -> None:
    """Change a published training: nothing is said to anybody before it is confirmed."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide(
        pressed.training, TrainingAction.REVISE, context.actor, context.now, version=pressed.version
    )
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return
    begun = trainings.draft_of(context.transaction, context.actor.id)
    if begun is not None and begun.revises != pressed.training.id:
        context.answer(press, "training.finish_first", alert=True)
        proceed(begun, press, context)
        return
    token = context.surroundings.new_token()
    draft = begun or trainings.open_revision(
        context.transaction, context.actor.id, token, pressed.training, context.now
    )
    proceed(draft, press, context)


def proceed(draft: Training, event: Message | Press, context: Context) -> None:
    """Ask for the first thing that is missing; when nothing is, show the whole."""
    missing = first_missing(draft.items)
    if missing is None:
        preview(draft, event, context)
    else:
        ask(draft, missing, event, context)


def first_missing(items: Items) -> Item | None:
    """What to ask for next."""
    said = {
        Item.TOPIC: items.topic,
        Item.WHEN: items.starts_at,
        Item.WHERE: items.place,
        Item.PLACES: items.places,
        Item.POINTS: items.points,
    }
    return next((item for item, value in said.items() if value is None), None)


def ask(draft: Training, item: Item, event: Message | Press, context: Context) -> None:
    """Ask one question, with what is chosen most as buttons."""
    asking.expect(context, f"training.{item}", draft.token)
    context.show(
        event,
        f"training/ask_{item}",
        buttons=choices(draft, item, context),
        example=offers.example(context.local_time, context.language),
    )


def choices(draft: Training, item: Item, context: Context) -> Keyboard:
    """What is chosen most, and the ways out."""
    return [*_offered(draft, item, context), _ways_out(draft)]


def preview(draft: Training, event: Message | Press, context: Context) -> None:
    """Everything as it will be read, to publish, to change or to give up."""
    asking.expect(context, PREVIEW, draft.token)
    context.show(
        event,
        "training/preview",
        buttons=whole_choices(draft),
        training=cards.contents(draft, context.language, context),
        revises=draft.revises is not None,
    )


def whole_choices(draft: Training) -> Keyboard:
    """Publish it, change one thing of it, or not."""
    publish = "training.apply" if draft.revises else "training.publish"
    items = [buttons.button(f"training.{item}", "training_ask", draft, item) for item in Item]
    return [
        [buttons.button(publish, "training_publish", draft, style="success")],
        items[:PER_ROW],
        items[PER_ROW:],
        [
            buttons.button("training.discard", "training_discard", draft),
            Button("training.later_on", "training"),
        ],
    ]


def ask_again(press: Press, context: Context) -> None:
    """Change one thing of it, or go back from a question."""
    draft = read_draft(press, TrainingAction.DESCRIBE, context)
    if draft is None:
        return
    item = choice(Item, press.arguments[-1])
    if item is None:
        proceed(draft, press, context)
    else:
        ask(draft, item, press, context)


def choose_day(press: Press, context: Context) -> None:
    """The day is chosen; at what time comes next."""
    draft = read_draft(press, TrainingAction.DESCRIBE, context)
    if draft is None:
        return
    hours = offers.hours_of(press.arguments[-1], context.local_time)
    if not hours:
        fallback.unknown_button(press, context)
        return
    asking.expect(context, f"training.{Item.WHEN}", draft.token)
    offered = [
        buttons.button("training.offered", "training_set", draft, Item.WHEN, *offer.data, text=offer.text)
        for offer in hours
    ]
    rows = [offered[start : start + PER_ROW] for start in range(0, len(offered), PER_ROW)]
    context.show(press, "training/ask_hour", buttons=[*rows, _ways_out(draft)])


def discard(press: Press, context: Context) -> None:
    """Give the draft up."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide(
        pressed.training, TrainingAction.DISCARD, context.actor, context.now, version=pressed.version
    )
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return
    training_changes.apply(context.transaction, outcome, context.now)
    asking.settle(context)
    context.show(
        press,
        "training/discarded",
        buttons=[[Button("training.list", "training")]],
        revises=pressed.training.revises is not None,
    )


def give_up(context: Context, _subject: str) -> None:
    """``/cancel`` instead of an answer: the draft stays as it is."""
    context.say("training/draft_kept", buttons=[[Button("training.go_on", "training_new", "success")]])


def read_draft(press: Press, action: TrainingAction, context: Context) -> Training | None:
    """The draft of a press, if whoever presses may do that to it now; else they are told why not."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return None
    outcome = decide(pressed.training, action, context.actor, context.now, version=pressed.version)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return None
    return pressed.training


def answered_draft(subject: str, context: Context) -> Training | None:
    """The draft that a typed answer is for; None, and they are told, when it is none any more."""
    draft = trainings.find_by_token(context.transaction, subject)
    if draft is None or draft.state is not TrainingState.DRAFT or draft.made_by != context.actor.id:
        asking.settle(context)
        context.say("training/draft_gone", buttons=[[Button("training.list", "training")]])
        return None
    return draft


def _offered(draft: Training, item: Item, context: Context) -> Keyboard:
    per_row = PER_ROW
    match item:
        case Item.WHEN:
            per_row = DAYS_PER_ROW
            found = offers.days(context.local_time, context.language)
            offered = [
                buttons.button("training.offered", "training_day", draft, *offer.data, text=offer.text)
                for offer in found
            ]
        case Item.PLACES:
            offered = [_choice(draft, item, number) for number in offers.PLACES]
            offered.append(buttons.button("training.unlimited", "training_set", draft, item, 0))
        case Item.POINTS:
            offered = [_choice(draft, item, number) for number in offers.POINTS]
        case _:
            return []
    return [offered[start : start + per_row] for start in range(0, len(offered), per_row)]


def _choice(draft: Training, item: Item, number: int) -> Button:
    return buttons.button("training.offered", "training_set", draft, item, number, text=number)


def _ways_out(draft: Training) -> list[Button]:
    give_up = buttons.button("training.discard", "training_discard", draft)
    if first_missing(draft.items) is None:
        return [buttons.button("menu.back", "training_ask", draft, "preview")]
    return [give_up, Button("training.later_on", "training")]
