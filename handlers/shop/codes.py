"""The six characters that stand for what lies in the shop: said aloud, written on paper, typed with one thumb."""

from __future__ import annotations

import hashlib

from handlers.context import Context
from storage import redemptions

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like 0, O, 1, I or L
LENGTH = 6  # 887 million codes, so that nobody guesses one of a few hundred that are open
PREFIX = "pickup_"  # of what follows ?start= in the QR code


def new_code(context: Context) -> str:
    """A code with which nobody waits."""
    while True:
        code = from_secret(context.surroundings.new_secret())
        if not redemptions.is_taken(context.transaction, code):
            return code


def from_secret(secret: str) -> str:
    """The code that a secret makes; every code is about as likely."""
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest())
    characters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[place])
    return "".join(characters)
