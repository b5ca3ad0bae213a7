"""What the texts of invitations can be given."""

from __future__ import annotations

from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={"link": ["https://t.me/some_bot?start=join-0123456789_-<"], "until": ["2026-09-01 12:00"]}
)
