"""By what somebody can be told in what was stored: their id at the channel and their phones, and nothing less sure.

A name is not unique, and may be any word: it is looked for only where an error quotes a value, and never in what
people wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from storage.database import Transaction
from storage.members import Member

CHINA = "86"  # the code before a phone number, which people leave out
PHONE_IN_CHINA = 11  # digits of a mobile phone without it
SHORTEST_PHONE = 7  # digits; 110 and 12345 stand in many texts, and are nobody's
HINT = 4  # digits at the end of a phone that nobody writes apart: 139 1234 5678


@dataclass(frozen=True)
class Traces:
    """What tells of somebody. `phones` are digits alone, without the code of the country."""

    user_id: int
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def hints(self) -> Sequence[str]:
        """What stands in every text that `are_in` may find them in: for a first, cheap look."""
        return [str(self.user_id), *sorted({phone[-HINT:] for phone in self.phones})]

    def are_in(self, stored: str | None) -> bool:
        """Whether a stored JSON text tells of them: by a value that is, or whole digits in a string that are."""
        return stored is not None and any(self.are_in_text(text) for text in _scalars(stored))

    def are_in_text(self, text: str) -> bool:
        """Whether whole digits in a text are their id or a phone of theirs, however that is spaced."""
        return self._digits.search(text) is not None

    def are_in_error(self, error: str | None) -> bool:
        """Whether an error, with or without where it broke, tells of them; of a name only what is in quotes counts."""
        told = "\n".join(line for line in (error or "").splitlines() if not line.startswith("  "))
        return self.are_in_text(told) or any(quoted in told for quoted in self._quoted_names)

    @cached_property
    def _digits(self) -> re.Pattern[str]:
        phones = [rf"(?:(?:00)?{CHINA}[ -]?)?{'[ -]?'.join(phone)}" for phone in sorted(self.phones)]
        return re.compile(rf"(?<![0-9])(?:{'|'.join([str(self.user_id), *phones])})(?![0-9])")

    @cached_property
    def _quoted_names(self) -> frozenset[str]:
        forms = {form for name in self.names for form in (repr(name), ascii(name), f"'{name}'", f'"{name}"')}
        # An error inside another's text is quoted once more, and its own quotes are escaped then.
        return frozenset(forms | {json.dumps(form)[1:-1] for form in forms})


def of(transaction: Transaction, member: Member) -> Traces:
    """The traces of a member: their id, and every phone and name they ever gave."""
    told = transaction.all(
        "SELECT name, phone FROM members WHERE id = :id"
        " UNION SELECT name, phone FROM registrations WHERE member_id = :id"
        " UNION SELECT said_before, NULL FROM corrections WHERE member_id = :id AND what = 'name'"
        " UNION SELECT NULL, said_before FROM corrections WHERE member_id = :id AND what = 'phone'",
        {"id": member.id},
    )
    digits = {_digits_of(row["phone"]) for row in told if row["phone"]}
    phones = {phone for phone in digits if len(phone) >= SHORTEST_PHONE}
    names = {row["name"] for row in told if row["name"]}
    return Traces(member.user_id, frozenset(phones), frozenset(names))


def _digits_of(phone: str) -> str:
    digits = re.sub(r"[^0-9]", "", phone).removeprefix("00")
    national = digits.removeprefix(CHINA)
    return national if len(national) == PHONE_IN_CHINA else digits


def _scalars(stored: str) -> Iterator[str]:
    """Every value and every key of a JSON text, as text; all of it when it is none."""
    try:
        left: list[object] = [json.loads(stored)]
    except (ValueError, RecursionError):
        left = [stored]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str | int):
            yield str(value)
