"""What one capability lets people do, as the matrix does it for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storage.outbox import OutboxRow
from tests.unit.handlers.world import OTHER_COURIER, World

NO_CONSENT = OTHER_COURIER  # a courier who has not let us keep photos and places

Rows = list[OutboxRow]


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds of a capability, each under the name of its route.

    `buttons` says where a button comes from, which is found by its prefix; `open` what those say that anybody may press
    and that need no arrangement; `of_oneself` which are about whoever presses and carry the version of their consents.
    `answers` says what is answered by whoever has been asked, `subjects` what the question was about, where it was
    about something. `kept` names the tables a refusal leaves as they were, `refusals` how the names of the texts and
    labels that refuse begin.
    """

    buttons: Mapping[str, Callable[[World], Rows]] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    of_oneself: frozenset[str] = frozenset()
    messages: Mapping[str, Callable[[World, int], Rows]] = field(default_factory=dict)
    answers: Mapping[str, Callable[[World, int], Rows]] = field(default_factory=dict)
    subjects: Mapping[str, Callable[[World, int], str]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
