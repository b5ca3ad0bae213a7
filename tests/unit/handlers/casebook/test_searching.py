"""``/search``: a coordinator finds reports by number, words, grid, state and time, in one message edited in place."""

from __future__ import annotations

import pytest

from handlers.casebook.searching import PER_PAGE
from storage import report_searches
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    FAR_AWAY,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    button,
    methods,
    shown,
    words,
)

MINUTE = 60_000


def found(rows: list[OutboxRow]) -> list[str]:
    """The numbers on the buttons, as far as they differ."""
    return [one.text[-3:] for one in shown(rows) if one.data.startswith("search:at:")]


def chosen(world: World, rows: list[OutboxRow], what: str, option: str) -> list[OutboxRow]:
    """A filter is opened below the search, and an option of it pressed."""
    choices = world.press(COORDINATOR, button(rows, f"search:pick:{rows_token(rows)}:{what}"))
    return world.press(
        COORDINATOR,
        next(
            one.data
            for one in shown(choices)
            if one.data.startswith(f"search:{what}:") and one.data.endswith(f":{option}")
        ),
    )


def rows_token(rows: list[OutboxRow]) -> str:
    return button(rows, "search:outputs:").split(":")[2]


@pytest.fixture
def reported(world: World) -> World:
    """Three: in the west, in the east, and far away, with different words; the first is fixed."""
    submit(world, caption="路口井盖松了")
    in_state(world, world.all_reports()[0], ReportState.FIXED)
    world.now += 2 * DAY
    submit(world, EAST, caption="井盖丢了 Manhole")
    world.now += MINUTE
    submit(world, FAR_AWAY, caption="漏水")
    return world


def test_it_begins_with_all_of_them_their_state_and_age(reported: World) -> None:
    rows = reported.say(COORDINATOR, "/search")
    assert found(rows) == ["003", "002", "001"]
    assert "查上报：3 条" in words(rows)
    assert "📷 <code>WH-2026-000001</code> 待核查 · ⭕ 井盖问题 · west网格 · 2 天" in words(rows)
    assert "不在任何网格里 · 刚刚" in words(rows)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("井盖", ["002", "001"]),
        ("盖丢", ["002"]),
        ("漏", ["003"]),
        ("manho", ["002"]),
        ("2", ["002"]),
        ("wh-2026-000003", ["003"]),
        ("诸葛", []),
    ],
)
def test_typed_words_and_numbers_find_reports(reported: World, typed: str, numbers: list[str]) -> None:
    reported.say(COORDINATOR, "/search")
    assert found(reported.say(COORDINATOR, typed)) == numbers
    assert found(reported.say(COORDINATOR, f"/search {typed}")) == numbers


def test_filters_narrow_together_in_the_same_message(reported: World) -> None:
    rows = reported.say(COORDINATOR, "/search 井盖")
    rows = chosen(reported, rows, "grid", "east")
    assert found(rows) == ["002"]
    assert methods(rows)[0] == "editMessageText"
    rows = chosen(reported, rows, "stage", "to_verify")
    assert found(rows) == []
    assert "🔤 有你打的字 · east网格 · 📷 待核查" in words(rows)
    assert "没有这样的上报" in words(rows)
    rows = chosen(reported, rows, "grid", "")
    assert found(rows) == ["001"]
    assert found(chosen(reported, rows, "period", "today")) == []


@pytest.mark.parametrize(
    ("what", "option", "numbers"),
    [
        ("stage", "open", ["003", "002", "001"]),
        ("stage", "waiting", ["003", "002"]),
        ("stage", "closed", []),
        ("period", "today", ["003", "002"]),
        ("period", "week", ["003", "002", "001"]),
        ("period", "year", ["003", "002", "001"]),
        ("grid", "west", ["001"]),
    ],
)
def test_each_filter_by_itself(reported: World, what: str, option: str, numbers: list[str]) -> None:
    assert found(chosen(reported, reported.say(COORDINATOR, "/search"), what, option)) == numbers


def test_what_is_chosen_is_marked_and_the_way_back_changes_nothing(reported: World) -> None:
    rows = chosen(reported, reported.say(COORDINATOR, "/search"), "stage", "waiting")
    choices = reported.press(COORDINATOR, button(rows, f"search:pick:{rows_token(rows)}:stage"))
    markup = choices[0].parameters["reply_markup"]
    assert isinstance(markup, dict)
    marked = [one["callback_data"] for line in markup["inline_keyboard"] for one in line if "style" in one]
    assert [data.split(":")[-1] for data in marked] == ["waiting"]
    assert found(reported.press(COORDINATOR, button(choices, "search:go:"))) == ["003", "002"]


def test_clearing_begins_anew_and_is_offered_only_when_something_narrows_it(reported: World) -> None:
    rows = reported.say(COORDINATOR, "/search")
    assert [one for one in shown(rows) if one.data.startswith("search:clear")] == []
    rows = chosen(reported, rows, "stage", "closed")
    assert found(reported.press(COORDINATOR, button(rows, "search:clear:"))) == ["003", "002", "001"]


