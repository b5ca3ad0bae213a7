"""Lists too long for one message, turned a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from messages.keyboards import Button

LONGEST_NUMBER = 6  # digits of a page's number that a button may claim


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its `number` from 0, and how many pages there are, at least one."""

    number: int
    pages: int
    size: int

    @classmethod
    def of(cls, number: int, total: int, size: int) -> Page:
        """That page of `total` entries, or the last one if the list has got shorter."""
        pages = max(1, -(-total // size))
        return cls(min(number, pages - 1), pages, size)

    @property
    def start(self) -> int:
        """How many entries come before it."""
        return self.number * self.size

    def turns(self, data: str) -> list[Button]:
        """Buttons to the pages before and after it; `data` has a hole for their number."""
        turns = []
        if self.number > 0:
            turns.append(Button("page.earlier", data.format(self.number - 1)))
        if self.number + 1 < self.pages:
            turns.append(Button("page.later", data.format(self.number + 1)))
        return turns


def page_number(text: str) -> int | None:
    """The number of a page that a button names; None for what no button of ours says."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
