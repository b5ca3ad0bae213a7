"""Who may be muted, and who may be heard again. Pure rules: the code, the card and the tests read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.registration.lifecycle import DECIDERS
from handlers.reports.admission import may_report
from storage.members import Member
from storage.mutes import Mute

DAYS = (1, 7, 30)  # for how long somebody can be muted
DAY = 24 * 3600 * 1000  # ms


class MuteState(StrEnum):
    """Whether somebody may report now."""

    HEARD = "heard"
    MUTED = "muted"


class MuteAction(StrEnum):
    """What a coordinator can do about it."""

    MUTE = "mute"
    LIFT = "lift"


TRANSITIONS: Mapping[tuple[MuteState, MuteAction], MuteState] = {
    (MuteState.HEARD, MuteAction.MUTE): MuteState.MUTED,
    (MuteState.MUTED, MuteAction.LIFT): MuteState.HEARD,
}


class Refusal(StrEnum):
    """Why not. Every one has words under ``mute_refused.…`` in the labels."""

    YOURSELF = "yourself"
    RESPONSIBLE = "responsible"  # coordinators and admins settle things with each other
    NO_REPORTER = "no_reporter"  # there is nothing that they could not do any more
    ALREADY_MUTED = "already_muted"
    ALREADY_HEARD = "already_heard"
    OUT_OF_DATE = "out_of_date"


STANDS_ALREADY: Mapping[MuteState, Refusal] = {
    MuteState.HEARD: Refusal.ALREADY_HEARD,
    MuteState.MUTED: Refusal.ALREADY_MUTED,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody, the mute they are under now, and the version of it all: the number of their latest mute."""

    member: Member
    mute: Mute | None
    version: int

    @property
    def state(self) -> MuteState:
        """Whether they may report now."""
        return MuteState.HEARD if self.mute is None else MuteState.MUTED


def decide(
    heard: Heard, action: MuteAction, actor: Member, *, version: int | None = None
) -> MuteState | Refusal:
    """What becomes of it, or why nothing does. `version` is the one a button was made for, None when none was pressed.

    That the actor is a coordinator or an admin is checked by the route. `heard.member` has the roles of the settings.
    """
    if heard.member.id == actor.id:
        return Refusal.YOURSELF
    if action is MuteAction.MUTE and heard.member.roles & DECIDERS:
        return Refusal.RESPONSIBLE
    if action is MuteAction.MUTE and not may_report(heard.member):
        return Refusal.NO_REPORTER
    after = TRANSITIONS.get((heard.state, action))
    if after is None:
        return STANDS_ALREADY[heard.state]
    return after if version in (None, heard.version) else Refusal.OUT_OF_DATE
