"""What the texts about one's own data can be given."""

from __future__ import annotations

from handlers.mydata.overview import Overview
from storage.consents import Purpose
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "reports": [0, 1, 3],
        "minutes": [15],
        "received_days": [7],
        "said_days": [30],
        "mine": [
            Overview("<李>", phone, station, "骑手", agreed, 2, drafts, "2026-09-01")
            for phone, station in ((None, None), ("+8613800000000", "<站>"))
            for agreed in ([], list(Purpose))
            for drafts in (0, 1)
        ],
    }
)
