"""Both languages say the same things, and everything that the code says exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import combinations, product
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, meta

from bot.photos import Unfit
from handlers.muted import Told
from handlers.mydata.overview import Overview
from handlers.people import mute_lifecycle as muting
from handlers.points import lifecycle as awarding
from handlers.points.amounts import AmountFault, ReasonFault
from handlers.points.earning import Cause, Unpaid
from handlers.points.lifecycle import Hole as AwardHole
from handlers.points.overview import Line
from handlers.registration import lifecycle as registering
from handlers.registration.cards import Contents as Applicant
from handlers.registration.lifecycle import DeclineReason
from handlers.registration.questions import Hole as RegistrationHole
from handlers.reports.cards import Contents
from handlers.reports.lifecycle import Refusal
from handlers.reports.morning import LISTED
from handlers.reports.morning import Line as WaitingLine
from handlers.reports.questions import Hole, Noted
from handlers.reports.receipts import Reach
from handlers.training import lifecycle as training_life
from handlers.training.cards import Contents as TrainingContents
from handlers.training.drafts import Item
from handlers.training.notices import Difference
from handlers.training.when import Problem
from messages import catalogue, commands
from messages.catalogue import Language
from storage.consents import Purpose
from storage.corrections import Correctable
from storage.members import Member, MemberId, Role, Standing
from storage.mutes import MuteReason
from storage.registrations import RegistrationState
from storage.reports import Category, Place, ReturnReason
from storage.signups import SignUpState
from storage.stations import Platform
from storage.trainings import Spot, TrainingState
from tests.unit.messages import broadcast_values

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(catalogue.template_names(Language.ZH))
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}


def person(standing: Standing, *roles: Role) -> Member:
    return Member(MemberId(1), "telegram", 1, "<李>", None, standing, frozenset(roles))


def card(grid: str | None, worker: str | None, reason: str | None, words: str, photos: int) -> Contents:
    when, seen = "Wed 25 Nov, 14:00", None if photos > 1 else "Tue 24 Nov, 20:00"
    place = Place(30.5, 114.3)
    return Contents("WH-2026-000001", "🗑", when, seen, grid, words, place, photos, worker, reason)


def applicant(phone: str | None, station: str | None, state: RegistrationState) -> Applicant:
    return Applicant("<李>", phone, station, state, "<刘>", "<不>")


def training(
    state: TrainingState, part: SignUpState | None, has_begun: bool, is_full: bool
) -> TrainingContents:
    return TrainingContents(
        topic="<急救>" * 15,
        when="11月25日 周三 14:00",
        place="<驿站>" * 30,
        spot=Spot(30.5, 114.3) if has_begun else None,
        places=20 if is_full or has_begun else None,
        taken=20 if is_full else 3,
        is_full=is_full,
        points=2 if is_full else int(has_begun),
        state=state,
        has_begun=has_begun,
        reason="<雨>" * 66 if state is TrainingState.CANCELLED else None,
        part=part,
    )


# Every value that a template may be given; a template takes from this what it names.
VALUES: Mapping[str, Sequence[object]] = {
    "person": [person(standing) for standing in Standing]
    + [person(Standing.ACTIVE, role) for role in Role]
    + [person(Standing.ACTIVE, *Role)],
    "is_courier": [True, False],
    "command": ["/fly<b>"],
    "noted": list(Noted),
    "held": [frozenset(kinds) for n in range(4) for kinds in combinations(("photo", "place", "words"), n)],
    "words_cut": [True, False],
    "words_shown": [300],
    "other_waits": [True, False],
    "reason": ["gone", *Unfit],
    "remaining": [0, 2],
    "holds_more": [True, False],
    "category": ["🗑 <垃圾>"],
    "number": ["WH-2026-000001"],
    "grid": [None, "<西>"],
    "worker": ["<王>"],
    "night": [None, "22:00–07:00"],
    "rides": [False, True],
    "rushes": [False, True],
    "riding_until": [None, "14:30"],
    "reports": [0, 1, 3],
    "days": [30],
    "minutes": [15],
    "received_days": [7],
    "said_days": [30],
    "mine": [
        Overview("<李>", phone, station, "骑手", agreed, 2, drafts, "2026-09-01")
        for phone, station in ((None, None), ("+8613800000000", "<站>"))
        for agreed in ([], list(Purpose))
        for drafts in (0, 1)
    ],
    "applicant": [
        applicant(phone, station, state)
        for phone, station in ((None, None), ("+8613800000000", "<站>"))
        for state in RegistrationState
    ],
    "why": [*DeclineReason, "<坏了>"],
    "count": [1, 12],
    "error": ["ValueError"],
    "invited_as": [None, "<骑手>"],
    "name": ["<李>"],
    "length": [10_000],
    "longest": [64],
    "station": [None, "<站>"],
    "role": ["<骑手>"],
    "link": ["https://t.me/some_bot?start=join-0123456789_-<"],
    "until": ["2026-09-01 12:00"],
    "total": [0, 1, 12],
    "listed": [10],
    "had_draft": [False, True],
    "agrees": [False, True],
    "undecided": [
        [WaitingLine("WH-2026-000001", "🗑 <垃圾>", grid, "3 天")] * most
        for grid in (None, "<西>")
        for most in (1, LISTED)
    ],
    "given": [frozenset(), frozenset(Purpose)],
    "card": [
        card(grid, worker, reason, words, photos)
        for grid in (None, "<西>")
        for worker, reason in ((None, None), ("<王>", None), ("<王>", "<看不清>"))
        for words in ("", "<b> & {{ 1 }}")
        for photos in (1, 3)
    ],
    "anybody": [True, False],
    "in_group": [True, False],
    "reach": [
        Reach(workers, in_group, in_reserve)
        for workers in ([], [person(Standing.ACTIVE)], [person(Standing.ACTIVE)] * 3)
        for in_group in (True, False)
        for in_reserve in (True, False)
    ],
    "workers": [[], ["<王>"], ["<王>", "周敏"]],
    "photos": [2],
    "since": ["09-21 12:00", None],
    "words": ["<b> & {{ 1 }}", ""],
    "training": [
        training(state, part, has_begun, is_full)
        for state in (TrainingState.PUBLISHED, TrainingState.CANCELLED, TrainingState.HELD)
        for part in (None, *SignUpState)
        for has_begun in (False, True)
        for is_full in (False, True)
    ],
    "revises": [False, True],
    "problem": list(Problem),
    "example": ["11月28日 周六 14:00"],
    "topic": ["<急救>" * 15],
    "changes": [[Difference("时间", "1", "<2>"), Difference("地图", "", "<新>" * 40)]],
    "left": [0, 1, 23],
    "came": [0, 3],
    "earned": [0, 1, 2],
    "places": [3],
    "taken": [5],
    "next_step": ["<再拍>"],
    **broadcast_values.VALUES,
    "paid": [0, 1, 2],
    "unpaid": [None, *Unpaid],
    "cap": [None, 5],
    "balance": [0, 1, 17],
    "points": [1, 5],
    "lines": [[], [Line("+1", "<理由>", "11月25日 周三 14:00")] * 10],
    "has_more": [False, True],
    "for_a_report": [0, 1],
    "fault": [*AmountFault, *ReasonFault],
    "most": [100],
    "member": [person(Standing.ACTIVE, Role.COURIER)],
    "mute": [Told("Wed 25 Nov, 14:00", "<骂人>", by) for by in (None, "<刘>")],
    "is_kept": [True, False],
    "rather_not": ["先不留电话"],
    "phone": [None, "+8613800000000"],
    "what": list(Correctable),
    "before": [None, "<李>"],
    "after": [None, "<王>"],
    "value": [None, "<李>"],
    "facts": [["身份：<骑手>", "报过：3 条"]],
}


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
        assert template == "reports/noted" or tags.text.strip()


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
    for path in [*sorted((ROOT / "handlers").rglob("*.py")), *sorted((ROOT / "messages").glob("*.py"))]:
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
    patterns |= {"reports/noted", "training/facts"}  # they are included
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


@pytest.mark.parametrize(
    "key",
    [
        *(f"category.{category}" for category in Category),
        *(f"reason.{reason}" for reason in ReturnReason),
        *(f"next_step.{reason}" for reason in ReturnReason),
        *(f"refused.{refusal}" for refusal in Refusal),
        *(f"registration_refused.{refusal}" for refusal in registering.Refusal),
        *(f"training_refused.{refusal}" for refusal in training_life.Refusal),
        *(f"training.{item}" for item in Item),
        *(f"training_item.{item}" for item in Item),
        *(f"correct.{what}" for what in Correctable),
        *(f"mute_refused.{refusal}" for refusal in muting.Refusal),
        *(f"mute.days_{days}" for days in muting.DAYS),
        *(f"mute_reason.{reason}" for reason in MuteReason),
        *(f"decline_reason.{reason}" for reason in DeclineReason),
        *(f"award_refused.{refusal}" for refusal in awarding.Refusal),
        *(f"movement.{cause}" for cause in Cause),
        *(f"platform.{platform}" for platform in Platform),
        *(f"role.{role}" for role in Role),
        *(f"language.{language}" for language in Language),
        *(f"press.{standing}" for standing in Standing if standing is not Standing.ACTIVE),
    ],
)
def test_every_choice_has_its_label(key: str) -> None:
    assert key in catalogue.label_keys(Language.ZH)


def test_every_hole_has_its_question() -> None:
    asked = {f"reports/ask_{hole}" for hole in Hole if hole is not Hole.NONE}
    asked |= {f"registration/ask_{hole}" for hole in RegistrationHole if hole is not RegistrationHole.NONE}
    asked |= {f"training/ask_{item}" for item in Item}
    asked |= {f"points/ask_{hole}" for hole in AwardHole if hole is not AwardHole.NONE}
    assert asked <= catalogue.template_names(Language.ZH)


@pytest.mark.parametrize("language", Language)
def test_answers_to_presses_are_short_enough(language: Language) -> None:
    values = {"number": "WH-2026-000001", "name": "x" * 64, "category": "x" * 20, "topic": "x" * 60}
    values |= {"until": "11月25日 周三 14:00", "why": "x" * 40, "by": "x" * 64}
    counts = {"points": 100, "places": 9999, "taken": 9999}
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
