"""The parts of an album belong together, whenever they arrive."""

from __future__ import annotations

import pytest

from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)

HOUR = 3600 * 1000


def test_a_part_that_comes_after_submission_joins_the_card(world: World) -> None:
    submit(world, album="7")
    rows = world.photo(COURIER, "late", album="7")
    assert methods(rows) == ["getFile"]
    rows = world.downloaded(only(rows, "getFile"), image=b"late")
    assert methods(rows, WORKER) == ["sendPhoto", "editMessageCaption"]
    assert "共 2 张照片" in words(rows, WORKER)
    assert methods(rows, COURIER) == ["setMessageReaction"]
    assert len(world.all_reports()) == 1


def test_a_late_part_that_cannot_be_had_is_said(world: World) -> None:
    submit(world, album="7")
    rows = world.download_failed(only(world.photo(COURIER, "late", album="7"), "getFile"), "gone")
    assert "其他照片不受影响" in words(rows, COURIER)
    assert methods(rows, WORKER) == []


def test_parts_before_submission_go_out_together(world: World) -> None:
    first = world.photo(COURIER, "one", album="7")
    keyboard = world.location(COURIER, WEST)
    second = world.photo(COURIER, "two", album="7")
    world.press(COURIER, category_button(keyboard, "leak"))
    world.downloaded(only(first, "getFile"), image=b"one")
    rows = world.downloaded(only(second, "getFile"), image=b"two")
    assert methods(rows, WORKER) == ["sendPhoto", "sendPhoto", "sendVenue"]


def test_a_part_hours_later_still_belongs_to_its_album(world: World) -> None:
    world.photo(COURIER, "one", album="7")
    world.now += 13 * HOUR
    world.photo(COURIER, "two", album="7")
    (report,) = world.all_reports()
    assert len(report.photos) == 2


def test_albums_of_different_people_do_not_mix(world: World) -> None:
    world.photo(COURIER, "one", album="7")
    world.photo(OTHER_COURIER, "two", album="7")
    assert [len(report.photos) for report in world.all_reports()] == [1, 1]


@pytest.mark.parametrize("accept", [True, False])
def test_the_caption_of_a_late_part_stands_on_the_card(world: World, accept: bool) -> None:
    submission = submit(world, album="7")
    if accept:
        world.press(WORKER, button(submission, "accept:"))
    rows = world.photo(COURIER, "late", album="7", caption="很危险")
    rows = world.downloaded(only(rows, "getFile"), image=b"late")
    assert "很危险" in words(rows, WORKER)
    assert world.all_reports()[0].state is (ReportState.ACCEPTED if accept else ReportState.SUBMITTED)


@pytest.mark.parametrize("given_up", ["/cancel", "button", "consent"])
def test_a_part_that_comes_after_its_draft_was_given_up_begins_nothing(world: World, given_up: str) -> None:
    who = STRANGER if given_up == "consent" else COURIER
    if given_up == "consent":
        world.command("import-people", people=[{"user_id": STRANGER, "name": "汤姆", "roles": ["courier"]}])
    rows = world.say(who, "/report")
    rows += world.photo(who, "one", album="7")
    match given_up:
        case "/cancel":
            world.say(who, "/cancel")
        case "button":
            world.press(who, button(rows, "cancel:"))
        case "consent":
            world.press(who, next(one.data for one in shown(rows) if one.data.endswith(":no")))
    assert world.photo(who, "two", album="7") == []
    assert world.draft(who) is None
    assert "getFile" in methods(world.photo(COURIER, "another", album="8"))


def test_giving_up_an_album_does_not_concern_anybody_elses(world: World) -> None:
    world.photo(COURIER, "one", album="7")
    world.say(COURIER, "/cancel")
    assert world.photo(OTHER_COURIER, "one", album="7")


def test_an_album_that_joins_a_draft_is_not_counted_while_it_arrives(world: World) -> None:
    world.photo(COURIER, "before")
    joined = words(world.photo(COURIER, "one", album="7"))
    assert "也放进这一条了" in joined
    assert "现在有" not in joined
    assert words(world.photo(COURIER, "two", album="7")) == ""
