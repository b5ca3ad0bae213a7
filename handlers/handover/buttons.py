"""What stands under a card while it is handed over: to whom, page by page, and why."""

from __future__ import annotations

from handlers.handover.targets import Choice, Choices
from handlers.reports.buttons import data
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage.reports import HandOverReason, Report

PER_PAGE = 8  # buttons that a phone shows without scrolling
WITHOUT = "none"  # a reason is welcome and not asked twice


def to_whom(report: Report, choices: Choices, page: int, language: Language) -> Keyboard:
    """A page of those it can go to, from 0, and the way back to what stood there before."""
    shown = choices.first if page == 0 else choices.others[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = [[_target(report, one, language)] for one in shown]
    turns = []
    if page > 0:
        turns.append(Button("handover.earlier", data("hand_over", report, str(page - 1))))
    if len(choices.others) > page * PER_PAGE:
        turns.append(Button("handover.later", data("hand_over", report, str(page + 1))))
    return [*rows, *([turns] if turns else []), [Button("menu.back", data("decide", report))]]


def why(report: Report, chosen: Choice) -> Keyboard:
    """For what reason, or for none, and the way back to whom."""
    code = chosen.target.code
    reasons = [
        [Button(f"hand_over_reason.{reason}", data("hand_why", report, code, reason))]
        for reason in HandOverReason
    ]
    without = [Button("handover.without_reason", data("hand_why", report, code, WITHOUT))]
    return [*reasons, without, [Button("menu.back", data("hand_over", report))]]


def _target(report: Report, choice: Choice, language: Language) -> Button:
    values = {"name": choice.names[language]} if choice.names else {}
    return Button(choice.label, data("hand_to", report, choice.target.code), values=values)
