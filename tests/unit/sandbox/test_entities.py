import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import (
    Entity,
    EntityError,
    check_parse_mode,
    command_entities,
    parse_html,
    trimmed,
    utf16_length,
)


def spans(text: str) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in parse_html(text)[1]]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("DEL", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_a_tag_becomes_its_entity(tag: str, kind: str) -> None:
    assert parse_html(f"a<{tag}>井盖</{tag}>b") == ("a井盖b", [Entity(type=kind, offset=1, length=2)])


def test_offsets_count_utf16_units() -> None:
    assert spans("👍🏽<b>🐝蜂</b>") == [("bold", 4, 3)]


def test_nested_entities_come_outermost_first() -> None:
    assert spans("<b>a<i>b</i></b>") == [("bold", 0, 2), ("italic", 1, 1)]


def test_entities_inside_code_are_dropped() -> None:
    assert spans("<code>a<b>b</b></code>") == [("code", 0, 2)]


def test_code_inside_pre_gives_its_language() -> None:
    text, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert text == "x"
    assert entities == [Entity(type="pre", offset=0, length=1, language="python")]


def test_links_mentions_and_expandable_quotes_keep_their_arguments() -> None:
    assert parse_html('<a href="https://a.cn/?b=1&amp;c=2">x</a>')[1][0]["url"] == "https://a.cn/?b=1&c=2"
    assert parse_html('<a href="tg://user?id=1001">x</a>')[1][0]["user"] == {"id": 1001}
    assert spans("<blockquote expandable>x</blockquote>") == [("expandable_blockquote", 0, 1)]
    assert parse_html('<tg-emoji emoji-id="5">👍</tg-emoji>')[1][0]["custom_emoji_id"] == "5"
    assert spans('<span class="tg-spoiler">x</span>') == [("spoiler", 0, 1)]


def test_a_link_to_nowhere_is_plain_text() -> None:
    assert parse_html('<a href="nowhere">x</a>') == ("x", [])


def test_named_and_numeric_references_are_decoded_and_others_are_left() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#39;&#x4e2d;&nbsp;&")[0] == "<>&\"'中&nbsp;&"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("井<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<a href", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(text: str, reason: str) -> None:
    with pytest.raises(EntityError) as refusal:
        parse_html(text)
    assert str(refusal.value) == f"can't parse entities: {reason}"


def test_white_space_around_the_text_is_trimmed_and_entities_move_along() -> None:
    assert parse_html("\n <b> a </b> ") == ("a", [Entity(type="bold", offset=0, length=1)])
    assert trimmed("  ", [Entity(type="bold", offset=0, length=2)]) == ("", [])


def test_commands_are_found_where_telegram_finds_them() -> None:
    text = "🐝 /report@cavalry_bot a/b https://x.cn/y /help"
    found = [
        text.encode("utf-16-le")[2 * one["offset"] :][: 2 * one["length"]] for one in command_entities(text)
    ]
    assert [one.decode("utf-16-le") for one in found] == ["/report@cavalry_bot", "/help"]


def test_only_html_is_served() -> None:
    assert check_parse_mode("html")
    assert not check_parse_mode(None)
    with pytest.raises(EntityError, match="unsupported parse_mode"):
        check_parse_mode("bbcode")
    with pytest.raises(EntityError, match="does not serve MarkdownV2"):
        check_parse_mode("MarkdownV2")


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text.strip(), [])


@given(st.text(alphabet="<>/ab =\"'&;蜂🐝 \n"))
def test_whatever_is_sent_is_read_or_refused_and_entities_lie_within(text: str) -> None:
    try:
        plain, entities = parse_html(text)
    except EntityError:
        return
    assert all(
        one["offset"] >= 0 and one["offset"] + one["length"] <= utf16_length(plain) for one in entities
    )
