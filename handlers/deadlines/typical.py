"""What a courier is told of how long it usually takes: from what it took, and no promise."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from messages import times
from messages.catalogue import Language
from storage import report_figures
from storage.report_figures import Spread
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class Usually:
    """Half of what is like it took no longer than `half`, nine of ten no longer than `most`; in words."""

    half: str
    most: str


def until_accepted(report: Report, language: Language, context: Context) -> Usually | None:
    """How long until reports like it are taken on; None where there were too few."""
    return _in_words(_times(report, context).accept, language)


def until_closed(report: Report, language: Language, context: Context) -> Usually | None:
    """How long from then until they are closed; None where there were too few."""
    return _in_words(_times(report, context).close, language)


def _times(report: Report, context: Context) -> report_figures.Typical:
    assert report.category is not None  # what is numbered has one
    return report_figures.typical_times(context.transaction, report.category, report.grid_id, context.now)


def _in_words(spread: Spread | None, language: Language) -> Usually | None:
    if spread is None:
        return None
    return Usually(times.roughly(language, spread.median), times.roughly(language, spread.nine_of_ten))
