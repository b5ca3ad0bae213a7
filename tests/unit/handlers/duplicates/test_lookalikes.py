"""A photo that looks like one that is there: its reporter is warned, the card says so, and nothing is blocked."""

from __future__ import annotations

import pytest

from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY
from tests.unit.handlers.duplicates.seeing import (
    A_LOOK,
    ROUND_THE_CORNER,
    first,
    newest,
    offered,
    see,
)
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import COURIER, EAST, OTHER_COURIER, WEST, WORKER, World, button, only, words

FOUR_BITS_OFF = A_LOOK ^ 0x8000_0100_0010_0001
FIVE_BITS_OFF = A_LOOK ^ 0x8000_0100_0010_0011


def seen_twice(world: World, look: int = A_LOOK, who: int = OTHER_COURIER) -> list[str]:
    """What somebody is offered whose photo, from round the corner, has that look."""
    see(world, look=A_LOOK)
    return offered(see(world, who, ROUND_THE_CORNER, look=look))


@pytest.mark.parametrize("look", [A_LOOK, FOUR_BITS_OFF])
def test_whoever_sends_a_photo_like_one_that_is_there_is_asked(world: World, look: int) -> None:
    see(world, look=A_LOOK)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, look=look)
    assert offered(rows) == ["me_too", "different", "cancel"]
    said = words(rows, OTHER_COURIER)
    assert "很像 <code>WH-2026-000001</code>" in said
    assert "9月21日" in said
    assert "李强" not in said
    assert only(rows, "sendPhoto").parameters["photo"] == {"stored": first(world).photos[0].sha256}


def test_a_photo_that_only_faintly_looks_like_it_is_sent(world: World) -> None:
    assert "me_too" not in seen_twice(world, FIVE_BITS_OFF)
    assert newest(world).state is ReportState.SUBMITTED


def test_it_can_be_joined(world: World) -> None:
    see(world, look=A_LOOK)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, look=A_LOOK)
    world.press(OTHER_COURIER, button(rows, "me_too:"))
    assert newest(world).joined_to == first(world).id


def test_it_can_be_sent_all_the_same_and_the_card_says_so(world: World) -> None:
    see(world, look=A_LOOK)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, look=A_LOOK)
    sent = world.press(OTHER_COURIER, button(rows, "different:"))
    assert newest(world).state is ReportState.SUBMITTED
    assert "照片很像 <code>WH-2026-000001</code>" in words(sent, WORKER)


def test_the_report_that_was_first_says_nothing_of_the_later_one(world: World) -> None:
    see(world, look=A_LOOK)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, look=A_LOOK)
    world.press(OTHER_COURIER, button(rows, "different:"))
    card = world.press(WORKER, f"show:{first(world).token}:{first(world).version}")
    assert "照片很像" not in words(card)


def test_what_is_over_can_only_be_sent_anew(world: World) -> None:
    see(world, look=A_LOOK)
    in_state(world, first(world), ReportState.CLOSED)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, look=A_LOOK)
    assert offered(rows) == ["different", "cancel"]
    assert "结案" in words(rows, OTHER_COURIER)


@pytest.mark.parametrize(("who", "is_asked"), [(COURIER, True), (OTHER_COURIER, False)])
def test_after_twelve_weeks_only_ones_own_photos_count(world: World, who: int, is_asked: bool) -> None:
    see(world, look=A_LOOK)
    world.now += 85 * DAY
    rows = see(world, who, EAST, look=A_LOOK)
    assert ("different" in offered(rows)) == is_asked


def test_what_is_another_attempt_at_the_same_is_no_surprise(world: World) -> None:
    see(world, look=A_LOOK)
    reasons = world.press(WORKER, f"return:{first(world).token}:{first(world).version}")
    returned = world.press(
        WORKER, next(d for d in (button(reasons, "reason:"),)).rsplit(":", 1)[0] + ":unclear"
    )
    world.press(COURIER, button(returned, "retry:"))
    rows = see(world, COURIER, WEST, look=A_LOOK)
    assert newest(world).state is ReportState.SUBMITTED
    assert "照片很像" not in words(rows)


def test_a_photo_of_a_draft_resembles_nothing(world: World) -> None:
    world.photo(COURIER)
    assert newest(world).state is ReportState.DRAFT
    assert "me_too" not in offered(see(world, OTHER_COURIER, WEST, look=A_LOOK))


def test_a_danger_is_sent_at_once_and_its_card_says_so(world: World) -> None:
    see(world, look=A_LOOK)
    rows = see(world, OTHER_COURIER, ROUND_THE_CORNER, category="gas", look=A_LOOK)
    assert newest(world).state is ReportState.SUBMITTED
    assert "照片很像" in words(rows, WORKER)
