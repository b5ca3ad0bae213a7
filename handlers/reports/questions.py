"""What a draft still lacks, and asking for it: one question per step."""

from __future__ import annotations

from enum import StrEnum

from handlers.context import Address, Context
from handlers.reports import buttons, cards
from messages import keyboards
from messages.keyboards import Keyboard
from storage import members, reports
from storage.outbox import Lane
from storage.reports import Report

ASK_AGAIN_AFTER = 60_000  # ms; the photos of an album arrive within seconds and shall raise one question


class Hole(StrEnum):
    """What is missing, in the order in which it is asked for."""

    PHOTO = "photo"
    PLACE = "place"
    CATEGORY = "category"
    BYTES = "bytes"  # a photo is known but not stored yet; nobody but us can fill this one
    NONE = "none"


class Noted(StrEnum):
    """What has just been understood; said in the same breath as the next question."""

    NOTHING = "nothing"
    PHOTO = "photo"
    PHOTO_AGAIN = "photo_again"
    PLACE = "place"
    WORDS = "words"


def next_hole(draft: Report) -> Hole:
    """The first thing that a draft lacks."""
    if not draft.photos:
        return Hole.PHOTO
    if draft.place is None:
        return Hole.PLACE
    if draft.category is None:
        return Hole.CATEGORY
    if any(photo.sha256 is None for photo in draft.photos):
        return Hole.BYTES
    return Hole.NONE


def is_due(draft: Report, hole: Hole, now: int) -> bool:
    """Whether to ask for it (UTC ms): it is another hole than the one asked for last, or that was a while ago."""
    if draft.asked != hole or draft.asked_at is None:
        return True
    return now - draft.asked_at >= ASK_AGAIN_AFTER


def ask(draft: Report, hole: Hole, noted: Noted, context: Context) -> None:
    """Ask the reporter for what is missing. `hole` is not NONE."""
    reporter = context.to_member(members.get(context.transaction, draft.reporter_id))
    context.say(
        f"reports/ask_{hole}",
        to=reporter,
        lane=Lane.REPLY,
        buttons=_buttons(draft, hole),
        markup=_markup(hole, reporter),
        noted=noted,
        words_cut=len(draft.words) > cards.WORDS_SHOWN,
        words_shown=cards.WORDS_SHOWN,
    )
    reports.set_asked(context.transaction, draft.id, hole, context.now)


def _buttons(draft: Report, hole: Hole) -> Keyboard:
    match hole:
        case Hole.PHOTO | Hole.CATEGORY if draft.category is None:
            return buttons.categories(draft)
        case Hole.PHOTO:
            return [[buttons.cancel(draft)]]
        case _:
            return ()


def _markup(hole: Hole, reporter: Address) -> dict[str, object] | None:
    return keyboards.ask_location(reporter.language) if hole is Hole.PLACE else None
