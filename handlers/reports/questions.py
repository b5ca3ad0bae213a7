"""What a draft still lacks, and asking for it: one question per step."""

from __future__ import annotations

from enum import StrEnum

from handlers import muted
from handlers.address import Address
from handlers.context import Context
from handlers.duplicates import buttons as duplicate_buttons
from handlers.duplicates import offering, similar
from handlers.duplicates.buttons import Resemblance
from handlers.limits import waiting
from handlers.limits.waiting import Wait
from handlers.registration import begin
from handlers.reports import buttons, cards, kinds, sides
from messages import keyboards, times
from messages.keyboards import Keyboard
from storage import consents, members, mutes, report_drafts, reports
from storage.consents import Purpose
from storage.database import Transaction
from storage.members import Member, Role, Standing
from storage.outbox import Lane
from storage.reports import Report, ReportPhoto

# ms; further photos, as of an album, arrive within seconds and shall raise one question.
ASK_AGAIN_AFTER = 60_000


class Hole(StrEnum):
    """What is missing, in the order in which it is asked for."""

    MUTE = "mute"  # its reporter may not report for a while; time alone fills this one
    REGISTRATION = "registration"  # its reporter has not asked to join yet
    CONSENT = "consent"  # nothing is fetched or shown before
    PHOTO = "photo"
    READING = "reading"  # an image file is being read: it may say where it was taken
    PLACE = "place"
    CATEGORY = "category"
    SIDE = sides.ASKED  # its place lies between grids; whoever does not say is taken to be in the first
    DUPLICATE = "duplicate"  # there is an open report of its kind nearby: is it that one?
    BYTES = "bytes"  # a photo is known but not stored yet; nobody but us can fill this one
    APPROVAL = "approval"  # its reporter waits to be let in
    LOOKALIKE = "lookalike"  # its photo looks like one of another report
    LIMIT = "limit"  # its reporter has sent so many; time alone fills this one
    NONE = "none"


RESEMBLANCES = {Hole.DUPLICATE: Resemblance.PLACE, Hole.LOOKALIKE: Resemblance.PHOTO}


class Noted(StrEnum):
    """What has just been understood; said in the same breath as the next question."""

    NOTHING = "nothing"
    PHOTO = "photo"
    FILE = "file"  # it may turn out to be no photo
    PHOTO_AGAIN = "photo_again"
    FORWARDED = "forwarded"  # a photo passed on: it cannot say where it was taken
    PLACE = "place"
    PLACE_IN_FILE = "place_in_file"
    WORDS = "words"
    VOICE = "voice"


# What is missing when all is there that its reporter knows of: what else there is to ask comes before any waiting.
ALL_BUT_DONE = frozenset({Hole.BYTES, Hole.APPROVAL, Hole.NONE})


def hole_now(draft: Report, context: Context) -> Hole:
    """The first thing that a draft, or its reporter, lacks now."""
    hole = first_hole(draft, context.transaction, context.now)
    if hole not in ALL_BUT_DONE:
        return hole
    if not kinds.is_danger(draft.category) and sides.is_open(
        draft, context
    ):  # a danger waits for no such thing
        return Hole.SIDE
    return _before_it_goes(draft, hole, context)


def first_hole(draft: Report, transaction: Transaction, now: int) -> Hole:
    """The same at that time (UTC ms), but for what is asked about a draft that holds all it needs."""
    if mutes.in_force(transaction, draft.reporter_id, now) is not None:
        return Hole.MUTE
    agrees = consents.is_given(transaction, draft.reporter_id, Purpose.PHOTO_AND_PLACE)
    return next_hole(draft, members.get(transaction, draft.reporter_id), agrees=agrees)


def next_hole(draft: Report, reporter: Member, *, agrees: bool) -> Hole:
    """The same, as a rule; `agrees` says whether the reporter lets us keep photos and places."""
    is_courier = Role.COURIER in reporter.roles
    if not is_courier and reporter.standing is not Standing.PENDING:
        return Hole.REGISTRATION
    if not agrees:
        return Hole.CONSENT
    missing = _missing(draft)
    return Hole.APPROVAL if missing is Hole.NONE and not is_courier else missing


def is_due(draft: Report, hole: Hole, now: int) -> bool:
    """Whether to ask for it (UTC ms): it is another hole than the one asked for last, or that was a while ago."""
    if draft.asked != hole or draft.asked_at is None:
        return True
    return now - draft.asked_at >= ASK_AGAIN_AFTER


def is_for_reporter(hole: Hole) -> bool:
    """Whether the reporter can do something about it, rather than wait for somebody else or for a time."""
    return hole not in (Hole.MUTE, Hole.BYTES, Hole.APPROVAL, Hole.LIMIT, Hole.NONE)


