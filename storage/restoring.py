"""What a copy must be told before it lives on: what has been done since it was made, as far as that can be known.

| in the copy | becomes | why |
|---|---|---|
| calls that were due when it was made | what became of them, else uncertain | they have gone out since |
| calls for a time that has passed | the same | while the bot ran on, they went out at their time |
| calls for a time to come, downloads, commands menus | stay as they are | nobody has had them, or twice harms nobody |
| events that waited | are handled | what they had done is gone with the file that it was done in |
| numbers of reports | go on after the newest that people were told | two reports must not share one |
| people who have erased themselves since | are erased once more | they were promised so |
| ticks of today that were handled | count as handled | the morning is not greeted twice |
| what lay in the shop and is over since | is over in the same way | nobody is handed it twice |

The database that is put aside knows all this if it can still be read; without it only the times are known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage import erasure, erasures, members, redemptions
from storage.database import Row, Transaction
from storage.inbox import EventId
from storage.members import NOBODY, MemberId
from storage.redemptions import RedemptionState

SAFE_TWICE = ("getFile", "backUp", "setMyCommands", "deleteMyCommands")  # calls that nobody reads
ENDING = ("state", "reason", "message_ids", "ended_at")
GAP = 1000  # numbers left out where the newest is not known: more reports than a day brings
DAY = 24 * 3600 * 1000  # ms
TICKS_KEPT = 2 * DAY  # those of older days are over anyway


@dataclass(frozen=True, slots=True)
class Known:
    """What the database that is put aside knows, as rows of its own tables."""

    calls: Mapping[int, Row]
    counters: Mapping[str, int]
    erased: Sequence[MemberId]
    ticks: Sequence[Row]
    pickups: Sequence[Row]
    reports: int
    members: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What lives on: until when the copy reaches (UTC ms), how many people and reports, how many were erased anew.

    `uncertain` is how many calls may or may not have gone out, and are not made.
    """

    until: int
    members: int
    reports: int
    uncertain: int
    erased: int


def reaches_until(transaction: Transaction) -> int:
    """The newest time (UTC ms) that a copy knows of: when something last happened in it."""
    return transaction.number(
        "SELECT max(at) FROM (SELECT max(received_at) AS at FROM inbox UNION ALL SELECT max(created_at) FROM outbox"
        " UNION ALL SELECT max(ended_at) FROM outbox UNION ALL SELECT max(applied_at) FROM migrations)"
    )


def what_is_known(transaction: Transaction, since: int) -> Known:
    """What a database knows of what has happened since then. Reads a lot. Raises sqlite3.Error when it is damaged."""
    calls = transaction.all(
        "SELECT id, event_id, ordinal, state, reason, message_ids, ended_at FROM outbox"
        " WHERE ended_at >= :since OR state = 'waiting'",
        {"since": since - DAY},
    )
    erased = transaction.all(
        "SELECT member_id FROM erasures WHERE erased_at >= :since", {"since": since - DAY}
    )
    return Known(
        calls={row["id"]: row for row in calls},
        counters={row["name"]: row["value"] for row in transaction.all("SELECT name, value FROM counters")},
        erased=[MemberId(row["member_id"]) for row in erased],
        ticks=transaction.all(
            "SELECT channel, key, body_hash, body, received_at, handled_at FROM inbox"
            " WHERE kind = 'tick' AND state = 'done' AND received_at >= :since",
            {"since": since},
        ),
        pickups=transaction.all(
            "SELECT token, state FROM redemptions WHERE ended_at >= :since", {"since": since - DAY}
        ),
        reports=transaction.number(
            "SELECT count(*) FROM reports WHERE submitted_at > :since", {"since": since}
        ),
        members=transaction.number("SELECT count(*) FROM members WHERE met_at > :since", {"since": since}),
    )


