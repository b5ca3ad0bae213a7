"""What others sent, and errors, that repeat who somebody is: found exactly, and emptied.

Reads whole tables, for it happens seldom; a cheap look comes first, and what passes is read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set

from storage.database import Row, Transaction
from storage.inbox import EventId
from storage.mentions import Quotable
from storage.traces import Traces

MESSAGE_ID = re.compile(r'"message_id": ?([0-9]+)')


def empty(
    transaction: Transaction, traces: Traces, quotable: Set[Quotable], event: EventId | None = None
) -> None:
    """Empty what was handled and tells of somebody, and `event`, which says so itself.

    `quotable` are the messages that named them: a press on one of them, and an answer to it, hold a copy.
    """
    _empty_events(transaction, traces, quotable, event)
    _empty_calls(transaction, traces)
    _empty_letters(transaction, traces, quotable)
    _empty_reasons(transaction, traces)
    _blot_out_of_trainings(transaction, traces)
    _blot_out_of_reports(transaction, traces)


def quotes(stored: str, quotable: Set[Quotable]) -> bool:
    """Whether a stored update holds a copy of one of those messages."""
    ids = {message.message_id for message in quotable}
    if not any(int(found) in ids for found in MESSAGE_ID.findall(stored)):
        return False
    try:
        left: list[object] = [json.loads(stored)]
    except (ValueError, RecursionError):
        return False
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if _is_one_of(value, quotable):
                return True
            left += value.values()
        elif isinstance(value, list):
            left += value
    return False


def _empty_events(
    transaction: Transaction, traces: Traces, quotable: Set[Quotable], event: EventId | None
) -> None:
    found = {row["id"] for row in _events_that_may(transaction, traces) if _tells(row, traces)}
    if quotable:
        copies = transaction.all(
            "SELECT id, body FROM inbox WHERE kind = 'update' AND state <> 'waiting'"
            " AND (body LIKE '%\"callback_query\"%' OR body LIKE '%\"reply_to_message\"%')"
        )
        found |= {row["id"] for row in copies if quotes(row["body"], quotable)}
    if event is not None:
        found.add(event)
    transaction.execute_many(
        "UPDATE inbox SET body = '{}', result = NULL WHERE id = :id", [{"id": id_} for id_ in sorted(found)]
    )
    dead = transaction.all("SELECT id, result FROM inbox WHERE state = 'dead' AND result IS NOT NULL")
    transaction.execute_many(
        "UPDATE inbox SET result = NULL WHERE id = :id",
        [{"id": row["id"]} for row in dead if traces.are_in_error(json.loads(row["result"]).get("error"))],
    )


def _events_that_may(transaction: Transaction, traces: Traces) -> list[Row]:
    return [
        row
        for hint in traces.hints
        for row in transaction.all(
            "SELECT id, body, result FROM inbox WHERE state <> 'waiting'"
            " AND (body LIKE :hint OR result LIKE :hint)",
            {"hint": f"%{hint}%"},
        )
    ]


def _empty_calls(transaction: Transaction, traces: Traces) -> None:
    """What the bot repeated of what others wrote; what it said itself is noted, see `mentions`."""
    calls = [
        row
        for hint in traces.hints
        for row in transaction.all(
            "SELECT id, parameters FROM outbox WHERE ended_at IS NOT NULL AND parameters LIKE :hint",
            {"hint": f"%{hint}%"},
        )
    ]
    transaction.execute_many(
        "UPDATE outbox SET parameters = '{}', target = NULL WHERE id = :id",
        [{"id": row["id"]} for row in calls if traces.are_in(row["parameters"])],
    )


def _empty_letters(transaction: Transaction, traces: Traces, quotable: Set[Quotable]) -> None:
    """Letters about their own events go as a whole, of other letters what the error repeats."""
    letters = transaction.all("SELECT id, body, reason, traceback FROM dead_letters")
    told = [row for row in letters if traces.are_in(row["body"]) or quotes(row["body"], quotable)]
    transaction.execute_many(
        "UPDATE dead_letters SET body = '{}', reason = 'erased', traceback = NULL WHERE id = :id",
        [{"id": row["id"]} for row in told],
    )
    errors = [row for row in letters if any(map(traces.are_in_error, (row["reason"], row["traceback"])))]
    transaction.execute_many(
        "UPDATE dead_letters SET reason = 'erased', traceback = NULL WHERE id = :id",
        [{"id": row["id"]} for row in errors],
    )


def _empty_reasons(transaction: Transaction, traces: Traces) -> None:
    """What coordinators wrote about others; an award that is not given yet asks for its reason again."""
    awards = transaction.all("SELECT id, reason FROM awards WHERE reason <> ''")
    transaction.execute_many(
        "UPDATE awards SET reason = CASE state WHEN 'draft' THEN NULL ELSE '' END WHERE id = :id",
        [{"id": row["id"]} for row in awards if traces.are_in_text(row["reason"])],
    )
    mutes = transaction.all("SELECT id, words FROM mutes WHERE words IS NOT NULL")
    transaction.execute_many(
        "UPDATE mutes SET words = NULL WHERE id = :id",
        [{"id": row["id"]} for row in mutes if traces.are_in_text(row["words"])],
    )


def _blot_out_of_trainings(transaction: Transaction, traces: Traces) -> None:
    """Others read what a training is about, so that stays, without the number of whoever stood there."""
    rows = transaction.all("SELECT id, topic, place, reason FROM trainings")
    told = [{name: row[name] for name in ("id", "topic", "place", "reason")} for row in rows]
    transaction.execute_many(
        "UPDATE trainings SET topic = :topic, place = :place, reason = :reason WHERE id = :id",
        [
            {
                name: traces.blotted_out(value) if isinstance(value, str) else value
                for name, value in row.items()
            }
            for row in told
            if any(isinstance(value, str) and traces.are_in_text(value) for value in row.values())
        ],
    )


def _blot_out_of_reports(transaction: Transaction, traces: Traces) -> None:
    """What was asked, answered and written about reports goes on being read, without their number."""
    for row in transaction.all(
        "SELECT id, words, answer FROM report_questions WHERE words <> '' OR answer <> ''"
    ):
        if traces.are_in_text(row["words"]) or traces.are_in_text(row["answer"]):
            transaction.execute(
                "UPDATE report_questions SET words = :words, answer = :answer WHERE id = :id",
                {
                    "id": row["id"],
                    "words": traces.blotted_out(row["words"]),
                    "answer": traces.blotted_out(row["answer"]),
                },
            )
    for row in transaction.all("SELECT id, words FROM report_messages WHERE words <> ''"):
        if traces.are_in_text(row["words"]):
            transaction.execute(
                "UPDATE report_messages SET words = :words WHERE id = :id",
                {"id": row["id"], "words": traces.blotted_out(row["words"])},
            )
    for row in transaction.all("SELECT id, words FROM report_photos WHERE words <> ''"):
        if traces.are_in_text(row["words"]):
            transaction.execute(
                "UPDATE report_photos SET words = :words WHERE id = :id",
                {"id": row["id"], "words": traces.blotted_out(row["words"])},
            )
    for row in transaction.all(
        "SELECT report_id, round, member_id, words FROM report_verdicts WHERE words <> ''"
    ):
        if traces.are_in_text(row["words"]):
            transaction.execute(
                "UPDATE report_verdicts SET words = :words"
                " WHERE report_id = :report AND round = :round AND member_id = :member",
                {
                    "report": row["report_id"],
                    "round": row["round"],
                    "member": row["member_id"],
                    "words": traces.blotted_out(row["words"]),
                },
            )


def _tells(row: Row, traces: Traces) -> bool:
    return traces.are_in(row["body"]) or traces.are_in(row["result"])


def _is_one_of(value: dict[str, object], quotable: Set[Quotable]) -> bool:
    chat, message_id = value.get("chat"), value.get("message_id")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return (
        isinstance(chat_id, int) and isinstance(message_id, int) and Quotable(chat_id, message_id) in quotable
    )
