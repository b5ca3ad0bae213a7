"""A danger: whom to call stands first, it goes out as urgent, and the chooser stays within a thumb's reach."""

from __future__ import annotations

import pytest

from handlers.reports import kinds
from handlers.reports.kinds import KINDS, Group
from messages import danger_words
from storage.reports import Category
from tests.unit.handlers.clockwork import next_time
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
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


def test_every_category_has_its_facts_and_only_dangers_have_a_number_to_call() -> None:
    assert set(KINDS) == set(Category)
    assert all((kind.call is not None) == (kind.group is Group.DANGER) for kind in KINDS.values())


def test_whatever_can_be_hinted_at_is_a_danger() -> None:
    assert all(kinds.is_danger(Category(danger)) for danger in danger_words.DANGERS)


def test_dangers_stand_on_top_and_the_riders_own_behind_a_button(world: World) -> None:
    world.photo(COURIER)
    asked = [one.data.split(":")[-1] for one in shown(world.location(COURIER, WEST))]
    assert asked[:5] == kinds.of_group(Group.DANGER)
    assert not set(kinds.of_group(Group.RIDER)) & set(asked)


def test_the_riders_page_turns_in_place_and_back(world: World) -> None:
    asked = [*world.photo(COURIER), *world.location(COURIER, WEST)]
    page = world.press(COURIER, button(asked, "categories:"))
    assert "editMessageReplyMarkup" in methods(page)
    assert category_button(page, "battery_queue")
    back = world.press(COURIER, button(page, "categories:"))
    assert [one.data for one in shown(back)] == [one.data for one in shown(asked)]


@pytest.mark.parametrize(("danger", "number"), [("fire", "119"), ("injured", "120"), ("gas", "110")])
def test_whom_to_call_is_said_before_the_next_question(world: World, danger: str, number: str) -> None:
    asked = world.say(COURIER, "/report")
    rows = world.press(COURIER, category_button(asked, danger))
    said = words(rows)
    assert number in answer(rows)
    assert f"先打 {number}" in said.splitlines()[0]
    assert said.index(number) < said.index("照片")


def test_a_danger_goes_to_workers_and_coordinators_at_once_with_a_sound_even_at_night(world: World) -> None:
    world.now = next_time(world.now, 23, 30)
    world.downloaded(only(world.photo(COURIER), "getFile"))
    rows = world.press(COURIER, category_button(world.location(COURIER, WEST), "gas"))
    cards = {row.chat_id: row for row in rows if row.method == "sendPhoto"}
    assert {WORKER, COORDINATOR} <= set(cards)
    assert not any(
        "disable_notification" in row.parameters or row.due_at > world.now for row in cards.values()
    )
    assert "紧急" in words(rows, to=WORKER)
    assert world.all_reports()[0].is_urgent


def test_what_is_no_danger_is_not_urgent_and_goes_to_the_workers_alone(world: World) -> None:
    rows = submit(world)
    assert not world.all_reports()[0].is_urgent
    assert words(rows, to=COORDINATOR) == ""


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("这里煤气味好大", "gas"),
        ("没有井盖", "open_manhole"),
        ("The house is ON FIRE", "fire"),
        ("有人触电受伤", "injured"),
        ("消防通道堵了", None),
        ("fire lane blocked", None),
        ("井盖松了", None),
    ],
)
def test_words_hint_at_a_danger(said: str, danger: str | None) -> None:
    assert danger_words.found_in(said) == danger


def test_written_of_in_a_draft_the_number_comes_first_and_one_press_makes_it_urgent(world: World) -> None:
    world.photo(COURIER)
    rows = world.say(COURIER, "这里煤气味好大")
    assert "110" in str(rows[0].parameters["text"])
    world.press(COURIER, category_button(rows, "gas"))
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.category is Category.GAS
    assert "110" not in words(world.say(COURIER, "煤气味还在"))


def test_a_caption_and_words_without_a_draft_are_heeded_too(world: World) -> None:
    assert "119" in words(world.photo(COURIER, caption="楼道着火了"))
    rows = world.say(OTHER_COURIER, "楼道着火了")
    assert "119" in str(rows[0].parameters["text"])
    assert "这是要上报的问题吗" in words(rows)


def test_a_stranger_is_told_whom_to_call_and_shown_no_button_they_may_not_press(world: World) -> None:
    rows = world.photo(STRANGER, caption="有人受伤")
    assert "120" in str(rows[0].parameters["text"])
    assert not any(one.data.startswith("category:") for one in shown(rows))
