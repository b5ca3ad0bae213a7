"""Buttons that speak of a report: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback, muted
from handlers.context import Context
from handlers.events import Press
from handlers.reports.lifecycle import Refusal, ReportAction, decide
from messages.keyboards import Button, Keyboard
from storage import members, report_changes, reports
from storage.members import Member
from storage.reports import Category, PhotoId, Report, ReturnReason
from storage.undecided_reports import Undecided

PER_ROW = 2  # big enough for a thumb in a glove


@dataclass(frozen=True, slots=True)
class PressedReport:
    """What a button claims to be about: a report, the version it was made for, and what was chosen."""

    report: Report
    version: int
    choice: str


def read(press: Press, context: Context) -> PressedReport | None:
    """The report of a press; None, and the press is answered, when the button speaks of none."""
    token, version, choice = [*press.arguments, "", "", ""][:3]
    report = reports.find_by_token(context.transaction, token)
    if report is None or not _is_number(version):
        fallback.unknown_button(press, context)
        return None
    return PressedReport(report, int(version), choice)


def read_permitted(press: Press, action: ReportAction, context: Context) -> PressedReport | None:
    """The same, if whoever presses may do that to their report now and is not muted; else they are told why not."""
    pressed = read_of_theirs(press, action, context)
    return None if pressed is None or muted.refuses(press, context) else pressed


def read_of_theirs(press: Press, action: ReportAction, context: Context) -> PressedReport | None:
    """The same, muted or not."""
    pressed = read(press, context)
    if pressed is None:
        return None
    outcome = decide(pressed.report, action, context.actor, version=pressed.version)
    if isinstance(outcome, Refusal):
        refuse(press, outcome, pressed.report, context)
        return None
    return pressed


def refuse(press: Press, refusal: Refusal, report: Report, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    worker = _accepted_by(report, context)
    context.answer(
        press,
        f"refused.{refusal}",
        alert=True,
        about=[] if worker is None else [worker.id],
        number=report.number or "",
        name="" if worker is None else worker.name,
    )


def categories(draft: Report) -> Keyboard:
    """All categories, and a way out."""
    choices = [Button(f"category.{category}", _data("category", draft, category)) for category in Category]
    rows = [choices[start : start + PER_ROW] for start in range(0, len(choices), PER_ROW)]
    return [*rows, [cancel(draft)]]


def cancel(draft: Report) -> Button:
    """Give the draft up."""
    return Button("report.cancel", _data("cancel", draft))


def consent(draft: Report) -> Keyboard:
    """Whether photos and places may be kept and shown."""
    return [
        [Button("report.agree", _data("whereabouts", draft, "yes"), style="success")],
        [Button("report.disagree", _data("whereabouts", draft, "no"))],
    ]


def another_incident(draft: Report, photo: PhotoId) -> Keyboard:
    """That photo shows something else."""
    return [[Button("report.another_incident", _data("split", draft, str(photo)))]]


def same_or_new(older: Report) -> Keyboard:
    """What has just come belongs to an older draft, or is something new."""
    return [[Button("report.same", _data("join", older))], [Button("report.new", _data("apart", older))]]


def take_up_or_cancel(draft: Report) -> Keyboard:
    """Go on with a draft that was put aside, or give it up."""
    return [[Button("report.take_up", _data("resume", draft), style="success")], [cancel(draft)]]


def make_report_of_words(proposed: Report) -> Keyboard:
    """Those very words describe something to be reported."""
    return [[Button("report.from_words", _data("describe", proposed), style="success")]]


def decisions(report: Report) -> Keyboard:
    """Take the report on, or return it."""
    return [
        [Button("report.accept", _data("accept", report), style="success")],
        [Button("report.return", _data("return", report))],
    ]


def cards(waiting: Sequence[Undecided]) -> Keyboard:
    """The card of each, shown again."""
    shown = [
        Button("report.show", f"show:{one.token}:{one.version}", values={"number": one.number})
        for one in waiting
    ]
    return [shown[start : start + PER_ROW] for start in range(0, len(shown), PER_ROW)]


def reasons(report: Report) -> Keyboard:
    """Why it is returned, one below the other, and a way back."""
    choices = [[Button(f"reason.{reason}", _data("reason", report, reason))] for reason in ReturnReason]
    return [*choices, [Button("menu.back", _data("decide", report))]]


def retry(report: Report) -> Keyboard:
    """Report once more what was returned."""
    return [[Button("report.retry", _data("retry", report), style="success")]]


def _data(action: str, report: Report, *choice: str) -> str:
    return ":".join([action, report.token, str(report.version), *choice])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _accepted_by(report: Report, context: Context) -> Member | None:
    acceptance = report_changes.last_change(context.transaction, report.id, ReportAction.ACCEPT)
    return None if acceptance is None else members.get(context.transaction, acceptance.actor_id)
