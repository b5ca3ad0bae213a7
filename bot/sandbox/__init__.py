"""A Telegram on your desk: the Bot API over real HTTP, with people to talk to."""
