"""Who came: the coordinator ticks people off, page by page, and closes the list; points follow, once for each.

What is ticked off is kept at once, so that two coordinators can share the work; nothing is paid before the list is
closed. For a week after that, those who were forgotten can be added. Points that were paid are not taken back here.
"""

from __future__ import annotations

from collections.abc import Mapping

from handlers import fallback
from handlers.context import Context
from handlers.events import Effect, Press, Tick
from handlers.training import buttons, cards, paying, planning
from handlers.training.buttons import PressedTraining
from handlers.training.lifecycle import COORDINATORS, Refusal, SignUpAction, TrainingAction, decide, tick_off
from messages.keyboards import Button, Keyboard
from storage import members, signups, training_changes, trainings
from storage.members import Member, Role
from storage.signups import Listed, SignUp, SignUpId, SignUpState
from storage.training_changes import Change
from storage.trainings import Training, TrainingId

PER_PAGE = 8  # buttons that a phone shows without scrolling
AT_ONCE = 50  # people who are paid in one transaction
PAY = "training attended"  # the event that pays the next of them

TICKS: Mapping[str, SignUpAction] = {"yes": SignUpAction.ATTEND, "no": SignUpAction.MISS}


def ask_who_came(_tick: Tick, context: Context) -> None:
    """Once a training is over, whoever made it is asked; if they are no coordinator any more, all who are."""
    for training in trainings.over(context.transaction, context.now):
        trainings.note_prompt(context.transaction, training, context.now)
        for coordinator in _responsible(training, context):
            address = context.to_member(coordinator)
            context.say(
                "training/ask_attendance",
                to=address,
                buttons=[[buttons.button("training.attendance", "attendance", training, 0, style="success")]],
                training=cards.contents(training, address.language, context),
            )


def show(press: Press, context: Context) -> None:
    """A page of the list."""
    pressed = buttons.read(press, context)
    if pressed is not None and _permitted(press, pressed, TrainingAction.TICK_OFF, context, any_version=True):
        page = buttons.number_in(pressed.choices[0])
        _show(press, pressed.training, page or 0, context)


def tick(press: Press, context: Context) -> None:
    """Somebody came, or did not. The button says which, so that pressing it twice changes nothing."""
    pressed = buttons.read(press, context)
    if pressed is None or not _permitted(press, pressed, TrainingAction.TICK_OFF, context):
        return
    number, wanted, page = [*pressed.choices, "", "", ""][:3]
    part = signups.get(context.transaction, pressed.training.id, SignUpId(buttons.number_in(number) or 0))
    if part is None or part.state is SignUpState.WITHDRAWN or wanted not in TICKS:
        fallback.unknown_button(press, context)
        return
    outcome = tick_off(part, TICKS[wanted])
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return
    if outcome is not None:
        signups.set_state(context.transaction, part.id, outcome.after)
    _show(press, pressed.training, buttons.number_in(page) or 0, context)


def tick_all(press: Press, context: Context) -> None:
    """Everybody came; the few who did not are unticked."""
    pressed = buttons.read(press, context)
    if pressed is not None and _permitted(press, pressed, TrainingAction.TICK_OFF, context):
        signups.all_came(context.transaction, pressed.training.id)
        _show(press, pressed.training, 0, context)


def close(press: Press, context: Context) -> None:
    """The list is right: whoever came gets their points, unless they have them."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    change = _permitted(press, pressed, TrainingAction.CLOSE, context)
    if change is None:
        return
    held = training_changes.apply(context.transaction, change, context.now)
    added = signups.confirm(context.transaction, held.id, context.now)
    context.announce(PAY, training=held.id)
    context.answer(press, "training.closed", added=added)
    planning.show_page(held, press, context)


def pay(effect: Effect, context: Context) -> None:
    """The next of those who came get their points, and hear of it."""
    training = trainings.get(context.transaction, TrainingId(int(str(effect.result["training"]))))
    unpaid = signups.unpaid(context.transaction, training.id, AT_ONCE)
    for part in unpaid:
        _pay(training, part, context)
    if len(unpaid) == AT_ONCE:
        context.announce(PAY, training=training.id)


def _pay(training: Training, part: SignUp, context: Context) -> None:
    signups.note_paid(context.transaction, part.id, context.now)
    earned = paying.pay(training, part.member_id, context)
    member = members.get(context.transaction, part.member_id)
    address = context.to_member(member)
    card = cards.contents(training, address.language, context)
    context.say(
        "training/thanks",
        to=address,
        training=card,
        earned=earned,
        balance=paying.balance(member.id, context),
    )


def _responsible(training: Training, context: Context) -> list[Member]:
    """Admins of the settings have no role on file; they are known by having made it."""
    maker = members.get(context.transaction, training.made_by)
    if maker.roles & COORDINATORS or maker.user_id in context.surroundings.admins:
        return [maker]
    return members.with_role(context.transaction, Role.COORDINATOR)


def _permitted(
    press: Press,
    pressed: PressedTraining,
    action: TrainingAction,
    context: Context,
    *,
    any_version: bool = False,
) -> Change | None:
    version = None if any_version else pressed.version
    outcome = decide(pressed.training, action, context.actor, context.now, version=version)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return None
    return outcome


def _show(press: Press, training: Training, page: int, context: Context) -> None:
    total = cards.taken(training, context)
    page = min(page, max(total - 1, 0) // PER_PAGE)
    listed = signups.attendance(context.transaction, training.id, PER_PAGE, page * PER_PAGE)
    came = signups.counts(context.transaction, training.id).get(SignUpState.ATTENDED, 0)
    keyboard: Keyboard = [
        *[[_line(training, one, page)] for one in listed],
        *_turns(training, page, total),
        *([[buttons.button("training.all_came", "attended_all", training)]] if came < total else []),
        [buttons.button("training.close", "attendance_close", training, style="success", came=came)],
        [buttons.button("menu.back", "training_open", training)],
    ]
    context.show(
        press,
        "training/attendance",
        buttons=keyboard,
        training=cards.contents(training, context.language, context),
        came=came,
        total=total,
    )


def _line(training: Training, listed: Listed, page: int) -> Button:
    label, other = ("training.came", "no") if listed.came else ("training.not_come", "yes")
    return buttons.button(label, "attended", training, listed.id, other, page, name=listed.name)


def _turns(training: Training, page: int, total: int) -> Keyboard:
    turns = []
    if page > 0:
        turns.append(buttons.button("station.earlier", "attendance", training, page - 1))
    if (page + 1) * PER_PAGE < total:
        turns.append(buttons.button("station.later", "attendance", training, page + 1))
    return [turns] if turns else []
