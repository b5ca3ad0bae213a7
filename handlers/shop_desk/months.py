"""The shop by month: points and pieces, person-times and people kept apart, and what became of each gift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.points import periods
from messages.keyboards import Button
from storage import goods, shop_figures

DONORS_SHOWN = 10  # in the message; the table has them all
FIRST_YEAR = 2020  # no month before it has any


@dataclass(frozen=True, slots=True)
class DonorLine:
    """What a donor's goods became in a month."""

    donor: str
    goods: str
    received: int
    handed_out: int
    written_off: int


def show(press: Press, context: Context) -> None:
    """The figures of a month; this one unless another is named."""
    clock = read_month([*press.arguments, f"{context.local_time:%Y%m}"][0], context.local_time)
    if clock is None:
        fallback.unknown_button(press, context)
        return
    period = periods.month_of(clock)
    donated = shop_figures.by_donor(context.transaction, period.since, period.until)
    month = f"{clock:%Y%m}"
    context.show(
        press,
        "shop_desk/month",
        buttons=[
            _turns(clock, context.local_time),
            [
                Button("shop_desk.as_table", f"stock_table:{month}"),
                Button("shop_desk.as_chart", f"stock_chart:{month}"),
            ],
            [Button("shop_desk.home", "stock")],
        ],
        month=f"{clock:%Y-%m}",
        month_figures=shop_figures.of_month(context.transaction, period.since, period.until),
        donor_lines=[
            DonorLine(
                one.donor,
                goods.get(context.transaction, one.goods).name(context.language),
                one.received,
                one.handed_out,
                one.written_off,
            )
            for one in donated[:DONORS_SHOWN]
        ],
        more=max(len(donated) - DONORS_SHOWN, 0),
    )


def send_table(press: Press, context: Context) -> None:
    """The same as a table, with every donor."""
    month = _read(press, context)
    if month is not None:
        context.answer(press, "press.being_written")
        context.send_document({"written": "shop_month", "month": month}, "shop_desk/written")


def send_chart(press: Press, context: Context) -> None:
    """The year that ends with it, as a picture."""
    month = _read(press, context)
    if month is not None:
        context.answer(press, "press.being_written")
        context.send_picture({"drawn": "shop_months", "month": month}, "shop_desk/drawn")


def read_month(text: str, now: datetime) -> datetime | None:
    """The first moment of a month such as ``202609``, on the clock of `now`; None for one to come, or none at all."""
    if not (text.isascii() and text.isdigit() and len(text) == 6):
        return None
    year, month = int(text[:4]), int(text[4:])
    if not (FIRST_YEAR <= year <= now.year and 1 <= month <= 12):
        return None
    first = now.replace(year=year, month=month, day=1, hour=0, minute=0, second=0, microsecond=0)
    return first if first <= now else None


def _read(press: Press, context: Context) -> str | None:
    month = [*press.arguments, ""][0]
    if read_month(month, context.local_time) is None:
        fallback.unknown_button(press, context)
        return None
    return month


def _turns(clock: datetime, now: datetime) -> list[Button]:
    first = clock.replace(day=1)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    turns = [Button("shop_desk.month_before", f"stock_month:{before:%Y%m}")]
    if read_month(f"{after:%Y%m}", now) is not None:
        turns.append(Button("shop_desk.month_after", f"stock_month:{after:%Y%m}"))
    return turns
