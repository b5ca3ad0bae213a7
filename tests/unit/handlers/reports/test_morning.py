"""Every morning whoever has reports to decide on hears which, once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import absences, preferences, report_changes, unreachable
from storage.outbox import OutboxRow
from storage.preferences import HOUR as MINUTES
from storage.preferences import Night, Preferences
from storage.report_changes import Change
from storage.reports import Report, ReportState
from tests.unit.handlers.clockwork import (
    DAY,
    HOUR,
    MINUTE,
    WUHAN,
    deliver_announcements,
    morning,
    next_morning,
    next_time,
)
from tests.unit.handlers.deeds import report
from tests.unit.handlers.deeds.reports import accepted, deferred, returned
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    FAR_AWAY,
    GRIDS,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    PEOPLE,
    WEST,
    WORKER,
    Spot,
    World,
    button,
    category_button,
    collection,
    grid,
    methods,
    only,
    shown,
    words,
)

GROUP = -1001


def report_at(world: World, spot: Spot) -> Report:
    """A report of something else than those before."""
    world.now += 15 * MINUTE
    place = world.apart(spot)
    world.downloaded(only(world.photo(COURIER, f"of {world.now}"), "getFile"))
    world.press(COURIER, category_button(world.location(COURIER, place), "leak"))
    return world.all_reports()[-1]


def chats(rows: list[OutboxRow]) -> list[int]:
    return [row.chat_id for row in rows]


def test_a_grid_worker_hears_in_the_morning_what_waits(world: World) -> None:
    first = report_at(world, WEST)
    (told,) = next_morning(world)
    assert told.chat_id == WORKER
    text = str(told.parameters["text"])
    assert str(first.number) in text
    assert "west网格" in text
    assert "漏水" in text
    assert [one.text for one in shown([told])] == [f"📄 {first.number}"]


def test_nobody_hears_anything_when_nothing_waits(world: World) -> None:
    returned(world)
    assert next_morning(world) == []


def test_what_somebody_took_on_is_told_to_them_until_it_is_fixed(world: World) -> None:
    accepted(world)
    (told,) = next_morning(world)
    assert told.chat_id == WORKER
    assert "处理中 <b>1</b> 条" in words([told])
    assert "等你答复" not in words([told])
    in_state(world, world.all_reports()[0], ReportState.FIXED)
    assert next_morning(world) == []


def test_what_was_deferred_is_told_on_the_day_that_it_goes_on_and_not_before(world: World) -> None:
    deferred(world)
    assert next_morning(world) == []
    world.now += 5 * DAY
    (told,) = next_morning(world)
    assert "挂账今天到期 <b>1</b> 条" in words([told])


def test_what_is_late_stands_first_with_one_button_each(world: World) -> None:
    world.now = next_time(world.now, 9)
    accepted(world)
    undecided = report_at(world, WEST)
    world.now += 2 * DAY
    (told,) = next_morning(world)
    assert "超时 <b>2</b> 条" in words([told])
    assert words([told]).index("超时") < words([told]).index("处理中")
    assert sorted(one.text for one in shown([told])) == sorted(
        f"📄 {one.number}" for one in world.all_reports()
    )
    assert f"<code>{undecided.number}</code> 💧 漏水冒水 · ⚠️ 超时 3 天" in words([told])


def test_whoever_is_away_is_left_in_peace_and_whoever_stands_in_hears(world: World) -> None:
    report_at(world, WEST)
    absences.begin(
        world.transaction,
        world.member(WORKER).id,
        world.member(OTHER_WORKER).id,
        world.now + 9 * DAY,
        world.now,
    )
    assert chats(next_morning(world)) == [OTHER_WORKER]


def test_what_was_handed_over_is_told_to_whom_it_went(world: World) -> None:
    one = report_at(world, WEST)
    other = world.member(OTHER_WORKER).id
    step = Change(
        one.id, one.version, "hand_over", None, one.state, ReportState.HANDED_OVER, assignee_id=other
    )
    report_changes.apply(world.transaction, step, world.now)
    assert chats(next_morning(world)) == [OTHER_WORKER]


def test_what_was_handed_over_to_the_coordinators_is_told_to_them(world: World) -> None:
    one = report_at(world, WEST)
    step = Change(one.id, one.version, "hand_over", None, one.state, ReportState.HANDED_OVER)
    report_changes.apply(world.transaction, step, world.now)
    assert sorted(chats(next_morning(world))) == [COORDINATOR, OTHER_COORDINATOR]


def test_the_oldest_ten_are_listed_and_all_are_counted(world: World) -> None:
    numbers = [str(report_at(world, WEST).number) for _ in range(12)]
    (told,) = next_morning(world)
    text = words([told])
    assert "12" in text
    assert [number in text for number in numbers] == [True] * 10 + [False] * 2
    assert text.index(numbers[0]) < text.index(numbers[9])
    assert len(shown([told])) == 10


def test_the_age_of_a_report_is_told(world: World) -> None:
    report_at(world, WEST)
    world.now = next_time(world.now, 8) + 3 * DAY
    assert "3 天" in words(morning(world))


def test_a_report_counts_for_every_worker_of_its_grid(world: World) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])))
    report_at(world, WEST)
    assert sorted(chats(next_morning(world))) == [WORKER, OTHER_WORKER]


def test_a_worker_of_two_grids_hears_of_both_at_once(world: World) -> None:
    world.command("import-grids", geojson=collection(grid("east", 114.32, 114.34, [WORKER])))
    report_at(world, WEST)
    report_at(world, EAST)
    (told,) = next_morning(world)
    assert "west网格" in words([told])
    assert "east网格" in words([told])


@pytest.mark.parametrize("spot", [FAR_AWAY, WEST])
def test_coordinators_hear_of_what_has_no_grid_worker(world: World, spot: Spot) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [])))
    report_at(world, spot)
    assert sorted(chats(next_morning(world))) == [COORDINATOR, OTHER_COORDINATOR]


def test_coordinators_hear_of_what_waits_for_somebody_who_cannot_be_reached(world: World) -> None:
    report_at(world, WEST)
    unreachable.mark(world.transaction, "telegram", WORKER, "blocked", world.now)
    assert sorted(chats(next_morning(world))) == [COORDINATOR, OTHER_COORDINATOR]


def test_somebody_with_two_parts_is_told_once(world: World) -> None:
    both = {"user_id": WORKER, "name": "王秀英", "roles": ["grid_worker", "coordinator"]}
    world.command("import-people", people=[both])
    mine, nobodys = report_at(world, WEST), report_at(world, FAR_AWAY)
    told = [row for row in next_morning(world) if row.chat_id == WORKER]
    assert len(told) == 1
    assert str(mine.number) in words(told)
    assert str(nobodys.number) in words(told)


def test_a_grid_with_nothing_but_a_group_is_told_there_in_its_language(world: World) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER])
    feature["properties"] |= {"group": GROUP, "group_only": True, "group_language": "en"}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(feature))
    report_at(world, WEST)
    (told,) = next_morning(world)
    assert told.chat_id == GROUP
    assert "Good morning" in words([told])


def test_a_night_that_ends_later_is_waited_for(world: World) -> None:
    late = Preferences(night=Night(1 * MINUTES, 9 * MINUTES))
    preferences.save(world.transaction, world.member(WORKER).id, late)
    report_at(world, WEST)
    (told,) = next_morning(world)
    assert told.due_at == world.now + HOUR


def test_a_tick_that_lay_until_the_afternoon_is_no_morning(world: World) -> None:
    report_at(world, WEST)
    world.now = next_time(world.now, 12)
    assert morning(world) == []


def test_what_follows_from_the_tick_is_not_said_on_another_day(world: World) -> None:
    report_at(world, WEST)
    world.now = next_time(world.now, 8)
    world.announcements = []
    world.tick("morning")
    world.now += DAY
    assert deliver_announcements(world) == []


def test_many_are_told_in_small_parts(world: World) -> None:
    people = [{"user_id": 5000 + n, "name": f"网格员{n}", "roles": ["grid_worker"]} for n in range(25)]
    world.command("import-people", people=people)
    everybody = [5000 + n for n in range(25)]
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, everybody)))
    report_at(world, WEST)
    world.now = next_time(world.now, 8)
    world.announcements = []
    world.tick("morning")
    assert len(world.announcements) == 3


class TestShowing:
    """The buttons below the list."""

    def test_a_card_is_shown_again_with_photos_place_and_buttons(self, world: World) -> None:
        report_at(world, WEST)
        rows = world.press(WORKER, button(next_morning(world), "show:"))
        assert [one for one in methods(rows) if one.startswith("send")] == ["sendPhoto", "sendVenue"]
        accepted = world.press(WORKER, button(rows, "accept:"))
        assert world.all_reports()[0].state is ReportState.ACCEPTED
        assert "接" in words(accepted, COURIER)

    def test_the_buttons_of_the_older_card_go(self, world: World) -> None:
        card = only(report(world), "sendPhoto")
        rows = world.press(WORKER, button(next_morning(world), "show:"))
        taken = only(rows, "editMessageReplyMarkup")
        assert taken.parent == card.id
        assert taken.parameters["reply_markup"] == {"inline_keyboard": []}

    def test_what_happens_later_is_seen_on_the_newer_card(self, world: World) -> None:
        report(world)
        rows = world.press(WORKER, button(next_morning(world), "show:"))
        accepted = world.press(WORKER, button(rows, "accept:"))
        assert only(accepted, "editMessageCaption").parent == only(rows, "sendPhoto").id

    def test_one_that_was_taken_on_meanwhile_says_by_whom(self, world: World) -> None:
        card = report(world)
        listed = next_morning(world)
        world.press(COORDINATOR, button(card, "accept:"))
        rows = world.press(WORKER, button(listed, "show:"))
        assert "<b>刘敏</b> 已接单" in str(only(rows, "sendPhoto").parameters["caption"])

    def test_a_worker_of_another_grid_is_told_that_it_is_not_theirs(self, world: World) -> None:
        report_at(world, WEST)
        rows = world.press(OTHER_WORKER, button(next_morning(world), "show:"))
        assert methods(rows) == ["answerCallbackQuery"]
        assert "别的网格" in str(rows[0].parameters["text"])

    def test_in_a_group_it_is_shown_there(self, world: World) -> None:
        feature = grid("west", 114.30, 114.32, [WORKER])
        feature["properties"] |= {"group": GROUP, "group_only": True}  # type: ignore[operator]
        world.command("import-grids", geojson=collection(feature))
        report_at(world, WEST)
        rows = world.press(WORKER, button(next_morning(world), "show:"), chat_id=GROUP)
        assert set(chats([row for row in rows if row.method.startswith("send")])) == {GROUP}


MOVES = st.lists(
    st.one_of(
        st.integers(-3 * 24, 3 * 24).map(lambda hours: hours * HOUR),
        st.integers(-90, 90).map(lambda minutes: minutes * MINUTE),
        st.just("restart"),
        st.just("report"),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=10, deadline=None)
@given(moves=MOVES)
def test_a_day_has_one_summary_however_the_clock_moves_and_the_process_restarts(
    moves: list[int | str],
) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder) / "bot.sqlite3")
        world.command("import-people", people=PEOPLE)
        world.command("import-grids", geojson=GRIDS)
        world.agree(COURIER)
        world.now = next_time(world.now, 8)
        report_at(world, WEST)
        days: list[str] = []
        for move in moves:
            if move == "restart":
                world.restart()
            elif move == "report":
                report_at(world, WEST)
            else:
                world.now += int(move)
            days += [day_of(world)] * chats([*morning(world), *morning(world)]).count(WORKER)
        world.close()
    assert len(days) == len(set(days))


def day_of(world: World) -> str:
    """The local date."""
    return datetime.fromtimestamp(world.now / 1000, WUHAN).date().isoformat()
