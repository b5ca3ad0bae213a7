"""One's own reports: what everybody may look at."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

DEEDS = Deeds(open={"reports": "reports"}, refusals=("refused.",))
