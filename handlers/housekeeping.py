"""What is no longer needed is forgotten."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.registration import abandoning
from handlers.reports.drafts import is_empty
from storage import (
    absences,
    awards,
    backups,
    broadcasts,
    corrections,
    daily_notices,
    dead_letters,
    erasure,
    erasures,
    hazard_relays,
    inbox,
    invitations,
    members,
    open_questions,
    outbox,
    people_searches,
    photos,
    registrations,
    reminders,
    report_messages,
    report_searches,
    reports,
    unfinished,
    verification_asks,
)
from storage.members import MemberId
from storage.reports import ReportState

HOUR = 3600 * 1000  # ms
DAY = 24 * HOUR
CONTENTS_KEPT = 30 * DAY  # what was said, to look into a complaint
CORRECTIONS_KEPT = CONTENTS_KEPT + DAY  # what was said before is needed to find it in contents
UNUSED_PHOTOS_KEPT = DAY  # longer than a download waits for its report to learn of it
DRAFTS_KEPT = DAY  # of whoever does not agree, or is not on the team
INVITATION_HELD = DAY  # for somebody who has opened it and does nothing
PROPOSALS_KEPT = 7 * DAY  # words that nobody made a report of: no longer than what they arrived in
BROADCAST_DRAFTS_KEPT = DAY  # since they were last touched: /cancel a week later is about something else
AWARDS_KEPT = DAY  # unfinished; what was given stays
INVITATIONS_KEPT = 30 * DAY  # after they expired: whoever comes late is told so, and not that there was none
MESSAGES_KEPT = 90 * DAY  # after their report was over: it may be reopened, or asked about
GOODBYE_DELIVERED = HOUR  # after an erasure; a chat that takes no message for so long will not get it


def retention(_tick: Tick, context: Context) -> None:
    """Forget what was handled, said or offered long ago, and what nobody agreed to."""
    inbox.forget_handled(context.transaction, context.now)
    dead_letters.forget(context.transaction, context.now)
    outbox.forget_contents(context.transaction, context.now - CONTENTS_KEPT)
    photos.forget_unused(context.transaction, context.now - UNUSED_PHOTOS_KEPT)
    invitations.forget_expired(context.transaction, context.now - INVITATIONS_KEPT)
    erasures.forget_unconfirmed(context.transaction, context.now)
    open_questions.forget_old(context.transaction, context.now)
    unfinished.forget_proposals(context.transaction, context.now - PROPOSALS_KEPT)
    daily_notices.forget_old(context.transaction, context.now)
    backups.forget_old(context.transaction, context.now)
    reminders.forget_times(context.transaction, context.now)
    people_searches.forget_old(context.transaction, context.now)
    report_searches.forget_old(context.transaction, context.now)
    for registration in registrations.idle_on_invitations(context.transaction, context.now - INVITATION_HELD):
        abandoning.time_out(registration, context)
    report_messages.forget_old(context.transaction, context.now - MESSAGES_KEPT)
    awards.forget_unfinished(context.transaction, context.now - AWARDS_KEPT)
    verification_asks.forget_old(context.transaction, context.now - CONTENTS_KEPT)
    hazard_relays.forget_old(context.transaction, context.now - CONTENTS_KEPT)
    corrections.forget_old(context.transaction, context.now - CORRECTIONS_KEPT)
    for broadcast in broadcasts.stale_drafts(context.transaction, context.now - BROADCAST_DRAFTS_KEPT):
        broadcasts.discard(context.transaction, broadcast, context.now)
    absences.forget_old(context.transaction, context.now)
    _erase_drafts(context)
    for goodbye in erasures.goodbyes(context.transaction, context.now - GOODBYE_DELIVERED):
        erasure.look_after(context.transaction, goodbye)


def _erase_drafts(context: Context) -> None:
    """Nothing of them was ever shown to anybody. Who loses something is told, once; talk is no loss to anybody."""
    losers: set[MemberId] = set()
    for id_ in erasure.drafts_not_allowed(context.transaction, context.now - DRAFTS_KEPT):
        draft = reports.get(context.transaction, id_)
        erasure.erase_draft(context.transaction, id_)
        if draft.state is ReportState.DRAFT and not is_empty(draft):
            losers.add(draft.reporter_id)
    for loser in sorted(losers):
        context.say("mydata/draft_erased", to=context.to_member(members.get(context.transaction, loser)))
