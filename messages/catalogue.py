"""Every word the bot says, by language: texts are Jinja2 templates, labels of buttons stand in tables beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOM = Path(str(files("messages")))


class Language(StrEnum):
    """What the bot speaks. The first is spoken with whoever has not said otherwise."""

    ZH = "zh"
    EN = "en"


def language_for(code: str | None) -> Language:
    """The language for a client's IETF code such as ``zh-hans`` or ``en-GB``; Chinese is for Chinese and unknown."""
    if code is None or code.lower().startswith("zh"):
        return Language.ZH
    return Language.EN


def text(language: Language, template: str, values: Mapping[str, object]) -> str:
    """A message as Telegram HTML. `template` is a path such as ``reports/accepted``; values are escaped.

    Raises jinja2.TemplateNotFound or UndefinedError: a mistake in the code, never in what people send.
    """
    return _environment(language).get_template(f"{template}.html").render(values).strip()


def label(language: Language, key: str, values: Mapping[str, object] | None = None) -> str:
    """A button's words, or any other plain text that is too short for a template. Raises KeyError."""
    words = _labels(language)[key]
    return words.format_map(values) if values else words


def template_names(language: Language) -> frozenset[str]:
    """All templates of a language, without ending: a test holds the languages against each other."""
    return frozenset(name.removesuffix(".html") for name in _environment(language).list_templates(["html"]))


def label_keys(language: Language) -> frozenset[str]:
    """All labels of a language, for the same test."""
    return frozenset(_labels(language))


def labels_below(folder: Path) -> Mapping[str, str]:
    """What the ``labels.toml`` of a folder and of its rooms hold together, by ``group.key``.

    A group may stand in several tables, a key in one. Raises ValueError for a key that is in two: whichever came
    last would silently win.
    """
    labels: dict[str, str] = {}
    for table in sorted(folder.rglob("labels.toml")):
        for key, words in _entries(table):
            if key in labels:
                raise ValueError(f"{key} stands in {table} and in another table of labels")
            labels[key] = words
    return labels


@cache
def _environment(language: Language) -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOM / language),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _labels(language: Language) -> Mapping[str, str]:
    return labels_below(ROOM / language)


def _entries(table: Path) -> Iterator[tuple[str, str]]:
    groups = tomllib.loads(table.read_text(encoding="utf-8"))
    return ((f"{group}.{key}", words) for group, keys in groups.items() for key, words in keys.items())
