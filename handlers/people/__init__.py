"""People: coordinators find somebody by name and see them on a card, with what can be done."""
