"""What was awarded by mistake is taken back, whoever gave it: why is said first, and whom it was for is told."""

from __future__ import annotations

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.points import amounts, buttons, earning, giving, reasons
from handlers.points.amounts import ReasonFault
from handlers.points.buttons import PressedAward
from handlers.points.earning import Cause
from handlers.points.lifecycle import AwardAction, Refusal, UndoReason, decide
from messages import catalogue
from storage import awards, ledger, members
from storage.awards import Award
from storage.members import Member

QUESTION = "award.why_undo"


def press(press: Press, context: Context) -> None:
    """Ask why, or take it back for one of the reasons; *keep* leaves it as it is."""
    pressed = buttons.read_permitted(press, AwardAction.UNDO, context)
    if pressed is None:
        return
    reason = choice(UndoReason, pressed.choice)
    if not pressed.choice:
        _ask(press, pressed, context)
    elif pressed.choice == buttons.KEEP:
        asking.settle_about(context, _subject(pressed.award))
        giving.show(press, "points/given", pressed.award, pressed.recipient, context)
    elif reason is None or reason is UndoReason.OTHER:
        fallback.unknown_button(press, context)
    else:
        asking.settle_about(context, _subject(pressed.award))
        context.answer(press, "press.award_undone")
        _undo(press, pressed.award, pressed.recipient, reason, None, context)


def take_reason(message: Message, context: Context, subject: str) -> None:
    """Why, in the coordinator's own words."""
    token, _, version = subject.partition(":")
    award = awards.find_by_token(context.transaction, token)
    if award is None:
        asking.settle(context)
        context.say("points/not_undone", why=None)
        return
    recipient = members.get(context.transaction, award.member_id)
    left = ledger.balance_of(context.transaction, buttons.account(award))
    outcome = decide(
        award, AwardAction.UNDO, context.actor, recipient, version=int(version or 0), balance=left
    )
    if isinstance(outcome, Refusal):
        asking.settle(context)
        _say_refused(outcome, award, recipient, context)
        return
    words = amounts.read_reason(message.text)
    if isinstance(words, ReasonFault):
        length, longest = len(message.text), amounts.LONGEST_REASON
        shown = buttons.undo_reasons(award)
        context.say("points/wrong_reason", buttons=shown, fault=words, length=length, longest=longest)
        return
    asking.settle(context)
    context.keep_words_once()
    _undo(None, award, recipient, UndoReason.OTHER, words, context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: it stays given."""
    context.say("points/not_undone", why=None)


def _ask(press: Press, pressed: PressedAward, context: Context) -> None:
    """Whoever takes points back was not about to give some: the button may stand below that question."""
    draft = awards.draft_of(context.transaction, context.actor.id)
    if draft is not None:
        awards.drop(context.transaction, draft)
    award, recipient = pressed.award, pressed.recipient
    asking.expect(context, QUESTION, _subject(award))
    context.edit_pressed(
        press,
        "points/ask_undo",
        buttons=buttons.undo_reasons(award),
        about=[recipient.id],
        name=recipient.name,
        points=award.points,
        reason=award.reason,
    )


def _undo(
    press: Press | None,
    award: Award,
    recipient: Member,
    why: UndoReason,
    words: str | None,
    context: Context,
) -> None:
    undone = awards.undo(context.transaction, award, why, words)
    earning.take_back(context, recipient.id, Cause.AWARD, award.id)
    giving.show(
        press, "points/undone", undone, recipient, context, why=reasons.of_undoing(undone, context.language)
    )
    language = context.to_member(recipient).language
    giving.tell("points/taken_back", undone, recipient, context, why=reasons.of_undoing(undone, language))


def _say_refused(refusal: Refusal, award: Award, recipient: Member, context: Context) -> None:
    values = {"name": recipient.name, "points": award.points or 0}
    why = catalogue.label(context.language, f"award_refused.{refusal}", values)
    context.say("points/not_undone", about=[recipient.id], why=why)


def _subject(award: Award) -> str:
    return f"{award.token}:{award.version}"
