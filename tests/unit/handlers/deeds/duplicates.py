"""Several reports about one incident: what a courier is offered, and what a grid worker joins and separates."""

from __future__ import annotations

from tests.unit.handlers.clockwork import HOUR
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.deeds.reports import report
from tests.unit.handlers.rows import button, category_button, only
from tests.unit.handlers.world import COORDINATOR, COURIER, WORKER, World


def seen_again(world: World, category: str = "leak") -> Rows:
    """The courier reports something, and an hour later what they see there; the rows of the last that they do."""
    report(world)
    place = world.all_reports()[-1].place
    assert place is not None
    world.now += HOUR
    world.downloaded(only(world.photo(COURIER, f"of {world.now}"), "getFile"))
    asked = world.location(COURIER, (place.latitude, place.longitude))
    return world.press(COURIER, category_button(asked, category))


def choosing(world: World) -> Rows:
    """What the grid worker can join one of two reports to."""
    return world.press(WORKER, button(seen_again(world, "manhole"), "choose_same:"))


def confirming(world: World) -> Rows:
    return world.press(WORKER, button(choosing(world), "merge_with:"))


def merged(world: World) -> Rows:
    return world.press(WORKER, button(confirming(world), "merge:"))


def shown_to_coordinator(world: World) -> Rows:
    """The card of a report, in a coordinator's chat."""
    report(world)
    newest = world.all_reports()[-1]
    return world.press(COORDINATOR, f"show:{newest.token}:{newest.version}")


def about_newest(world: World, _who: int) -> str:
    """What the question for a number is about."""
    seen_again(world, "manhole")
    newest = world.all_reports()[-1]
    return f"{newest.token}:{newest.version}"


DEEDS = Deeds(
    buttons={
        "me_too": seen_again,
        "different": seen_again,
        "choose_same": report,
        "merge_with": choosing,
        "merge_number": choosing,
        "merge": confirming,
        "merge_not": confirming,
        "separate": merged,
        "mute_reporter": shown_to_coordinator,
    },
    answers={
        "joining.number": lambda world, who: world.say(who, str(world.all_reports()[-2].number)),
    },
    subjects={"joining.number": about_newest},
    kept=("mutes",),
)
