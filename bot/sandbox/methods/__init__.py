"""The Bot API methods that the sandbox serves, by name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Method
from bot.sandbox.methods import (
    answers,
    chats,
    copies,
    deletions,
    edits,
    files,
    media,
    messages,
    polls,
    profile,
    receiving,
)

METHODS: Mapping[str, Method] = {
    **receiving.METHODS,
    **messages.METHODS,
    **media.METHODS,
    **polls.METHODS,
    **copies.METHODS,
    **edits.METHODS,
    **deletions.METHODS,
    **answers.METHODS,
    **files.METHODS,
    **chats.METHODS,
    **profile.METHODS,
}
