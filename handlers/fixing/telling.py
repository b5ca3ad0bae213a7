"""Who hears that something is fixed, and sees what it looks like now."""

from __future__ import annotations

from handlers.context import Context
from handlers.reports import cards, followers
from storage import members, report_cards, reports
from storage.members import Member
from storage.outbox import Lane
from storage.reports import Report


def tell(report: Report, sha256: str, words: str, worker: Member, context: Context) -> None:
    """Whoever reported it, or the same, is shown the photo; so is everybody who has the card."""
    for follower in reports.followers(context.transaction, report.id):
        address = context.to_member(members.get(context.transaction, follower))
        context.send_photo(
            sha256,
            "reports/fixed",
            to=address,
            lane=Lane.NOTICE,
            about=[worker.id],
            number=report.number,
            category=followers.category(report, address.language),
            words=words,
        )
    show(report, sha256, words, worker, context)


def show(report: Report, sha256: str, words: str, worker: Member, context: Context) -> None:
    """The photo goes wherever the card stands, but for the chat of whoever sent it."""
    for card in report_cards.of(context.transaction, report.id):
        address = cards.address_of(card)
        if (card.channel, card.chat_id) != (worker.channel, worker.user_id):
            context.send_photo(
                sha256, "fixing/card_photo", to=address, about=[worker.id], number=report.number, words=words
            )
