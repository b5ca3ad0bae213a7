"""``import-goods``: what the shop is first filled with, and by whom."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.points import periods
from storage import goods, photos, shop_windows, stock
from storage.goods import Limit, Per, Terms
from storage.shop_windows import Days
from storage.stock import Gift

ID = re.compile(r"[a-z0-9-]{1,24}")  # it stands in buttons, whose data holds 64 bytes
LONGEST_NAME, LONGEST_WHAT, LONGEST_DONOR = (
    40,
    300,
    60,
)  # characters; names stand on buttons, the rest below a photo
MOST_POINTS, MOST_PIECES, MOST_EACH = 10_000, 100_000, 100
LAST_DAY = 31  # of a month that has most
NAMES: Mapping[str, int] = {"name_zh": LONGEST_NAME, "name_en": LONGEST_NAME}
TEXTS: Mapping[str, int] = {"what_zh": LONGEST_WHAT, "what_en": LONGEST_WHAT}

Entry = Mapping[str, object]


def import_goods(command: Command, context: Context) -> None:
    """Save every entry of ``goods``, and take in every entry of ``donations`` that was not taken in before.

    ``open_days`` are the first and last day of every month on which things can be chosen, None for always; without it
    they stay as they are. Answers ``{"goods", "donations"}``, how many of each, or ``{"faults": [words]}`` and has
    changed nothing.
    """
    said = command.arguments
    listed, given = said.get("goods"), said.get("donations", [])
    faults = [*_faults(listed, given, context), *_faults_of_days(said.get("open_days"))]
    if faults or not isinstance(listed, list) or not isinstance(given, list):
        answer(faults, command, context)
        return
    for entry in listed:
        _save(entry, context)
    if "open_days" in said:
        shop_windows.change(context.transaction, _days(said["open_days"]), None, context.now)
    taken_in = sum(_take_in(entry, context) for entry in given)
    context.result = {"goods": len(listed), "donations": taken_in}


def _save(entry: Entry, context: Context) -> None:
    """Goods that are there already are what the file says from now on; without a photo they keep theirs."""
    terms, known = _terms(entry, context), goods.find_by_token(context.transaction, str(entry["id"]))
    if known is None:
        goods.add(context.transaction, terms, str(entry["id"]), context.now)
    else:
        photo = terms.photo_sha256 or known.terms.photo_sha256
        goods.change(context.transaction, known, replace(terms, photo_sha256=photo, is_on=known.terms.is_on))


def _terms(entry: Entry, context: Context) -> Terms:
    most, per = entry.get("most"), choice(Per, entry.get("per"))
    return Terms(
        name_zh=str(entry["name_zh"]).strip(),
        name_en=str(entry["name_en"]).strip(),
        price=int(str(entry["price"])),
        what_zh=str(entry.get("what_zh", "")).strip(),
        what_en=str(entry.get("what_en", "")).strip(),
        photo_sha256=_photo(entry.get("photo"), context),
        limit=None if most is None or per is None else Limit(int(str(most)), per),
        low_at=int(str(entry.get("low_at", 0))),
    )


def _photo(photo: object, context: Context) -> str | None:
    """`bot.goods_file` has looked at it."""
    if not isinstance(photo, dict):
        return None
    image = base64.b64decode(str(photo["image"]))
    return photos.add(context.transaction, image, int(photo["width"]), int(photo["height"]), context.now)


def _take_in(entry: Entry, context: Context) -> bool:
    """Whether it was not taken in before."""
    token = str(entry["id"])
    if stock.find_by_token(context.transaction, token) is not None:
        return False
    given = goods.find_by_token(context.transaction, str(entry["goods"]))
    assert given is not None  # what is named is known, or in the same file
    best_before = entry.get("best_before")
    gift = Gift(
        goods=given.id,
        donor=str(entry["donor"]).strip(),
        quantity=int(str(entry["quantity"])),
        best_before=None if best_before is None else _end_of(str(best_before), context),
    )
    stock.receive(context.transaction, gift, token, None, context.now)
    return True


def _days(value: object) -> Days | None:
    """Two days of a month; None for what are none."""
    match value:
        case [int(first), int(last)] if 1 <= first <= last <= LAST_DAY:
            return Days(first, last)
    return None


def _end_of(day: str, context: Context) -> int | None:
    """When a day is over, ``2027-06-30``; None for what is no day."""
    with suppress(ValueError):
        begins = datetime.combine(date.fromisoformat(day), time.min, context.surroundings.timezone)
        return periods.day_of(begins).until
    return None


def _faults(listed: object, given: object, context: Context) -> Iterator[Fault]:
    if not isinstance(listed, list) or not isinstance(given, list):
        yield Fault("goods_no_list")
        return
    for index, entry in enumerate(listed, start=1):
        yield from _faults_of_goods(index, entry if isinstance(entry, dict) else {})
    named = [entry.get("id") for entry in listed if isinstance(entry, dict)]
    for index, entry in enumerate(given, start=1):
        yield from _faults_of_gift(index, entry if isinstance(entry, dict) else {}, named, context)
    ids = Counter(str(entry.get("id")) for entry in [*listed, *given] if isinstance(entry, dict))
    yield from (Fault("goods_twice", {"id": id_}) for id_, times in ids.items() if times > 1)


def _faults_of_days(days: object) -> Iterator[Fault]:
    if days is not None and _days(days) is None:
        yield Fault("goods_open_days", {"value": days})


def _faults_of_goods(index: int, entry: Entry) -> Iterator[Fault]:
    where = {"kind": "goods", "index": index}
    yield from _wrong_id(entry, where)
    for property_, longest in NAMES.items():
        yield from _wrong_text(entry, property_, 1, longest, where)
    for property_, longest in TEXTS.items():
        if property_ in entry:
            yield from _wrong_text(entry, property_, 0, longest, where)
    yield from _wrong_number(entry, "price", 1, MOST_POINTS, where)
    if "low_at" in entry:
        yield from _wrong_number(entry, "low_at", 0, MOST_PIECES, where)
    if entry.get("most") is not None:
        yield from _wrong_number(entry, "most", 1, MOST_EACH, where)
    if (entry.get("most") is None) != (choice(Per, entry.get("per")) is None):
        yield Fault("goods_per", {**where, "value": entry.get("per"), "known": ", ".join(Per)})


def _faults_of_gift(index: int, entry: Entry, named: Sequence[object], context: Context) -> Iterator[Fault]:
    where = {"kind": "donations", "index": index}
    yield from _wrong_id(entry, where)
    yield from _wrong_text(entry, "donor", 1, LONGEST_DONOR, where)
    yield from _wrong_number(entry, "quantity", 1, MOST_PIECES, where)
    of = entry.get("goods")
    if of not in named and goods.find_by_token(context.transaction, str(of)) is None:
        yield Fault("goods_unknown", {**where, "value": of})
    best_before = entry.get("best_before")
    if best_before is not None and (_end_of(str(best_before), context) or 0) <= context.now:
        yield Fault("goods_best_before", {**where, "value": best_before})


def _wrong_id(entry: Entry, where: Entry) -> Iterator[Fault]:
    id_ = entry.get("id")
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        yield Fault("goods_id", {**where, "value": id_})


def _wrong_text(entry: Entry, property_: str, least: int, longest: int, where: Entry) -> Iterator[Fault]:
    text = entry.get(property_)
    if not isinstance(text, str) or not least <= len(text.strip()) <= longest:
        yield Fault("goods_text", {**where, "property": property_, "longest": longest})


def _wrong_number(entry: Entry, property_: str, least: int, most: int, where: Entry) -> Iterator[Fault]:
    number = entry.get(property_)
    if type(number) is not int or not least <= number <= most:
        yield Fault("goods_number", {**where, "property": property_, "least": least, "most": most})
