"""A report's first photo beside the newest one of how it looks since it was fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About, Erased
from messages.catalogue import Language
from messages.pictures import before_after as sheet
from messages.pictures.picture import Picture
from storage import grids, photos, reports
from storage.database import Transaction
from storage.reports import Report, ReportId, ReportPhoto


def before_after(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"report": 7}``. Raises documents.Erased when the report or a photo of it is gone."""
    report = _report(transaction, about)
    language, zone = Language(str(about["language"])), ZoneInfo(str(about["timezone"]))
    shown = sheet.BeforeAfter(
        language=language,
        number=report.number or "",
        place="" if report.grid_id is None else grids.get(transaction, report.grid_id).name(language),
        before=_image(transaction, report.photos[:1]),
        after=_image(transaction, report.photos_after[-1:]),
        seen_on=_day(report.submitted_at, zone),
        fixed_on=_day(report.fixed_at, zone),
    )
    return partial(sheet.before_after, shown)


def _report(transaction: Transaction, about: About) -> Report:
    try:
        return reports.get(transaction, ReportId(int(str(about["report"]))))
    except KeyError as missing:
        raise Erased(f"no report {missing}") from missing


def _image(transaction: Transaction, chosen: tuple[ReportPhoto, ...]) -> bytes:
    """The bytes of a photo that may be none."""
    for one in chosen:
        photo = None if one.sha256 is None else photos.find(transaction, one.sha256)
        if photo is not None:
            return photo.image
    raise Erased("a photo is gone")


def _day(time: int | None, zone: ZoneInfo) -> str:
    return "" if time is None else datetime.fromtimestamp(time / 1000, zone).date().isoformat()
