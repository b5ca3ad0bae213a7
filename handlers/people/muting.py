"""A coordinator mutes somebody who abuses reporting, from their card: until when, why; or lets them report again."""

from __future__ import annotations

from handlers import asking, fallback, muted
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.people import card, mute_buttons
from handlers.people.mute_buttons import Asked
from handlers.people.mute_lifecycle import DAY, Heard, MuteAction, Refusal, decide
from handlers.registration.names import cleaned
from handlers.reports import buttons as report_buttons
from storage import members, mutes
from storage.mutes import Mute, MuteReason

QUESTION = "muting.reason"
LONGEST_REASON = 100  # characters; it has to fit into the answer to a press, which may have 200


def ask_how_long(press: Press, context: Context) -> None:
    """Choose below the card until when."""
    asked = _permitted(press, MuteAction.MUTE, context)
    if asked is not None:
        card.show(press, asked.about.member, context, mute_buttons.lengths(asked.about))


def ask_about_reporter(press: Press, context: Context) -> None:
    """From the card of a report: whoever reported it is shown, below the card, and until when to mute them."""
    pressed = report_buttons.read(press, context)
    if pressed is None:
        return
    asked = mute_buttons.read([str(pressed.report.reporter_id), "0"], context)
    if asked is None:
        context.answer(press, "people.gone", alert=True)
        return
    outcome = decide(asked.about, MuteAction.MUTE, context.actor)
    if isinstance(outcome, Refusal):
        _refuse(press, outcome, asked.about, context)
    else:
        context.answer(press)
        card.show(None, asked.about.member, context, mute_buttons.lengths(asked.about))


def ask_why(press: Press, context: Context) -> None:
    """Choose below the card why."""
    asked = _permitted(press, MuteAction.MUTE, context)
    if asked is None:
        return
    days = mute_buttons.days_in(asked.rest)
    if days is None:
        fallback.unknown_button(press, context)
    else:
        card.show(press, asked.about.member, context, mute_buttons.reasons(asked.about, days))


def mute(press: Press, context: Context) -> None:
    """Mute them for the reason pressed, or ask for one in words."""
    asked = _permitted(press, MuteAction.MUTE, context)
    if asked is None:
        return
    days = mute_buttons.days_in(asked.rest)
    reason = choice(MuteReason, asked.rest[1]) if len(asked.rest) > 1 else None
    if days is None or reason is None:
        fallback.unknown_button(press, context)
    elif reason is MuteReason.OTHER:
        _ask_for_words(press, asked, days, context)
    else:
        asking.withdraw(context, QUESTION)
        _mute(asked.about, days, reason, None, context)
        context.answer(press, "mute.done", about=[asked.about.member.id], name=asked.about.member.name)
        card.show(press, asked.about.member, context)


def take_reason(message: Message, context: Context, subject: str) -> None:
    """The reason, in words that the person will read."""
    asked = mute_buttons.read(subject.split(":"), context)
    days = None if asked is None else mute_buttons.days_in(asked.rest)
    words = cleaned(message.text)
    if asked is None or days is None:
        asking.settle(context)
        context.say("mutes/gone")
    elif not words:
        context.say("mutes/reason_empty", buttons=mute_buttons.back(asked.about))
    elif len(words) > LONGEST_REASON:
        context.say(
            "mutes/reason_too_long",
            buttons=mute_buttons.back(asked.about),
            length=len(words),
            longest=LONGEST_REASON,
        )
    else:
        asking.settle(context)
        context.keep_words_once()
        _mute_for_words(message, asked, days, words, context)


def give_up(context: Context, _subject: str) -> None:
    """They rather not mute anybody."""
    context.say("mutes/given_up")


def lift(press: Press, context: Context) -> None:
    """They may report again, and are told."""
    asked = _permitted(press, MuteAction.LIFT, context)
    if asked is None:
        return
    assert asked.about.mute is not None  # there was one to be lifted
    mutes.lift(context.transaction, asked.about.mute.id, context.actor.id, context.now)
    context.answer(press, "mute.lifted", about=[asked.about.member.id], name=asked.about.member.name)
    context.say("mutes/lifted", to=context.to_member(asked.about.member))
    card.show(press, asked.about.member, context)


def _permitted(press: Press, action: MuteAction, context: Context) -> Asked | None:
    """Whom a button is about, if that may be done to them now; None, and the press is answered, otherwise."""
    asked = mute_buttons.read(press.arguments, context)
    if asked is None:
        context.answer(press, "people.gone", alert=True)
        return None
    outcome = decide(asked.about, action, context.actor, version=asked.version)
    if isinstance(outcome, Refusal):
        _refuse(press, outcome, asked.about, context)
        return None
    return asked


def _refuse(press: Press, refusal: Refusal, about: Heard, context: Context) -> None:
    values = mute_buttons.refusal_values(about, context)
    context.answer(press, f"mute_refused.{refusal}", alert=True, about=mute_buttons.named(about), **values)


def _ask_for_words(press: Press, asked: Asked, days: int, context: Context) -> None:
    asking.expect(context, QUESTION, f"{asked.about.member.id}:{asked.version}:{days}")
    context.edit_pressed(
        press,
        "mutes/ask_reason",
        buttons=mute_buttons.back(asked.about),
        about=[asked.about.member.id],
        name=asked.about.member.name,
        longest=LONGEST_REASON,
    )


def _mute_for_words(message: Message, asked: Asked, days: int, words: str, context: Context) -> None:
    outcome = decide(asked.about, MuteAction.MUTE, context.actor, version=asked.version)
    if isinstance(outcome, Refusal):
        why = mute_buttons.refused(outcome, asked.about, context)
        context.say("mutes/refused", about=mute_buttons.named(asked.about), why=why)
    else:
        _mute(asked.about, days, MuteReason.OTHER, words, context)
        card.show(message, asked.about.member, context)


def _mute(about: Heard, days: int, reason: MuteReason, words: str | None, context: Context) -> None:
    ends_at = context.now + days * DAY
    begun = mutes.begin(
        context.transaction, about.member.id, reason, words, context.actor.id, ends_at, context.now
    )
    _tell(begun, context)


def _tell(begun: Mute, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, begun.member_id))
    told = muted.told(begun, address.language, context)
    context.say("mutes/muted", to=address, about=[begun.muted_by], mute=told)
