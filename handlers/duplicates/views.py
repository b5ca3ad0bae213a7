"""What others saw of an incident, shown below the cards of the report that goes on for it."""

from __future__ import annotations

from handlers.address import Address
from handlers.context import Context
from handlers.reports import cards
from messages.catalogue import Language
from storage import report_cards
from storage.reports import Report


def add(joined: Report, target: Report, context: Context) -> None:
    """Show the photos and words of a report that was joined to another, and count it there."""
    photos = [photo.sha256 for photo in joined.photos if photo.sha256 is not None]
    for card in report_cards.of(context.transaction, target.id):
        address = Address(card.channel, card.chat_id, Language(card.language))
        for sha256 in photos:
            context.send_photo(
                sha256,
                "duplicates/another_view",
                to=address,
                number=target.number,
                words=cards.shortened(joined.words),
            )
    cards.refresh(target, context)
