"""``import-goods``: the first fill of the shop, with what was donated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.shop_desk import amounts
from storage import goods, stock
from storage.goods import Goods, Limit, Per, Terms
from storage.goods_drafts import LOW_AT
from storage.stock import Gift

LONGEST_WHAT = 200  # characters


def import_goods(command: Command, context: Context) -> None:
    """Add every entry of ``goods``, with its ``donations``; goods of the same Chinese name are changed and keep theirs.

    An entry has ``name_zh``, ``name_en``, ``price``, and may have ``what_zh``, ``what_en``, ``limit`` (``{"most": 1,
    "per": "month"}``), ``low_at`` and ``donations`` (``{"donor", "quantity", "best_before": "2027-06-30"}``), which
    come in only with goods that are new: a file that is loaded twice fills no shelf twice. Answers ``{"added",
    "updated"}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    entries = command.arguments.get("goods")
    faults = list(_faults(entries, context))
    if faults or not isinstance(entries, list):
        answer(faults, command, context)
        return
    known = {one.terms.name_zh: one for one in goods.everything(context.transaction)}
    added = sum(_save(entry, known, context) for entry in entries)
    context.result = {"added": added, "updated": len(entries) - added}


def _save(entry: Mapping[str, object], known: Mapping[str, Goods], context: Context) -> bool:
    """Returns whether they are new."""
    before = known.get(_words(entry, "name_zh"))
    terms = _terms(entry, before)
    if before is not None:
        goods.change(context.transaction, before, terms)
        return False
    made = goods.add(context.transaction, terms, context.surroundings.new_token(), context.now)
    for donation in _donations(entry):
        best_before = _day(donation.get("best_before"))
        gift = Gift(
            made.id,
            _words(donation, "donor"),
            int(str(donation["quantity"])),
            None if best_before is None else amounts.end_of(best_before, context.local_time),
        )
        stock.receive(context.transaction, gift, context.surroundings.new_token(), None, context.now)
    return True


def _terms(entry: Mapping[str, object], before: Goods | None) -> Terms:
    """What an entry without faults says; photo and whether it is on offer stay as they were."""
    limit = entry.get("limit")
    return Terms(
        name_zh=_words(entry, "name_zh"),
        name_en=_words(entry, "name_en"),
        price=int(str(entry["price"])),
        what_zh=_words(entry, "what_zh"),
        what_en=_words(entry, "what_en"),
        photo_sha256=None if before is None else before.terms.photo_sha256,
        limit=Limit(int(limit["most"]), Per(limit["per"])) if isinstance(limit, dict) else None,
        low_at=int(str(entry.get("low_at", LOW_AT))),
        is_on=before is None or before.terms.is_on,
    )


def _faults(entries: object, context: Context) -> Iterator[Fault]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield Fault("goods_no_list")
        return
    for index, entry in enumerate(entries, start=1):
        yield from _faults_of(index, entry)
        for donation in _donations(entry):
            yield from _faults_of_donation(index, donation, context)
    names = Counter(_words(entry, "name_zh") for entry in entries)
    yield from (Fault("goods_twice", {"name": name}) for name, times in names.items() if times > 1)


def _faults_of(index: int, entry: Mapping[str, object]) -> Iterator[Fault]:
    for name in ("name_zh", "name_en"):
        if not 0 < len(_words(entry, name)) <= amounts.LONGEST_NAME:
            yield Fault("goods_text", {"index": index, "property": name, "longest": amounts.LONGEST_NAME})
    for name in ("what_zh", "what_en"):
        if len(_words(entry, name)) > LONGEST_WHAT:
            yield Fault("goods_text", {"index": index, "property": name, "longest": LONGEST_WHAT})
    if not _is_number(entry.get("price"), amounts.MOST_PRICE):
        yield Fault("goods_number", {"index": index, "property": "price", "most": amounts.MOST_PRICE})
    if not _is_number(entry.get("low_at", LOW_AT), amounts.MOST_PIECES, least=0):
        yield Fault("goods_number", {"index": index, "property": "low_at", "most": amounts.MOST_PIECES})
    limit = entry.get("limit")
    if limit is not None and not (
        isinstance(limit, dict)
        and _is_number(limit.get("most"), amounts.MOST_LIMIT)
        and choice(Per, limit.get("per")) is not None
    ):
        yield Fault("goods_limit", {"index": index, "known": ", ".join(Per)})
    donations = entry.get("donations", [])
    if not isinstance(donations, list) or not all(isinstance(one, dict) for one in donations):
        yield Fault("goods_donations", {"index": index})


def _faults_of_donation(index: int, donation: Mapping[str, object], context: Context) -> Iterator[Fault]:
    if not 0 < len(_words(donation, "donor")) <= amounts.LONGEST_DONOR:
        yield Fault("goods_text", {"index": index, "property": "donor", "longest": amounts.LONGEST_DONOR})
    if not _is_number(donation.get("quantity"), amounts.MOST_PIECES):
        yield Fault("goods_number", {"index": index, "property": "quantity", "most": amounts.MOST_PIECES})
    best_before = donation.get("best_before")
    if best_before is not None:
        day = _day(best_before)
        if (
            day is None
            or not context.local_time.date() <= day <= (context.local_time + amounts.LONGEST_AHEAD).date()
        ):
            yield Fault("goods_best_before", {"index": index, "value": best_before})


def _donations(entry: Mapping[str, object]) -> list[Mapping[str, object]]:
    donations = entry.get("donations", [])
    return [one for one in donations if isinstance(one, dict)] if isinstance(donations, list) else []


def _words(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name, "")
    return amounts.one_line(value) if isinstance(value, str) else ""


def _is_number(value: object, most: int, least: int = 1) -> bool:
    return type(value) is int and least <= value <= most


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
