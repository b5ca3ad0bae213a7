"""What the texts of mutes can be given, and which labels there must be."""

from __future__ import annotations

from handlers.muted import Told
from handlers.people.mute_lifecycle import DAYS, Refusal
from storage.mutes import MuteReason
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={"mute": [Told("Wed 25 Nov, 14:00", "<骂人>", by) for by in (None, "<刘>")]},
    labels=[
        *(f"mute_refused.{refusal}" for refusal in Refusal),
        *(f"mute.days_{days}" for days in DAYS),
        *(f"mute_reason.{reason}" for reason in MuteReason),
    ],
)
