"""What stands in the rows that somebody's action has made: the words, the calls, the buttons."""

from __future__ import annotations

from dataclasses import dataclass

from storage.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Shown:
    """A button as it stands under a message."""

    text: str
    data: str


def words(rows: list[OutboxRow], to: int | None = None) -> str:
    """Everything that is said in the rows, to somebody or to all."""
    fields = ("text", "caption")
    said = [
        str(row.parameters[field])
        for row in rows
        for field in fields
        if field in row.parameters and to in (None, row.chat_id)
    ]
    return "\n---\n".join(said)


def methods(rows: list[OutboxRow], to: int | None = None) -> list[str]:
    """The calls in the rows, in order."""
    return [row.method for row in rows if to in (None, row.chat_id)]


def only(rows: list[OutboxRow], method: str) -> OutboxRow:
    """The one row that makes this call."""
    (row,) = [row for row in rows if row.method == method]
    return row


def shown(rows: list[OutboxRow]) -> list[Shown]:
    """All inline buttons in the rows."""
    markups = [row.parameters.get("reply_markup") for row in rows]
    return [
        Shown(button["text"], button["callback_data"])
        for markup in markups
        if isinstance(markup, dict)
        for line in markup.get("inline_keyboard", [])
        for button in line
        if "callback_data" in button  # one that copies tells nobody
    ]


def button(rows: list[OutboxRow], data_begins: str) -> str:
    """The data of the first button whose data begins so."""
    return next(one.data for one in shown(rows) if one.data.startswith(data_begins))


def category_button(rows: list[OutboxRow], category: str) -> str:
    """The data of a category's button."""
    return next(one.data for one in shown(rows) if one.data.endswith(f":{category}"))
