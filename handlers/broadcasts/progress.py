"""How a broadcast goes, in one message of its sender's that is edited at most every three seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.address import Address
from handlers.broadcasts import buttons, originals, preview
from handlers.context import Context
from messages import times
from messages.catalogue import Language, label
from messages.keyboards import Keyboard
from storage import broadcast_recipients, broadcasts, members
from storage.broadcast_recipients import LEFT, Outcome
from storage.broadcasts import Broadcast, BroadcastState, StopReason
from storage.outbox import Lane, OutboxId

PAUSE = 3_000  # ms between two edits; more would cost pace that the broadcast needs
PAUSE_PER_PERSON = 0.3  # ms; counting 100,000 takes a tenth of a second, which nobody shall notice
LONGEST_PAUSE = 60_000  # ms, while nothing is due: those who have it go on reading
LONG_WAIT = 10 * 60_000  # ms; from here on it is said until when it takes, and not how long


class Why(StrEnum):
    """Why it did not reach somebody. Every one has words under ``unsent.…`` in the labels."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    LEFT = "left"
    ERASED = "erased"
    ORIGINAL_GONE = "original_gone"
    REFUSED = "refused"


# What is looked for in the reason of a row, in small letters.
SIGNS: Mapping[str, Why] = {
    "deactivated": Why.DEACTIVATED,
    "unreachable": Why.BLOCKED,
    "blocked": Why.BLOCKED,
    "initiate": Why.BLOCKED,
    "chat not found": Why.BLOCKED,
    "peer_id_invalid": Why.BLOCKED,
    LEFT: Why.LEFT,
    "erased": Why.ERASED,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come; `total` is the sum of `sent`, `unsent`, `cancelled`, `uncertain` and `waiting`.

    `unsent` counts by reason, failed and skipped alike: whom it did not reach and why. Times are UTC ms.
    """

    state: BroadcastState
    why_stopped: StopReason | None
    is_over: bool
    total: int
    sent: int
    read: int
    unsent: tuple[tuple[Why, int], ...]
    cancelled: int
    uncertain: int
    waiting: int
    next_due_at: int | None
    last_due_at: int | None
    last_ended_at: int | None

    @property
    def ended(self) -> int:
        """How many are over and done with."""
        return self.total - self.waiting


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A progress in words; `all_until` is told instead of how long it still `takes` when that is long."""

    progress: Progress
    audience: str
    unsent: Sequence[tuple[str, int]]
    took: str
    takes: str
    all_until: str | None


def begin(broadcast: Broadcast, context: Context) -> None:
    """The message that tells from now on how it goes."""
    found = measure(broadcast, context)
    row = _say(broadcast, found, _home_of(broadcast, context), context)
    broadcasts.set_progress_row(context.transaction, broadcast.id, row)
    broadcasts.note_progress(context.transaction, broadcast.id, _fingerprint(found), context.now + PAUSE)


def show_again(broadcast: Broadcast, context: Context) -> None:
    """Say how it stands to whoever asks, with the button that stops it; this copy is not kept up to date."""
    if broadcast.state is BroadcastState.SCHEDULED:
        summary = preview.summary_of(broadcast, context)
        context.say("broadcasts/scheduled", buttons=buttons.scheduled(broadcast), summary=summary)
    else:
        _say(broadcast, measure(broadcast, context), None, context)


def look(broadcast: Broadcast, context: Context) -> None:
    """See how far it has come, tell its sender if that has changed, and end it when nothing is left."""
    broadcast_recipients.take_back_from_departed(context.transaction, broadcast.id, context.now)
    found = measure(broadcast, context)
    if found.waiting == 0:
        broadcast = _finish(broadcast, context)
        found = measure(broadcast, context)
    if _fingerprint(found) != broadcast.progress and broadcast.progress_row is not None:
        home = _home_of(broadcast, context)
        context.edit_text(
            broadcast.progress_row,
            "broadcasts/progress",
            to=home,
            buttons=buttons_of(broadcast, found),
            bulletin=bulletin_of(broadcast, found, home.language, context),
        )
    next_look = context.now + _pause(found, context.now)
    broadcasts.note_progress(context.transaction, broadcast.id, _fingerprint(found), next_look)


def measure(broadcast: Broadcast, context: Context) -> Progress:
    """Ask how everybody's row stands, in one question."""
    counts = broadcast_recipients.counts(context.transaction, broadcast.id)
    people = Counter[Outcome]()
    unsent = Counter[Why]()
    for count in counts:
        people[count.outcome] += count.people
        if count.outcome in (Outcome.FAILED, Outcome.SKIPPED):
            unsent[why(count.reason)] += count.people
    return Progress(
        state=broadcast.state,
        why_stopped=broadcast.why_stopped,
        is_over=broadcast.ended_at is not None,
        total=people.total(),
        sent=people[Outcome.SENT],
        read=sum(count.readers for count in counts),
        unsent=tuple(sorted(unsent.items())),
        cancelled=people[Outcome.CANCELLED],
        uncertain=people[Outcome.UNCERTAIN],
        waiting=people[Outcome.WAITING],
        next_due_at=min(
            (count.next_due_at for count in counts if count.next_due_at is not None), default=None
        ),
        last_due_at=_latest(count.last_due_at for count in counts),
        last_ended_at=_latest(
            count.last_ended_at for count in counts if count.outcome is not Outcome.CANCELLED
        ),
    )


def why(reason: str | None) -> Why:
    """What the reason of a row that was not sent comes to."""
    if originals.is_gone(reason):
        return Why.ORIGINAL_GONE
    words = (reason or "").lower()
    return next((why for sign, why in SIGNS.items() if sign in words), Why.REFUSED)


def bulletin_of(broadcast: Broadcast, found: Progress, language: Language, context: Context) -> Bulletin:
    """What the message that tells how it goes says."""
    assert broadcast.audience is not None
    return Bulletin(
        progress=found,
        audience=preview.audience_in_words(broadcast.audience, language, context.transaction),
        unsent=[(label(language, f"unsent.{one}"), people) for one, people in found.unsent],
        took=times.duration(
            language, (found.last_ended_at or context.now) - (broadcast.started_at or context.now)
        ),
        takes=times.duration(language, _estimate(broadcast, found, context.now)),
        all_until=_long_until(found, language, context),
    )


def buttons_of(broadcast: Broadcast, found: Progress) -> Keyboard:
    """What can be done about it as it stands."""
    return buttons.progress(broadcast, found.uncertain, found.sent - found.read)


def _finish(broadcast: Broadcast, context: Context) -> Broadcast:
    if broadcast.state is BroadcastState.SENDING:
        broadcasts.set_state(context.transaction, broadcast, BroadcastState.DONE, context.now)
    broadcasts.end(context.transaction, broadcast.id, context.now)
    return broadcasts.get(context.transaction, broadcast.id)


def _say(broadcast: Broadcast, found: Progress, to: Address | None, context: Context) -> OutboxId:
    language = context.language if to is None else to.language
    return context.say(
        "broadcasts/progress",
        to=to,
        lane=Lane.REPLY,
        buttons=buttons_of(broadcast, found),
        bulletin=bulletin_of(broadcast, found, language, context),
    )


def _home_of(broadcast: Broadcast, context: Context) -> Address:
    return context.to_member(members.get(context.transaction, broadcast.sender_id))


def _fingerprint(found: Progress) -> str:
    """What an edit would change; how long it still takes is told along with that, and no reason for one."""
    return repr(replace(found, next_due_at=None, last_due_at=None, last_ended_at=None))


def _pause(found: Progress, now: int) -> int:
    """How long until the next look: short while something goes out, long while everybody sleeps."""
    pause = max(PAUSE, int(found.total * PAUSE_PER_PERSON))
    if found.next_due_at is None or found.next_due_at <= now:
        return pause
    return max(pause, min(found.next_due_at - now, LONGEST_PAUSE))


def _estimate(broadcast: Broadcast, found: Progress, now: int) -> int:
    """How many ms it still takes, going on as it went so far."""
    so_far = now - (broadcast.started_at or now)
    if found.sent == 0 or so_far < PAUSE:
        return found.waiting * 1000 // preview.PER_SECOND
    return found.waiting * so_far // found.sent


def _long_until(found: Progress, language: Language, context: Context) -> str | None:
    if found.last_due_at is None or found.last_due_at - context.now < LONG_WAIT:
        return None
    return preview.moment(found.last_due_at, language, context)


def _latest(times: Iterable[int | None]) -> int | None:
    return max((time for time in times if time is not None), default=None)
