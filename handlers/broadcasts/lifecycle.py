"""What may become of a broadcast, and who may do it. Pure rules: the code, the buttons and the tests all read them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from handlers.registration.lifecycle import DECIDERS
from storage.broadcasts import Broadcast, BroadcastState, Timing
from storage.members import Member

SENDERS = DECIDERS
LATEST = 6 * 3600 * 1000  # ms after its time; what the bot missed by more than half a shift is news no more


class BroadcastAction(StrEnum):
    """What can be done to a broadcast."""

    CHANGE = "change"  # fill in or replace its message, its audience or its time
    DISCARD = "discard"
    SCHEDULE = "schedule"  # confirm it for a later time
    START = "start"
    CANCEL = "cancel"
    STOP = "stop"  # by itself
    FINISH = "finish"


TRANSITIONS: Mapping[tuple[BroadcastState, BroadcastAction], BroadcastState] = {
    (BroadcastState.DRAFT, BroadcastAction.CHANGE): BroadcastState.DRAFT,
    (BroadcastState.DRAFT, BroadcastAction.DISCARD): BroadcastState.DISCARDED,
    (BroadcastState.DRAFT, BroadcastAction.SCHEDULE): BroadcastState.SCHEDULED,
    (BroadcastState.DRAFT, BroadcastAction.START): BroadcastState.SENDING,  # its recipients are frozen here
    (BroadcastState.SCHEDULED, BroadcastAction.START): BroadcastState.SENDING,  # or here
    (BroadcastState.SCHEDULED, BroadcastAction.CANCEL): BroadcastState.CANCELLED,
    (BroadcastState.SCHEDULED, BroadcastAction.STOP): BroadcastState.STOPPED,
    (BroadcastState.SENDING, BroadcastAction.CANCEL): BroadcastState.CANCELLED,
    (BroadcastState.SENDING, BroadcastAction.STOP): BroadcastState.STOPPED,
    (BroadcastState.SENDING, BroadcastAction.FINISH): BroadcastState.DONE,
}

OF_ITS_SENDER = frozenset(
    {BroadcastAction.CHANGE, BroadcastAction.DISCARD, BroadcastAction.SCHEDULE, BroadcastAction.START}
)


class Refusal(StrEnum):
    """Why not. Every one has words under ``broadcast_refused.…`` in the labels."""

    NOT_YOURS = "not_yours"
    OUT_OF_DATE = "out_of_date"
    UNFINISHED = "unfinished"
    NOBODY = "nobody"
    TOO_LATE = "too_late"
    STILL_DRAFT = "still_draft"
    ALREADY_DISCARDED = "already_discarded"
    ALREADY_SCHEDULED = "already_scheduled"
    ALREADY_SENDING = "already_sending"
    ALREADY_DONE = "already_done"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_STOPPED = "already_stopped"


STANDS_ALREADY: Mapping[BroadcastState, Refusal] = {
    BroadcastState.DRAFT: Refusal.STILL_DRAFT,
    BroadcastState.DISCARDED: Refusal.ALREADY_DISCARDED,
    BroadcastState.SCHEDULED: Refusal.ALREADY_SCHEDULED,
    BroadcastState.SENDING: Refusal.ALREADY_SENDING,
    BroadcastState.DONE: Refusal.ALREADY_DONE,
    BroadcastState.CANCELLED: Refusal.ALREADY_CANCELLED,
    BroadcastState.STOPPED: Refusal.ALREADY_STOPPED,
}


def decide(
    broadcast: Broadcast, action: BroadcastAction, actor: Member, *, version: int | None = None
) -> BroadcastState | Refusal:
    """The state that `actor`, who may send broadcasts, leads it to, or why they may not.

    `version` is the one their button was made for, None when the button holds for every version. A broadcast is its
    sender's until it is confirmed; any coordinator may stop one that goes wrong.
    """
    if action in OF_ITS_SENDER and actor.id != broadcast.sender_id:
        return Refusal.NOT_YOURS
    after = TRANSITIONS.get((broadcast.state, action))
    if after is None:
        return STANDS_ALREADY[broadcast.state]
    if version is not None and version != broadcast.version:
        return Refusal.OUT_OF_DATE
    return after


def confirmation_of(draft: Broadcast) -> BroadcastAction:
    """What confirming a draft does."""
    return BroadcastAction.SCHEDULE if draft.timing is Timing.AT else BroadcastAction.START


def why_not_confirm(draft: Broadcast, people: int, now: int) -> Refusal | None:
    """What a draft lacks that it could be confirmed; `people` is how many it would go to."""
    if draft.original is None or draft.audience is None or draft.timing is None:
        return Refusal.UNFINISHED
    if people == 0:
        return Refusal.NOBODY
    if draft.send_at is not None and draft.send_at <= now:
        return Refusal.TOO_LATE
    return None


def is_news(send_at: int, now: int) -> bool:
    """Whether what was to go out then (UTC ms) is still worth sending."""
    return now - send_at <= LATEST
