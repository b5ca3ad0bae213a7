"""One of one's own reports: how it stands, how it came to that, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.dialogue import buttons as dialogue
from handlers.dialogue import wording
from handlers.events import Press
from handlers.reports import buttons, cards, history
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import catalogue
from messages.keyboards import Button, Keyboard
from messages.times import moment
from storage import grids, photos, report_changes, report_questions, reports
from storage.report_messages import Side
from storage.reports import Report, ReportState, ReturnReason


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reporter can do, as a button that leads to the route of it. `is_done` says that it was done before."""

    action: ReportAction
    keyboard: Callable[[Report, Context], Keyboard]
    is_done: Callable[[Report, Context], bool] = lambda _report, _context: False


def _is_retried(report: Report, context: Context) -> bool:
    attempt = reports.next_attempt(context.transaction, report.id)
    return attempt is not None and attempt.number is not None


def _answers(report: Report, context: Context) -> Keyboard:
    asked = report_questions.last(context.transaction, report.id)
    return dialogue.answers(report, None if asked is None else asked.preset)


# Each is offered while the report's state and the part of whoever looks allow it; see `handlers.reports.lifecycle`.
OFFERS = (
    Offer(ReportAction.ANSWER, _answers),
    Offer(ReportAction.RETRY, lambda report, _context: buttons.retry(report), _is_retried),
    Offer(ReportAction.WRITE_BACK, lambda report, _context: dialogue.write(report, Side.REPORTER)),
)


def show(press: Press, token: str, back: Button, context: Context) -> None:
    """The page of a report, in place of the list."""
    report = _own(press, token, context)
    if report is None:
        return
    shown = _current(report, context)
    steps = history.of(report, context)
    others = history.of(shown, context) if shown is not report else None
    asked = (
        report_questions.last(context.transaction, report.id) if report.state is ReportState.ASKED else None
    )
    context.edit_pressed(
        press,
        "my_reports/report",
        buttons=[*_offers(report, context), *_photo(report, context), [back]],
        about=[*steps.named, *(others.named if others else ()), *([asked.asker_id] if asked else [])],
        number=report.number,
        category=catalogue.label(context.language, f"category.{report.category}"),
        state=catalogue.label(context.language, f"mine.{shown.state}"),
        since=moment(context.language, context.local_time_of(shown.state_since)),
        grid=None
        if shown.grid_id is None
        else grids.get(context.transaction, shown.grid_id).name(context.language),
        words=cards.shortened(report.words),
        question=None if asked is None else wording.question(asked, context.language),
        history=steps,
        other=None if others is None else shown.number,
        other_history=others,
        retried=_retried(report, context),
    )


def send_photo(press: Press, token: str, context: Context) -> None:
    """Before and after beside each other once it was fixed, else the first photo that is still kept."""
    report = _own(press, token, context)
    if report is None:
        return
    shown, kept = _current(report, context), _kept(report, context)
    if _has_before_and_after(shown, context):
        drawn = {"drawn": "before_after", "report": shown.id}
        context.send_picture(drawn, "my_reports/photo", number=report.number)
    elif kept is not None:
        context.send_photo(kept, "my_reports/photo", number=report.number)
    else:
        context.answer(press, "mine.no_photo", alert=True)


def _own(press: Press, token: str, context: Context) -> Report | None:
    """The report of a button, if it is whoever presses who sent it; None, and they are told, otherwise."""
    report = reports.find_by_token(context.transaction, token)
    if report is None or report.number is None:
        fallback.unknown_button(press, context)
        return None
    if report.reporter_id != context.actor.id:
        buttons.refuse(press, Refusal.NOT_YOURS, report, context)
        return None
    return report


def _current(report: Report, context: Context) -> Report:
    """The report that goes on in its place, if it was joined to one; else itself."""
    return report if report.joined_to is None else reports.get(context.transaction, report.joined_to)


def _offers(report: Report, context: Context) -> Keyboard:
    possible = (offer for offer in OFFERS if _is_possible(offer, report, context))
    return [line for offer in possible for line in offer.keyboard(report, context)]


def _is_possible(offer: Offer, report: Report, context: Context) -> bool:
    returned = report_changes.last_change(context.transaction, report.id, ReportAction.RETURN)
    reason = None if returned is None or returned.reason is None else ReturnReason(returned.reason)
    outcome = buttons.decide_own(report, offer.action, context, reason=reason)
    return not isinstance(outcome, Refusal) and not offer.is_done(report, context)


def _retried(report: Report, context: Context) -> str | None:
    attempt = reports.next_attempt(context.transaction, report.id)
    return None if attempt is None else attempt.number


def _photo(report: Report, context: Context) -> Keyboard:
    if _has_before_and_after(_current(report, context), context):
        return [[Button("mine.before_after", f"reports:photo:{report.token}")]]
    if _kept(report, context) is not None:
        return [[Button("mine.photo", f"reports:photo:{report.token}")]]
    return []


def _has_before_and_after(report: Report, context: Context) -> bool:
    both = (report.photos[:1], report.photos_after[-1:])
    return all(any(_is_kept(photo.sha256, context) for photo in shown) for shown in both)


def _kept(report: Report, context: Context) -> str | None:
    """The first photo of a report whose bytes are still there; of how it looks now, if no other is left."""
    hashes = (photo.sha256 for photo in (*report.photos, *report.photos_after))
    return next((sha256 for sha256 in hashes if _is_kept(sha256, context)), None)


def _is_kept(sha256: str | None, context: Context) -> bool:
    return sha256 is not None and photos.is_kept(context.transaction, sha256)
