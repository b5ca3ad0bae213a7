"""Deadlines as people read them."""

from __future__ import annotations

from handlers.context import Context
from handlers.deadlines.setting import next_due
from messages import catalogue, times
from messages.catalogue import Language
from storage.held_reports import Held
from storage.reports import Report


def is_late(report: Report | Held, now: int) -> bool:
    """Whether what is to happen next to it should have by then (UTC ms)."""
    due = next_due(report)
    return due is not None and due[1] < now


def on_card(report: Report, language: Language, context: Context) -> str | None:
    """What is to happen by when, or should have. A card stands for days, so it says nothing that gets old."""
    due = next_due(report)
    if due is None:
        return None
    deadline, due_at = due
    missed = "_missed" if due_at < context.now else ""
    time = times.moment(language, context.local_time_of(due_at))
    return catalogue.label(language, f"deadline.{deadline}{missed}", {"time": time})


def in_line(report: Held, language: Language, context: Context) -> str | None:
    """By when, or how late it is: a few words of a list that is read now."""
    due = next_due(report)
    if due is None:
        return None
    if due[1] < context.now:
        return late(due[1], language, context)
    time = times.moment(language, context.local_time_of(due[1]))
    return catalogue.label(language, "deadline.by", {"time": time})


def late(due_at: int, language: Language, context: Context) -> str:
    """How late it is, such as ``2 h late``."""
    time = times.roughly(language, context.now - due_at)
    return catalogue.label(language, "deadline.late", {"time": time})
