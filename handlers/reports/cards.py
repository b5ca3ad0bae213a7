"""How a report looks to those who answer for it: its photos, a caption with a button, its place on the map."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Address, Context
from handlers.reports import buttons
from handlers.reports.lifecycle import ReportAction
from handlers.reports.routing import Destination
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Keyboard
from storage import grids, members, report_cards, reports
from storage.outbox import Lane
from storage.report_cards import Card
from storage.reports import Place, Report, ReportState

# Characters of the courier's words on a card. A caption holds 1024 UTF-16 units (Bot API, sendPhoto), an emoji is
# two, and the rest of the card takes up to 300.
WORDS_SHOWN = 300

LOST = "card lost"  # the effect of a card that was not delivered; see `lost_cards`


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card says: nothing about who reported it. `worker` is who has accepted it."""

    number: str | None
    category: str
    grid: str | None
    words: str
    place: Place | None
    worker: str | None


def deal(report: Report, destination: Destination, context: Context) -> None:
    """Show the report to everybody it goes to and has not been shown to before."""
    for receiver in destination.receivers:
        address = context.to_member(receiver)
        if report_cards.was_dealt(context.transaction, report.id, address.channel, address.chat_id):
            continue
        _send_photos(report, address, context)
        _send_venue(report, address, destination.grid_name(address.language), context)


def refresh(report: Report, context: Context) -> None:
    """Change the report's cards, wherever they stand, to what it is now."""
    for card in report_cards.of(context.transaction, report.id):
        address = Address(card.channel, card.chat_id, Language(card.language))
        context.edit_caption(
            card.row,
            "reports/card",
            to=address,
            buttons=_buttons(report),
            card=_contents(report, address.language, context),
        )


def _send_photos(report: Report, address: Address, context: Context) -> None:
    first, *others = [photo.sha256 for photo in report.photos if photo.sha256 is not None]
    contents = _contents(report, address.language, context)
    row = context.send_photo(
        first, "reports/card", to=address, buttons=_buttons(report), if_undelivered=LOST, card=contents
    )
    card = Card(address.channel, address.chat_id, row, address.language)
    report_cards.add(context.transaction, report.id, card)
    for sha256 in others:
        context.send_photo(sha256, "reports/card_photo", to=address, number=report.number)


def _send_venue(report: Report, address: Address, grid: str | None, context: Context) -> None:
    assert report.place is not None
    label = catalogue.label(address.language, f"category.{report.category}")
    parameters = {
        "latitude": report.place.latitude,
        "longitude": report.place.longitude,
        "title": f"{report.number} {label}",
        "address": grid or catalogue.label(address.language, "report.outside_grids"),
    }
    context.call("sendVenue", address, parameters, lane=Lane.NOTICE)


def _buttons(report: Report) -> Keyboard:
    return [[buttons.accept(report)]] if report.state is ReportState.SUBMITTED else ()


def _contents(report: Report, language: Language, context: Context) -> Contents:
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    worker = reports.actor_of_last(context.transaction, report.id, ReportAction.ACCEPT)
    return Contents(
        number=report.number,
        category=catalogue.label(language, f"category.{report.category}"),
        grid=None if grid is None else grid.name(language),
        words=shortened(report.words),
        place=report.place,
        worker=None if worker is None else members.get(context.transaction, worker).name,
    )


def shortened(words: str) -> str:
    """The words as far as a card shows them."""
    return words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"
