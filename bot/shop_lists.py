"""What coordinators print, keep or hand on of the shop: open pickups, a month, what became of a donation.

People stand there with one character and the end of their number, donors with their name.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.exporting import cell
from handlers.points import periods
from handlers.shop_desk.pickup_words import who
from handlers.shop_desk.receipts import Receipt
from messages import catalogue, times
from messages.catalogue import Language, label
from storage import goods, members, redemptions, shop_figures, stock
from storage.database import Transaction
from storage.redemptions import Redemption
from storage.stock import BatchId

About = Mapping[str, object]

FIGURES = ("issued", "redeemed", "expired", "held", "pickups", "people")
TAGS = re.compile(r"<[^>]+>")


class NoBatch(Exception):
    """There is no such donation."""


def open_pickups_csv(transaction: Transaction, named: About) -> bytes:
    """Everything that lies there for anybody, what is to be collected first first."""
    language, zone = _reader(named)
    rows = (_cells(one, transaction, language, zone) for one in redemptions.everything_open(transaction))
    return _table(language, ("code", "goods", "who", "until"), rows)


def open_pickups_text(transaction: Transaction, named: About) -> bytes:
    """The same to print, with room to tick and to write a time."""
    language, zone = _reader(named)
    blank = f"[ ] __:__  ({label(language, 'shop_column.ticked')})"
    lines = [
        "  ".join((blank, *_cells(one, transaction, language, zone)))
        for one in redemptions.everything_open(transaction)
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig", "backslashreplace")


def month_csv(transaction: Transaction, named: About) -> bytes:
    """The figures of ``{"month": "202609"}``, then what each donor's goods became."""
    language, zone = _reader(named)
    month = str(named["month"])
    clock = datetime(int(month[:4]), int(month[4:]), 1, tzinfo=zone)
    period = periods.month_of(clock)
    figures = shop_figures.of_month(transaction, period.since, period.until)
    donated = shop_figures.by_donor(transaction, period.since, period.until)
    above: list[Sequence[object]] = [(label(language, "figure.month"), f"{clock:%Y-%m}")]
    above += [(label(language, f"figure.{name}"), getattr(figures, name)) for name in FIGURES]
    rows = (
        (
            one.donor,
            goods.get(transaction, one.goods).name(language),
            one.received,
            one.handed_out,
            one.written_off,
        )
        for one in donated
    )
    return _table(language, ("donor", "goods", "received", "handed_out", "written_off"), rows, [*above, ()])


def donor_receipt(transaction: Transaction, named: About) -> bytes:
    """What became of ``{"batch": 7}`` until ``now`` (UTC ms). Raises NoBatch."""
    language, zone = _reader(named)
    try:
        batch = stock.get(transaction, BatchId(int(str(named["batch"]))))
    except KeyError as missing:
        raise NoBatch(str(missing)) from missing
    receipt = Receipt(
        donor=batch.gift.donor,
        goods=goods.get(transaction, batch.gift.goods).name(language),
        received_on=_day(batch.received_at, language, zone),
        today=_day(int(str(named["now"])), language, zone),
        outcome=shop_figures.outcome_of(transaction, batch.id),
    )
    return _plain(catalogue.text(language, "shop_desk/receipt", {"receipt": receipt}))


def _reader(named: About) -> tuple[Language, ZoneInfo]:
    return Language(str(named["language"])), ZoneInfo(str(named["timezone"]))


def _cells(one: Redemption, transaction: Transaction, language: Language, zone: ZoneInfo) -> Iterator[str]:
    yield one.code
    yield goods.get(transaction, one.goods_id).name(language)
    yield who(members.get(transaction, one.member_id), language)
    yield _day(one.collect_by - 1, language, zone)


def _table(
    language: Language,
    columns: Sequence[str],
    rows: Iterable[Iterable[object]],
    above: Sequence[Sequence[object]] = (),
) -> bytes:
    """A CSV file with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([cell(value) for value in row] for row in above)
    writer.writerow(label(language, f"shop_column.{column}") for column in columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def _plain(text: str) -> bytes:
    """A message as it is read, without its tags."""
    return html.unescape(TAGS.sub("", text)).replace("\n", "\r\n").encode("utf-8-sig", "backslashreplace")


def _day(time: int, language: Language, zone: ZoneInfo) -> str:
    return times.day(language, datetime.fromtimestamp(time / 1000, zone))
