"""Both languages say the same things, and everything that the code says exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, meta

from handlers.reports.questions import Noted
from messages import catalogue, commands
from messages.catalogue import Language
from tests.unit.messages.values import LABELS, TEXTS, VALUES

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(catalogue.template_names(Language.ZH))
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}


def values_of(language: Language, template: str) -> list[dict[str, object]]:
    names = sorted(variables(language, template))
    return [dict(zip(names, values, strict=True)) for values in product(*(VALUES[name] for name in names))]


def variables(language: Language, template: str) -> set[str]:
    source = (ROOT / "messages" / language / f"{template}.html").read_text(encoding="utf-8")
    tree = Environment(autoescape=True).parse(source)
    included = [name for name in meta.find_referenced_templates(tree) if name is not None]
    nested = (variables(language, name.removesuffix(".html")) for name in included)
    return meta.find_undeclared_variables(tree).union(*nested)


class Tags(HTMLParser):
    """Collects tags and the plain text, and fails on what does not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def close(self) -> None:
        super().close()
        assert self._open == []


def test_both_languages_have_the_same_templates_and_labels() -> None:
    assert catalogue.template_names(Language.ZH) == catalogue.template_names(Language.EN)
    assert catalogue.label_keys(Language.ZH) == catalogue.label_keys(Language.EN)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_takes_the_same_values_in_both_languages(template: str) -> None:
    assert variables(Language.ZH, template) == variables(Language.EN, template)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_becomes_html_that_telegram_takes(language: Language, template: str) -> None:
    for values in values_of(language, template):
        tags = Tags()
        text = catalogue.text(language, template, values)
        tags.feed(text)
        tags.close()
        assert tags.seen <= TELEGRAM_TAGS
        assert len(tags.text) < 1024  # a caption, the shorter of both limits
        assert "\n\n\n" not in text
        assert template in {"reports/noted", "reports/earned"} or tags.text.strip()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", ["registration/ask_consent", "reports/ask_consent"])
def test_what_is_agreed_to_is_read_at_a_kerb_and_the_rest_unfolds(language: Language, template: str) -> None:
    for values in values_of(language, template):
        plain = {**values, "noted": Noted.NOTHING, "words_cut": False, "invited_as": None}
        shown, _, folded = catalogue.text(language, template, plain).partition("<blockquote expandable>")
        assert len([line for line in shown.splitlines() if line]) <= 6
        for command in ("/consents", "/deleteme"):
            assert command in folded


@pytest.mark.parametrize("key", sorted(catalogue.label_keys(Language.ZH)))
def test_a_label_takes_the_same_values_in_both_languages(key: str) -> None:
    def fields(language: Language) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(catalogue.label(language, key)) if field}

    assert fields(Language.ZH) == fields(Language.EN)


def strings_of_code() -> Iterator[str]:
    """Every string in the code, with `*` for what is filled in."""
    for path in [*sorted((ROOT / "handlers").rglob("*.py")), *sorted((ROOT / "messages").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values
                )


def test_everything_in_the_messages_is_said_somewhere() -> None:
    patterns = {re.escape(said).replace(r"\*", ".+") for said in strings_of_code() if "\n" not in said}
    patterns |= {f"fault\\.{pattern}" for pattern in patterns}
    included = ("reports/noted", "reports/earned", "reports/card_state", "reports/pile")
    patterns |= {*included, "training/facts", "honours/entries"}
    said = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns) if pattern != ".+"))
    everything = catalogue.template_names(Language.ZH) | catalogue.label_keys(Language.ZH)
    assert [name for name in sorted(everything) if not said.fullmatch(name)] == []


def test_everything_that_is_said_is_in_the_messages() -> None:
    groups = "|".join(sorted({key.split(".")[0] for key in catalogue.label_keys(Language.ZH)}))
    folders = "|".join(sorted({name.split("/")[0] for name in TEMPLATES if "/" in name}))
    looks_like_words = re.compile(rf"(?:{groups})\.[a-z_]*[a-z]|(?:{folders})/[a-z_]*[a-z]")
    said = {string for string in strings_of_code() if looks_like_words.fullmatch(string)}
    assert said
    assert said <= catalogue.template_names(Language.ZH) | catalogue.label_keys(Language.ZH)


@pytest.mark.parametrize("key", LABELS)
def test_every_choice_and_every_reason_has_its_label(key: str) -> None:
    assert key in catalogue.label_keys(Language.ZH)


def test_every_question_every_refusal_and_every_list_has_its_text() -> None:
    assert catalogue.template_names(Language.ZH) >= TEXTS


@pytest.mark.parametrize("language", Language)
def test_answers_to_presses_are_short_enough(language: Language) -> None:
    values = {
        "number": "WH-2026-000001",
        "other": "WH-2026-000002",
        "name": "x" * 64,
        "category": "x" * 20,
        "topic": "x" * 60,
        "call": "119",
    }
    values |= {"until": "11月25日 周三 14:00", "why": "x" * 40, "by": "x" * 64, "grid": "x" * 40}
    counts = {"points": 100, "places": 9999, "taken": 9999, "most": 999, "metres": 200}
    values |= {"when": "11月25日 周三 14:00", "who": "x" * 12}
    values |= {"again": "11月25日 周三", "opens": "11月25日 周三"}
    counts |= dict.fromkeys(("price", "short", "available", "held", "honour"), 99999)
    for key in catalogue.label_keys(language):
        group = key.split(".")[0]
        if group == "press" or group.endswith("refused"):
            assert len(catalogue.label(language, key, {**values, **counts})) <= 200


@pytest.mark.parametrize("language", Language)
def test_the_commands_menu_is_one_that_telegram_takes(language: Language) -> None:
    for entry in commands.menu(language):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"])
        assert 1 <= len(entry["description"]) <= 256


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("ZH-TW", "zh"),
        (None, "zh"),
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "en"),
    ],
)
def test_the_language_follows_the_clients_code(code: str | None, language: str) -> None:
    assert catalogue.language_for(code) == language
