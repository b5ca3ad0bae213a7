"""What the tests of erasing let somebody do with points: give and get large awards, lose some, be honoured."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from storage.outbox import OutboxRow
from tests.unit.handlers.mydata.acting import finish
from tests.unit.handlers.world import COORDINATOR, COURIER, World, button, shown

Act = Callable[[World], list[OutboxRow]]


def acts(somebody: int, said: str, name: str) -> Mapping[str, Act]:
    """The acts, by what they are called."""
    return {
        "asks for a large award to be confirmed": lambda world: large(world, somebody, COURIER, said),
        "is asked to confirm a large award": lambda world: confirms(world, somebody, f"和 {somebody} 一起"),
        "is to get a large award": lambda world: large(world, COORDINATOR, somebody, f"{name}：{said}"),
        "loses points again": lambda world: loses(world, somebody, f"{said} {name} {somebody}"),
        "is why another loses points": lambda world: loses(world, COURIER, f"不是他，是 {somebody}"),
        "chooses a nickname": lambda world: chooses_nickname(world, somebody, said),
        "looks at a list of honour": lambda world: world.press(COURIER, "honours:month:now"),
        "changes a rule of points": lambda world: changes_rule(world, somebody),
    }


def award(world: World, by: int, who: int, points: int, reason: str) -> list[OutboxRow]:
    """All of it, up to the last press; that comes back too."""
    rows = [
        *world.say(by, "/award"),
        *world.press(by, f"award_to:at:{world.member(who).id}"),
        *world.say(by, str(points)),
    ]
    finish(world, rows)
    preview = world.say(by, reason)
    finish(world, preview)
    return [*rows, *preview, *world.press(by, button(preview, "award_give:"))]


def large(world: World, by: int, who: int, reason: str) -> list[OutboxRow]:
    return award(world, by, who, 50, reason)


def confirms(world: World, who: int, reason: str) -> list[OutboxRow]:
    rows = large(world, COORDINATOR, COURIER, reason)
    finish(world, rows)
    return [*rows, *world.press(who, button(rows, "award_confirm:"))]


def loses(world: World, who: int, words: str) -> list[OutboxRow]:
    """They are given some, and a coordinator takes them back in words."""
    rows = award(world, COORDINATOR, who, 2, "做了好事")
    finish(world, rows)
    undo = [one.data for one in shown(rows) if one.data.startswith("award_undo:")]
    if not undo:  # too many by one coordinator on one day: it waits for another one
        return rows
    asked = world.press(COORDINATOR, undo[-1])
    finish(world, asked)
    return [*rows, *asked, *world.say(COORDINATOR, words)]


def chooses_nickname(world: World, who: int, nickname: str) -> list[OutboxRow]:
    finish(world, world.press(who, "honours:name"))
    return world.say(who, nickname)


def changes_rule(world: World, who: int) -> list[OutboxRow]:
    version = world.transaction.number("SELECT max(version) FROM point_rules WHERE cause = 'report'")
    finish(world, world.press(who, f"point_rules:change:report:{version}:points"))
    preview = world.say(who, "2")
    finish(world, preview)
    if not any(one.data.startswith("point_rules:set:") for one in shown(preview)):
        return []  # it is to be so already
    return world.press(who, button(preview, "point_rules:set:"))
