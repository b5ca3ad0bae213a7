"""What somebody's reports of a year have come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About, Erased
from messages.catalogue import Language, label
from messages.pictures import impact_card as sheet
from messages.pictures.picture import Picture
from storage import members, report_figures
from storage.database import Transaction
from storage.members import NOBODY, Member, MemberId


def impact_card(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"member": 7, "year": 2026}``. Raises documents.Erased when they are gone."""
    member, year = _member(transaction, about), int(str(about["year"]))
    language, zone = Language(str(about["language"])), ZoneInfo(str(about["timezone"]))
    came = report_figures.impact(transaction, member.id, _begins(year, zone), _begins(year + 1, zone))
    figures = {"reports": came.reports, "fixed": came.fixed, "joined": came.joined, "thanks": came.thanks}
    shown = sheet.ImpactCard(
        language=language,
        name=member.name,
        period=str(year),
        figures=tuple(
            sheet.Figure(number, label(language, f"impact.{name}")) for name, number in figures.items()
        ),
    )
    return partial(sheet.impact_card, shown)


def _member(transaction: Transaction, about: About) -> Member:
    try:
        member = members.get(transaction, MemberId(int(str(about["member"]))))
    except KeyError as missing:
        raise Erased(f"no member {missing}") from missing
    if member.channel == NOBODY:
        raise Erased(f"member {member.id} was erased")
    return member


def _begins(year: int, zone: ZoneInfo) -> int:
    """When a year begins on the clocks here, in UTC ms."""
    return int(datetime(year, 1, 1, tzinfo=zone).timestamp() * 1000)
