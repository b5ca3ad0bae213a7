"""Broadcasts: a coordinator's message to many, from putting it together to who has read it."""
