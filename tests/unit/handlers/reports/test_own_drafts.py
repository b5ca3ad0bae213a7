"""What somebody may still do with their own drafts and reports when their standing has changed, in one table.

The matrix presses the buttons of a courier's as everybody else; here the owner presses, whatever they are by now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handlers.reports.lifecycle import Refusal
from messages.catalogue import Language, label
from tests.unit.handlers.reports.reporting import answer, returned, submit
from tests.unit.handlers.world import COURIER, WORKER, World, button, category_button, methods

HOUR = 3600 * 1000
STATES = ("active", "pending", "left", "stranger")

REFUSALS = {label(Language.ZH, f"refused.{refusal}") for refusal in Refusal} | {
    label(Language.ZH, f"press.{which}") for which in ("unknown", "stranger", "pending", "left")
}

TABLE = """
               active pending left stranger
[category]     yes    yes     no   no
[describe]     yes    yes     no   no
[whereabouts]  yes    yes     no   no
[split]        yes    yes     no   no
[join]         yes    yes     no   no
[apart]        yes    yes     no   no
[resume]       yes    yes     no   no
[cancel]       yes    yes     yes  yes
[retry]        yes    no      no   no
"""


def category(world: World) -> str:
    return category_button(world.say(COURIER, "/report"), "leak")


def describe(world: World) -> str:
    return button(world.say(COURIER, "井盖坏了"), "describe:")


def whereabouts(world: World) -> str:
    world.press(COURIER, f"withdraw_photos:{consents_version(world)}")
    return button(world.photo(COURIER), "whereabouts:")


def split(world: World) -> str:
    world.photo(COURIER, "near")
    return button(world.photo(COURIER, "far"), "split:")


def older(world: World, which: str) -> str:
    world.photo(COURIER, "yesterday")
    world.now += 13 * HOUR
    return button(world.photo(COURIER, "today"), which)


def resume(world: World) -> str:
    older(world, "join:")
    return button(world.say(COURIER, "/cancel"), "resume:")


def cancel(world: World) -> str:
    return button(world.say(COURIER, "/report"), "cancel:")


def retry(world: World) -> str:
    return button(returned(world, WORKER, submit(world), "unclear"), "retry:")


def consents_version(world: World) -> int:
    return world.transaction.number(
        "SELECT count(*) FROM consents WHERE member_id = :id", {"id": world.member(COURIER).id}
    )


BUTTONS: Mapping[str, Callable[[World], str]] = {
    "[category]": category,
    "[describe]": describe,
    "[whereabouts]": whereabouts,
    "[split]": split,
    "[join]": lambda world: older(world, "join:"),
    "[apart]": lambda world: older(world, "apart:"),
    "[resume]": resume,
    "[cancel]": cancel,
    "[retry]": retry,
}


def expected() -> Mapping[str, list[str]]:
    header, *lines = TABLE.strip().splitlines()
    assert tuple(header.split()) == STATES
    return {line.split()[0]: line.split()[1:] for line in lines}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", BUTTONS)
def test_the_owner_may_do_what_the_table_says(world: World, name: str, state: str) -> None:
    data = BUTTONS[name](world)
    world.command(
        "import-people",
        people=[{"user_id": COURIER, "name": "李强", "standing": state, "roles": ["courier"]}],
    )
    before = world.all_reports()
    rows = world.press(COURIER, data)
    refused = answer(rows) in REFUSALS
    assert ("no" if refused else "yes") == expected()[name][STATES.index(state)]
    if refused:
        assert answer(rows) == label(Language.ZH, "refused.not_on_the_team")
        assert methods(rows) == ["answerCallbackQuery"]
        assert world.all_reports() == before


def test_the_table_has_a_row_for_every_button_of_a_reporter() -> None:
    assert list(expected()) == list(BUTTONS)
