"""Which messages can be copied to many, and what it sounds like when one cannot be any more. Pure rules."""

from __future__ import annotations

from enum import StrEnum

from handlers.events import Message

# Fields of a Message of which one is there in what copyMessage copies (Bot API 10.0).
COPYABLE = (
    "text",
    "photo",
    "video",
    "animation",
    "audio",
    "document",
    "voice",
    "video_note",
    "sticker",
    "location",
    "venue",
    "contact",
    "dice",
)
# The Bot API says these in English only; they are matched without case, anywhere in the description.
GONE = ("message to copy not found", "message can't be copied", "message_id_invalid")


class Unfit(StrEnum):
    """Why a message cannot be sent to many. Every one has words under ``broadcasts/unfit_…``."""

    ALBUM = "album"  # copying one leaves no place for the button
    POLL = "poll"  # everybody would get a poll of their own
    PROTECTED = "protected"
    OTHER = "other"


def unfitness(message: Message) -> Unfit | None:
    """Why this message will not do; None when it will."""
    if "media_group_id" in message.raw:
        return Unfit.ALBUM
    if "poll" in message.raw:
        return Unfit.POLL
    if message.raw.get("has_protected_content"):
        return Unfit.PROTECTED
    return None if any(field in message.raw for field in COPYABLE) else Unfit.OTHER


def is_gone(reason: object) -> bool:
    """Whether a copy was refused because of the message, so that all the others would be refused as well."""
    return isinstance(reason, str) and any(phrase in reason.lower() for phrase in GONE)
