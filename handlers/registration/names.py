"""What somebody wants to be called: cleaned of what would play tricks with the line it stands in."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 64  # characters; Bot API, User.first_name

# Joiners hold emoji and several scripts together; every other format character (bidirectional overrides, zero
# widths) only serves to make a name look like something else.
JOINERS = frozenset("\u200c\u200d")


def cleaned(name: str) -> str:
    """The name on one line, without control and format characters; empty when nothing to be read is left."""
    visible = "".join(" " if sign.isspace() else sign for sign in name if _is_kept(sign))
    trimmed = " ".join(visible.split())
    return trimmed if any(sign not in JOINERS for sign in trimmed) else ""


def _is_kept(sign: str) -> bool:
    return (
        sign.isspace() or sign in JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
