"""A report that was found: how it came to stand as it does, its card, and who sent it, one press away."""

from __future__ import annotations

from storage import members
from storage.outbox import OutboxRow
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)


def page(world: World, who: int = COORDINATOR) -> list[OutboxRow]:
    return world.press(who, button(world.say(who, "/search"), "search:at:"))


def test_it_tells_how_it_stands_and_names_no_reporter(world: World) -> None:
    world.press(WORKER, button(submit(world, caption="车轮会陷进去"), "accept:"))
    rows = page(world)
    assert methods(rows)[0] == "editMessageText"
    assert "✅ 立案" in words(rows)
    assert "✅ 王秀英 接单" in words(rows)
    assert "车轮会陷进去" in words(rows)
    assert "李强" not in words(rows)
    assert str(COURIER) not in words(rows)


def test_the_card_comes_below_and_can_be_acted_on(world: World) -> None:
    submit(world)
    card = world.press(COORDINATOR, button(page(world), "show:"))
    assert methods(card)[:2] == ["sendPhoto", "sendVenue"]
    assert "李强" not in words(card)
    world.press(COORDINATOR, button(card, "accept:"))
    assert world.all_reports()[0].worker_id == world.member(COORDINATOR).id


def test_the_reporter_is_one_press_away_for_coordinators(world: World) -> None:
    submit(world)
    assert "李强" in words(world.press(COORDINATOR, button(page(world), "people:at:")))


def test_a_reporter_who_was_erased_is_not_offered(world: World) -> None:
    submit(world)
    erase(world, COURIER)
    assert [one for one in shown(page(world)) if one.data.startswith("people:")] == []


def test_an_admin_who_coordinates_nothing_reads_and_is_not_offered_what_would_be_refused(
    world: World,
) -> None:
    submit(world)
    world.say(ADMIN, "/help")
    rows = page(world, ADMIN)
    assert "🆕 待受理" in words(rows)
    assert [one for one in shown(rows) if one.data.startswith("show:")] == []


def test_it_leads_back_to_the_page_it_was_found_on(world: World) -> None:
    for _ in range(7):
        world.now += 15 * 60_000
        submit(world)
    rows = world.say(COORDINATOR, "/search")
    second = world.press(COORDINATOR, next(one.data for one in shown(rows) if one.data.endswith(":1")))
    opened = world.press(COORDINATOR, button(second, "search:at:"))
    assert button(opened, "search:go:").endswith(":1")


def test_whoever_coordinates_no_more_is_refused(world: World) -> None:
    submit(world)
    data = button(world.say(COORDINATOR, "/search"), "search:at:")
    members.turn_away(world.transaction, world.member(COORDINATOR).id)
    rows = world.press(COORDINATOR, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "先加入队伍" in answer(rows)


def test_a_report_that_is_none_is_answered(world: World) -> None:
    submit(world)
    token = button(world.say(COORDINATOR, "/search"), "search:at:").split(":")[2]
    world.photo(COURIER)
    draft = world.draft(COURIER)
    assert draft is not None
    for one in (draft.token, "nothing"):
        assert "失效" in answer(world.press(COORDINATOR, f"search:at:{token}:0:{one}"))
