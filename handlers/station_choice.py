"""Choosing a delivery station by buttons: a short list at once, a long one by platform and in pages.

A button's data ends in what it chooses: ``at:<station>``, ``none``, ``platforms``, or ``of:<platform>:<page>``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.choices import choice
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import stations
from storage.database import Transaction
from storage.stations import Platform, Station

PER_PAGE = 8  # buttons that a phone shows without scrolling
NO_STATION = "none"
PLATFORMS = "platforms"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is shown of the stations: a page of a platform's, or the platforms."""

    platform: Platform | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice is made. `station` is None for "not in the list"."""

    station: Station | None


def read(arguments: Sequence[str], transaction: Transaction) -> Shelf | Chosen | None:
    """What a button's last arguments choose; None for what nobody was offered."""
    match list(arguments):
        case ["none"]:
            return Chosen(None)
        case ["platforms"]:
            return Shelf()
        case ["at", id_]:
            station = stations.find(transaction, id_)
            return None if station is None else Chosen(station)
        case ["of", name, page] if page.isascii() and page.isdigit() and len(page) < 5:
            platform = choice(Platform, name)
            return None if platform is None else Shelf(platform, int(page))
    return None


def keyboard(
    shelf: Shelf,
    data: Callable[[str], str],
    language: Language,
    transaction: Transaction,
    otherwise: str = "station.none",
) -> Keyboard:
    """The buttons of a shelf; `data` makes a button's data of what it chooses, `otherwise` is what none is called."""
    everything = stations.all_stations(transaction)
    none = [Button(otherwise, data(NO_STATION))]
    if len(everything) <= PER_PAGE:
        return [*_stations(everything, data, language), none]
    if shelf.platform is None:
        return [*_platforms(everything, data), none]
    of_platform = [station for station in everything if station.platform is shelf.platform]
    return [*_page(of_platform, shelf, data, language), [Button("station.platforms", data(PLATFORMS))], none]


def _platforms(everything: Sequence[Station], data: Callable[[str], str]) -> Keyboard:
    present = {station.platform for station in everything}
    return [
        [Button(f"platform.{platform}", data(f"of:{platform}:0"))]
        for platform in Platform
        if platform in present
    ]


def _page(
    of_platform: Sequence[Station], shelf: Shelf, data: Callable[[str], str], language: Language
) -> Keyboard:
    start = shelf.page * PER_PAGE
    turns = []
    if start > 0:
        turns.append(Button("station.earlier", data(f"of:{shelf.platform}:{shelf.page - 1}")))
    if start + PER_PAGE < len(of_platform):
        turns.append(Button("station.later", data(f"of:{shelf.platform}:{shelf.page + 1}")))
    shown = _stations(of_platform[start : start + PER_PAGE], data, language)
    return [*shown, turns] if turns else shown


def _stations(shown: Sequence[Station], data: Callable[[str], str], language: Language) -> Keyboard:
    return [
        [Button("station.named", data(f"at:{station.id}"), values={"name": station.name(language)})]
        for station in shown
    ]
