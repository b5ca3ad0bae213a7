"""A grid worker is away: whoever stands in gets what is theirs, and everything comes back with them."""

from __future__ import annotations

import pytest

from storage import absences, deputies, grids
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, deliver_announcements, next_time
from tests.unit.handlers.reports.reporting import Rows, answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WORKER,
    World,
    button,
    collection,
    grid,
    methods,
    shown,
    words,
)

THIRD = 2003  # a worker of the east as well
LAST_DAY = "20261001"


def go(world: World, who: int = WORKER, deputy: int | None = OTHER_WORKER) -> Rows:
    """They are away until October, and what waits is dealt anew."""
    number = 0 if deputy is None else world.member(deputy).id
    rows = world.press(who, f"away_go:{LAST_DAY}:{number}")
    return [*rows, *deliver_announcements(world)]


def come_back(world: World, who: int = WORKER) -> Rows:
    return [*world.say(who, "/back"), *deliver_announcements(world)]


def cards_of(rows: Rows) -> list[int]:
    """Who gets a card."""
    return sorted(row.chat_id for row in rows if row.method == "sendPhoto")


def accept(world: World, who: int) -> str:
    """They try to take the first report on; what they are answered."""
    report = world.all_reports()[0]
    return answer(world.press(who, f"accept:{report.token}:{report.version}"))


@pytest.fixture
def third(world: World) -> None:
    person = {"user_id": THIRD, "name": "陈卫", "roles": ["grid_worker"]}
    world.command("import-people", people=[person])
    world.command("import-grids", geojson=collection(grid("east", 114.32, 114.34, [OTHER_WORKER, THIRD])))


def test_three_presses_say_until_when_and_who_stands_in(world: World) -> None:
    until = world.say(WORKER, "/away")
    people = world.press(WORKER, button(until, "away_until:"))
    assert [one.text for one in shown(people)] == ["🤝 周敏", "不找人替", "⬅️ 返回"]
    rows = world.press(WORKER, button(people, "away_go:"))
    assert "替班：<b>周敏</b>" in words(rows, WORKER)
    assert "<b>王秀英</b> 到 9月21日 周一（含当天）不在" in words(rows, OTHER_WORKER)


@pytest.mark.usefixtures("third")
def test_the_deputy_comes_first_then_whoever_works_nearest(world: World) -> None:
    near = grid("far", 114.50, 114.52, [OTHER_WORKER])
    world.command("import-grids", geojson=collection(near, grid("east", 114.32, 114.34, [THIRD])))
    people = [one.text for one in shown(world.press(WORKER, f"away_who:{LAST_DAY}:0"))]
    assert people[:2] == ["🤝 陈卫", "🤝 周敏"]
    deputies.appoint(world.transaction, world.member(WORKER).id, world.member(OTHER_WORKER).id)
    people = [one.text for one in shown(world.press(WORKER, f"away_who:{LAST_DAY}:0"))]
    assert people[:2] == ["🤝 周敏", "🤝 陈卫"]


def test_the_last_day_can_be_typed(world: World) -> None:
    asked = world.press(WORKER, "away_until:other")
    assert "哪天" in words(asked)
    assert "没看懂" in words(world.say(WORKER, "过阵子"))
    people = world.say(WORKER, "10月1日")
    world.press(WORKER, button(people, "away_go:"))
    absence = absences.of(world.transaction, world.member(WORKER).id)
    assert absence is not None
    assert absence.ends_at == next_time(next_time(world.now, 0) + 9 * DAY, 0)


def test_new_reports_go_to_whoever_stands_in_who_may_take_them_on(world: World) -> None:
    go(world)
    rows = submit(world)
    assert cards_of(rows) == [OTHER_WORKER]
    assert "周敏" in words(rows, COURIER)
    assert button(rows, "accept:")
    accept(world, OTHER_WORKER)
    assert world.all_reports()[0].worker_id == world.member(OTHER_WORKER).id


def test_what_waits_is_dealt_to_whoever_stands_in_at_once(world: World) -> None:
    submit(world)
    world.now += HOUR
    submit(world)
    rows = go(world)
    assert cards_of(rows) == [OTHER_WORKER, OTHER_WORKER]
    assert len([one for one in shown(rows) if one.data.startswith("accept:")]) >= 2


