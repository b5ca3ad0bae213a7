"""How many reports go in an hour and in a day, as a rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from handlers.limits.rules import A_DAY, AN_HOUR, DAY, HOUR, LIMITS, free_at

NOW = 1_790_000_000_000  # UTC ms
times = some.lists(some.integers(NOW - DAY, NOW), max_size=60)


@given(times)
def test_whoever_has_sent_few_may_send_at_once(sent: list[int]) -> None:
    assert free_at(sent[: AN_HOUR - 1], NOW) == NOW


@given(times)
def test_at_the_time_that_is_told_it_may_be_sent_and_not_a_moment_sooner(sent: list[int]) -> None:
    free = free_at(sent, NOW)
    assert free_at(sent, free) == free
    assert free == NOW or free_at(sent, free - 1) == free


@given(times, some.integers(1, 5))
def test_a_wider_limit_never_waits_longer(sent: list[int], more: int) -> None:
    assert free_at(sent, NOW, more=more) <= free_at(sent, NOW)


@given(some.lists(some.integers(0, HOUR), max_size=80))
def test_whatever_is_tried_no_window_ever_holds_more_than_its_limit(pauses: list[int]) -> None:
    sent: list[int] = []
    now = NOW
    for pause in pauses:
        now += pause
        if free_at(sent, now) == now:
            sent.append(now)
    for limit in LIMITS:
        for begins in sent:
            assert sum(begins <= time < begins + limit.length for time in sent) <= limit.reports


def test_the_day_counts_where_the_hour_does_not() -> None:
    sent = [NOW - index * HOUR for index in range(1, A_DAY + 1)]
    assert free_at(sent, NOW) == NOW - A_DAY * HOUR + DAY
