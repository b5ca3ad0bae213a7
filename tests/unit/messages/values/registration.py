"""What the texts of registration can be given, and which labels and questions there must be."""

from __future__ import annotations

from handlers.registration.cards import Contents
from handlers.registration.lifecycle import DeclineReason, Refusal
from handlers.registration.questions import Hole
from storage.registrations import RegistrationState
from tests.unit.messages.values.expected import Expected


def applicant(phone: str | None, station: str | None, state: RegistrationState) -> Contents:
    return Contents("<李>", phone, station, state, "<刘>", "<不>")


EXPECTED = Expected(
    values={
        "applicant": [
            applicant(phone, station, state)
            for phone, station in ((None, None), ("+8613800000000", "<站>"))
            for state in RegistrationState
        ],
        "why": list(DeclineReason),
        "invited_as": [None, "<骑手>"],
        "station": [None, "<站>"],
        "listed": [10],
        "had_draft": [False, True],
        "rather_not": ["先不留电话"],
    },
    labels=[
        *(f"registration_refused.{refusal}" for refusal in Refusal),
        *(f"decline_reason.{reason}" for reason in DeclineReason),
    ],
    texts=[f"registration/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