def test_more_than_a_page_of_what_waits_is_dealt_page_by_page(world: World) -> None:
    for _ in range(12):
        world.now += HOUR
        submit(world)
    rows = go(world)
    assert len(cards_of(rows)) == 10
    assert len(cards_of(deliver_announcements(world))) == 2


def test_whoever_is_away_may_still_act(world: World) -> None:
    submit(world)
    go(world)
    accept(world, WORKER)
    assert world.all_reports()[0].state is ReportState.ACCEPTED


def test_without_anybody_it_goes_to_colleagues_of_the_grid(world: World) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])))
    go(world, deputy=None)
    assert cards_of(submit(world)) == [OTHER_WORKER]


def test_without_anybody_and_without_colleagues_it_goes_to_the_coordinators(world: World) -> None:
    submit(world)
    assert cards_of(go(world, deputy=None)) == [COORDINATOR, OTHER_COORDINATOR]
    assert cards_of(submit(world)) == [COORDINATOR, OTHER_COORDINATOR]


@pytest.mark.usefixtures("third")
class TestInLine:
    """Whoever stands in may be away, leave or decline: then it is the next one's."""

    def test_a_deputy_who_goes_away_is_stood_in_for_with_all_that_they_have(self, world: World) -> None:
        submit(world)
        go(world)
        rows = go(world, OTHER_WORKER, THIRD)
        assert cards_of(rows) == [THIRD]
        assert words(rows, THIRD).count("由你替班") == 2
        assert "别的网格" not in accept(world, THIRD)

    def test_a_circle_leads_to_nobody_and_so_to_the_coordinators(self, world: World) -> None:
        worker, other = world.member(WORKER).id, world.member(OTHER_WORKER).id
        absences.begin(world.transaction, worker, other, world.now + DAY, world.now)
        absences.begin(world.transaction, other, worker, world.now + DAY, world.now)
        assert cards_of(submit(world)) == [COORDINATOR, OTHER_COORDINATOR]

    def test_when_a_deputy_has_left_the_permanent_one_stands_in(self, world: World) -> None:
        deputies.appoint(world.transaction, world.member(WORKER).id, world.member(THIRD).id)
        go(world)
        left = {"user_id": OTHER_WORKER, "name": "周敏", "standing": "left", "roles": ["grid_worker"]}
        world.command("import-people", people=[left])
        assert cards_of(submit(world)) == [THIRD]

    def test_who_cannot_says_so_and_the_next_one_is_told(self, world: World) -> None:
        submit(world)
        deputies.appoint(world.transaction, world.member(WORKER).id, world.member(THIRD).id)
        asked = go(world)
        rows = world.press(OTHER_WORKER, button(asked, "away_cannot:"))
        rows += deliver_announcements(world)
        assert "现在由 <b>陈卫</b> 替你" in words(rows, WORKER)
        assert "由你替班" in words(rows, THIRD)
        assert THIRD in cards_of(rows)
        assert "别的网格" in accept(world, OTHER_WORKER)

    def test_who_cannot_cannot_twice(self, world: World) -> None:
        asked = go(world)
        world.press(OTHER_WORKER, button(asked, "away_cannot:"))
        rows = world.press(OTHER_WORKER, button(asked, "away_cannot:"))
        assert methods(rows) == ["answerCallbackQuery"]
        assert "没有替" in answer(rows)

    def test_who_is_away_is_not_offered(self, world: World) -> None:
        go(world, THIRD, None)
        assert "🤝 陈卫" not in [one.text for one in shown(world.press(WORKER, f"away_who:{LAST_DAY}:0"))]
        rows = world.press(WORKER, f"away_go:{LAST_DAY}:{world.member(THIRD).id}")
        assert "另选一位" in answer(rows)


