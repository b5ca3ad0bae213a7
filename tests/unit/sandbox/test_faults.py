import pytest

from bot.sandbox.faults import Fault, FaultKind, Faults, FaultScope


class Now:
    def __init__(self) -> None:
        self.milliseconds = 0

    def __call__(self) -> int:
        return self.milliseconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def faults(now: Now) -> Faults:
    return Faults(now)


def test_a_fault_hits_once_unless_told_otherwise(faults: Faults) -> None:
    ordered = faults.add(Fault(FaultKind.RESET))
    assert faults.match("sendMessage", 7) == ordered
    assert faults.match("sendMessage", 7) is None


def test_zero_times_means_until_deleted(faults: Faults) -> None:
    faults.add(Fault(FaultKind.RESET, times=0))
    assert all(faults.match("sendMessage", 7) for _ in range(50))
    faults.clear()
    assert faults.match("sendMessage", 7) is None


def test_the_first_order_that_matches_wins(faults: Faults) -> None:
    faults.add(Fault(FaultKind.RESET, method="sendPhoto"))
    faults.add(Fault(FaultKind.DELAY, chat=7))
    faults.add(Fault(FaultKind.ERROR))
    hit = faults.match("sendMessage", 7)
    assert hit is not None
    assert hit.kind is FaultKind.DELAY


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(FaultKind.RESET, method="SENDMESSAGE"), True),
        (Fault(FaultKind.RESET, method="sendPhoto"), False),
        (Fault(FaultKind.RESET, chat=8), False),
        (Fault(FaultKind.RESET, contains="井盖"), True),
        (Fault(FaultKind.RESET, contains="路灯"), False),
    ],
)
def test_a_fault_concerns_the_calls_it_names(faults: Faults, fault: Fault, expected: bool) -> None:
    faults.add(fault)
    assert (faults.match("sendMessage", 7, "井盖破损") is not None) is expected


def test_chance_repeats_itself_with_the_same_seed(now: Now) -> None:
    def hits() -> list[bool]:
        faults = Faults(now)
        faults.add(Fault(FaultKind.RESET, probability=0.3, times=0, seed=5))
        return [faults.match("sendMessage", 7) is not None for _ in range(200)]

    assert hits() == hits()
    assert 30 < sum(hits()) < 90


def test_a_429_with_a_scope_stops_the_chat_until_its_time_has_passed(faults: Faults, now: Now) -> None:
    faults.add(Fault(FaultKind.ERROR, error_code=429, retry_after=3, scope=FaultScope.CHAT))
    faults.match("sendMessage", 7)
    now.milliseconds = 1500
    still = faults.match("sendMessage", 7)
    assert still is not None
    assert still.retry_after == 2
    assert faults.match("sendMessage", 8) is None
    now.milliseconds = 3000
    assert faults.match("sendMessage", 7) is None


def test_a_global_429_stops_every_chat_but_not_the_polls(faults: Faults) -> None:
    faults.add(Fault(FaultKind.ERROR, error_code=429, retry_after=3, scope=FaultScope.GLOBAL))
    faults.match("sendMessage", 7)
    assert faults.match("sendMessage", 8) is not None
    assert faults.match("getUpdates", None) is None


def test_duplicate_updates_are_asked_for_apart_from_calls(faults: Faults) -> None:
    faults.add(Fault(FaultKind.DUPLICATE_UPDATE, chat=7))
    assert faults.match("sendMessage", 7) is None
    assert not faults.duplicates(8)
    assert faults.duplicates(7)
    assert not faults.duplicates(7)
