"""One draft is open at a time; what shows something else gets a draft of its own, and nothing is lost."""

from __future__ import annotations

import pytest

from storage.reports import Place, Report, ReportState
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    WEST,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)

MINUTE = 60 * 1000
HOUR = 60 * MINUTE


def open_draft(world: World) -> Report:
    draft = world.draft(COURIER)
    assert draft is not None
    return draft


def test_a_second_photo_within_ten_minutes_joins_and_offers_another_incident(world: World) -> None:
    world.photo(COURIER, "one")
    world.now += 10 * MINUTE - 1
    rows = world.photo(COURIER, "two")
    assert "现在有 2 张照片" in words(rows)
    assert button(rows, "split:")
    assert len(open_draft(world).photos) == 2


@pytest.mark.parametrize("language_code", ["zh-hans", "en"])
def test_another_incident_gets_its_photo_and_the_older_waits(world: World, language_code: str) -> None:
    world.language_code = language_code
    world.photo(COURIER, "one", caption="first")
    first = open_draft(world)
    rows = world.photo(COURIER, "two", caption="second")
    world.press(COURIER, button(rows, "split:"))
    assert (open_draft(world).words, len(open_draft(world).photos)) == ("second", 1)
    older = next(report for report in world.all_reports() if report.id == first.id)
    assert (older.words, older.put_aside_at) == ("first", world.now)


def test_bytes_under_way_follow_their_photo_to_another_incident(world: World) -> None:
    world.photo(COURIER, "one")
    rows = world.photo(COURIER, "two")
    world.press(COURIER, button(rows, "split:"))
    world.downloaded(only(rows, "getFile"))
    assert [photo.sha256 is not None for photo in open_draft(world).photos] == [True]


def test_the_older_draft_is_offered_when_the_newer_is_done(world: World) -> None:
    world.photo(COURIER, "one")
    rows = world.photo(COURIER, "two")
    world.press(COURIER, button(rows, "split:"))
    world.downloaded(only(rows, "getFile"))
    keyboard = world.location(COURIER, WEST)
    rows = world.press(COURIER, category_button(keyboard, "leak"))
    assert "WH-2026-000001" in words(rows, COURIER)
    rows = world.press(COURIER, button(rows, "resume:"))
    assert "在哪里" in words(rows)
    assert open_draft(world).put_aside_at is None


def test_giving_the_newer_up_offers_the_older(world: World) -> None:
    world.photo(COURIER, "one")
    world.press(COURIER, button(world.photo(COURIER, "two"), "split:"))
    assert button(world.say(COURIER, "/cancel"), "resume:")


@pytest.mark.parametrize("data_changed", ["photo", "twice"])
def test_a_forged_or_repeated_split_changes_nothing(world: World, data_changed: str) -> None:
    world.photo(COURIER, "one")
    data = button(world.photo(COURIER, "two"), "split:")
    if data_changed == "photo":
        data = data.rsplit(":", 1)[0] + ":999"
    else:
        world.press(COURIER, data)
    before = world.all_reports()
    assert "失效" in answer(world.press(COURIER, data))
    assert world.all_reports() == before


def test_nobody_else_can_split_a_draft(world: World) -> None:
    world.photo(COURIER, "one")
    data = button(world.photo(COURIER, "two"), "split:")
    assert "不是你的上报" in answer(world.press(OTHER_COURIER, data))


def test_a_photo_much_later_begins_a_report_of_its_own(world: World) -> None:
    world.photo(COURIER, "one")
    world.now += 10 * MINUTE
    rows = world.photo(COURIER, "two")
    assert "是同一件事吗" in words(rows)
    assert [len(report.photos) for report in world.all_reports()] == [1, 1]


def test_a_place_after_half_an_hour_still_belongs_to_the_draft(world: World) -> None:
    world.photo(COURIER, "one")
    world.now += 30 * MINUTE
    world.location(COURIER, WEST)
    assert open_draft(world).place == Place(*WEST)
    assert len(world.all_reports()) == 1


def test_a_draft_left_lying_for_twelve_hours_is_asked_about(world: World) -> None:
    world.photo(COURIER, "one")
    first = open_draft(world)
    world.now += 12 * HOUR
    rows = world.location(COURIER, WEST)
    assert "是同一件事吗" in words(rows)
    assert open_draft(world).id != first.id


