"""What happened counts once, and is known again for a week."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import inbox
from storage.database import Transaction
from storage.inbox import KEPT, Answer, Arrival, EventKind, body_hash

NOW = 1_700_000_000_000
UPDATE = Arrival("telegram", EventKind.UPDATE, "7", '{"update_id": 7, "message": {"text": "路灯坏了"}}')

scalars = st.none() | st.booleans() | st.integers() | st.text()
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


def waiting_keys(transaction: Transaction) -> list[str]:
    return [event.key for event in inbox.waiting(transaction, limit=100)]


def test_what_is_stored_comes_back_as_it_arrived(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)

    [event] = inbox.waiting(transaction, limit=10)

    assert (event.channel, event.kind, event.key, event.body) == (
        "telegram",
        EventKind.UPDATE,
        "7",
        UPDATE.body,
    )
    assert event.received_at == NOW
    assert event.attempts == 0


def test_an_event_delivered_twice_counts_once(transaction: Transaction) -> None:
    assert inbox.add(transaction, [UPDATE, UPDATE], NOW) == 1
    assert inbox.add(transaction, [UPDATE], NOW + 1) == 0
    assert waiting_keys(transaction) == ["7"]


def test_an_event_delivered_again_after_it_was_handled_does_not_count_again(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    inbox.finish(transaction, inbox.waiting(transaction, 1)[0].id, NOW)

    assert inbox.add(transaction, [UPDATE], NOW + 1) == 0
    assert waiting_keys(transaction) == []


def test_spacing_and_the_order_of_keys_make_no_new_event(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    same = replace(UPDATE, body='{"message":{"text":"\\u8def\\u706f\\u574f\\u4e86"},"update_id":7}')

    assert inbox.add(transaction, [same], NOW) == 0


@pytest.mark.parametrize(
    "other",
    [
        replace(UPDATE, body='{"update_id": 7, "message": {"text": "another week, another update"}}'),
        replace(UPDATE, channel="wecom"),
        replace(UPDATE, kind=EventKind.EFFECT),
        replace(UPDATE, key="8"),
    ],
)
def test_another_body_channel_kind_or_key_is_another_event(transaction: Transaction, other: Arrival) -> None:
    inbox.add(transaction, [UPDATE], NOW)

    assert inbox.add(transaction, [other], NOW) == 1


def test_events_wait_in_the_order_of_their_arrival(transaction: Transaction) -> None:
    inbox.add(transaction, [replace(UPDATE, key=key) for key in ("9", "10", "1")], NOW)

    assert waiting_keys(transaction) == ["9", "10", "1"]
    assert [event.key for event in inbox.waiting(transaction, limit=2)] == ["9", "10"]


def test_a_key_is_forgotten_a_week_after_it_was_handled_and_not_before(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    inbox.finish(transaction, inbox.waiting(transaction, 1)[0].id, NOW)

    assert inbox.forget_handled(transaction, NOW + KEPT) == 0
    assert inbox.forget_handled(transaction, NOW + KEPT + 1) == 1
    assert inbox.add(transaction, [UPDATE], NOW + KEPT + 1) == 1


def test_what_still_waits_is_never_forgotten(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)

    assert inbox.forget_handled(transaction, NOW + 100 * KEPT) == 0
    assert inbox.count_waiting(transaction) == 1


def test_ids_are_not_used_again_after_the_newest_was_forgotten(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    first = inbox.waiting(transaction, 1)[0].id
    inbox.finish(transaction, first, NOW)
    inbox.forget_handled(transaction, NOW + KEPT + 1)

    inbox.add(transaction, [UPDATE], NOW + KEPT + 1)

    assert inbox.waiting(transaction, 1)[0].id > first


def test_attempts_are_counted_while_an_event_waits(transaction: Transaction) -> None:
    inbox.add(transaction, [UPDATE], NOW)
    event = inbox.waiting(transaction, 1)[0].id

    assert [inbox.count_attempt(transaction, event) for _ in range(3)] == [1, 2, 3]
    assert inbox.waiting(transaction, 1)[0].attempts == 3

    inbox.bury(transaction, event, NOW, "stopped the process")
    assert inbox.count_attempt(transaction, event) == 0


def test_states_are_counted(transaction: Transaction) -> None:
    inbox.add(transaction, [replace(UPDATE, key=str(n)) for n in range(4)], NOW)
    first, second, *_ = inbox.waiting(transaction, 4)
    inbox.finish(transaction, first.id, NOW)
    inbox.bury(transaction, second.id, NOW, "broke")

    assert inbox.states(transaction) == {"waiting": 2, "done": 1, "dead": 1}


def test_a_command_is_answered_again_as_it_was_the_first_time(transaction: Transaction) -> None:
    keys = ("done", "dead", "waiting")
    inbox.add(transaction, [Arrival("operator", EventKind.COMMAND, key, "{}") for key in keys], NOW)
    done, dead, _ = inbox.waiting(transaction, 3)
    inbox.finish(transaction, done.id, NOW, inbox.encode_result({"link": "招募"}))
    inbox.bury(transaction, dead.id, NOW, "no such grid")

    answers = [inbox.answer_of(transaction, "operator", key) for key in keys]

    assert answers == [Answer(True, {"link": "招募"}), Answer(False, {"error": "no such grid"}), None]


@given(json_values)
def test_the_hash_of_a_body_depends_on_its_meaning_alone(value: object) -> None:
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    spacious = json.dumps(value, indent=2, ensure_ascii=False)

    assert body_hash(compact) == body_hash(spacious)


@given(st.text())
def test_a_body_that_is_no_json_has_a_hash_too(body: str) -> None:
    assert len(body_hash(body)) == 32


def test_a_body_nested_too_deeply_to_be_read_has_a_hash_too() -> None:
    assert len(body_hash("[" * 100_000)) == 32
