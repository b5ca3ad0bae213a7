"""What somebody's reports have come to this year, as a picture to keep and to show around."""

from __future__ import annotations

from handlers.context import Context


def send(context: Context) -> None:
    """Send it; whoever has reported nothing gets one that says how to begin."""
    year = context.local_time.year
    drawn = {"drawn": "impact_card", "member": context.actor.id, "year": year}
    context.send_picture(drawn, "my_reports/year", year=year)
