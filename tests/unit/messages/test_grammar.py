"""Sentences fit the number of those they speak of, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.reports.receipts import Reach
from messages import catalogue
from messages.catalogue import Language
from storage.members import Standing
from tests.unit.messages.values.people import person

ONE, TWO, MANY = ["Li"], ["Li", "Wang"], ["Li", "Wang", "Chen", "Zhou"]


def submitted(language: Language, workers: list[str], *, in_group: bool) -> str:
    values = {
        "number": "WH-2026-000001",
        "category": "x",
        "grid": "West",
        "anybody": True,
        "workers": workers,
        "in_group": in_group,
        "usually": None,
    }
    return catalogue.text(language, "reports/submitted", values).splitlines()[-1]


def reached(language: Language, workers: list[str], *, in_group: bool) -> str:
    named = [replace(person(Standing.ACTIVE), name=name) for name in workers]
    values = {"number": "1", "reach": Reach(named, in_group, in_reserve=False)}
    return catalogue.text(language, "reports/reached", values)


@pytest.mark.parametrize(
    ("workers", "in_group", "whom"),
    [
        (ONE, False, "grid worker Li."),
        (TWO, False, "grid workers Li and Wang."),
        (MANY, False, "grid workers Li, Wang, Chen and Zhou."),
        (ONE, True, "grid worker Li and the grid's group."),
        (MANY, True, "grid workers Li, Wang, Chen and Zhou and the grid's group."),
        ([], True, "the grid's group."),
    ],
)
def test_english_names_one_two_or_many_workers_and_their_group(
    workers: list[str], in_group: bool, whom: str
) -> None:
    assert submitted(Language.EN, workers, in_group=in_group).startswith(f"It is on its way to {whom} ")
    assert f"</code> has reached {whom} You will" in reached(Language.EN, workers, in_group=in_group)


@pytest.mark.parametrize(
    ("workers", "in_group", "whom"),
    [
        (ONE, False, "网格员Li"),
        (TWO, False, "网格员Li、Wang"),
        (MANY, False, "网格员Li、Wang、Chen、Zhou"),
        (MANY, True, "网格员Li、Wang、Chen、Zhou和网格群"),
        ([], True, "这片的网格群"),
    ],
)
def test_chinese_names_one_two_or_many_workers_and_their_group(
    workers: list[str], in_group: bool, whom: str
) -> None:
    assert f"{whom}。" in submitted(Language.ZH, workers, in_group=in_group)
    assert f"已送到{whom}，" in reached(Language.ZH, workers, in_group=in_group)


@pytest.mark.parametrize(
    ("reports", "says"), [(1, "the report you have sent"), (3, "the 3 reports you have sent")]
)
def test_english_speaks_of_one_report_or_of_several(reports: int, says: str) -> None:
    values = {"reports": reports, "person": person(Standing.ACTIVE), "days": 30, "minutes": 15}
    assert says in catalogue.text(Language.EN, "mydata/explain_erasure", values)
