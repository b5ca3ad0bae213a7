"""A number takes the place of a name in what is still to be said, and nothing else of it changes."""

from __future__ import annotations

import pytest

from storage.echoes import quotes
from storage.mentions import Quotable, reworded

BUTTONS = {"inline_keyboard": [[{"text": "王芳", "callback_data": "x"}]]}


@pytest.mark.parametrize(
    ("said", "told", "becomes"),
    [
        ("<b>王芳</b>已接单", {"王芳"}, "<b>#7</b>已接单"),
        ("<b>b</b> by b", {"b"}, "<b>#7</b> by #7"),
        ("<b>O&#39;Brien &amp; Co</b> &amp;", {"O'Brien & Co"}, "<b>#7</b> &amp;"),
        ("<b>&lt;b&gt;</b>", {"<b>"}, "<b>#7</b>"),
        ("&amp; amp", {"amp"}, "&amp; #7"),
        ('<a href="https://text.cn">text</a>', {"text"}, '<a href="https://text.cn">#7</a>'),
        ("王芳 +8613912345678", {"王芳", "+8613912345678", "王"}, "#7 #7"),
        ("谁都没有", set(), "谁都没有"),
    ],
)
def test_html_keeps_its_tags(said: str, told: set[str], becomes: str) -> None:
    parameters = {"text": said, "parse_mode": "HTML", "reply_markup": BUTTONS}
    assert reworded(parameters, told, "#7") == {**parameters, "text": becomes}


def test_plain_words_are_taken_as_they_are() -> None:
    assert reworded({"text": "由<b>接下了"}, {"<b>"}, "#7") == {"text": "由#7接下了"}


def test_a_copy_of_a_message_is_known_by_its_chat_and_number() -> None:
    copied = frozenset({Quotable(2001, 55)})
    assert quotes('{"callback_query": {"message": {"message_id": 55, "chat": {"id": 2001}}}}', copied)
    assert quotes(
        '{"message":{"message_id":9,"reply_to_message":{"message_id":55,"chat":{"id":2001}}}}', copied
    )
    assert not quotes('{"callback_query": {"message": {"message_id": 55, "chat": {"id": 2002}}}}', copied)
    assert not quotes('{"callback_query": {"message": {"message_id": 5, "chat": {"id": 2001}}}}', copied)
    assert not quotes('{"message_id": 55', copied)
