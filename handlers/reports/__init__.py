"""Snap and report: from a courier's photo, place and category to a grid worker who takes it on."""
