"""Somebody has registered, or is let in: the draft that they began before goes on."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports.questions import Hole, first_hole
from handlers.reports.submission import go_on
from storage import reports
from storage.members import MemberId


def take_up_draft(effect: Effect, context: Context) -> None:
    """Ask for what their draft lacks now; whoever has begun none hears nothing."""
    draft = reports.draft_of(context.transaction, MemberId(int(str(effect.result["member"]))))
    if (
        draft is not None and first_hole(draft, context.transaction) is not Hole.REGISTRATION
    ):  # or left meanwhile
        go_on(draft, context, insist=True)
