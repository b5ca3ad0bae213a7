"""What is to be said, and how that ended."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from storage import outbox, unreachable
from storage.database import Transaction
from storage.inbox import EventId
from storage.outbox import Ending, IfOrphaned, Lane, OutboxId, OutboxRow, State

NOW = 1_700_000_000_000
COURIER = 1001
GROUP = -1001000000001


def message(id_: int, **changes: object) -> OutboxRow:
    """A reply that is due now."""
    row = OutboxRow(
        id=OutboxId(id_),
        event_id=EventId(id_),
        ordinal=0,
        channel="telegram",
        chat_id=COURIER,
        lane=Lane.REPLY,
        method="sendMessage",
        parameters={"text": "收到"},
        due_at=NOW,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def state_of(transaction: Transaction, id_: int) -> tuple[str, str | None]:
    row = transaction.one("SELECT state, reason FROM outbox WHERE id = :id", {"id": id_})
    assert row is not None
    return row["state"], row["reason"]


def due_ids(transaction: Transaction, lane: Lane = Lane.REPLY, now: int = NOW, limit: int = 100) -> list[int]:
    return [row.id for row in outbox.due(transaction, lane, now, limit)]


def test_a_row_comes_back_as_it_was_stored(transaction: Transaction) -> None:
    outbox.add(transaction, message(1), NOW)
    row = message(
        2,
        ordinal=3,
        parent=OutboxId(1),
        if_orphaned=IfOrphaned.SEND,
        target="row:1",
        effect="photo",
        expires_at=NOW + 5,
    )

    assert outbox.add(transaction, row, NOW)

    assert outbox.due(transaction, Lane.REPLY, NOW, 10) == [message(1), row]


def test_one_event_says_one_thing_in_one_place_once(transaction: Transaction) -> None:
    outbox.add(transaction, message(1), NOW)

    with pytest.raises(Exception, match="UNIQUE"):
        outbox.add(transaction, message(2, event_id=EventId(1)), NOW)


def test_rows_are_due_in_the_order_of_their_times_then_their_ids(transaction: Transaction) -> None:
    for id_, due_at in ((1, NOW), (2, NOW - 5), (3, NOW), (4, NOW + 1)):
        outbox.add(transaction, message(id_, due_at=due_at), NOW)

    assert due_ids(transaction) == [2, 1, 3]
    assert due_ids(transaction, limit=2) == [2, 1]
    assert due_ids(transaction, Lane.NOTICE) == []


def test_the_next_time_to_look_is_that_of_the_first_row_not_due_yet(transaction: Transaction) -> None:
    assert outbox.next_due_at(transaction, NOW) is None
    outbox.add(transaction, message(1), NOW)
    outbox.add(transaction, message(2, due_at=NOW + 9, lane=Lane.BROADCAST), NOW)
    outbox.add(transaction, message(3, due_at=NOW + 7, lane=Lane.NOTICE), NOW)

    assert outbox.next_due_at(transaction, NOW) == NOW + 7
    assert outbox.next_due_at(transaction, NOW + 7) == NOW + 9


def test_ids_go_on_from_the_highest_ever_stored(transaction: Transaction) -> None:
    assert outbox.highest_id(transaction) == 0
    outbox.add(transaction, message(41), NOW)
    outbox.end(transaction, Ending(OutboxId(41), State.SENT), NOW)

    assert outbox.highest_id(transaction) == 41


def test_a_newer_edit_of_a_message_replaces_one_not_sent_yet(transaction: Transaction) -> None:
    outbox.add(transaction, message(1, target="row:9"), NOW)
    outbox.add(transaction, message(2, target="row:8"), NOW)
    outbox.add(transaction, message(3, target="row:9"), NOW + 1)

    assert due_ids(transaction) == [2, 3]
    assert state_of(transaction, 1) == ("skipped", "superseded")


def test_a_newer_edit_leaves_one_alone_that_was_sent(transaction: Transaction) -> None:
    outbox.add(transaction, message(1, target="row:9"), NOW)
    outbox.end(transaction, Ending(OutboxId(1), State.SENT), NOW)

    outbox.add(transaction, message(2, target="row:9"), NOW)

    assert state_of(transaction, 1) == ("sent", None)


def test_how_a_row_ended_is_kept_with_every_message_it_made(transaction: Transaction) -> None:
    outbox.add(transaction, message(1), NOW)
    assert outbox.ending_of(transaction, OutboxId(1)) is None
    ending = Ending(OutboxId(1), State.SENT, None, (501, 502))

    outbox.end(transaction, ending, NOW)

    assert outbox.ending_of(transaction, OutboxId(1)) == ending
    assert due_ids(transaction) == []


def test_only_what_waits_is_marked_as_being_sent(transaction: Transaction) -> None:
    for id_ in (1, 2):
        outbox.add(transaction, message(id_, lane=Lane.BROADCAST), NOW)
    outbox.end(transaction, Ending(OutboxId(2), State.SKIPPED, "expired"), NOW)

    assert outbox.mark_sending(transaction, [OutboxId(1), OutboxId(2)]) == 1

    assert state_of(transaction, 1) == ("sending", None)
    assert state_of(transaction, 2) == ("skipped", "expired")


def test_what_was_being_broadcast_when_the_process_died_is_uncertain(transaction: Transaction) -> None:
    for id_ in (1, 2):
        outbox.add(transaction, message(id_, lane=Lane.BROADCAST), NOW)
    outbox.mark_sending(transaction, [OutboxId(1)])

    assert outbox.sending_became_uncertain(transaction, NOW) == 1

    assert state_of(transaction, 1)[0] == "uncertain"
    assert due_ids(transaction, Lane.BROADCAST) == [2]


def test_what_surely_did_not_go_out_waits_again(transaction: Transaction) -> None:
    outbox.add(transaction, message(1, lane=Lane.BROADCAST), NOW)
    outbox.mark_sending(transaction, [OutboxId(1)])

    outbox.mark_waiting(transaction, OutboxId(1), NOW)

    assert state_of(transaction, 1) == ("waiting", None)


def test_what_has_ended_does_not_wait_again(transaction: Transaction) -> None:
    outbox.add(transaction, message(1, lane=Lane.BROADCAST), NOW)
    outbox.end(transaction, Ending(OutboxId(1), State.UNCERTAIN, "timed out"), NOW)

    outbox.mark_waiting(transaction, OutboxId(1), NOW)

    assert state_of(transaction, 1) == ("uncertain", "timed out")


def test_what_is_taken_back_is_not_due_any_more_and_says_why(transaction: Transaction) -> None:
    for id_ in (1, 2, 3):
        outbox.add(transaction, message(id_), NOW)
    outbox.end(transaction, Ending(OutboxId(3), State.SENT), NOW)

    assert outbox.take_back(transaction, [OutboxId(1), OutboxId(3)], "cancelled", NOW + 1) == 1

    assert due_ids(transaction) == [2]
    assert state_of(transaction, 1) == ("skipped", "cancelled")
    assert state_of(transaction, 3) == ("sent", None)
    assert outbox.find_waiting(transaction, OutboxId(1)) is None
    assert outbox.find_waiting(transaction, OutboxId(2)) == message(2)


def test_what_is_being_broadcast_when_it_is_taken_back_goes_on_and_tells_how_it_ended(
    transaction: Transaction,
) -> None:
    outbox.add(transaction, message(1, lane=Lane.BROADCAST), NOW)
    outbox.mark_sending(transaction, [OutboxId(1)])

    assert outbox.take_back(transaction, [OutboxId(1)], "cancelled", NOW) == 0

    assert outbox.end(transaction, Ending(OutboxId(1), State.SENT, None, (501,)), NOW)
    assert state_of(transaction, 1) == ("sent", None)


def test_what_was_taken_back_while_it_was_being_broadcast_does_not_wait_again(
    transaction: Transaction,
) -> None:
    outbox.add(transaction, message(1, lane=Lane.BROADCAST), NOW)
    outbox.mark_sending(transaction, [OutboxId(1)])
    outbox.take_back(transaction, [OutboxId(1)], "cancelled", NOW)

    outbox.mark_waiting(transaction, OutboxId(1), NOW + 1)

    assert state_of(transaction, 1) == ("skipped", "cancelled")
    assert due_ids(transaction, Lane.BROADCAST) == []
    assert outbox.ending_of(transaction, OutboxId(1)) is not None


def test_a_row_ends_once(transaction: Transaction) -> None:
    outbox.add(transaction, message(1), NOW)
    outbox.take_back(transaction, [OutboxId(1)], "erased", NOW)

    assert not outbox.end(transaction, Ending(OutboxId(1), State.FAILED, "blocked"), NOW + 1)

    assert state_of(transaction, 1) == ("skipped", "erased")


def test_what_was_superseded_under_way_ends_as_it_truly_did(transaction: Transaction) -> None:
    outbox.add(transaction, message(1, target="row:9"), NOW)
    outbox.add(transaction, message(2, target="row:9"), NOW)

    assert outbox.end(transaction, Ending(OutboxId(1), State.SENT, None, (501,)), NOW)
    assert not outbox.end(transaction, Ending(OutboxId(1), State.FAILED, "again"), NOW)

    assert outbox.ending_of(transaction, OutboxId(1)) == Ending(OutboxId(1), State.SENT, None, (501,))


@pytest.mark.parametrize(
    ("lane", "is_sent"),
    [(Lane.UNPACED, True), (Lane.REPLY, True), (Lane.NOTICE, False), (Lane.BROADCAST, False)],
)
def test_an_unreachable_chat_gets_answers_and_nothing_else(
    transaction: Transaction, lane: Lane, is_sent: bool
) -> None:
    unreachable.mark(transaction, "telegram", COURIER, "Forbidden: bot was blocked by the user", NOW)

    assert outbox.add(transaction, message(1, lane=lane), NOW) is is_sent

    expected = ("waiting", None) if is_sent else ("skipped", "unreachable")
    assert state_of(transaction, 1) == expected


def test_a_chat_that_writes_again_is_reachable(transaction: Transaction) -> None:
    unreachable.mark(transaction, "telegram", COURIER, "blocked", NOW)
    unreachable.mark(transaction, "telegram", COURIER, "deactivated", NOW)

    unreachable.clear(transaction, "telegram", COURIER)

    assert outbox.add(transaction, message(1, lane=Lane.NOTICE), NOW)


def test_a_group_that_moved_takes_along_what_waits_for_it(transaction: Transaction) -> None:
    for id_, chat_id in ((1, GROUP), (2, COURIER), (3, GROUP)):
        outbox.add(transaction, message(id_, chat_id=chat_id), NOW)
    outbox.end(transaction, Ending(OutboxId(1), State.SENT), NOW)

    outbox.move_chat(transaction, "telegram", GROUP, -1002)

    assert [row.chat_id for row in outbox.due(transaction, Lane.REPLY, NOW, 10)] == [COURIER, -1002]
    assert transaction.number("SELECT chat_id FROM outbox WHERE id = 1") == GROUP


def test_what_was_said_is_forgotten_and_that_it_was_said_is_kept(transaction: Transaction) -> None:
    for id_ in (1, 2):
        outbox.add(transaction, message(id_), NOW)
    outbox.end(transaction, Ending(OutboxId(1), State.SENT, None, (501,)), NOW)

    assert outbox.forget_contents(transaction, NOW) == 0
    assert outbox.forget_contents(transaction, NOW + 1) == 1
    assert outbox.forget_contents(transaction, NOW + 1) == 0

    assert outbox.ending_of(transaction, OutboxId(1)) == Ending(OutboxId(1), State.SENT, None, (501,))
    assert json.loads(outbox_parameters(transaction, 1)) == {}
    assert json.loads(outbox_parameters(transaction, 2)) == {"text": "收到"}


def outbox_parameters(transaction: Transaction, id_: int) -> str:
    row = transaction.one("SELECT parameters FROM outbox WHERE id = :id", {"id": id_})
    assert row is not None
    return str(row["parameters"])


def test_states_are_counted(transaction: Transaction) -> None:
    for id_ in (1, 2, 3):
        outbox.add(transaction, message(id_), NOW)
    outbox.end(transaction, Ending(OutboxId(3), State.FAILED, "refused"), NOW)

    assert outbox.states(transaction) == {"waiting": 2, "failed": 1}
