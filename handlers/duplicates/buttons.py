"""Buttons that put reports together: ``action:token:version`` of the one to be joined, and the other's token."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from handlers.duplicates.similar import Similar
from handlers.reports import buttons
from messages import catalogue, times
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage.members import MemberId
from storage.reports import Report


class Resemblance(StrEnum):
    """Why another report is thought to be about the same."""

    PLACE = "place"
    PHOTO = "photo"


def me_too(draft: Report, other: Report) -> Keyboard:
    """That is what the draft is about; one's own is still there."""
    label = "duplicate.still_there" if is_own(draft.reporter_id, other) else "duplicate.me_too"
    return [[Button(label, buttons.data("me_too", draft, other.token), style="success")]]


def different(draft: Report, resemblance: Resemblance) -> Keyboard:
    """It is something else; and the way out."""
    return [
        [Button(f"duplicate.different_{resemblance}", buttons.data("different", draft, resemblance))],
        [buttons.cancel(draft)],
    ]


def send_own(draft: Report) -> Keyboard:
    """What was offered is over: one's own goes out."""
    data = buttons.data("different", draft, Resemblance.PLACE)
    return [[Button("duplicate.send_own", data, style="success")]]


def candidates(report: Report, near: Sequence[Similar], language: Language, now: int) -> Keyboard:
    """What the report may be joined to, one below the other; a number typed instead; a way back."""
    shown = [[_candidate(report, one, language, now)] for one in near]
    return [
        *shown,
        [Button("duplicate.type_number", buttons.data("merge_number", report))],
        [Button("menu.back", buttons.data("decide", report))],
    ]


def confirm(report: Report, other: Report) -> Keyboard:
    """Join it to that one, or not."""
    values = {"number": report.number, "other": other.number}
    yes = Button("duplicate.join", buttons.data("merge", report, other.token), style="success", values=values)
    return [[yes], [Button("duplicate.keep", buttons.data("merge_not", report))]]


def is_own(reporter: MemberId, other: Report) -> bool:
    """Whether they reported it themselves."""
    return other.reporter_id == reporter


def _candidate(report: Report, one: Similar, language: Language, now: int) -> Button:
    assert one.report.submitted_at is not None
    values = {
        "number": one.report.number,
        "category": catalogue.label(language, f"category.{one.report.category}"),
        "metres": one.metres,
        "age": times.elapsed(language, now - one.report.submitted_at),
    }
    return Button("duplicate.candidate", buttons.data("merge_with", report, one.report.token), values=values)