def bring_up(transaction: Transaction, known: Known | None, token: str, now: int) -> Kept:
    """Tell a copy what has been done since it was made; `token` is one that nobody guesses."""
    until = reaches_until(transaction)
    unsent: list[int] = []
    if known is not None:
        unsent = _take_over_endings(transaction, known)
        _take_over_ticks(transaction, known, now)
        _take_over_pickups(transaction, known, now)
    uncertain = _give_up_calls(transaction, unsent, now)
    _raise_counters(transaction, known)
    erased = 0 if known is None else _erase_again(transaction, known, token, now)
    return Kept(
        until=until,
        members=transaction.number("SELECT count(*) FROM members WHERE standing = 'active'"),
        reports=transaction.number("SELECT count(*) FROM reports WHERE number IS NOT NULL"),
        uncertain=uncertain,
        erased=erased,
    )


def _take_over_endings(transaction: Transaction, known: Known) -> list[int]:
    """Let calls have ended as they did; returns those that surely have not gone out yet.

    A call is the same one only if it is the same part of the same event: ids are used again after a restore.
    """
    unsent = []
    for row in transaction.all("SELECT id, event_id, ordinal FROM outbox WHERE ended_at IS NULL"):
        call = known.calls.get(row["id"])
        if call is None or (call["event_id"], call["ordinal"]) != (row["event_id"], row["ordinal"]):
            continue
        if call["ended_at"] is None:
            unsent.append(row["id"])
            continue
        transaction.execute(
            "UPDATE outbox SET state = :state, reason = :reason, message_ids = :message_ids, ended_at = :ended_at"
            " WHERE id = :id AND method NOT IN (SELECT value FROM json_each(:safe))",
            {**{name: call[name] for name in ENDING}, "id": row["id"], "safe": json.dumps(SAFE_TWICE)},
        )
    return unsent


def _take_over_ticks(transaction: Transaction, known: Known, now: int) -> None:
    for tick in known.ticks:
        if tick["received_at"] < now - TICKS_KEPT:
            continue
        transaction.execute(
            "INSERT INTO inbox (channel, kind, key, body_hash, body, received_at, state, handled_at)"
            " VALUES (:channel, 'tick', :key, :body_hash, :body, :received_at, 'done', :handled_at)"
            " ON CONFLICT (key, channel, kind, body_hash)"
            " DO UPDATE SET state = 'done', handled_at = excluded.handled_at",
            {name: tick[name] for name in tick.keys()},  # noqa: SIM118 - a row is no mapping
        )


def _take_over_pickups(transaction: Transaction, known: Known, now: int) -> None:
    """Who handed it out may have joined since; so nobody is named."""
    for row in known.pickups:
        redemption = redemptions.find_by_token(transaction, row["token"])
        if redemption is None or redemption.state is not RedemptionState.HELD:
            continue
        if row["state"] == RedemptionState.COLLECTED:
            redemptions.collect(transaction, redemption, None, now)
        else:
            redemptions.expire(transaction, redemption, now)


def _give_up_calls(transaction: Transaction, unsent: Sequence[int], now: int) -> int:
    return transaction.execute(
        "UPDATE outbox SET state = 'uncertain', reason = 'restored', ended_at = :now"
        " WHERE ended_at IS NULL AND due_at <= :now AND method NOT IN (SELECT value FROM json_each(:safe))"
        " AND id NOT IN (SELECT value FROM json_each(:unsent))",
        {"now": now, "safe": json.dumps(SAFE_TWICE), "unsent": json.dumps(unsent)},
    )


def _raise_counters(transaction: Transaction, known: Known | None) -> None:
    if known is None:
        transaction.execute("UPDATE counters SET value = value + :gap", {"gap": GAP})
        return
    for name, value in known.counters.items():
        transaction.execute(
            "INSERT INTO counters (name, value) VALUES (:name, :value)"
            " ON CONFLICT (name) DO UPDATE SET value = max(counters.value, excluded.value)",
            {"name": name, "value": value},
        )


def _erase_again(transaction: Transaction, known: Known, token: str, now: int) -> int:
    erased = 0
    for id_ in known.erased:
        try:
            member = members.get(transaction, id_)
        except KeyError:  # met after the copy was made: it knows nothing of them
            continue
        if member.channel == NOBODY:
            continue
        erasures.ask(transaction, id_, f"{token}{id_}", now)
        erasure.erase(transaction, member, EventId(0), now)
        erased += 1
    return erased
