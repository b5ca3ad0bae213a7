"""What a rule does to a report: whom it goes to, who may act on it, and what happens when they are gone."""

from __future__ import annotations

import pytest

from handlers.routing.targets import FOR_GOOD
from storage import members, my_data, report_changes, routing_rules, unreachable
from storage.outbox import OutboxRow
from storage.report_changes import Change
from storage.reports import Report, ReportState
from storage.routing_rules import Off
from tests.unit.handlers.clockwork import next_morning
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    FAR_AWAY,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WEST,
    WORKER,
    World,
    button,
    shown,
    words,
)

GROUP = -1001
TO_PERSON = {"name": "井盖归周", "categories": ["manhole"], "person": OTHER_WORKER}
TO_GROUP = {"name": "井盖归群", "categories": ["manhole"], "group": GROUP}


def rule(world: World, *rules: dict[str, object]) -> None:
    assert "faults" not in world.command("import-routing", rules=list(rules))


def report(world: World) -> Report:
    return world.all_reports()[-1]


def cards(rows: list[OutboxRow]) -> list[int]:
    return [row.chat_id for row in rows if row.method == "sendPhoto"]


def leave(world: World, who: int) -> None:
    members.retire(world.transaction, world.member(who).id)


def told_of_rule(rows: list[OutboxRow]) -> list[int]:
    return [row.chat_id for row in rows if "停用了" in str(row.parameters.get("text", ""))]


def test_a_report_goes_to_the_person_of_the_rule_and_to_nobody_else(world: World) -> None:
    rule(world, TO_PERSON)
    rows = submit(world, WEST)
    assert cards(rows) == [OTHER_WORKER]
    assert "按规则：井盖归周" in words(rows, OTHER_WORKER)
    assert "周敏" in words(rows, COURIER)
    assert report(world).assignee_id == world.member(OTHER_WORKER).id
    assert report(world).grid_id == "west"


def test_only_that_person_and_coordinators_may_act(world: World) -> None:
    rule(world, TO_PERSON)
    accept = button(submit(world, WEST), "accept:")
    assert "归别的网格管" in answer(world.press(WORKER, accept))
    assert report(world).state is ReportState.SUBMITTED
    world.press(OTHER_WORKER, accept)
    assert report(world).worker_id == world.member(OTHER_WORKER).id


def test_the_card_says_no_more_why_it_came_once_it_is_taken_on(world: World) -> None:
    rule(world, TO_PERSON)
    rows = world.press(OTHER_WORKER, button(submit(world, WEST), "accept:"))
    assert "按规则" not in words(rows)


def test_what_no_rule_is_about_goes_to_its_grid(world: World) -> None:
    rule(world, {**TO_PERSON, "categories": ["leak"]})
    rows = submit(world, WEST)
    assert cards(rows) == [WORKER]
    assert "按规则" not in words(rows)
    assert report(world).rule_id is None


def test_a_rule_reaches_beyond_all_grids(world: World) -> None:
    rule(world, TO_PERSON)
    assert cards(submit(world, FAR_AWAY)) == [OTHER_WORKER]


@pytest.mark.parametrize("who", [WORKER, OTHER_WORKER])
def test_in_the_group_of_a_rule_grid_workers_act(world: World, who: int) -> None:
    rule(world, TO_GROUP)
    rows = submit(world, WEST)
    assert cards(rows) == [GROUP]
    world.press(who, button(rows, "accept:"), chat_id=GROUP)
    assert report(world).worker_id == world.member(who).id


@pytest.mark.parametrize("who", [COURIER, COORDINATOR])
def test_in_the_group_of_a_rule_nobody_else_acts(world: World, who: int) -> None:
    rule(world, TO_GROUP)
    world.press(who, button(submit(world, WEST), "accept:"), chat_id=GROUP)
    assert report(world).state is ReportState.SUBMITTED


def test_a_group_is_spoken_to_in_its_language(world: World) -> None:
    rule(world, {**TO_GROUP, "group_language": "en"})
    assert "By rule" in words(submit(world, WEST), GROUP)


def test_a_rule_of_somebody_who_left_goes_off_once_and_the_report_falls_through(world: World) -> None:
    rule(world, TO_PERSON)
    leave(world, OTHER_WORKER)
    rows = submit(world, WEST)
    assert cards(rows) == [WORKER]
    assert told_of_rule(rows) == [COORDINATOR, OTHER_COORDINATOR]
    assert "井盖归周" in words(rows, COORDINATOR)
    assert shown([row for row in rows if row.chat_id == COORDINATOR])[-1].data == "rules"
    world.now += 1
    assert told_of_rule(submit(world, WEST)) == []
    assert world.tick("routing rules") == []


def test_a_rule_of_somebody_who_is_no_grid_worker_any_more_goes_off(world: World) -> None:
    rule(world, TO_PERSON)
    world.command("import-people", people=[{"user_id": OTHER_WORKER, "name": "周敏", "roles": ["courier"]}])
    assert told_of_rule(world.tick("routing rules")) == [COORDINATOR, OTHER_COORDINATOR]
    assert cards(submit(world, WEST)) == [WORKER]


def test_the_next_rule_has_what_falls_through(world: World) -> None:
    rule(world, TO_PERSON, {"name": "其余", "person": WORKER})
    leave(world, OTHER_WORKER)
    rows = submit(world, EAST)
    assert cards(rows) == [WORKER]
    assert "按规则：其余" in words(rows, WORKER)


