"""Where to say something, and how."""

from __future__ import annotations

from dataclasses import dataclass

from messages.catalogue import Language
from storage.members import Member


@dataclass(frozen=True, slots=True)
class Address:
    """Where to say something, in which language, and whether without a sound."""

    channel: str
    chat_id: int
    language: Language
    silent: bool = False


def spoken_with(member: Member) -> Language | None:
    """The language somebody has chosen, or was met in."""
    return None if member.language is None else Language(member.language)
