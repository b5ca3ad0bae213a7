"""Those who reported it are asked whether it is fixed, with before and after in one picture; what becomes of that
is said in the same message."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.address import Address
from handlers.context import Context
from handlers.events import Effect
from handlers.reports import followers
from handlers.reports.lifecycle import Part
from handlers.verification import buttons, reasons
from messages import catalogue, keyboards
from messages.catalogue import Language
from storage import grids, joined_reports, later_photos, members, reports, verdicts, verification_asks
from storage.later_photos import LaterPhoto
from storage.members import NOBODY, Member, MemberId
from storage.outbox import Lane, OutboxId
from storage.reports import Report, ReportPhoto, ReportState
from storage.verdicts import NotFixed
from storage.verification_asks import Ask

LOST = "fix not shown"  # the effect of a picture that did not arrive


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at, in words."""

    number: str | None
    category: str
    grid: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it, as its reader is told: `is_own` verdict, and `why_not` it is fixed, in words.

    `is_recorded`: it is fixed, but something was wrong with how. `by_clock`: nobody has looked.
    """

    is_own: bool = False
    why_not: str | None = None
    is_recorded: bool = False
    by_clock: bool = False


def ask(report: Report, context: Context) -> None:
    """Its reporter and its followers see how it was and how it is, and say whether it is fixed."""
    for id_ in joined_reports.followers(context.transaction, report.id):
        member = members.get(context.transaction, id_)
        if member.channel != NOBODY:
            part = Part.REPORTER if id_ == report.reporter_id else Part.FOLLOWER
            _ask(report, member, part, "verification/question", context)


def ask_coordinator(report: Report, member: Member, context: Context) -> None:
    """It was reopened too often: a coordinator hears all that was said, and has the last word."""
    language = context.to_member(member).language
    said = [
        (catalogue.label(language, f"not_fixed.{verdict.reason}"), verdict.words)
        for verdict in verdicts.of(context.transaction, report.id)
        if not verdict.is_fixed
    ]
    _ask(report, member, Part.COORDINATOR, "verification/last_word", context, objections=said)


def lost(effect: Effect, context: Context) -> None:
    """The picture could not be made, as the photo of before is gone: then the newest photo alone has to do."""
    asked = verification_asks.asked_by(context.transaction, effect.row)
    if asked is None:
        return
    report = reports.get(context.transaction, asked.report_id)
    if report.state is not ReportState.FIXED or asked.round != verdicts.round_of(report):
        return
    member = members.get(context.transaction, asked.member_id)
    if report.photos_after and member.channel != NOBODY:
        alone = replace(report, photos=())
        _ask(alone, member, Part(asked.part), "verification/question", context)


def witness(report: Report, member: Member, sha256: str, context: Context) -> None:
    """Whoever rode there, and has sent a photo, is asked what they have found."""
    address = context.to_member(member)
    row = context.send_photo(
        sha256,
        "verification/how_is_it",
        to=address,
        buttons=buttons.question(report),
        lane=Lane.REPLY,
        fix=_subject(report, address, context),
    )
    _note(report, member, Part.PASSER_BY, row, context)


def reword(
    report: Report,
    round_: int,
    template: str,
    context: Context,
    *,
    by: MemberId | None = None,
    why_not: NotFixed | None = None,
    is_recorded: bool = False,
    parts: Collection[Part] = reasons.PARTS,
) -> None:
    """Say in the question to everybody in these parts what became of it; `by` whom, None for the clock."""
    flags = (is_recorded, by is None)
    for asked, address in _asked(report, round_, context):
        if Part(asked.part) not in parts:
            continue
        following = Part(asked.part) in reasons.FOLLOWING
        shown = buttons.is_back(report) if following and report.state is ReportState.CLOSED else ()
        reason = None if why_not is None else catalogue.label(address.language, f"not_fixed.{why_not}")
        fix, outcome = _subject(report, address, context), Outcome(asked.member_id == by, reason, *flags)
        context.edit_caption(asked.row, template, to=address, buttons=shown, fix=fix, outcome=outcome)
        if asked.reminder is not None:
            context.edit_text(asked.reminder, template, to=address, buttons=shown, fix=fix, outcome=outcome)


def withdraw(report: Report, context: Context) -> None:
    """Nobody is to look any more: the buttons go."""
    for asked, address in _asked(report, verdicts.round_of(report), context):
        for row in (asked.row, asked.reminder):
            if row is not None:
                take_buttons(row, address, context)


def take_buttons(row: OutboxId, address: Address, context: Context) -> None:
    """Leave the message as it is, without its buttons."""
    context.call(
        "editMessageReplyMarkup",
        address,
        {"reply_markup": keyboards.inline(address.language, ())},
        lane=Lane.REPLY,
        parent=row,
        target=f"row:{row}:buttons",
    )


def grid(report: Report, language: Language, context: Context) -> str | None:
    """What the place is called, as far as it has a name."""
    return None if report.grid_id is None else grids.get(context.transaction, report.grid_id).name(language)


def _ask(
    report: Report,
    member: Member,
    part: Part,
    template: str,
    context: Context,
    *,
    objections: Sequence[tuple[str, str]] = (),
) -> None:
    before, after = _stored(report.photos[:1]), _stored(report.photos_after[-1:])
    left = after or before
    if left is None:
        return
    address = context.to_member(member, urgent=part is Part.COORDINATOR and report.is_urgent)
    shown, about = buttons.question(report), _about(report, context)
    fix, words = _subject(report, address, context), _words(report, context)
    if before is not None and after is not None:
        row = context.send_picture(
            {"drawn": "before_after", "report": report.id},
            template,
            to=address,
            buttons=shown,
            when_ended=LOST,
            about=about,
            fix=fix,
            words=words,
            objections=objections,
        )
    else:
        row = context.send_photo(
            left,
            template,
            to=address,
            buttons=shown,
            about=about,
            fix=fix,
            words=words,
            objections=objections,
        )
    _note(report, member, part, row, context)


def _note(report: Report, member: Member, part: Part, row: OutboxId, context: Context) -> None:
    asked = Ask(report.id, verdicts.round_of(report), member.id, part, row)
    verification_asks.note(context.transaction, asked, context.now)


def _asked(report: Report, round_: int, context: Context) -> Iterator[tuple[Ask, Address]]:
    for asked in verification_asks.of(context.transaction, report.id, round_):
        member = members.get(context.transaction, asked.member_id)
        if member.channel != NOBODY:
            yield asked, context.to_member(member)


def _subject(report: Report, address: Address, context: Context) -> Subject:
    category = followers.category(report, address.language)
    return Subject(report.number, category, grid(report, address.language, context))


def _words(report: Report, context: Context) -> str:
    """What was said with the newest photo of how it looks since."""
    photo = _newest(report, context)
    return "" if photo is None else photo.words


def _about(report: Report, context: Context) -> list[MemberId]:
    """Whom the words are by, and those who take care of it, who may be named there."""
    photo = _newest(report, context)
    sender = None if photo is None else photo.sender_id
    return [id_ for id_ in dict.fromkeys([sender, report.worker_id]) if id_ is not None]


def _newest(report: Report, context: Context) -> LaterPhoto | None:
    return later_photos.find(context.transaction, report.photos_after[-1].id) if report.photos_after else None


def _stored(chosen: tuple[ReportPhoto, ...]) -> str | None:
    return chosen[0].sha256 if chosen else None
