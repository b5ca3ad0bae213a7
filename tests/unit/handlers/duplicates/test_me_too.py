"""Before a report is sent, its reporter sees what may be the same, and joins it or does not."""

from __future__ import annotations

import pytest

from handlers.duplicates import similar
from handlers.reports.lifecycle import OPEN
from storage import consents, my_data, report_contents, reports
from storage.consents import Purpose
from storage.reports import Category, Place, ReportState
from tests.unit.handlers.clockwork import DAY, MINUTE
from tests.unit.handlers.duplicates.seeing import (
    NEXT_DOOR,
    ROUND_THE_CORNER,
    first,
    joined,
    newest,
    offered,
    see,
    seen_by_both,
)
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    PENDING,
    WEST,
    WORKER,
    World,
    button,
    methods,
    only,
    words,
)


def test_what_is_open_nearby_is_shown_before_the_same_is_reported(world: World) -> None:
    rows = seen_by_both(world)

    assert newest(world).state is ReportState.DRAFT
    said = words(rows, OTHER_COURIER)
    assert "WH-2026-000001" in said
    assert "22 米" in said
    assert "待受理" in said
    assert "李强" not in said
    assert offered(rows) == ["me_too", "different", "cancel"]
    stored = first(world).photos[0].sha256
    assert only(rows, "sendPhoto").parameters["photo"] == {"stored": stored}


def test_of_many_the_three_nearest_are_shown_nearest_first(world: World) -> None:
    for steps in (4, 1, 3, 2):
        see(world, COURIER, (WEST[0], WEST[1] + steps * 0.0001))
        for draft in [report for report in world.all_reports() if report.state is ReportState.DRAFT]:
            world.press(COURIER, f"different:{draft.token}:{draft.version}:place")
    rows = see(world, OTHER_COURIER)
    photos = [row for row in rows if row.method == "sendPhoto"]
    assert [words([row]).split("米")[0].split()[-1] for row in photos] == ["10", "19", "29"]


@pytest.mark.parametrize(
    ("spot", "category"), [(ROUND_THE_CORNER, "leak"), (NEXT_DOOR, "manhole")], ids=["far", "another kind"]
)
def test_what_is_elsewhere_or_of_another_kind_is_not_offered(
    world: World, spot: tuple[float, float], category: str
) -> None:
    seen_by_both(world, spot, category=category)
    assert newest(world).state is ReportState.SUBMITTED


def test_what_is_twelve_weeks_old_is_not_offered(world: World) -> None:
    see(world)
    world.now += 85 * DAY
    see(world, OTHER_COURIER)
    assert newest(world).state is ReportState.SUBMITTED


@pytest.mark.parametrize("state", ReportState)
def test_only_what_is_open_is_offered(world: World, state: ReportState) -> None:
    see(world)
    if state not in (ReportState.SUBMITTED, ReportState.DRAFT):
        in_state(world, first(world), state)
    found = similar.nearby(Place(*NEXT_DOOR), 50, world.transaction, world.now, category=Category.LEAK)
    assert bool(list(found)) == (first(world).state in OPEN)


def test_me_too_joins_the_report_that_is_there(world: World) -> None:
    rows = joined(world)

    report = newest(world)
    assert (report.state, report.number, report.joined_to) == (
        ReportState.JOINED,
        "WH-2026-000002",
        first(world).id,
    )
    said = words(rows, OTHER_COURIER)
    assert "WH-2026-000002" in said
    assert "WH-2026-000001" in said
    assert "待受理" in said
    assert "WH-2026-000001" in answer(rows)


def test_the_worker_sees_the_new_photo_and_how_many_reported_it(world: World) -> None:
    rows = joined(world)

    assert methods(rows, WORKER) == ["sendPhoto", "editMessageCaption"]
    said = words(rows, WORKER)
    assert "还有 1 个人" in said
    assert "张伟" not in said
    photo = next(row for row in rows if row.method == "sendPhoto")
    assert photo.parameters["photo"] == {"stored": newest(world).photos[0].sha256}


def test_what_was_written_about_it_is_shown_with_the_photo(world: World) -> None:
    rows = seen_by_both(world, caption="水很大 <b>")
    assert "水很大 &lt;b&gt;" in words(world.press(OTHER_COURIER, button(rows, "me_too:")), WORKER)


def test_a_photo_that_is_stored_after_the_joining_goes_to_the_same_card(world: World) -> None:
    see(world)
    fetching = only(world.photo(OTHER_COURIER), "getFile")
    world.location(OTHER_COURIER, NEXT_DOOR)
    draft = world.draft(OTHER_COURIER)
    assert draft is not None
    rows = world.press(OTHER_COURIER, f"category:{draft.token}:{draft.version}:leak")
    world.press(OTHER_COURIER, button(rows, "me_too:"))
    rows = world.downloaded(fetching, b"late")
    assert methods(rows, WORKER) == ["sendPhoto", "editMessageCaption"]
    assert "WH-2026-000001" in words(rows, WORKER)


def test_whoever_joined_hears_what_becomes_of_it(world: World) -> None:
    joined(world)
    accepted = world.press(WORKER, f"accept:{first(world).token}:{first(world).version}")
    assert "王秀英" in words(accepted, OTHER_COURIER)
    working = world.press(WORKER, f"work:{first(world).token}:{first(world).version}")
    assert "WH-2026-000001" in words(working, OTHER_COURIER)


def test_joining_twice_by_a_double_tap_joins_once(world: World) -> None:
    rows = seen_by_both(world)
    data = button(rows, "me_too:")
    world.press(OTHER_COURIER, data)
    again = world.press(OTHER_COURIER, data)
    assert methods(again) == ["answerCallbackQuery"]
    assert "已经并到另一条" in answer(again)
    assert len(world.all_reports()) == 2


