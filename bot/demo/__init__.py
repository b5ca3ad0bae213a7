"""The demo: sandbox, bot and the people of Nanhu in one process, for whoever wants to see it before reading."""
