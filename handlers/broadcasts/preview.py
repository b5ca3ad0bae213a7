"""What a broadcast will be, before it is confirmed: the message itself, whom it reaches and whom not, and when."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.broadcasts import buttons, originals, questions
from handlers.context import Context
from handlers.events import Effect, Message, Press
from handlers.quiet import Quiet
from messages import times
from messages.catalogue import Language, label
from storage import audiences, broadcasts, members, open_questions, stations, trainings
from storage.audiences import Audience
from storage.broadcasts import Broadcast, Timing
from storage.database import Transaction
from storage.outbox import Lane
from storage.preferences import DEFAULTS

LOST = "broadcast_preview_lost"
PER_SECOND = 30  # what Telegram lets a bot send (Bot FAQ); replies meanwhile come out of the same


@dataclass(frozen=True, slots=True)
class Summary:
    """What the preview says: `audience` and `moment` in words, `takes` too, such as ``1 min 40 s``.

    `in_quiet_times`: couriers are in a meal rush or asleep then, so that it makes no sound.
    """

    audience: str
    people: int
    unreachable: int
    timing: Timing
    moment: str | None
    in_quiet_times: bool
    takes: str


def show(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    """Show the message as it will arrive, unless that was done, and below it everything else, to be confirmed."""
    summary = summary_of(draft, context)
    shown = buttons.preview(draft, summary.people)
    if _is_shown(draft):
        context.show(event, "broadcasts/preview", buttons=shown, summary=summary)
        return
    if isinstance(event, Press):
        context.edit_pressed(event, "broadcasts/preview_follows")
    _copy(draft, context)
    context.show(None, "broadcasts/preview", buttons=shown, summary=summary)


def copy_lost(effect: Effect, context: Context) -> None:
    """The copy for the preview was refused: if it is the message's fault, ask for another one."""
    draft = broadcasts.find_by_preview(context.transaction, effect.row)
    if draft is None or not originals.is_gone(effect.result.get("reason")):
        return
    emptied = broadcasts.forget_original(context.transaction, draft, context.now)
    sender = members.get(context.transaction, draft.sender_id)
    open_questions.ask(context.transaction, sender.id, questions.MESSAGE, emptied.token, context.now)
    context.say(
        "broadcasts/cannot_be_copied", to=context.to_member(sender), buttons=buttons.question(emptied)
    )


def summary_of(draft: Broadcast, context: Context) -> Summary:
    """A whole draft in words; the people are counted now, and again when it starts."""
    assert draft.audience is not None
    assert draft.timing is not None
    reach = audiences.reach(context.transaction, draft.audience, draft.sender_id)
    return Summary(
        audience=audience_in_words(draft.audience, context.language, context.transaction),
        people=reach.people,
        unreachable=reach.unreachable,
        timing=draft.timing,
        moment=None if draft.send_at is None else moment(draft.send_at, context.language, context),
        in_quiet_times=draft.timing is not Timing.READABLE
        and is_quiet_for_couriers(draft.send_at or context.now, context),
        takes=times.duration(context.language, reach.people * 1000 // PER_SECOND),
    )


def audience_in_words(audience: Audience, language: Language, transaction: Transaction) -> str:
    """Whom it is for, such as ``couriers``."""
    return label(language, f"audience.{audience.circle}", {"name": _name_of(audience, language, transaction)})


def _name_of(audience: Audience, language: Language, transaction: Transaction) -> str:
    """Which station, or what the training is about; empty for other circles."""
    if audience.training_id is not None:
        return trainings.get(transaction, audience.training_id).topic
    station = stations.find(transaction, audience.station_id or "")
    return "" if station is None else station.name(language)


def moment(time: int, language: Language, context: Context) -> str:
    """A time (UTC ms) in words."""
    return times.moment(language, context.local_time_of(time))


def is_quiet_for_couriers(time: int, context: Context) -> bool:
    """Whether a courier who has set nothing is not to be disturbed then."""
    return Quiet(DEFAULTS, context.surroundings.timezone, rides=True).is_quiet(time)


def _is_shown(draft: Broadcast) -> bool:
    return draft.original is not None and draft.previewed == draft.original.message_id


def _copy(draft: Broadcast, context: Context) -> None:
    original = draft.original
    assert original is not None
    parameters = {"from_chat_id": original.chat_id, "message_id": original.message_id}
    row = context.call("copyMessage", context.here, parameters, lane=Lane.REPLY, effect=LOST)
    broadcasts.set_preview(context.transaction, draft, row)
