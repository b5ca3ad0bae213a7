"""Not sending the rest: because somebody says so, or because it would be of no use."""

from __future__ import annotations

from handlers import fallback
from handlers.broadcasts import buttons, originals
from handlers.broadcasts.lifecycle import BroadcastAction, Refusal, decide
from handlers.context import Context
from handlers.events import Effect, Press
from storage import broadcast_recipients, broadcasts, members
from storage.broadcasts import Broadcast, BroadcastId, BroadcastState, StopReason
from storage.members import MemberId

PAGE = 100  # rows taken back per event
NEXT_PAGE = "broadcast_take_back"


def cancel(press: Press, context: Context) -> None:
    """Any coordinator can stop what is scheduled or under way. What is out is out."""
    broadcast = broadcasts.find_by_token(context.transaction, press.arguments[0] if press.arguments else "")
    if broadcast is None:
        fallback.unknown_button(press, context)
        return
    decided = decide(broadcast, BroadcastAction.CANCEL, context.actor)
    if isinstance(decided, Refusal):
        buttons.refuse(press, decided, context)
        return
    was_scheduled = broadcast.state is BroadcastState.SCHEDULED
    _end(broadcast, decided, None, context)
    if was_scheduled:
        context.answer(press, "press.broadcast_not_sent")
        context.edit_pressed(press, "broadcasts/not_sent")
    else:
        context.answer(press, "press.broadcast_stopped")
    _tell_sender(broadcast, context)


def copy_lost(effect: Effect, context: Context) -> None:
    """A copy did not arrive: if it is the message's fault, all the others would be refused as well."""
    if not originals.is_gone(effect.result.get("reason")):
        return
    id_ = broadcast_recipients.broadcast_of(context.transaction, effect.row)
    broadcast = None if id_ is None else broadcasts.get(context.transaction, id_)
    if broadcast is not None and broadcast.state is BroadcastState.SENDING:
        stop(broadcast, StopReason.ORIGINAL_GONE, context)


def stop(broadcast: Broadcast, why: StopReason, context: Context) -> None:
    """It stops by itself; its sender is told why and what to do."""
    _end(broadcast, BroadcastState.STOPPED, why, context)
    sender = members.get(context.transaction, broadcast.sender_id)
    context.say("broadcasts/stopped", to=context.to_member(sender), stop_reason=why)


def take_back_next(effect: Effect, context: Context) -> None:
    """The page before is taken back."""
    broadcast = BroadcastId(int(str(effect.result["broadcast"])))
    _take_back(broadcast, MemberId(int(str(effect.result["below"]))), context)


def _end(broadcast: Broadcast, state: BroadcastState, why: StopReason | None, context: Context) -> None:
    ended = broadcasts.set_state(context.transaction, broadcast, state, context.now, why)
    if broadcast.state is BroadcastState.SCHEDULED:
        broadcasts.end(context.transaction, ended.id, context.now)
        return
    broadcast_recipients.cancel_unprepared(context.transaction, ended.id)
    _take_back(ended.id, None, context)


def _take_back(broadcast: BroadcastId, below: MemberId | None, context: Context) -> None:
    rest = broadcast_recipients.take_back_page(context.transaction, broadcast, below, PAGE, context.now)
    if rest is not None:
        context.announce(NEXT_PAGE, broadcast=broadcast, below=rest)


def _tell_sender(broadcast: Broadcast, context: Context) -> None:
    """Whoever wanted it sent learns that somebody else has stopped it."""
    if broadcast.sender_id == context.actor.id:
        return
    sender = members.get(context.transaction, broadcast.sender_id)
    actor = context.actor
    context.say("broadcasts/stopped_by", to=context.to_member(sender), about=[actor.id], name=actor.name)