class TestBack:
    """They are there again: because they say so, or because the time is over."""

    def test_what_waits_comes_back_and_whoever_stood_in_is_released(self, world: World) -> None:
        go(world)
        submit(world)
        rows = come_back(world)
        assert cards_of(rows) == [WORKER]
        assert "不用再替 <b>王秀英</b>" in words(rows, OTHER_WORKER)
        assert "别的网格" in accept(world, OTHER_WORKER)

    def test_what_was_taken_on_stays_with_who_took_it_on(self, world: World) -> None:
        go(world)
        submit(world)
        accept(world, OTHER_WORKER)
        come_back(world)
        report = world.all_reports()[0]
        world.press(OTHER_WORKER, f"work:{report.token}:{report.version}")
        assert world.all_reports()[0].state is ReportState.WORKING

    def test_the_end_of_the_last_day_brings_them_back_and_they_hear_it_in_the_morning(
        self, world: World
    ) -> None:
        go(world)
        absence = absences.of(world.transaction, world.member(WORKER).id)
        assert absence is not None
        world.now = absence.ends_at - 1
        assert world.tick("absences") == []
        world.now += 1
        rows = world.tick("absences")
        (welcome,) = [row for row in rows if row.chat_id == WORKER]
        assert welcome.due_at == next_time(world.now, 7)
        assert "不用再替" in words(rows, OTHER_WORKER)
        assert world.tick("absences") == []

    def test_who_was_never_away_is_told_so(self, world: World) -> None:
        assert "一直都在" in words(world.say(WORKER, "/back"))

    def test_an_old_button_for_a_day_that_has_passed_does_nothing(self, world: World) -> None:
        world.now += 30 * DAY
        assert "已经过去" in answer(world.press(WORKER, f"away_go:{LAST_DAY}:0"))
        assert absences.of(world.transaction, world.member(WORKER).id) is None

    def test_a_double_tap_tells_the_deputy_once(self, world: World) -> None:
        go(world)
        assert methods(go(world), OTHER_WORKER) == []


class TestDeputies:
    """The permanent one, chosen by themselves or by a coordinator."""

    def test_a_grid_worker_chooses_their_own(self, world: World) -> None:
        page = world.say(WORKER, "/away")
        rows = world.press(WORKER, button(world.press(WORKER, button(page, "deputy:")), "deputy_is:"))
        assert "🤝 固定替班：周敏" in [one.text for one in shown(rows)]
        assert "你是 <b>王秀英</b> 的固定替班" in words(rows, OTHER_WORKER)

    def test_a_coordinator_chooses_on_their_card_and_both_hear_it(self, world: World) -> None:
        card = world.press(COORDINATOR, f"people:at:{world.member(WORKER).id}")
        rows = world.press(
            COORDINATOR, button(world.press(COORDINATOR, button(card, "deputy:")), "deputy_is:")
        )
        assert "固定替班：周敏" in words(rows, COORDINATOR)
        assert "固定替班" in words(rows, OTHER_WORKER)
        assert "协调员给你选了固定替班：<b>周敏</b>" in words(rows, WORKER)

    def test_there_can_be_none_again(self, world: World) -> None:
        member = world.member(WORKER).id
        deputies.appoint(world.transaction, member, world.member(OTHER_WORKER).id)
        world.press(WORKER, f"deputy_is:{member}:0")
        assert deputies.of(world.transaction, member) is None

    def test_nobody_chooses_for_others_and_no_courier_is_chosen(self, world: World) -> None:
        member, courier = world.member(WORKER).id, world.member(COURIER).id
        assert "只有本人" in answer(world.press(OTHER_WORKER, f"deputy_is:{member}:0"))
        assert "不能替班" in answer(world.press(WORKER, f"deputy_is:{member}:{courier}"))
        assert "不是在岗" in answer(world.press(COORDINATOR, f"deputy_is:{courier}:{member}"))

    def test_a_card_says_who_is_away(self, world: World) -> None:
        go(world)
        card = world.press(COORDINATOR, f"people:at:{world.member(WORKER).id}")
        assert "🌙 不在，到 10月1日" in words(card)


def test_in_a_grid_with_nothing_but_a_group_whoever_stands_in_gets_it_by_themselves(world: World) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER])
    feature["properties"] |= {"group": -1001, "group_only": True}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(feature))
    go(world)
    assert cards_of(submit(world)) == [OTHER_WORKER]
    assert grids.worker_ids(world.transaction, grids.GridId("west")) == [world.member(WORKER).id]
