"""Confirmed dangers are passed on to couriers who ride there and want to know."""
