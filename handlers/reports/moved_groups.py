"""A group that gets reports has become another chat, which Telegram says when something is sent to the old one."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from storage import grids, report_cards, routing_rules


def group_moved(effect: Effect, context: Context) -> None:
    """What concerned the old chat concerns the new one."""
    old, new = (int(str(effect.result[which])) for which in ("old", "new"))
    grids.move_group(context.transaction, old, new)
    routing_rules.move_group(context.transaction, old, new)
    report_cards.move_chat(context.transaction, context.event.channel, old, new)
