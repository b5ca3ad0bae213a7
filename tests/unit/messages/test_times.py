"""Times as people read them."""

from __future__ import annotations

from datetime import datetime

import pytest

from messages import times
from messages.catalogue import Language


@pytest.mark.parametrize(
    ("language", "read"), [(Language.ZH, "11月25日 周三 14:00"), (Language.EN, "Wed 25 Nov, 14:00")]
)
def test_a_moment_is_short_and_names_its_weekday(language: Language, read: str) -> None:
    assert times.moment(language, datetime(2026, 11, 25, 14, 0)) == read  # noqa: DTZ001 - on the clocks here


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name(month: int) -> None:
    for language in Language:
        assert times.moment(language, datetime(2026, month, 1))  # noqa: DTZ001 - on the clocks here


@pytest.mark.parametrize(
    ("milliseconds", "zh", "en"),
    [
        (1, "1 秒", "1 s"),
        (10_000, "10 秒", "10 s"),
        (99_001, "1 分 40 秒", "1 min 40 s"),
        (7_500_000, "2 小时 5 分", "2 h 5 min"),
    ],
)
def test_a_duration_is_told_in_the_two_units_that_matter(milliseconds: int, zh: str, en: str) -> None:
    assert times.duration(Language.ZH, milliseconds) == zh
    assert times.duration(Language.EN, milliseconds) == en
