"""Choosing a person by buttons, for whatever capability needs one: by words that were typed, or out of everybody.

A button's data is the caller's prefix and what it chooses: ``at:<number>``, or ``in:<search>:<order>:<page>``. The
caller's route says who may choose; nobody else learns who there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.choices import choice
from handlers.context import Context
from handlers.registration.names import LONGEST_NAME, cleaned
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import members, people, people_searches
from storage.members import Member, MemberId
from storage.people import Found, Order
from storage.people_searches import Search

PER_PAGE = 8  # buttons that a phone shows without scrolling
NUMBER = re.compile(r"#([0-9]{1,18})")  # SQLite's integers have 18 digits and a bit


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of those found. `number` is the page's, from 0; `total` counts all pages' people."""

    search: Search
    order: Order
    number: int
    people: Sequence[Found]
    total: int

    @property
    def members(self) -> list[MemberId]:
        """Whom the buttons of the page name."""
        return [person.id for person in self.people]


def begin(words: str, context: Context) -> Matches:
    """Find people by what whoever acts has typed; empty for everybody. The search is remembered for its pages."""
    search = Search(context.surroundings.new_token(), cleaned(words)[:LONGEST_NAME])
    people_searches.remember(context.transaction, context.actor.id, search, context.now)
    return _page(search, Order.NAME if search.words else Order.NEWEST, 0, context)


def again(context: Context) -> Matches:
    """What whoever acts looked for last, from its first page; everybody, if that is forgotten."""
    last = people_searches.last_of(context.transaction, context.actor.id)
    return begin("" if last is None else last.words, context)


def read(arguments: Sequence[str], context: Context) -> Member | Matches | None:
    """What a button's arguments choose; None for what nobody was offered, or what is out of date."""
    match list(arguments):
        case ["at", number]:
            return _member(number, context)
        case ["in", token, order, page] if _is_number(page) and len(page) < 7:
            last = people_searches.last_of(context.transaction, context.actor.id)
            chosen = choice(Order, order)
            if last is None or last.token != token or chosen is None:
                return None
            return _page(last, chosen, int(page), context)
    return None


def keyboard(matches: Matches, prefix: str, language: Language) -> Keyboard:
    """The people of a page, one below the other, and how to see the others. `prefix`: at most 20 bytes."""
    found = [[_named(person, prefix, language)] for person in matches.people]
    start = matches.number * PER_PAGE
    turns = []
    if start > 0:
        turns.append(_turn("people.earlier", matches, prefix, page=matches.number - 1))
    if start + PER_PAGE < matches.total:
        turns.append(_turn("people.later", matches, prefix, page=matches.number + 1))
    if matches.total <= PER_PAGE:
        return found
    other = Order.NAME if matches.order is Order.NEWEST else Order.NEWEST
    return [*found, turns, [_turn(f"people.by_{other}", matches, prefix, order=other)]]


def _page(search: Search, order: Order, number: int, context: Context) -> Matches:
    by_number = NUMBER.fullmatch(unicodedata.normalize("NFKC", search.words))
    if by_number is not None:
        found = people.find_by_number(context.transaction, int(by_number[1]))
        return Matches(search, order, 0, [] if found is None else [found], int(found is not None))
    return Matches(
        search,
        order,
        number,
        people.find_by_name(context.transaction, search.words, PER_PAGE, number * PER_PAGE, order),
        people.count_by_name(context.transaction, search.words),
    )


def _member(number: str, context: Context) -> Member | None:
    """Somebody who can still be found; whoever left or was erased meanwhile cannot."""
    if not (_is_number(number) and len(number) < 19):
        return None
    found = people.find_by_number(context.transaction, int(number))
    return None if found is None else members.get(context.transaction, found.id)


def _named(person: Found, prefix: str, language: Language) -> Button:
    values: dict[str, object] = {"name": person.name, "number": person.id}
    if person.station is None:
        return Button("people.named", f"{prefix}:at:{person.id}", values=values)
    values["station"] = person.station[language]
    return Button("people.at_station", f"{prefix}:at:{person.id}", values=values)


def _turn(label: str, matches: Matches, prefix: str, *, page: int = 0, order: Order | None = None) -> Button:
    return Button(label, f"{prefix}:in:{matches.search.token}:{order or matches.order}:{page}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
