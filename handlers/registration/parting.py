"""Somebody does not join, or leaves: what they agreed to ends, and what they had begun to report is erased."""

from __future__ import annotations

from handlers.context import Context
from storage import consents, erasure
from storage.members import MemberId


def part(member: MemberId, context: Context) -> bool:
    """Nothing is kept on a consent that has ended; returns whether there was an unfinished report."""
    consents.withdraw_all(context.transaction, member, context.now)
    return erasure.erase_unfinished(context.transaction, member) > 0
