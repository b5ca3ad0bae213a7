"""Who is muted may not report: whatever would begin, change or send a report is answered with until when and why."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Message, Press
from messages import catalogue
from messages.catalogue import Language
from messages.times import moment
from storage import members, mutes
from storage.members import NOBODY, MemberId
from storage.mutes import Mute, MuteReason

TOLD_ONCE_WITHIN = 60_000  # ms; the parts of an album arrive within seconds and are answered once


@dataclass(frozen=True, slots=True)
class Told:
    """A mute in words. `by` is whom to ask; None when they have been erased."""

    until: str
    why: str
    by: str | None


def told(mute: Mute, language: Language, context: Context) -> Told:
    """What there is to say about a mute, in a language."""
    by = members.get(context.transaction, mute.muted_by)
    return Told(
        until=moment(language, context.local_time_of(mute.ends_at)),
        why=_why(mute, language),
        by=None if by.channel == NOBODY else by.name,
    )


def told_to(member: MemberId, language: Language, context: Context) -> Told | None:
    """The same, of the mute somebody is under now; None when they are under none."""
    mute = mutes.in_force(context.transaction, member, context.now)
    return None if mute is None else told(mute, language, context)


def named_by(member: MemberId, context: Context) -> list[MemberId]:
    """Whom the words about somebody's mute name: nobody when they are under none."""
    mute = mutes.in_force(context.transaction, member, context.now)
    return [] if mute is None else [mute.muted_by]


def refuses(event: Message | Press, context: Context) -> bool:
    """Whether whoever acts is muted; then they have been told, and nothing else may be done."""
    mute = mutes.in_force(context.transaction, context.actor.id, context.now)
    if mute is None:
        return False
    if isinstance(event, Press):
        said = told(mute, context.language, context)
        context.answer(event, "refused.muted", alert=True, until=said.until, why=said.why)
    elif "media_group_id" not in event.raw:
        _tell(mute, context)
    elif mute.told_at is None or context.now - mute.told_at >= TOLD_ONCE_WITHIN:
        _tell(mute, context)
        mutes.note_told(context.transaction, mute.id, context.now)
    return True


def _tell(mute: Mute, context: Context) -> None:
    in_words = told(mute, context.language, context)
    context.say("reports/ask_mute", about=[mute.muted_by], mute=in_words, is_kept=False)


def _why(mute: Mute, language: Language) -> str:
    if mute.reason is MuteReason.OTHER and mute.words:
        return mute.words
    return catalogue.label(language, f"mute_reason.{mute.reason}")
