"""``/reports``: whoever has reported sees how their reports stand, and does what can be done now."""
