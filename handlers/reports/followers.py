"""Who hears what becomes of a report: its reporter, and those who had seen the same and joined it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handlers.context import Context
from handlers.wording import worded
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Keyboard
from storage import joined_reports, members
from storage.members import MemberId
from storage.outbox import Lane, OutboxId
from storage.reports import Report


def tell(
    report: Report,
    template: str,
    context: Context,
    *,
    buttons: Keyboard = (),
    about: Iterable[MemberId] = (),
    labels: Mapping[str, str] | None = None,
    by_language: Mapping[str, Callable[[Language], object]] | None = None,
    **values: object,
) -> dict[MemberId, OutboxId]:
    """One message to each, in plain words and in their language; returns the row of each.

    The text is given `number`, `category`, `is_reporter`, each of `labels` (keys of the labels) in its language, what
    `by_language` says in it, and `values`. A press of a follower is one of their own: who presses decides.
    """
    told = {}
    for follower in joined_reports.followers(context.transaction, report.id):
        member = members.get(context.transaction, follower)
        address = context.to_member(member)
        words = {
            **values,
            **{name: catalogue.label(address.language, key) for name, key in (labels or {}).items()},
            **{name: said(address.language) for name, said in (by_language or {}).items()},
            "number": report.number,
            "category": category(report, address.language),
            "is_reporter": follower == report.reporter_id,
        }
        parameters = worded("text", address.language, template, words, buttons)
        told[follower] = context.call("sendMessage", address, parameters, lane=Lane.NOTICE, about=about)
    return told


def category(report: Report, language: Language) -> str:
    """What the report is about, in words."""
    return catalogue.label(language, f"category.{report.category}")
