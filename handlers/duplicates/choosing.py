"""*Join*: whoever answers for a report chooses the other one, from the card or by its number, and looks at it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import islice

from handlers import asking, distances
from handlers.address import Address
from handlers.context import Context
from handlers.duplicates import buttons, offering, similar
from handlers.duplicates.similar import Similar
from handlers.events import Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, routing, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import catalogue
from storage import members, reports, similar_reports, unreachable
from storage.members import MemberId
from storage.outbox import Lane
from storage.reports import Report

QUESTION = "joining.number"
RADIUS = 200.0  # metres; what a phone's position is off between high houses, twice over
LISTED = 8  # buttons that a phone shows without scrolling

TYPED_SHOWN = 30  # characters of what was typed for a number

NUMBER = re.compile(r"(?:(?:WH-?)?([0-9]{4})-)?0*([0-9]{1,6})", re.IGNORECASE)


def show_candidates(press: Press, context: Context) -> None:
    """The card's buttons become the open reports nearby, of any category."""
    permitted = steps.read(press, ReportAction.JOIN, context)
    if permitted is None:
        return
    report = permitted[0].report
    near = _near(report, context)
    if not near:
        context.answer(press, "press.none_nearby", metres=round(RADIUS))
    shown = buttons.candidates(report, near, cards.language_here(report, context), context.now)
    cards.change_buttons(press, report, shown, context)


def show_other(press: Press, context: Context) -> None:
    """What was chosen is shown to whoever presses, in private, to be confirmed."""
    permitted = steps.read(press, ReportAction.JOIN, context)
    if permitted is None:
        return
    report = permitted[0].report
    other = find_other(report, permitted[0].choice, context)
    if isinstance(other, Refusal):
        refuse(press, other, report, permitted[0].choice, context)
    elif _can_be_written_to(press, context):
        context.answer(press, "press.look_in_private")
        ask_to_confirm(report, other, context)


def ask_number(press: Press, context: Context) -> None:
    """*By its number*: asked in private."""
    permitted = steps.read(press, ReportAction.JOIN, context)
    if permitted is None or not _can_be_written_to(press, context):
        return
    report = permitted[0].report
    asking.expect(context, QUESTION, f"{report.token}:{report.version}")
    context.answer(press, "press.look_in_private")
    context.say("duplicates/ask_number", to=_in_private(context), lane=Lane.REPLY, number=report.number)


def take_number(message: Message, context: Context, subject: str) -> None:
    """The number of the other report, whole or its last digits."""
    token, _, version = subject.partition(":")
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # numbered reports stay
    outcome = steps.decide_here(report, ReportAction.JOIN, context, version=int(version))
    if isinstance(outcome, Refusal):
        asking.settle(context)
        report_buttons.refuse_in_words(outcome, report, context)
        return
    number = read_number(message.text, context.local_time.year)
    found = None if number is None else similar_reports.find_by_number(context.transaction, number)
    other = Refusal.NO_SUCH_REPORT if found is None else find_other(report, found.token, context)
    if isinstance(other, Refusal):
        context.say(
            "duplicates/wrong_number",
            about=_worker(found),
            words=message.text[:TYPED_SHOWN],
            why=_why(other, found, context),
        )
    else:
        asking.settle(context)
        ask_to_confirm(report, other, context)


def give_up(context: Context, _subject: str) -> None:
    """They rather join nothing."""
    context.say("duplicates/given_up")


def find_other(report: Report, token: str, context: Context) -> Report | Refusal:
    """The report of a token, if that one may be joined to it by whoever acts; or why not."""
    other = reports.find_by_token(context.transaction, token)
    if other is None or other.number is None:
        return Refusal.NO_SUCH_REPORT
    if other.id == report.id:
        return Refusal.THE_SAME_ONE
    if not _may_see(report, other, context):
        return Refusal.TOO_FAR
    return other if similar.is_open(other) else Refusal.OTHER_OVER


def refuse(press: Press, refusal: Refusal, report: Report, token: str, context: Context) -> None:
    """Say why the two cannot be joined."""
    other = reports.find_by_token(context.transaction, token)
    report_buttons.refuse(press, refusal, report if other is None else other, context)


def ask_to_confirm(report: Report, other: Report, context: Context) -> None:
    """The other's photo, and whether it is the same."""
    sha256 = next((photo.sha256 for photo in other.photos if photo.sha256 is not None), None)
    to, shown = _in_private(context), buttons.confirm(report, other)
    seen = offering.view(_similar(report, other), report, to.language, context)
    if sha256 is None:
        context.say(
            "duplicates/confirm", to=to, lane=Lane.REPLY, buttons=shown, number=report.number, similar=seen
        )
    else:
        context.send_photo(
            sha256,
            "duplicates/confirm",
            to=to,
            lane=Lane.REPLY,
            buttons=shown,
            number=report.number,
            similar=seen,
        )


def read_number(text: str, year: int) -> str | None:
    """The public number that somebody means by ``WH-2026-000123``, ``2026-123`` or ``123`` (of `year`)."""
    typed = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return None if typed is None else f"WH-{typed[1] or year}-{int(typed[2]):06d}"


def _why(refusal: Refusal, about: Report | None, context: Context) -> str:
    worker = None if about is None or about.worker_id is None else about.worker_id
    named = {
        "number": "" if about is None else about.number or "",
        "name": "" if worker is None else members.get(context.transaction, worker).name,
    }
    return catalogue.label(context.language, f"refused.{refusal}", named)


def _worker(report: Report | None) -> list[MemberId]:
    return [] if report is None or report.worker_id is None else [report.worker_id]


def _near(report: Report, context: Context) -> list[Similar]:
    assert report.place is not None  # numbered reports have one
    near = similar.nearby(report.place, RADIUS, context.transaction, context.now)
    return list(islice((one for one in near if one.report.id != report.id), LISTED))


def _may_see(report: Report, other: Report, context: Context) -> bool:
    """Whether it is nearby, or whoever acts answers for it too: other grids' reports are nobody else's business."""
    is_near = _similar(report, other).metres <= RADIUS
    return is_near or routing.answers_for(other, context.actor, context.transaction, in_private=True)


def _similar(report: Report, other: Report) -> Similar:
    assert report.place is not None
    assert other.place is not None
    return Similar(other, round(distances.metres(report.place, other.place)))


def _can_be_written_to(press: Press, context: Context) -> bool:
    """Whether what has to be said in private arrives; in a group somebody may never have spoken to us."""
    actor = context.actor
    if not unreachable.holds(context.transaction, actor.channel, actor.user_id):
        return True
    context.answer(press, "press.cannot_write", alert=True)
    return False


def _in_private(context: Context) -> Address:
    return replace(context.to_member(context.actor), silent=False)
