import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.limits import Limits


class Now:
    def __init__(self) -> None:
        self.milliseconds = 0

    def __call__(self) -> int:
        return self.milliseconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def limits(now: Now) -> Limits:
    return Limits(now)


def test_a_private_chat_takes_a_burst_of_five_then_one_a_second(limits: Limits, now: Now) -> None:
    assert [limits.take(7, is_private=True) for _ in range(6)] == [None] * 5 + [1]
    now.milliseconds += 1000
    assert limits.take(7, is_private=True) is None
    assert limits.take(7, is_private=True) == 1


def test_a_group_takes_twenty_a_minute(limits: Limits, now: Now) -> None:
    assert [limits.take(-7, is_private=False) for _ in range(21)] == [None] * 20 + [3]
    now.milliseconds += 3000
    assert limits.take(-7, is_private=False) is None


def test_all_chats_together_take_thirty_a_second(limits: Limits, now: Now) -> None:
    assert all(limits.take(chat, is_private=True) is None for chat in range(30))
    assert limits.take(30, is_private=True) == 1
    now.milliseconds += 1000
    assert all(limits.take(chat, is_private=True) is None for chat in range(30, 60))


def test_an_album_larger_than_the_burst_passes_and_is_paid_off_afterwards(limits: Limits, now: Now) -> None:
    assert limits.take(7, is_private=True, count=10) is None
    assert limits.take(7, is_private=True) == 6


def test_a_refused_send_costs_nothing(limits: Limits) -> None:
    for _ in range(5):
        limits.take(7, is_private=True)
    for _ in range(100):
        limits.take(7, is_private=True)
    assert all(limits.take(chat, is_private=True) is None for chat in range(100, 125))


def test_nothing_is_limited_when_switched_off(limits: Limits) -> None:
    limits.enabled = False
    assert all(limits.take(7, is_private=True) is None for _ in range(100))


@given(st.lists(st.integers(min_value=0, max_value=1500), max_size=60))
def test_waiting_as_long_as_told_always_suffices(pauses: list[int]) -> None:
    now = Now()
    limits = Limits(now)
    for pause in pauses:
        now.milliseconds += pause
        retry_after = limits.take(7, is_private=True)
        if retry_after is not None:
            now.milliseconds += retry_after * 1000
            assert limits.take(7, is_private=True) is None
