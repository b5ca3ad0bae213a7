"""How a report looks to those who answer for it: its photos, a caption with a button, its place on the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.address import Address
from handlers.context import Context
from handlers.reports import buttons
from handlers.reports.lifecycle import ReportAction
from handlers.reports.routing import Destination
from messages import catalogue, keyboards
from messages.catalogue import Language
from messages.keyboards import Keyboard
from messages.times import moment
from storage import grids, members, report_cards, report_changes
from storage.members import MemberId
from storage.outbox import Lane
from storage.report_cards import Card
from storage.report_changes import Change
from storage.reports import Place, Report, ReportState

# Characters of the courier's words on a card. A caption holds 1024 UTF-16 units (Bot API, sendPhoto), an emoji is
# two, and the rest of the card takes up to 300.
WORDS_SHOWN = 300

WAITED = 10 * 60_000  # ms from the last that was said about it to its submission; less is the way things go

CHANNEL = "telegram"  # whose groups grids have
ENDED = "card ended"  # the effect of a card that was delivered, or was not; see `card_endings`

DECIDED = {ReportState.ACCEPTED: ReportAction.ACCEPT, ReportState.RETURNED: ReportAction.RETURN}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card says: nothing about who reported it. `worker` is who has accepted or returned it.

    `submitted` is when it was reported; `seen` is when it was seen, if it has waited since: to be let in, for a photo.
    """

    number: str | None
    category: str
    submitted: str
    seen: str | None
    grid: str | None
    words: str
    place: Place | None
    photos: int
    worker: str | None
    reason: str | None


def deal(report: Report, destination: Destination, context: Context) -> None:
    """Show the report to everybody it goes to and has not been shown to before."""
    for address in _addresses(destination, context):
        if report_cards.was_dealt(context.transaction, report.id, address.channel, address.chat_id):
            continue
        _send_photos(report, address, context)
        _send_venue(report, address, destination.grid_name(address.language), context)


def deal_again(report: Report, address: Address, context: Context) -> None:
    """Show the report afresh in a chat; if a card of it stands there already, that one's buttons go."""
    for card in report_cards.of(context.transaction, report.id):
        if (card.channel, card.chat_id) == (address.channel, address.chat_id):
            _take_buttons(card, context)
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    _send_photos(report, address, context)
    _send_venue(report, address, None if grid is None else grid.name(address.language), context)


def refresh(report: Report, context: Context) -> None:
    """Change the report's cards, wherever they stand, to what it is now."""
    for card in report_cards.of(context.transaction, report.id):
        address = _address_of(card)
        context.edit_caption(
            card.row,
            "reports/card",
            to=address,
            buttons=_buttons(report),
            about=_named(report, context),
            card=_contents(report, address.language, context),
        )


def add_photo(report: Report, sha256: str, context: Context) -> None:
    """Show a photo that came after the card, wherever that stands, and count it there."""
    for card in report_cards.of(context.transaction, report.id):
        context.send_photo(sha256, "reports/card_photo", to=_address_of(card), number=report.number)
    refresh(report, context)


def language_here(report: Report, context: Context) -> Language:
    """What the report's card speaks in the chat of this event."""
    cards_here = [
        card
        for card in report_cards.of(context.transaction, report.id)
        if card.chat_id == context.here.chat_id
    ]
    return Language(cards_here[0].language) if cards_here else context.language


def _addresses(destination: Destination, context: Context) -> Iterator[Address]:
    for receiver in destination.receivers:
        yield context.to_member(receiver)
    grid, chat_id = destination.grid, destination.group_chat_id
    if grid is not None and chat_id is not None:
        yield Address(CHANNEL, chat_id, Language(grid.group_language))


def _address_of(card: Card) -> Address:
    return Address(card.channel, card.chat_id, Language(card.language))


def _take_buttons(card: Card, context: Context) -> None:
    context.call(
        "editMessageReplyMarkup",
        _address_of(card),
        {"reply_markup": keyboards.inline(Language(card.language), ())},
        lane=Lane.REPLY,
        parent=card.row,
        target=f"row:{card.row}:buttons",
    )


def _send_photos(report: Report, address: Address, context: Context) -> None:
    first, *others = [photo.sha256 for photo in report.photos if photo.sha256 is not None]
    row = context.send_photo(
        first,
        "reports/card",
        to=address,
        buttons=_buttons(report),
        when_ended=ENDED,
        about=_named(report, context),
        card=_contents(report, address.language, context),
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
    return buttons.decisions(report) if report.state is ReportState.SUBMITTED else ()


def _contents(report: Report, language: Language, context: Context) -> Contents:
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    decision = _decision(report, context)
    assert report.submitted_at is not None  # drafts have no card
    has_waited = report.submitted_at - report.described_at >= WAITED
    return Contents(
        number=report.number,
        category=catalogue.label(language, f"category.{report.category}"),
        submitted=moment(language, context.local_time_of(report.submitted_at)),
        seen=moment(language, context.local_time_of(report.described_at)) if has_waited else None,
        grid=None if grid is None else grid.name(language),
        words=shortened(report.words),
        place=report.place,
        photos=sum(photo.sha256 is not None for photo in report.photos),
        worker=None if decision is None else members.get(context.transaction, decision.actor_id).name,
        reason=_reason(decision, language),
    )


def _named(report: Report, context: Context) -> list[MemberId]:
    """Whom a card names."""
    decision = _decision(report, context)
    return [] if decision is None else [decision.actor_id]


def _decision(report: Report, context: Context) -> Change | None:
    """Who took the report on or returned it, and why."""
    action = DECIDED.get(report.state)
    return None if action is None else report_changes.last_change(context.transaction, report.id, action)


def _reason(decision: Change | None, language: Language) -> str | None:
    if decision is None or decision.reason is None:
        return None
    return catalogue.label(language, f"reason.{decision.reason}")


def shortened(words: str) -> str:
    """The words as far as a card shows them."""
    return words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"