def holds_more(draft: Report, hole: Hole, noted: Noted) -> bool:
    """Whether something of another kind is set aside now for somebody who has not joined: they must know of it."""
    first_photo = noted in (Noted.PHOTO, Noted.FORWARDED) and len(draft.photos) == 1
    return hole is Hole.REGISTRATION and (first_photo or noted is Noted.PLACE)


def ask(draft: Report, hole: Hole, noted: Noted, context: Context) -> None:
    """Ask the reporter for what is missing. `hole` is not NONE."""
    reporter = context.to_member(members.get(context.transaction, draft.reporter_id))
    told = muted.told_to(draft.reporter_id, reporter.language, context)
    if hole in RESEMBLANCES:
        offering.show(draft, RESEMBLANCES[hole], reporter, context)
    context.say(
        f"reports/ask_{hole}",
        to=reporter,
        lane=Lane.REPLY,
        buttons=_buttons(draft, hole, reporter, context),
        markup=_markup(draft, hole, reporter),
        about=muted.named_by(draft.reporter_id, context),
        noted=noted,
        held=_held(draft),
        words_cut=len(draft.words) > cards.WORDS_SHOWN,
        words_shown=cards.WORDS_SHOWN,
        mute=told,
        is_last=not sides.is_on_border(draft, context),
        is_kept=True,
        wait=_wait(draft, hole, reporter, context),
    )
    reports.set_asked(context.transaction, draft.id, hole, context.now)
    if hole is Hole.REGISTRATION:
        begin.go_on(context, insist=True)


def _before_it_goes(draft: Report, hole: Hole, context: Context) -> Hole:
    """What is to be settled before it is sent. What others have sent is shown to nobody who is not on the team."""
    transaction, now = context.transaction, context.now
    if Role.COURIER not in members.get(transaction, draft.reporter_id).roles:
        return hole
    if similar.to_offer(draft, transaction, now):
        return Hole.DUPLICATE
    if hole is Hole.NONE and similar.lookalike_of(draft, transaction, now) is not None:
        return Hole.LOOKALIKE
    if hole is Hole.NONE and waiting.free_at(draft, transaction, now) > now:
        return Hole.LIMIT
    return hole


def _wait(draft: Report, hole: Hole, reporter: Address, context: Context) -> Wait | None:
    """When it goes out, if it has to wait; it does so by itself."""
    if hole is not Hole.LIMIT:
        return None
    free_at = waiting.free_at(draft, context.transaction, context.now)
    report_drafts.hold(context.transaction, draft.id, free_at)
    return Wait(times.moment(reporter.language, context.local_time_of(free_at)))


def _held(draft: Report) -> frozenset[str]:
    """The kinds of what is in it, for the text that says so."""
    held = {
        "photo": bool(draft.photos),
        "place": draft.place is not None,
        "words": bool(draft.words),
        "voice": draft.voices > 0,
    }
    return frozenset(kind for kind, is_there in held.items() if is_there)


def _missing(draft: Report) -> Hole:
    if not draft.photos:
        return Hole.PHOTO
    if draft.place is None:
        return Hole.READING if any(_may_say_where(photo) for photo in draft.photos) else Hole.PLACE
    if draft.category is None:
        return Hole.CATEGORY
    if any(photo.sha256 is None for photo in draft.photos):
        return Hole.BYTES
    return Hole.NONE


def _may_say_where(photo: ReportPhoto) -> bool:
    """Whether it is an image file that is still being read. Of what was passed on the place does not count."""
    return photo.is_file and not photo.is_forwarded and photo.sha256 is None


def _buttons(draft: Report, hole: Hole, reporter: Address, context: Context) -> Keyboard:
    match hole:
        case Hole.CONSENT:
            return buttons.consent(draft)
        case Hole.PHOTO | Hole.CATEGORY if draft.category is None:
            return buttons.categories(draft)
        case Hole.PHOTO:
            return [[buttons.cancel(draft)]]
        case Hole.DUPLICATE | Hole.LOOKALIKE:
            return duplicate_buttons.different(draft, RESEMBLANCES[hole])
        case Hole.SIDE:
            return buttons.sides(draft, sides.between(draft, context), reporter.language)
        case _:
            return ()


def _markup(draft: Report, hole: Hole, reporter: Address) -> dict[str, object] | None:
    if hole is not Hole.PLACE:
        return None
    may_wait = not kinds.is_danger(draft.category)
    return keyboards.ask_location(reporter.language, "report.later" if may_wait else None)