def test_pages_are_turned(world: World) -> None:
    for _ in range(PER_PAGE + 2):
        world.now += 15 * MINUTE
        submit(world)
    first = world.say(COORDINATOR, "/search")
    assert len(found(first)) == PER_PAGE
    second = world.press(COORDINATOR, button(first, f"search:go:{rows_token(first)}:1"))
    assert found(second) == ["002", "001"]
    assert "（第 2/2 页）" in words(second)


def test_more_words_are_asked_for_and_keep_the_filters(reported: World) -> None:
    rows = chosen(reported, reported.say(COORDINATOR, "/search 漏水"), "stage", "open")
    asked = reported.press(COORDINATOR, button(rows, "search:words:"))
    assert "/cancel" in words(asked)
    rows = reported.say(COORDINATOR, "井盖")
    assert found(rows) == ["002", "001"]
    assert "未结案" in words(rows)


@pytest.mark.parametrize("typed", ["?!", "🕳", "\u202e\u200b"])
def test_who_types_nothing_that_can_be_found_is_told_and_may_try_again(reported: World, typed: str) -> None:
    reported.say(COORDINATOR, "/search")
    assert "/cancel" in words(reported.say(COORDINATOR, typed))
    assert found(reported.say(COORDINATOR, "漏水")) == ["003"]
    assert "/cancel" in words(reported.say(COORDINATOR, f"/search {typed}"))
    assert found(reported.say(COORDINATOR, "漏水")) == ["003"]


def test_not_looking_after_all_is_fine(reported: World) -> None:
    reported.say(COORDINATOR, "/search")
    assert "/search" in words(reported.say(COORDINATOR, "/cancel"))
    assert found(reported.say(COORDINATOR, "漏水")) == []


def test_buttons_of_an_older_search_say_that_they_are_out_of_date(reported: World) -> None:
    rows = reported.say(COORDINATOR, "/search")
    reported.say(COORDINATOR, "/search 漏水")
    assert "过时" in answer(reported.press(COORDINATOR, button(rows, "search:at:")))


def test_a_search_is_its_seekers_own(reported: World) -> None:
    rows = reported.say(COORDINATOR, "/search")
    reported.say(OTHER_COORDINATOR, "/search")
    assert "过时" in answer(reported.press(OTHER_COORDINATOR, button(rows, "search:at:")))
    assert len(found(reported.press(COORDINATOR, f"search:go:{rows_token(rows)}:0"))) == 3


@pytest.mark.parametrize(
    "tail", ["stage:x", "grid:nowhere", "period:", "pick:x:0", "pick:stage:x", "make:x", "go:-1", "what"]
)
def test_what_was_never_offered_is_answered_and_changes_nothing(reported: World, tail: str) -> None:
    token = rows_token(reported.say(COORDINATOR, "/search"))
    verb, _, rest = tail.partition(":")
    before = report_searches.last_of(reported.transaction, reported.member(COORDINATOR).id)
    rows = reported.press(COORDINATOR, f"search:{verb}:{token}:{rest}")
    assert "失效" in answer(rows)
    assert report_searches.last_of(reported.transaction, reported.member(COORDINATOR).id) == before


def test_many_grids_are_turned_page_by_page(reported: World) -> None:
    for number in range(12):
        reported.transaction.execute(
            "INSERT INTO grids (id, name_zh, name_en, outline) VALUES (:id, :id, :id, '{}')",
            {"id": f"g{number:02}"},
        )
    rows = reported.say(COORDINATOR, "/search")
    first = reported.press(COORDINATOR, button(rows, f"search:pick:{rows_token(rows)}:grid"))
    second = reported.press(COORDINATOR, button(first, f"search:pick:{rows_token(rows)}:grid:1"))
    grids = [one.data.split(":")[-1] for one in shown(second) if one.data.startswith("search:grid:")]
    assert grids == ["", "g07", "g08", "g09", "g10", "g11", "west"]


def test_words_that_change_are_found_as_they_are_now(reported: World) -> None:
    message = reported.transaction.number("SELECT message_id FROM report_words WHERE words = '漏水'")
    reported.message(COURIER, {"photo": [], "caption": "漏水，马上要结冰"}, edits=message)
    assert found(reported.say(COORDINATOR, "/search 结冰")) == ["003"]


def test_a_draft_is_not_found(world: World) -> None:
    world.photo(COURIER, caption="井盖")
    assert found(world.say(COORDINATOR, "/search 井盖")) == []


def test_what_was_looked_for_is_kept_in_one_place_and_forgotten(reported: World) -> None:
    reported.say(COORDINATOR, "/search 漏水结冰")
    inbox = reported.transaction.all("SELECT body FROM inbox")
    assert not any("漏水结冰" in row["body"] for row in inbox)
    reported.now += 25 * 60 * MINUTE
    reported.tick("retention")
    assert reported.transaction.number("SELECT count(*) FROM report_searches") == 0


def test_whoever_is_erased_is_looked_for_no_more(reported: World) -> None:
    reported.say(COORDINATOR, "/search 张伟")
    erase(reported, OTHER_COURIER)
    assert reported.transaction.number("SELECT count(*) FROM report_searches") == 0


def test_the_menu_leads_there(reported: World) -> None:
    rows = reported.press(COORDINATOR, button(reported.say(COORDINATOR, "/start"), "search"))
    assert found(rows) == ["003", "002", "001"]
    assert "editMessageText" in methods(rows)
