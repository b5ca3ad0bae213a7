"""The buttons of those who look whether something is fixed."""

from __future__ import annotations

from handlers.reports.buttons import data
from handlers.reports.lifecycle import Part, ReportAction, is_possible
from handlers.verification import reasons
from messages.keyboards import Button, Keyboard
from storage.reports import Report
from storage.verdicts import NotFixed


def question(report: Report) -> Keyboard:
    """Fixed, or not yet; after it was closed, that it is back."""
    if not is_possible(report, ReportAction.CONFIRM):
        return is_back(report)
    fixed = Button("verification_button.fixed", data("is_fixed", report), style="success")
    return [[fixed, Button("verification_button.not_fixed", data("not_fixed", report))]]


def is_back(report: Report) -> Keyboard:
    """What was closed is there again."""
    return [[Button("verification_button.is_back", data("not_fixed", report))]]


def why_not(report: Report, part: Part) -> Keyboard:
    """The reasons, one below the other, and a way back."""
    offered = reasons.offered(report.state, part)
    choices = [[Button(_label(reason), data("not_fixed_for", report, reason))] for reason in offered]
    return [*choices, [Button("menu.back", data("fixed_or_not", report))]]


def no_photo(report: Report) -> Keyboard:
    """Rather none."""
    return [[Button("verification_button.no_photo", data("no_photo", report))]]


def offer(report: Report) -> Keyboard:
    """Have a look, or ride on."""
    go = Button("verification_button.go", data("look_at", report), style="success")
    return [[go, Button("verification_button.ride_on", data("ride_on", report))]]


def _label(reason: NotFixed) -> str:
    return "verification_button.own_words" if reason is NotFixed.OTHER else f"not_fixed.{reason}"
