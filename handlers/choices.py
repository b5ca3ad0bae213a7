"""What a button or a file names, as a member of an enum."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

Option = TypeVar("Option", bound=StrEnum)


def choice(options: type[Option], value: object) -> Option | None:
    """The option of that value; None for anything else that somebody may have made up."""
    return next((option for option in options if option.value == value), None)
