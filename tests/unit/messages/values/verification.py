"""What the texts of verdicts can be given, and which labels there must be."""

from __future__ import annotations

from handlers.reports.sent_photos import PhotoFault
from handlers.verification.asking import Outcome, Subject
from handlers.verification.photos import FORWARDED, NOTHING_NEW
from storage.reports import Place
from storage.verdicts import NotFixed
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "fix": [Subject("WH-2026-000001", "🗑 <垃圾>", grid) for grid in (None, "<西>")],
        "outcome": [
            Outcome(is_own, why_not, is_recorded, by_clock)
            for is_own in (True, False)
            for why_not in (None, "<一样>")
            for is_recorded in (True, False)
            for by_clock in (True, False)
        ],
        "objections": [[], [("<一样>", ""), ("<别的>", "<松>" + "字" * 300)] * 5],
        "is_last_word": [True, False],
        "spot": [Place(30.5, 114.3)],
        "fault": [*PhotoFault, NOTHING_NEW, FORWARDED],
    },
    labels=[f"not_fixed.{reason}" for reason in NotFixed],
)
