"""``/honours``: a list, the others, one's own figures, and whether one stands there."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.honours import announcing, lists, nicknames
from handlers.honours.lists import Contents, When
from handlers.route import COORDINATORS
from messages.keyboards import Button, Keyboard
from storage import honours
from storage.honours import Kind

PREFIX = "honours"
VIEWS = tuple((kind, when) for kind in Kind for when in When)


@dataclass(frozen=True, slots=True)
class Own:
    """What whoever reads did in the period. `rank` is None, and so is `nickname`, for whoever stays out."""

    nickname: str | None
    rank: int | None
    points: int
    acts: int


def show(event: Message | Press, context: Context) -> None:
    """The month that runs."""
    _show(event, Kind.MONTH, When.NOW, context)


def press(press: Press, context: Context) -> None:
    """Another list, one's nickname, staying out, or making a list known."""
    match press.arguments:
        case []:
            asking.withdraw(context, nicknames.QUESTION)
            show(press, context)
        case ["name"]:
            nicknames.ask(press, context)
        case ["out"]:
            nicknames.stay_out(press, context)
            show(press, context)
        case [kind, when] if (view := _view(kind, when)) is not None:
            _show(press, *view, context)
        case ["announce", kind] if (chosen := choice(Kind, kind)) is not None:
            announcing.begin(press, chosen, context)
        case _:
            fallback.unknown_button(press, context)


def _view(kind: str, when: str) -> tuple[Kind, When] | None:
    said = choice(Kind, kind), choice(When, when)
    return next((view for view in VIEWS if view == said), None)


def _show(event: Message | Press, kind: Kind, when: When, context: Context) -> None:
    contents = lists.read(kind, when, context)
    own = _own(contents, context)
    context.show(
        event,
        "honours/page",
        buttons=_buttons(contents, when, own, context),
        about=contents.named,
        list=lists.in_words(contents, context),
        own=own,
    )


def _own(contents: Contents, context: Context) -> Own:
    me = context.actor.id
    nickname = honours.nickname_of(context.transaction, me)
    mine = next((entry for entry in contents.entries if entry.member == me), None)
    if mine is not None:
        return Own(nickname, mine.rank, mine.points, mine.acts)
    done = honours.of_member(context.transaction, me, contents.period.since, contents.period.until)
    return Own(nickname, None, done.points, done.acts)


def _buttons(contents: Contents, when: When, own: Own, context: Context) -> Keyboard:
    others = [
        Button(f"honours.{kind}_{which}", f"{PREFIX}:{kind}:{which}")
        for kind, which in VIEWS
        if (kind, which) != (contents.kind, when)
    ]
    label = "honours.take_part" if own.nickname is None else "honours.change_nickname"
    announce = Button("honours.announce", f"{PREFIX}:announce:{contents.kind}")
    may_announce = contents.frozen is not None and bool(context.actor.roles & COORDINATORS)
    return [
        others,
        [Button(label, f"{PREFIX}:name")],
        *([[announce]] if may_announce else []),
        [Button("points.back", "points")],
    ]
