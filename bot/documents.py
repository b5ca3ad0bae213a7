"""Documents that are written only when they are sent: a row names one and whom it is about, and keeps no copy of it.

Writing one may read a lot, so it happens on the read-only connection, outside the engine's transactions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot import points_statement, report_lists, shop_lists
from messages.catalogue import Language
from storage import members, my_data
from storage.database import Transaction
from storage.members import NOBODY, Member, MemberId

About = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be sent."""

    filename: str
    content: bytes


class Erased(Exception):
    """What the document is about is no longer there."""


def write(transaction: Transaction, named: About) -> Document:
    """The document that a row names, such as ``{"written": "my_data", "member": 7}``.

    Raises Erased, and KeyError for a name that nothing writes.
    """
    return WRITERS[str(named["written"])](transaction, named)


def member_of(transaction: Transaction, named: About) -> Member:
    """Whom a row is about. Raises Erased when they are gone."""
    try:
        member = members.get(transaction, MemberId(int(str(named["member"]))))
    except KeyError as missing:
        raise Erased(f"no member {missing}") from missing
    if member.channel == NOBODY:
        raise Erased(f"member {member.id}")
    return member


def _write_points_statement(transaction: Transaction, named: About) -> Document:
    member = member_of(transaction, named)
    language, zone = Language(str(named["language"])), ZoneInfo(str(named["timezone"]))
    return Document("points.csv", points_statement.as_csv(transaction, member.id, language, zone))


def _write_my_data(transaction: Transaction, named: About) -> Document:
    member = member_of(transaction, named)
    everything = my_data.export(transaction, member)
    content = json.dumps(everything, ensure_ascii=False, indent=2)
    return Document("my-data.json", content.encode("utf-8", "backslashreplace"))


def _of_shop(
    filename: str, content: Callable[[Transaction, About], bytes]
) -> Callable[[Transaction, About], Document]:
    def write_list(transaction: Transaction, named: About) -> Document:
        try:
            return Document(filename, content(transaction, named))
        except shop_lists.NoBatch as missing:
            raise Erased(f"no batch {missing}") from missing

    return write_list


def _list_of_reports(
    filename: str, write: Callable[[Transaction, About], bytes]
) -> Callable[[Transaction, About], Document]:
    def write_list(transaction: Transaction, named: About) -> Document:
        try:
            return Document(filename, write(transaction, named))
        except report_lists.Forgotten as forgotten:
            raise Erased(str(forgotten)) from forgotten

    return write_list


WRITERS: Mapping[str, Callable[[Transaction, About], Document]] = {
    "my_data": _write_my_data,
    "points_statement": _write_points_statement,
    "open_pickups_csv": _of_shop("pickups.csv", shop_lists.open_pickups_csv),
    "open_pickups_text": _of_shop("pickups.txt", shop_lists.open_pickups_text),
    "shop_month": _of_shop("shop-month.csv", shop_lists.month_csv),
    "donor_receipt": _of_shop("donation.txt", shop_lists.donor_receipt),
    "reports_csv": _list_of_reports("reports.csv", report_lists.as_csv),
    "reports_geojson": _list_of_reports("reports.geojson", report_lists.as_geojson),
}
