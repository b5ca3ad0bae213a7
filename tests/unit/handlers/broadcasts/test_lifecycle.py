"""What may become of a broadcast: every state and every action, in one table."""

from __future__ import annotations

import dataclasses

import pytest

from handlers.broadcasts.lifecycle import (
    LATEST,
    OF_ITS_SENDER,
    STANDS_ALREADY,
    TRANSITIONS,
    BroadcastAction,
    Refusal,
    confirmation_of,
    decide,
    is_news,
    why_not_confirm,
)
from storage.audiences import Audience, Circle
from storage.broadcasts import Broadcast, BroadcastId, BroadcastState, Original, Timing
from storage.members import Member, MemberId, Role, Standing

NOW = 1_790_000_000_000
SENDER = Member(MemberId(1), "telegram", 1, "刘敏", "zh", Standing.ACTIVE, frozenset({Role.COORDINATOR}))
OTHER = dataclasses.replace(SENDER, id=MemberId(2))
WHOLE = Broadcast(
    id=BroadcastId(1),
    token="t",
    version=4,
    sender_id=SENDER.id,
    state=BroadcastState.DRAFT,
    original=Original("telegram", 1, 2),
    previewed=None,
    audience=Audience(Circle.EVERYONE),
    timing=Timing.NOW,
    send_at=None,
    changed_at=NOW,
    started_at=None,
    ended_at=None,
    why_stopped=None,
    progress_row=None,
    progress=None,
    look_at=None,
)
PAIRS = [(state, action) for state in BroadcastState for action in BroadcastAction]


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_the_table_decides(state: BroadcastState, action: BroadcastAction) -> None:
    broadcast = dataclasses.replace(WHOLE, state=state)
    expected = TRANSITIONS.get((state, action), STANDS_ALREADY[state])
    assert decide(broadcast, action, SENDER, version=4) == expected


@pytest.mark.parametrize(("state", "action"), TRANSITIONS)
def test_a_button_of_another_version_changes_nothing(state: BroadcastState, action: BroadcastAction) -> None:
    assert decide(dataclasses.replace(WHOLE, state=state), action, SENDER, version=3) is Refusal.OUT_OF_DATE


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_until_it_is_confirmed_it_is_its_senders(state: BroadcastState, action: BroadcastAction) -> None:
    found = decide(dataclasses.replace(WHOLE, state=state), action, OTHER)
    assert (found is Refusal.NOT_YOURS) == (action in OF_ITS_SENDER)


@pytest.mark.parametrize("hole", ["original", "audience", "timing"])
def test_a_draft_with_a_hole_cannot_be_confirmed(hole: str) -> None:
    assert why_not_confirm(dataclasses.replace(WHOLE, **{hole: None}), 3, NOW) is Refusal.UNFINISHED  # type: ignore[arg-type]


def test_a_whole_draft_with_people_and_time_can_be() -> None:
    later = dataclasses.replace(WHOLE, timing=Timing.AT, send_at=NOW + 1)
    assert why_not_confirm(WHOLE, 1, NOW) is None
    assert why_not_confirm(WHOLE, 0, NOW) is Refusal.NOBODY
    assert why_not_confirm(later, 1, NOW) is None
    assert why_not_confirm(later, 1, NOW + 1) is Refusal.TOO_LATE
    assert confirmation_of(later) is BroadcastAction.SCHEDULE
    assert confirmation_of(WHOLE) is BroadcastAction.START


def test_what_was_missed_for_long_is_no_news() -> None:
    assert is_news(NOW, NOW + LATEST)
    assert not is_news(NOW, NOW + LATEST + 1)
