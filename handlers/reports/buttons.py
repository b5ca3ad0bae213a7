"""Buttons that speak of a report: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.reports.lifecycle import Refusal, ReportAction
from messages.keyboards import Button, Keyboard
from storage import members, reports
from storage.reports import Category, Report

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


def refuse(press: Press, refusal: Refusal, report: Report, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    context.answer(
        press,
        f"refused.{refusal}",
        alert=True,
        number=report.number or "",
        name=_accepted_by(report, context),
    )


def categories(draft: Report) -> Keyboard:
    """All categories, and a way out."""
    choices = [Button(f"category.{category}", _data("category", draft, category)) for category in Category]
    rows = [choices[start : start + PER_ROW] for start in range(0, len(choices), PER_ROW)]
    return [*rows, [cancel(draft)]]


def cancel(draft: Report) -> Button:
    """Give the draft up."""
    return Button("report.cancel", _data("cancel", draft))


def accept(report: Report) -> Button:
    """Take the report on."""
    return Button("report.accept", _data("accept", report), style="success")


def _data(action: str, report: Report, *choice: str) -> str:
    return ":".join([action, report.token, str(report.version), *choice])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _accepted_by(report: Report, context: Context) -> str:
    worker = reports.actor_of_last(context.transaction, report.id, ReportAction.ACCEPT)
    return "" if worker is None else members.get(context.transaction, worker).name
