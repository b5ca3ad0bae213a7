"""Formatted text as Telegram reads it: HTML in, plain text with entities out.

Follows the Bot API's "HTML style" and its server's refusals, word for word. Offsets and lengths of entities are
in UTF-16 code units, offsets in refusals in UTF-8 bytes, both as in Telegram.
"""

import html
import re
from dataclasses import dataclass
from typing import Never, NotRequired, TypedDict

TAG_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
PLAIN_INSIDE = {"code", "pre"}  # Telegram drops entities that lie in these
WHITESPACE = " \t\n\r\v\f"

REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
COMMAND = re.compile(r"(?<![\w/@>])/([A-Za-z0-9_]{1,64})(@[A-Za-z0-9_]{3,32})?(?![\w/])", re.ASCII)
MENTION_LINK = re.compile(r"tg://user\?id=(\d+)")
WEB_LINK = re.compile(r"(?:https?|tg|ton|tonsite)://\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.IGNORECASE)


class Entity(TypedDict):
    """A MessageEntity as the Bot API sends it."""

    type: str
    offset: int
    length: int
    url: NotRequired[str]
    language: NotRequired[str]
    custom_emoji_id: NotRequired[str]
    user: NotRequired[dict[str, object]]


class EntityError(ValueError):
    """Telegram could not read the formatting; the words are its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"can't parse entities: {reason}")


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def command_entities(text: str) -> list[Entity]:
    """The bot commands that Telegram finds in what a person types."""
    return [
        Entity(
            type="bot_command", offset=utf16_length(text[: found.start()]), length=utf16_length(found.group())
        )
        for found in COMMAND.finditer(text)
    ]


def check_parse_mode(parse_mode: str | None) -> bool:
    """Whether text is HTML; raises EntityError for the modes that the sandbox does not serve."""
    if not parse_mode:
        return False
    if parse_mode.lower() == "html":
        return True
    if parse_mode.lower() in {"markdown", "markdownv2"}:
        raise EntityError(f"the sandbox does not serve {parse_mode}, use HTML")
    raise EntityError("unsupported parse_mode")


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Plain text, trimmed as Telegram trims it, and its entities; raises EntityError."""
    return trimmed(*_HtmlReader(text).read())


def trimmed(plain: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without the white space around it, and the entities moved along; those left empty vanish."""
    start = utf16_length(plain) - utf16_length(plain.lstrip())
    text = plain.strip()
    end = start + utf16_length(text)
    moved: list[Entity] = []
    for entity in entities:
        first = max(entity["offset"], start)
        last = min(entity["offset"] + entity["length"], end)
        if first < last:
            moved.append({**entity, "offset": first - start, "length": last - first})
    return text, moved


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int  # of its text, in UTF-16 units
    position: int  # of its text, in pieces written before it


class _HtmlReader:
    """One pass over the text with a stack of open tags."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._written: list[str] = []
        self._length = 0  # written so far, in UTF-16 units
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._text):
            if self._text[self._at] == "<":
                self._read_tag()
            else:
                self._read_words()
        if self._open:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._written), _settled(self._entities)

    def _read_words(self) -> None:
        end = self._text.find("<", self._at)
        end = len(self._text) if end < 0 else end
        words = _decoded(self._text[self._at : end])
        self._written.append(words)
        self._length += utf16_length(words)
        self._at = end

    def _read_tag(self) -> None:
        if self._text.startswith("</", self._at):
            self._read_end_tag()
        else:
            self._read_start_tag()

    def _read_start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take_tag_name()
        if self._at >= len(self._text):
            self._refuse("Unclosed start tag", begin)
        if name not in TAG_TYPES:
            self._refuse(f'Unsupported start tag "{name}"', begin)
        argument = self._read_attributes(name, begin)
        if name == "span" and argument != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        if name == "tg-emoji" and not argument.isdecimal():
            raise EntityError("Invalid custom emoji identifier specified")
        self._open.append(_OpenTag(name, argument, self._length, len(self._written)))

    def _read_attributes(self, tag: str, begin: int) -> str:
        """Reads up to the closing `>`; returns the one value that this tag's meaning depends on."""
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                self._at += 1
                return argument
            name = self._take(ATTRIBUTE_NAME).lower()
            if not name:
                reason = "Empty attribute name in the tag" if self._peek() else "Unclosed start tag"
                self._refuse(f'{reason} "{tag}"', begin)
            value = self._read_value(tag, name, begin)
            argument = _argument(tag, name, value) or argument

    def _read_value(self, tag: str, name: str, begin: int) -> str:
        self._skip_spaces()
        if self._peek() != "=":
            if name == "expandable":
                return ""
            self._refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self._at += 1
        self._skip_spaces()
        quote = self._peek()
        if quote not in ("'", '"'):
            return self._take(NAME_TOKEN).lower()
        end = self._text.find(quote, self._at + 1)
        if end < 0:
            self._refuse("Unclosed start tag", begin)
        value = _decoded(self._text[self._at + 1 : end])
        self._at = end + 1
        return value

    def _read_end_tag(self) -> None:
        begin = self._at
        if not self._open:
            self._refuse("Unexpected end tag", begin)
        self._at += 2
        name = self._take_tag_name()
        self._skip_spaces()
        if self._peek() != ">":
            self._refuse("Unclosed end tag", begin)
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            self._refuse("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        if self._length > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        covered = "".join(self._written[tag.position :])
        entity = _entity(tag, covered, self._length - tag.offset)
        if entity is not None:
            self._entities.append(entity)

    def _take_tag_name(self) -> str:
        begin = self._at
        while self._peek() not in ("", ">", *WHITESPACE):
            self._at += 1
        return self._text[begin : self._at].lower()

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        assert found is not None  # the patterns match nothing at all, too
        self._at = found.end()
        return found.group()

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in WHITESPACE:
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _refuse(self, reason: str, position: int, detail: str = "") -> Never:
        raise EntityError(f"{reason} at byte offset {len(self._text[:position].encode())}{detail}")


def _decoded(text: str) -> str:
    """References resolved: the four named ones and numeric ones; anything else stays as it is."""

    def resolve(reference: re.Match[str]) -> str:
        decimal, hexadecimal, name = reference.groups()
        if name:
            return html.unescape(f"&{name};")
        number = int(decimal) if decimal else int(hexadecimal, 16)
        return chr(number) if 0 < number <= 0x10FFFF else reference.group()

    return REFERENCE.sub(resolve, text)


def _argument(tag: str, attribute: str, value: str) -> str:
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("span", "class"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _entity(tag: _OpenTag, covered: str, length: int) -> Entity | None:
    entity = Entity(type=TAG_TYPES[tag.name], offset=tag.offset, length=length)
    if tag.name == "a":
        return _link(entity, tag.argument or covered)
    if tag.name == "code" and tag.argument:
        entity["language"] = tag.argument  # counts only inside <pre>, see _settled
    if tag.name == "tg-emoji":
        entity["custom_emoji_id"] = tag.argument
    if tag.argument == "expandable":
        entity["type"] = "expandable_blockquote"
    return entity


def _link(entity: Entity, target: str) -> Entity | None:
    """Telegram silently drops a link whose target is no address."""
    if (mention := MENTION_LINK.fullmatch(target)) is not None:
        return {**entity, "type": "text_mention", "user": {"id": int(mention.group(1))}}
    if WEB_LINK.fullmatch(target) is None:
        return None
    return {**entity, "url": _normalized(target)}


def _normalized(url: str) -> str:
    if "://" not in url:
        url = f"http://{url}"
    scheme, _, rest = url.partition("://")
    return f"{scheme.lower()}://{rest}" if "/" in rest or scheme.lower() == "tg" else f"{url}/"


def _settled(entities: list[Entity]) -> list[Entity]:
    """Sorted outermost first; `<pre><code class=…>` becomes one; nothing else lies in code or pre."""
    settled: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"], one["type"] != "pre")):
        outer = next((one for one in settled if one["type"] in PLAIN_INSIDE and _contains(one, entity)), None)
        if outer is None:
            settled.append(entity)
        elif outer["type"] == "pre" and "language" in entity and outer["length"] == entity["length"]:
            outer["language"] = entity["language"]
    for entity in settled:
        if entity["type"] == "code":
            entity.pop("language", None)
    return settled


def _contains(outer: Entity, inner: Entity) -> bool:
    end = outer["offset"] + outer["length"]
    return outer["offset"] <= inner["offset"] and inner["offset"] + inner["length"] <= end
