"""What a coordinator sees: the trainings to come with their counts, who came to which, and a page of each."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message, Press
from handlers.training import buttons, cards
from handlers.training.lifecycle import CORRECTABLE
from messages.keyboards import Button, Keyboard
from storage import trainings
from storage.trainings import Training, TrainingState

PER_PAGE = 6
MOST_BEGUN = 4  # whose attendance is open or was closed within the week


def show_list(event: Message | Press, context: Context, page: int = 0) -> None:
    """All of them, and a new one."""
    total = trainings.count_coming(context.transaction, context.now)
    draft = trainings.draft_of(context.transaction, context.actor.id)
    context.show(
        event,
        "training/list",
        buttons=[
            [_new(draft)],
            *_begun(context),
            *_coming(page, context),
            *_turns(page, total),
            [Button("menu.back", "menu:start")],
        ],
        total=total,
    )


def turn_page(press: Press, context: Context) -> None:
    """Another page of the list."""
    page = buttons.number_in(press.arguments[0] if press.arguments else "")
    show_list(press, context, page or 0)


def open_page(press: Press, context: Context) -> None:
    """One training, and what its coordinator can do with it."""
    pressed = buttons.read(press, context)
    if pressed is not None:
        show_page(pressed.training, press, context)


def show_page(training: Training, event: Message | Press, context: Context) -> None:
    """The page of a training that is no draft; a draft that was forged in here is shown to nobody."""
    if training.state in (TrainingState.DRAFT, TrainingState.DISCARDED, TrainingState.APPLIED):
        assert isinstance(event, Press)
        context.answer(event, "training_refused.still_draft", alert=True)
        return
    card = cards.contents(training, context.language, context)
    context.show(event, "training/page", buttons=_steps(training, card, context), training=card)


def _steps(training: Training, card: cards.Contents, context: Context) -> Keyboard:
    ways = [[Button("training.list", "training")]]
    if training.state is TrainingState.HELD and context.now - (training.held_at or 0) <= CORRECTABLE:
        return [[buttons.button("training.correct", "attendance", training, 0)], *ways]
    if training.state is not TrainingState.PUBLISHED:
        return ways
    cancel = [buttons.button("training.cancel", "training_cancel", training, style="danger")]
    if card.has_begun:
        return [[buttons.button("training.attendance", "attendance", training, 0)], cancel, *ways]
    return [
        [buttons.button("training.revise", "training_revise", training)],
        cancel,
        [buttons.button("training.take_part", "training_card", training)],
        *ways,
    ]


def _new(draft: Training | None) -> Button:
    if draft is None:
        return Button("training.new", "training_new", "success")
    label = "training.go_on_revising" if draft.revises else "training.go_on"
    return Button(label, "training_new", "success")


def _begun(context: Context) -> Keyboard:
    found = trainings.begun(context.transaction, context.now, context.now - CORRECTABLE, MOST_BEGUN)
    return [[_line(training, _begun_label(training), context)] for training in found]


def _begun_label(training: Training) -> str:
    return "training.line_held" if training.state is TrainingState.HELD else "training.line_begun"


def _coming(page: int, context: Context) -> Keyboard:
    found = trainings.coming(context.transaction, context.now, PER_PAGE, page * PER_PAGE)
    return [
        [_line(training, "training.line" if training.places else "training.line_unlimited", context)]
        for training in found
    ]


def _line(training: Training, label: str, context: Context) -> Button:
    return buttons.button(
        label,
        "training_open",
        training,
        when=cards.moment(training.starts_at, context.language, context),
        topic=training.topic,
        taken=cards.taken(training, context),
        places=training.places,
    )


def _turns(page: int, total: int) -> Keyboard:
    turns = []
    if page > 0:
        turns.append(Button("station.earlier", f"training_list:{page - 1}"))
    if (page + 1) * PER_PAGE < total:
        turns.append(Button("station.later", f"training_list:{page + 1}"))
    return [turns] if turns else []