def test_the_same_incident_puts_both_together(world: World) -> None:
    world.photo(COURIER, "one", caption="old")
    first = open_draft(world)
    world.now += 12 * HOUR
    rows = world.location(COURIER, WEST)
    rows = world.press(COURIER, button(rows, "join:"))
    joined = open_draft(world)
    assert (joined.id, joined.place, joined.words) == (first.id, Place(*WEST), "old")
    assert "哪一类" in words(rows)
    assert {report.state for report in world.all_reports()} == {ReportState.DRAFT, ReportState.MERGED}


def test_something_new_leaves_the_older_waiting(world: World) -> None:
    world.photo(COURIER, "one")
    world.now += 12 * HOUR
    rows = world.photo(COURIER, "two")
    newer = open_draft(world)
    rows = world.press(COURIER, button(rows, "apart:"))
    assert "先放着" in words(rows)
    assert open_draft(world) == newer


def test_joining_twice_does_it_once(world: World) -> None:
    world.photo(COURIER, "one")
    world.now += 12 * HOUR
    data = button(world.photo(COURIER, "two"), "join:")
    world.press(COURIER, data)
    before = world.all_reports()
    rows = world.press(COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "就是这一条" in answer(rows)
    assert world.all_reports() == before


def test_taking_one_up_puts_the_other_aside(world: World) -> None:
    world.photo(COURIER, "one")
    first = open_draft(world)
    world.press(COURIER, button(world.photo(COURIER, "two"), "split:"))
    resume = button(world.say(COURIER, "/cancel"), "resume:")
    world.photo(COURIER, "three")
    world.press(COURIER, resume)
    assert open_draft(world).id == first.id
    assert len(world.all_reports()) == 3


@pytest.fixture
def old_keyboard(world: World) -> str:
    """The category button of a draft that was put aside for another photo; neither has a place."""
    asked = world.say(COURIER, "/report")
    world.photo(COURIER, "one")
    world.now += 11 * MINUTE
    world.photo(COURIER, "two")
    return category_button(asked, "manhole")


@pytest.mark.parametrize(("language", "said"), [("zh", "另一条先放着"), ("en", "the other one waits")])
def test_the_category_of_a_draft_put_aside_takes_it_up_and_the_place_goes_there(
    world: World, old_keyboard: str, language: str, said: str
) -> None:
    world.press(COURIER, f"language:{language}")
    first, second = (report.id for report in world.all_reports())
    assert said in words(world.press(COURIER, old_keyboard))
    world.location(COURIER, WEST)
    places = {report.id: report.place for report in world.all_reports()}
    assert places == {first: Place(*WEST), second: None}


def test_the_category_that_it_had_already_takes_a_draft_put_aside_up_too(world: World) -> None:
    asked = world.say(COURIER, "/report")
    world.press(COURIER, category_button(asked, "manhole"))
    world.photo(COURIER, "one")
    first = open_draft(world)
    world.now += 11 * MINUTE
    world.photo(COURIER, "two")
    world.press(COURIER, category_button(asked, "manhole"))
    assert open_draft(world).id == first.id


def test_a_category_that_completes_a_draft_put_aside_leaves_the_open_one_open(world: World) -> None:
    world.downloaded(only(world.photo(COURIER, "one"), "getFile"))
    keyboard = world.location(COURIER, WEST)
    world.now += 11 * MINUTE
    world.photo(COURIER, "two")
    second = open_draft(world)
    rows = world.press(COURIER, category_button(keyboard, "manhole"))
    assert "WH-2026-000001" in words(rows, COURIER)
    assert open_draft(world).id == second.id
    assert not [one for one in shown(rows) if one.data.startswith("resume:")]


def test_cancelling_when_only_a_draft_put_aside_is_left_offers_that(world: World) -> None:
    world.photo(COURIER, "one")
    world.press(COURIER, button(world.photo(COURIER, "two"), "split:"))
    world.say(COURIER, "/cancel")
    rows = world.say(COURIER, "/cancel")
    assert "没有没报完的" not in words(rows)
    world.press(COURIER, button(rows, "cancel:"))
    assert "没有没报完的" in words(world.say(COURIER, "/cancel"))
