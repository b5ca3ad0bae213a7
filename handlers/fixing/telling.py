"""Who hears that something is fixed, and sees what it looks like now."""

from __future__ import annotations

from handlers.context import Context
from handlers.reports import cards
from handlers.verification import asking
from storage import report_cards
from storage.members import Member
from storage.reports import Report


def tell(report: Report, sha256: str, words: str, worker: Member, context: Context) -> None:
    """Whoever reported it, or the same, is asked whether it is; everybody who has the card sees the photo."""
    asking.ask(report, context)
    show(report, sha256, words, worker, context)


def show(report: Report, sha256: str, words: str, worker: Member, context: Context) -> None:
    """The photo goes wherever the card stands, but for the chat of whoever sent it."""
    for card in report_cards.of(context.transaction, report.id):
        address = cards.address_of(card)
        if (card.channel, card.chat_id) != (worker.channel, worker.user_id):
            context.send_photo(
                sha256, "fixing/card_photo", to=address, about=[worker.id], number=report.number, words=words
            )
