"""Buttons below a message, as Telegram takes them."""

from __future__ import annotations

from messages import keyboards
from messages.catalogue import Language
from messages.keyboards import Button


def test_a_row_without_buttons_is_left_out() -> None:
    markup = keyboards.inline(Language.ZH, [[], [Button("menu.back", "menu")], []])
    rows = markup["inline_keyboard"]
    assert isinstance(rows, list)
    assert len(rows) == 1
