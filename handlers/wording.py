"""Words as Telegram takes them: a text or a caption, with what stands below it."""

from __future__ import annotations

from collections.abc import Mapping

from messages import catalogue, keyboards
from messages.catalogue import Language
from messages.keyboards import Keyboard


def worded(
    field: str,
    language: Language,
    template: str,
    values: Mapping[str, object],
    buttons: Keyboard,
    markup: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The parameters that say a template's words in `field`. Buttons, when there are any, go before `markup`."""
    words: dict[str, object] = {field: catalogue.text(language, template, values), "parse_mode": "HTML"}
    reply_markup = keyboards.inline(language, buttons) if buttons else markup
    return words if reply_markup is None else {**words, "reply_markup": reply_markup}