def test_ones_own_earlier_report_is_offered_as_still_there(world: World) -> None:
    see(world)
    world.now += 11 * MINUTE
    rows = see(world, COURIER, NEXT_DOOR)

    assert "你报的" in words(rows, COURIER)
    rows = world.press(COURIER, button(rows, "me_too:"))
    assert newest(world).joined_to == first(world).id
    assert "和你之前报的" in words(rows, COURIER)
    assert "个人也报了" not in words(rows, WORKER)


def test_no_mine_is_different_sends_it(world: World) -> None:
    rows = seen_by_both(world)
    sent = world.press(OTHER_COURIER, button(rows, "different:"))

    assert newest(world).state is ReportState.SUBMITTED
    assert "报上去了" in words(sent, OTHER_COURIER)
    again = world.press(OTHER_COURIER, button(rows, "different:"))
    assert "已经报上去" in answer(again)


def test_what_was_answered_is_asked_anew_only_when_place_or_category_change(world: World) -> None:
    seen_by_both(world)
    draft = newest(world)
    report_contents.set_distinct(world.transaction, draft.id)
    place, category = draft.place, draft.category
    assert place is not None
    assert category is not None
    report_contents.set_place(world.transaction, draft.id, place)
    report_contents.set_category(world.transaction, draft.id, category)
    assert reports.get(world.transaction, draft.id).is_distinct
    report_contents.set_place(world.transaction, draft.id, Place(place.latitude + 0.001, place.longitude))
    assert not reports.get(world.transaction, draft.id).is_distinct
    report_contents.set_distinct(world.transaction, draft.id)
    report_contents.set_category(world.transaction, draft.id, Category.OTHER)
    assert not reports.get(world.transaction, draft.id).is_distinct


@pytest.mark.parametrize("state", [ReportState.CLOSED, ReportState.RETURNED, ReportState.JOINED])
def test_what_is_over_by_the_time_of_the_press_is_said_and_ones_own_goes_with_one_press(
    world: World, state: ReportState
) -> None:
    rows = seen_by_both(world)
    in_state(world, first(world), state)
    over = world.press(OTHER_COURIER, button(rows, "me_too:"))

    assert newest(world).state is ReportState.DRAFT
    assert "WH-2026-000001" in words(over)
    world.press(OTHER_COURIER, button(over, "different:"))
    assert newest(world).state is ReportState.SUBMITTED


def test_a_report_that_was_not_offered_cannot_be_joined(world: World) -> None:
    see(world, COURIER, ROUND_THE_CORNER)
    far = first(world)
    see(world, COURIER, WEST)
    see(world, OTHER_COURIER, NEXT_DOOR)
    draft = newest(world)
    rows = world.press(OTHER_COURIER, f"me_too:{draft.token}:{draft.version}:{far.token}")
    assert "过时" in answer(rows)
    for data in ("x", draft.token, ""):
        rows = world.press(OTHER_COURIER, f"me_too:{draft.token}:{draft.version}:{data}")
        assert "失效" in answer(rows)
    assert newest(world).state is ReportState.DRAFT


def test_nobody_else_can_join_or_keep_apart_a_draft(world: World) -> None:
    rows = seen_by_both(world)
    for data in (button(rows, "me_too:"), button(rows, "different:")):
        assert "不是你的上报" in answer(world.press(COURIER, data))
    assert newest(world).state is ReportState.DRAFT


def test_of_several_drafts_each_is_asked_about_by_itself(world: World) -> None:
    rows = seen_by_both(world)
    world.now += 11 * MINUTE
    see(world, OTHER_COURIER, ROUND_THE_CORNER)
    assert newest(world).state is ReportState.SUBMITTED
    world.press(OTHER_COURIER, button(rows, "me_too:"))
    assert world.all_reports()[1].state is ReportState.JOINED


def test_whoever_waits_to_be_let_in_is_shown_nothing_of_others(world: World) -> None:
    see(world)
    world.agree(PENDING)
    waiting = {"user_id": PENDING, "name": "陈晓", "standing": "pending", "roles": []}
    world.command("import-people", people=[waiting])
    rows = see(world, PENDING, NEXT_DOOR)
    assert "sendPhoto" not in methods(rows, PENDING)
    assert "都齐了" in words(rows, PENDING)


def test_a_photo_is_shown_only_if_its_reporter_agreed_to_that(world: World) -> None:
    see(world)
    world.transaction.execute("UPDATE consents SET wording = 3")
    see(world, OTHER_COURIER, NEXT_DOOR)
    assert newest(world).state is ReportState.SUBMITTED


def test_a_photo_whose_reporter_took_that_back_is_shown_to_nobody(world: World) -> None:
    see(world)
    reporter = world.member(COURIER).id
    consents.record(world.transaction, reporter, Purpose.PHOTO_AND_PLACE, given=False, now=world.now)
    see(world, OTHER_COURIER, NEXT_DOOR)
    assert newest(world).state is ReportState.SUBMITTED


def test_no_danger_waits_for_an_answer(world: World) -> None:
    see(world, category="gas")
    see(world, OTHER_COURIER, NEXT_DOOR, category="gas")
    assert newest(world).state is ReportState.SUBMITTED


def test_what_was_joined_to_is_in_what_one_takes_along(world: World) -> None:
    joined(world)
    kept = my_data.export(world.transaction, world.member(OTHER_COURIER))
    assert isinstance(kept["reports"], list)
    assert kept["reports"][0]["joined_to"] == "WH-2026-000001"
