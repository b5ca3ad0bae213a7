"""Questions that a button on a card begins: they are asked, and answered, in the private chat of whoever pressed."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import asking
from handlers.context import Context
from handlers.events import Press
from handlers.wording import worded
from storage import unreachable
from storage.members import MemberId
from storage.outbox import Lane
from storage.reports import Report


def ask(
    press: Press,
    template: str,
    question: str,
    report: Report,
    context: Context,
    *,
    about: Iterable[MemberId] = (),
    **values: object,
) -> None:
    """Ask whoever pressed, by the `AnswerRoute` of that name; in a group they are told where to look.

    Whether a chat can be written to is known only once it was tried, so the group hears what to do if nothing comes.
    """
    asker = context.actor
    is_here = context.here.chat_id == asker.user_id
    if not is_here:
        cannot = unreachable.holds(context.transaction, asker.channel, asker.user_id)
        context.answer(press, "press.open_private_chat" if cannot else "press.asked_in_private", alert=True)
        if cannot:
            return
    asking.expect(context, question, report.token)
    address = context.here if is_here else context.to_member(asker)
    words = worded("text", address.language, template, {**values, "number": report.number}, ())
    context.call("sendMessage", address, words, lane=Lane.REPLY, about=about)
