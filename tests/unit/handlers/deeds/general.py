"""What belongs to no capability: the menu, the settings, and what nothing else understands."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

STICKER = {
    "file_id": "s",
    "file_unique_id": "u",
    "type": "regular",
    **dict.fromkeys(("width", "height"), 1),
    **dict.fromkeys(("is_animated", "is_video"), False),
}

DEEDS = Deeds(
    open={
        "menu": "menu:help",
        "language": "language:en",
        "settings": "settings",
        "night": "night:none",
        "rushes": "rushes:loud",
        "cards": "cards:morning",
        "riding": "riding:30",
    },
    messages={
        "unusable": lambda world, who: world.message(who, {"sticker": STICKER}),
    },
    refusals=("fallback/refused",),
)
