"""``/settings``: what somebody sets is kept, shown in the same message, and made up by nobody."""

from __future__ import annotations

import pytest

from handlers.settings_page import Ride
from messages import catalogue
from messages.catalogue import Language
from storage import preferences
from storage.preferences import Preferences
from tests.unit.handlers.world import COURIER, WORKER, World, button, shown, words

MINUTE = 60_000  # ms


def wanted(world: World, who: int = COURIER) -> Preferences:
    return preferences.of(world.transaction, world.member(who).id)


def test_a_courier_finds_rides_rushes_nights_and_language(world: World) -> None:
    rows = world.say(COURIER, "/settings")

    assert [one.data.split(":")[0] for one in shown(rows)] == [
        "riding",
        "riding",
        "rushes",
        "hazards",
        "night",
        "menu",
        "menu",
    ]
    assert "22:00–07:00" in words(rows)


def test_whoever_does_not_ride_is_not_asked_about_rushes(world: World) -> None:
    assert {one.data.split(":")[0] for one in shown(world.say(WORKER, "/settings"))} == {
        "cards",
        "night",
        "menu",
    }


@pytest.mark.parametrize("ride", [Ride.HALF_AN_HOUR, Ride.AN_HOUR])
def test_a_ride_is_quiet_until_its_end_and_can_end_early(world: World, ride: Ride) -> None:
    rows = world.press(COURIER, f"riding:{ride}")

    assert wanted(world).riding_until == world.now + int(ride) * MINUTE
    assert [row.method for row in rows] == ["answerCallbackQuery", "editMessageText"]

    world.press(COURIER, button(rows, "riding:0"))

    assert wanted(world).riding_until is None


def test_a_ride_that_is_over_is_not_shown_any_more(world: World) -> None:
    world.press(COURIER, "riding:30")
    world.now += 30 * MINUTE

    assert button(world.say(COURIER, "/settings"), "riding:30")


def test_a_night_is_chosen_from_a_page_and_shown(world: World) -> None:
    choices = world.press(COURIER, "night")
    late = next(one for one in shown(choices) if "23:00–08:00" in one.text)

    rows = world.press(COURIER, late.data)

    assert "23:00–08:00" in words(rows)
    assert button(choices, "settings") == "settings"


def test_there_need_be_no_quiet_night(world: World) -> None:
    rows = world.press(COURIER, "night:none")

    assert wanted(world).night is None
    assert catalogue.text(Language.ZH, "settings/night", {}) not in words(rows)


def test_pressing_twice_changes_nothing_more(world: World) -> None:
    world.press(COURIER, "rushes:loud")
    world.press(COURIER, "rushes:loud")

    assert not wanted(world).rushes


def test_one_setting_leaves_the_others_as_they_are(world: World) -> None:
    world.press(COURIER, "night:none")
    world.press(COURIER, "rushes:loud")
    world.press(COURIER, "riding:60")

    assert wanted(world) == Preferences(None, rushes=False, riding_until=world.now + 60 * MINUTE)


@pytest.mark.parametrize(
    "data", ["night:7-7", "rushes", "rushes:maybe", "riding:1440", "riding", "riding:-1"]
)
def test_a_value_that_nobody_offered_changes_nothing(world: World, data: str) -> None:
    (answer,) = world.press(COURIER, data)

    assert answer.parameters["text"] == catalogue.label(Language.ZH, "press.unknown")
    assert wanted(world) == Preferences()
