"""Times as people type them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import LONGEST_AHEAD, Problem
from handlers.training.when import read_when
from messages import time_words, times
from messages.catalogue import Language

WUHAN = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=WUHAN)  # a Wednesday


def read(text: str, now: datetime = NOW) -> datetime | Problem:
    return read_when(text, now, time_words.vocabulary())


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28 14:00",
        "2026/11/28 14:00",
        "11-28 14:00",
        "11.28 14：00",
        "１１月２８日　１４：００",
        "11月28日 14:00",
        "11月28号下午2点",
        "2026年11月28日14点",
        "11月28日 周六 14:00",
        "十一月28日 14时",
        "28 Nov 14:00",
        "Sat 28 Nov, 14:00",
        "28 November 2026 2pm",
        "November 28th, 2 pm",
        "周六 14点",
        "星期六下午2:00",
        "saturday 2 p.m.",
    ],
)
def test_a_date_and_a_time_are_understood_in_many_spellings(text: str) -> None:
    assert read(text) == datetime(2026, 11, 28, 14, 0, tzinfo=WUHAN)


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("明天 14:00", 26, 14, 0),
        ("后天上午9点半", 27, 9, 30),
        ("今天 14点15分", 25, 14, 15),
        ("tomorrow 14:05", 26, 14, 5),
        ("周三 14:00", 25, 14, 0),  # later today
        ("tomorrow 12 am", 26, 0, 0),
        ("tomorrow 12 pm", 26, 12, 0),
    ],
)
def test_days_near_by_have_names(text: str, day: int, hour: int, minute: int) -> None:
    assert read(text) == datetime(2026, 11, day, hour, minute, tzinfo=WUHAN)


@pytest.mark.parametrize(
    "text", ["昨天", "昨天 14:00", "前天下午2点", "yesterday 2 pm", "Yesterday", "11月20日", "今天 9:00"]
)
def test_a_day_that_has_gone_is_in_the_past_with_an_hour_or_without(text: str) -> None:
    assert read(text) is Problem.PAST


def test_a_weekday_whose_hour_has_gone_is_next_weeks() -> None:
    assert read("周三 9:00") == datetime(2026, 12, 2, 9, 0, tzinfo=WUHAN)


def test_a_date_without_a_year_may_be_next_years() -> None:
    assert read("1月5日 14:00") == datetime(2027, 1, 5, 14, 0, tzinfo=WUHAN)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.UNREADABLE),
        ("soon", Problem.UNREADABLE),
        ("11-28 25:00", Problem.UNREADABLE),
        ("下下周某天 14:00", Problem.UNREADABLE),
        ("14:00", Problem.NO_DAY),
        ("下午2点", Problem.NO_DAY),
        ("11-28", Problem.NO_HOUR),
        ("明天", Problem.NO_HOUR),
        ("周六", Problem.NO_HOUR),
        ("2月30日 14:00", Problem.NO_SUCH_DAY),
        ("2026-13-01 14:00", Problem.NO_SUCH_DAY),
        ("11月28日 周五 14:00", Problem.OTHER_WEEKDAY),
        ("2026-11-25 09:59", Problem.PAST),
        ("11-20 14:00", Problem.PAST),
        ("2028-01-01 14:00", Problem.TOO_FAR),
    ],
)
def test_what_is_wrong_with_a_time_is_told_precisely(text: str, problem: Problem) -> None:
    assert read(text) is problem


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(WUHAN)),  # noqa: DTZ001
    ahead=st.integers(1, 330 * 24 * 60),
    language=st.sampled_from(Language),
)
def test_what_we_write_ourselves_is_read_back(now: datetime, ahead: int, language: Language) -> None:
    meant = (now + timedelta(minutes=ahead)).replace(second=0, microsecond=0)
    if meant > now:
        assert read(times.moment(language, meant), now) == meant


@given(text=st.text(st.sampled_from("0123456789-/:. 月日点半周六明天下午janpm<>年"), max_size=24))
def test_whatever_is_typed_is_a_time_to_come_or_a_problem(text: str) -> None:
    found = read(text)
    assert isinstance(found, Problem) or NOW < found <= NOW + LONGEST_AHEAD
