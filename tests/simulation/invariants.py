"""What has to be true once everything that was said is dealt with, whatever went wrong in between."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.outbox import Lane, OutboxId, State
from tests.simulation.people import Crowd
from tests.simulation.telegram import SimulatedTelegram

ENDED_WELL = (State.SENT, State.SKIPPED)
GOOD_REASONS = ("superseded", "expired")  # to skip a row


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is left to look at: the file, Telegram's account, what people did, when the process crashed."""

    database: sqlite3.Connection
    telegram: SimulatedTelegram
    crowd: Crowd
    crashed_at: Sequence[float]


def offences(aftermath: Aftermath) -> list[str]:
    """Every promise that was broken, in words; empty is good."""
    found = list(aftermath.telegram.offences)
    for check in CHECKS:
        found += check(aftermath)
    return found


def _every_update_is_handled_once(aftermath: Aftermath) -> Iterator[str]:
    rows = aftermath.database.execute("SELECT key, state FROM inbox WHERE kind = 'update'").fetchall()
    states = {int(key): state for key, state in rows}
    if len(states) != len(rows):
        yield "an update is in the inbox twice"
    for update in aftermath.telegram.updates.acknowledged:
        expected = "dead" if update in aftermath.crowd.poisoned else "done"
        if states.get(update) != expected:
            yield f"update {update} is {states.get(update, 'lost')} and should be {expected}"


def _every_effect_counts_once(aftermath: Aftermath) -> Iterator[str]:
    crowd, database = aftermath.crowd, aftermath.database
    tallied = Counter(
        int(key) for (key,) in database.execute("SELECT key FROM simulated_tallies WHERE kind = 'update'")
    )
    if tallied != Counter(crowd.tallied):
        yield f"tallies missing or doubled: {set(tallied.items()) ^ set(Counter(crowd.tallied).items())}"
    (downloads,) = database.execute("SELECT count(*) FROM simulated_tallies WHERE kind = 'effect'").fetchone()
    if downloads != len(crowd.photographed):
        yield f"{downloads} downloads were tallied and {len(crowd.photographed)} asked for"


def _only_poison_dies(aftermath: Aftermath) -> Iterator[str]:
    died = {row[0]: row[1] for row in aftermath.database.execute("SELECT key, reason FROM dead_letters")}
    for key, reason in died.items():
        if int(key) not in aftermath.crowd.poisoned:
            yield f"event {key} went to the dead letters: {reason}"


def _nothing_is_left(aftermath: Aftermath) -> Iterator[str]:
    for table, states in (("inbox", ("waiting",)), ("outbox", ("waiting", "sending"))):
        for (state,) in aftermath.database.execute(f"SELECT state FROM {table}"):
            if state in states:
                yield f"something in the {table} is still {state}"


def _every_row_arrives(aftermath: Aftermath) -> Iterator[str]:
    for row in aftermath.database.execute("SELECT id, lane, method, state, reason FROM outbox"):
        id_, lane, method, state, reason = row
        account = aftermath.telegram.accounts.get(OutboxId(id_))
        arrived = account is not None and bool(account.done_at)
        if state == State.SENT and not arrived:
            yield f"row {id_} ({method}) is called sent and never arrived"
        if state == State.SKIPPED and reason not in GOOD_REASONS:
            yield f"row {id_} ({method}) was skipped: {reason}"
        if state not in ENDED_WELL and not (state == State.UNCERTAIN and lane == Lane.BROADCAST):
            yield f"row {id_} ({method}, lane {lane}) ended {state}: {reason}"


def _copies_need_an_excuse(aftermath: Aftermath) -> Iterator[str]:
    seen = (
        "SELECT id, lane FROM outbox WHERE method <> 'getFile'"  # a file may be fetched as often as it takes
    )
    for id_, lane in aftermath.database.execute(seen).fetchall():
        account = aftermath.telegram.accounts.get(OutboxId(id_))
        if account is None or not account.done_at:
            continue
        since = [at for at in aftermath.crashed_at if at >= account.done_at[0]]
        excused = 0 if lane == Lane.BROADCAST else account.unknown + len(since)
        if len(account.done_at) > 1 + excused:
            yield f"row {id_} arrived {len(account.done_at)} times, {1 + excused} can be explained"


def _order_holds(aftermath: Aftermath) -> Iterator[str]:
    queues: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    in_order = aftermath.database.execute(
        "SELECT id, chat_id, lane FROM outbox WHERE state = 'sent' AND parent_id IS NULL AND method <> 'getFile'"
        " AND due_at = created_at ORDER BY id"
    )
    for id_, chat_id, lane in in_order:
        queues[chat_id, lane].append(id_)
    for (chat_id, lane), ids in queues.items():
        arrivals = [aftermath.telegram.accounts[OutboxId(id_)].done_at for id_ in ids]
        firsts = [min(done_at) for done_at in arrivals if done_at]
        if firsts != sorted(firsts):
            yield f"order broken in chat {chat_id}, lane {lane}: rows {ids}"


CHECKS: tuple[Callable[[Aftermath], Iterator[str]], ...] = (
    _every_update_is_handled_once,
    _every_effect_counts_once,
    _only_poison_dies,
    _nothing_is_left,
    _every_row_arrives,
    _copies_need_an_excuse,
    _order_holds,
)


def inspect(path: Path, telegram: SimulatedTelegram, crowd: Crowd, crashed_at: Sequence[float]) -> list[str]:
    """Look at what the last life has left behind."""
    database = sqlite3.connect(path)
    try:
        return offences(Aftermath(database, telegram, crowd, crashed_at))
    finally:
        database.close()
