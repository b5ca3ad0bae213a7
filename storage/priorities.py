"""In which order reports are taken care of."""

from __future__ import annotations

# Dangers first, then what most people have reported, then what has waited longest. To order a query on `reports` by;
# whoever reports the same twice counts once, as on the card.
MOST_PRESSING_FIRST = (
    "reports.is_urgent DESC,"
    " (SELECT count(DISTINCT joined.reporter_id) FROM reports AS joined"
    "  WHERE joined.joined_to = reports.id AND joined.reporter_id <> reports.reporter_id) DESC,"
    " reports.submitted_at, reports.id"
)
