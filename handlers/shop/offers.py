"""Goods as somebody finds them: looked up in one place, and why they cannot have them in words."""

from __future__ import annotations

from handlers.context import Context
from handlers.points import periods
from handlers.shop import windows
from handlers.shop.lifecycle import Offer, Refusal
from handlers.shop.windows import Window
from messages import catalogue, times
from messages.catalogue import Language
from storage import ledger, redemptions, shop_windows, stock
from storage.goods import Goods

PLENTY = 10  # so many and more are not counted out
DAY = 24 * 3600 * 1000  # ms


def window(context: Context) -> Window:
    """Whether things can be chosen now."""
    return windows.window_state(shop_windows.in_force(context.transaction), context.local_time)


def of(goods: Goods, context: Context) -> Offer:
    """The goods as whoever acts finds them now."""
    member, limit = context.actor.id, goods.terms.limit
    period = None if limit is None else windows.period_of(limit.per, context.local_time)
    return Offer(
        goods=goods,
        free=stock.of_goods(context.transaction, goods.id, context.now).free,
        points=ledger.standing(context.transaction, member, context.now),
        window=window(context),
        had=0
        if period is None
        else redemptions.had_since(context.transaction, member, goods.id, period.since),
        limit_ends_at=None if period is None else period.until,
    )


def in_words(refusal: Refusal, offer: Offer, context: Context) -> str:
    """Why whoever acts cannot have it, and what they can do about it."""
    return catalogue.label(context.language, f"shop_refused.{refusal}", refused_values(offer, context))


def refused_values(offer: Offer, context: Context) -> dict[str, object]:
    """What the words of a refusal may speak of."""
    language, limit = context.language, offer.goods.terms.limit
    return {
        "name": offer.goods.name(language),
        "price": offer.goods.terms.price,
        "short": offer.missing,
        "available": offer.points.available,
        "held": offer.points.held,
        "honour": offer.points.honour,
        "most": 0 if limit is None else limit.most,
        "again": day(offer.limit_ends_at, language, context),
        "opens": day(offer.window.changes_at, language, context),
    }


def left_in_words(free: int, language: Language) -> str:
    """How many are left, as far as that matters."""
    kind = "plenty" if free >= PLENTY else "left" if free else "none"
    return catalogue.label(language, f"shop.{kind}", {"count": free})


def day(time: int | None, language: Language, context: Context) -> str:
    """The day on which a time (UTC ms) lies; empty for none."""
    return "" if time is None else times.day(language, context.local_time_of(time))


def last_day(until: int | None, language: Language, context: Context) -> str:
    """The last day before a time (UTC ms)."""
    return "" if until is None else day(until - 1, language, context)


def end_of_day(time: int, context: Context) -> int:
    """When the day on which a time (UTC ms) lies is over."""
    return periods.day_of(context.local_time_of(time)).until
