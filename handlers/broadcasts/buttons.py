"""Buttons that speak of a broadcast: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from handlers import fallback, station_choice
from handlers.broadcasts.lifecycle import BroadcastAction, Refusal, decide
from handlers.context import Context
from handlers.events import Press
from handlers.station_choice import Shelf
from messages import times
from messages.keyboards import Button, Keyboard
from storage import audiences, broadcasts, signups, stations, trainings
from storage.audiences import Audience, Circle
from storage.broadcasts import Broadcast, BroadcastState, Timing
from storage.members import Member
from storage.trainings import Training

MINUTE = 60_000  # ms
LONGEST_TOPIC = 30  # characters of a button
NARROWER = frozenset({Circle.STATION, Circle.SIGNED_UP})  # of which one is chosen first


class Item(StrEnum):
    """What of a draft can be changed; `PREVIEW` leads back to looking at it."""

    MESSAGE = "message"
    AUDIENCE = "audience"
    TIMING = "timing"
    PREVIEW = "preview"


def read(press: Press, action: BroadcastAction, context: Context) -> Broadcast | None:
    """The broadcast of a press that may do this to it; None, and the press is answered, when it may not."""
    token, version = [*press.arguments, "", ""][:2]
    broadcast = broadcasts.find_by_token(context.transaction, token)
    if broadcast is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        fallback.unknown_button(press, context)
        return None
    decided = decide(broadcast, action, context.actor, version=int(version))
    if isinstance(decided, Refusal):
        refuse(press, decided, context)
        return None
    return broadcast


def refuse(press: Press, refusal: Refusal, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    context.answer(press, f"broadcast_refused.{refusal}", alert=True)


def question(draft: Broadcast) -> Keyboard:
    """Below a question: back to the preview if there is one, or give it all up."""
    if draft.original is None or draft.audience is None or draft.timing is None:
        return [_discard(draft)]
    return [[Button("broadcast.keep", _data("send_change", draft, Item.PREVIEW))]]


def circles(draft: Broadcast, sender: Member, context: Context) -> Keyboard:
    """Whom it can be for, with how many that are."""
    has_stations = stations.count(context.transaction) > 0
    has_trainings = trainings.count_coming(context.transaction, context.now) > 0
    choices = [
        [
            Button(
                f"broadcast.{circle}",
                _data("send_audience", draft, circle),
                values=_count(circle, sender, context),
            )
        ]
        for circle in Circle
        if circle not in NARROWER
    ]
    narrower = [
        [Button(f"broadcast.{circle}", _data("send_audience", draft, circle))]
        for circle, exist in ((Circle.STATION, has_stations), (Circle.SIGNED_UP, has_trainings))
        if exist
    ]
    return [*choices, *narrower, *question(draft)]


def station_shelf(draft: Broadcast, shelf: Shelf, context: Context) -> Keyboard:
    """The stations to choose from, and a way back."""

    def data(chosen: str) -> str:
        return _data("send_station", draft, chosen)

    return station_choice.keyboard(shelf, data, context.language, context.transaction, otherwise="menu.back")


def sessions(draft: Broadcast, coming: Sequence[Training], context: Context) -> Keyboard:
    """The trainings to choose from, and a way back."""
    choices = [
        [
            Button(
                "broadcast.session",
                _data("send_training", draft, training.token),
                values={
                    "when": times.moment(context.language, context.local_time_of(training.starts_at)),
                    "topic": training.topic[:LONGEST_TOPIC],
                    "people": signups.count(context.transaction, training.id),
                },
            )
        ]
        for training in coming
    ]
    return [*choices, [Button("menu.back", _data("send_change", draft, Item.AUDIENCE))]]


def timings(draft: Broadcast) -> Keyboard:
    """When it can go out, the kindest first."""
    styles = {Timing.READABLE: "success"}
    choices = [
        [Button(f"broadcast.{timing}", _data("send_timing", draft, timing), styles.get(timing))]
        for timing in Timing
    ]
    return [*choices, *question(draft)]


def moments(draft: Broadcast, offered: list[int], context: Context) -> Keyboard:
    """Times (UTC ms) to choose from instead of typing one."""
    choices = [
        [
            Button(
                "broadcast.moment",
                _data("send_at", draft, str(at // MINUTE)),
                values={"moment": times.moment(context.language, context.local_time_of(at))},
            )
        ]
        for at in offered
    ]
    return [*choices, [Button("menu.back", _data("send_change", draft, Item.TIMING))]]


def preview(draft: Broadcast, people: int) -> Keyboard:
    """Send it, change something, or give it up."""
    confirm = Button("broadcast.confirm", _data("send_confirm", draft), "success", {"people": people})
    changes = [
        Button(f"broadcast.change_{item}", _data("send_change", draft, item))
        for item in Item
        if item is not Item.PREVIEW
    ]
    return [*([[confirm]] if people else []), changes, _discard(draft)]


def scheduled(broadcast: Broadcast) -> Keyboard:
    """Not send it after all."""
    return [[Button("broadcast.cancel", f"send_cancel:{broadcast.token}", "danger")]]


def progress(broadcast: Broadcast, uncertain: int, unread: int) -> Keyboard:
    """Stop what is being sent; of what is over, who may not have got it, and who has not said that they read it."""
    if broadcast.ended_at is None:
        return scheduled(broadcast) if broadcast.state is BroadcastState.SENDING else ()
    lists = [
        [
            Button(
                f"broadcast.list_{name}", f"send_names:{broadcast.token}:{name}:0", values={"people": people}
            )
        ]
        for name, people in (("uncertain", uncertain), ("unread", unread))
        if people
    ]
    return [*lists, [Button("broadcast.refresh", f"send_refresh:{broadcast.token}")]]


def receipt(broadcast: Broadcast) -> Keyboard:
    """What stands under every copy."""
    return [[Button("broadcast.read", f"read:{broadcast.token}")]]


def _count(circle: Circle, sender: Member, context: Context) -> dict[str, object]:
    return {"people": audiences.reach(context.transaction, Audience(circle), sender.id).people}


def _discard(draft: Broadcast) -> list[Button]:
    return [Button("broadcast.discard", _data("send_discard", draft))]


def _data(action: str, draft: Broadcast, *chosen: str) -> str:
    return ":".join([action, draft.token, str(draft.version), *chosen])
