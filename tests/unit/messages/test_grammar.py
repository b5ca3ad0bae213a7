"""Sentences fit the number of those they speak of, in both languages."""

from __future__ import annotations

import pytest

from messages import catalogue
from messages.catalogue import Language
from storage.members import Standing
from tests.unit.messages.test_words import person

ONE, TWO, MANY = ["Li"], ["Li", "Wang"], ["Li", "Wang", "Chen", "Zhou"]


def submitted(language: Language, workers: list[str], *, in_group: bool) -> str:
    values = {
        "number": "WH-2026-000001",
        "category": "x",
        "grid": "West",
        "reached": 1,
        "workers": workers,
        "in_group": in_group,
    }
    return catalogue.text(language, "reports/submitted", values).splitlines()[-1]


@pytest.mark.parametrize(
    ("workers", "in_group", "begins"),
    [
        (ONE, False, "Your report has reached Li, who answers for this grid. "),
        (TWO, False, "Your report has reached Li and Wang, who answer for this grid. "),
        (MANY, False, "Your report has reached Li, Wang, Chen and Zhou, who answer for this grid. "),
        (ONE, True, "Your report has reached the group of this grid, where Li answers for it. "),
        (TWO, True, "Your report has reached the group of this grid, where Li and Wang answer for it. "),
        (
            MANY,
            True,
            "Your report has reached the group of this grid, where Li, Wang, Chen and Zhou answer for it. ",
        ),
    ],
)
def test_english_names_one_two_or_many_workers_and_their_group(
    workers: list[str], in_group: bool, begins: str
) -> None:
    assert submitted(Language.EN, workers, in_group=in_group).startswith(begins)


@pytest.mark.parametrize(
    ("workers", "in_group", "begins"),
    [
        (ONE, False, "已送到网格员Li，"),
        (TWO, False, "已送到网格员Li、Wang，"),
        (MANY, False, "已送到网格员Li、Wang、Chen、Zhou，"),
        (ONE, True, "已发到这个网格的群里，网格员Li会看到，"),
        (MANY, True, "已发到这个网格的群里，网格员Li、Wang、Chen、Zhou都会看到，"),
    ],
)
def test_chinese_names_one_two_or_many_workers_and_their_group(
    workers: list[str], in_group: bool, begins: str
) -> None:
    assert submitted(Language.ZH, workers, in_group=in_group).startswith(begins)


@pytest.mark.parametrize(
    ("reports", "says"), [(1, "the report you have sent"), (3, "the 3 reports you have sent")]
)
def test_english_speaks_of_one_report_or_of_several(reports: int, says: str) -> None:
    values = {"reports": reports, "person": person(Standing.ACTIVE), "days": 30, "minutes": 15}
    assert says in catalogue.text(Language.EN, "mydata/explain_erasure", values)