def test_whoever_has_blocked_the_bot_is_passed_over_and_after_a_day_the_rule_goes_off(world: World) -> None:
    rule(world, TO_PERSON)
    world.membership(OTHER_WORKER, "kicked")
    rows = submit(world, WEST)
    assert (cards(rows), told_of_rule(rows)) == ([WORKER], [])
    world.now += FOR_GOOD
    assert told_of_rule(world.tick("routing rules")) == [COORDINATOR, OTHER_COORDINATOR]


def test_whoever_is_back_within_the_day_has_their_rule_still(world: World) -> None:
    rule(world, TO_PERSON)
    world.membership(OTHER_WORKER, "kicked")
    world.membership(OTHER_WORKER, "member")
    assert cards(submit(world, WEST)) == [OTHER_WORKER]


def test_a_group_that_threw_the_bot_out_loses_its_rule_at_once(world: World) -> None:
    rule(world, TO_GROUP)
    world.membership(GROUP, "kicked")
    assert told_of_rule(world.tick("routing rules")) == [COORDINATOR, OTHER_COORDINATOR]
    world.membership(GROUP, "member")
    assert cards(submit(world, WEST)) == [WORKER]


def test_a_report_of_a_group_that_is_gone_is_its_grids(world: World) -> None:
    rule(world, TO_GROUP)
    rows = submit(world, WEST)
    unreachable.mark(world.transaction, "telegram", GROUP, "kicked", world.now)
    card = next(row for row in rows if row.method == "sendPhoto")
    reserve = world.undelivered(card)
    assert cards(reserve) == [WORKER]
    world.press(WORKER, button(reserve, "accept:"))
    assert report(world).state is ReportState.ACCEPTED


def test_when_the_grids_workers_are_not_reached_either_coordinators_have_it(world: World) -> None:
    rule(world, TO_PERSON)
    rows = submit(world, WEST)
    unreachable.mark(world.transaction, "telegram", OTHER_WORKER, "blocked", world.now)
    reserve = world.undelivered(next(row for row in rows if row.method == "sendPhoto"))
    last = world.undelivered(next(row for row in reserve if row.method == "sendPhoto"))
    assert cards(last) == [COORDINATOR, OTHER_COORDINATOR]


def test_a_card_that_was_lost_by_chance_goes_to_the_coordinators(world: World) -> None:
    rule(world, TO_PERSON)
    reserve = world.undelivered(next(r for r in submit(world, WEST) if r.method == "sendPhoto"))
    assert cards(reserve) == [COORDINATOR, OTHER_COORDINATOR]


def test_the_reporter_hears_that_it_has_reached_the_person_of_the_rule(world: World) -> None:
    rule(world, TO_PERSON)
    card = next(row for row in submit(world, WEST) if row.method == "sendPhoto")
    assert "周敏" in words(world.delivered(card), COURIER)


def test_a_moved_group_is_still_the_rules(world: World) -> None:
    rule(world, TO_GROUP)
    world.announce("moved", old=GROUP, new=-2002)
    assert cards(submit(world, WEST)) == [-2002]


def test_what_is_handed_over_belongs_to_the_rule_no_more(world: World) -> None:
    rule(world, TO_GROUP)
    submit(world, WEST)
    old, worker = report(world), world.member(WORKER).id
    change = Change(
        old.id, old.version, "hand_over", worker, old.state, ReportState.HANDED_OVER, assignee_id=worker
    )
    report_changes.apply(world.transaction, change, world.now)
    assert (report(world).assignee_id, report(world).assignee_chat_id) == (worker, None)


def test_in_the_morning_those_hear_of_it_whom_the_rule_gave_it(world: World) -> None:
    rule(world, TO_PERSON)
    submit(world, WEST)
    assert [row.chat_id for row in next_morning(world)] == [OTHER_WORKER]


def test_in_the_morning_the_group_hears_of_it(world: World) -> None:
    rule(world, TO_GROUP)
    submit(world, WEST)
    assert [row.chat_id for row in next_morning(world)] == [GROUP]


def test_erasing_somebody_switches_their_rule_off_and_takes_their_name_from_it(world: World) -> None:
    rule(world, {**TO_PERSON, "name": "井盖找周敏"}, {"name": "2002 不在时", "person": WORKER})
    world.press(OTHER_WORKER, button(world.say(OTHER_WORKER, "/deleteme"), "erase:"))
    first, second = routing_rules.all_rules(world.transaction)
    assert (first.name, first.off, first.member_id) == ("井盖找#", Off.ERASED, None)
    assert second.name == "# 不在时"
    rows = world.tick("routing rules")
    assert told_of_rule(rows) == [COORDINATOR, OTHER_COORDINATOR]
    assert "周敏" not in words(rows)
    assert world.tick("routing rules") == []


def test_my_data_names_the_rules_that_lead_to_somebody(world: World) -> None:
    rule(world, TO_PERSON)
    exported = my_data.export(world.transaction, world.member(OTHER_WORKER))["routing_rules"]
    assert isinstance(exported, list)
    assert [row["name"] for row in exported] == ["井盖归周"]
    assert my_data.export(world.transaction, world.member(WORKER))["routing_rules"] == []
