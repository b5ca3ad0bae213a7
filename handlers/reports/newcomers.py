"""Somebody has registered, or is let in: the draft that they began before goes on."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports.questions import Hole, first_hole
from handlers.reports.submission import go_on
from storage import report_drafts
from storage.members import MemberId


def take_up_draft(effect: Effect, context: Context) -> None:
    """Ask for what their draft lacks now; whoever has begun none, or has left meanwhile, hears nothing."""
    draft = report_drafts.draft_of(context.transaction, MemberId(int(str(effect.result["member"]))))
    if draft is None or first_hole(draft, context.transaction, context.now) is Hole.REGISTRATION:
        return
    go_on(draft, context, insist=True)
