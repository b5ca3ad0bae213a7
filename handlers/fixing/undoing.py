"""*Not fixed after all*: whoever said so by mistake goes on with it, and those who were told are told again."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.reports import followers, steps
from handlers.reports.lifecycle import ReportAction
from handlers.verification import asking, visits
from storage import later_photos
from storage.reports import Shows


def take_back(press: Press, context: Context) -> None:
    """What was shown as fixed is none: its photos go too, those of a fix before that somebody has refuted included."""
    report = steps.take(press, ReportAction.UNFIX, context)
    if report is None:
        return
    asking.withdraw(report, context)
    visits.call_off(report, context)
    later_photos.drop_all(context.transaction, report.id, Shows.FIXED)
    context.answer(press, "press.not_fixed", number=report.number)
    followers.tell(report, "fixing/not_fixed", context)
