"""Rules that bring reports to a person or a group before the workers of a grid get them, and what becomes of them."""
