"""Once somebody is erased, nothing that comes late writes to them or about them."""

from __future__ import annotations

import pytest

from storage import members, outbox
from storage.outbox import Ending, OutboxRow, State
from storage.reports import ReportState
from tests.unit.handlers.mydata.test_erasing import deliver, erase
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
)


def traces(world: World, who: int) -> int:
    """Rows that could reach somebody, or say that they cannot be reached."""
    chat = {"who": who}
    return world.transaction.number(
        "SELECT (SELECT count(*) FROM unreachable WHERE chat_id = :who)"
        " + (SELECT count(*) FROM outbox WHERE chat_id = :who AND state = 'waiting')"
        " + (SELECT count(*) FROM member_addresses WHERE user_id = :who)",
        chat,
    )


def report(world: World, who: int = COURIER) -> list[OutboxRow]:
    deliver(world, world.downloaded(only(world.photo(who), "getFile")))
    return world.press(who, category_button(world.location(who, WEST), "leak"))


def sendable(rows: list[OutboxRow], who: int) -> list[OutboxRow]:
    return [row for row in rows if row.channel == "telegram" and row.chat_id == who]


@pytest.mark.parametrize("status", ["kicked", "left", "member"])
def test_whoever_blocks_the_bot_afterwards_is_not_noted(world: World, status: str) -> None:
    erase(world)
    world.now += 1000
    world.transaction.execute("UPDATE outbox SET state = 'sent', ended_at = 1 WHERE state = 'waiting'")
    world.membership(COURIER, status)
    assert traces(world, COURIER) == 0
    assert members.find(world.transaction, "telegram", COURIER) is None


def test_whoever_is_known_and_blocks_the_bot_is_noted(world: World) -> None:
    world.membership(COURIER, "kicked")
    assert world.transaction.number("SELECT count(*) FROM unreachable") == 1


def test_a_group_that_removes_the_bot_is_noted(world: World) -> None:
    world.membership(-1001, "left")
    assert world.transaction.number("SELECT count(*) FROM unreachable") == 1


@pytest.mark.parametrize("ok", [True, False])
def test_a_photo_that_comes_late_tells_nobody(world: World, ok: bool) -> None:
    fetched = only(world.photo(COURIER), "getFile")
    deliver(world, world.location(COURIER, WEST))
    erase(world)
    rows = world.downloaded(fetched) if ok else world.download_failed(fetched, "gone")
    assert rows == []
    assert world.all_reports()[0].photos == ()


def test_a_card_of_a_report_of_theirs_that_is_lost_late_tells_nobody(world: World) -> None:
    cards = report(world)
    deliver(world, cards)
    erase(world)
    card = next(row for row in cards if row.chat_id == WORKER and row.effect)
    reserve = world.undelivered(card)
    assert sendable(reserve, COURIER) == []
    for lost in [row for row in reserve if row.effect]:
        assert sendable(world.undelivered(lost), COURIER) == []
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_a_card_lost_in_the_erased_workers_chat_says_nothing(world: World) -> None:
    cards = report(world)
    erase(world, WORKER)
    card = next(row for row in cards if row.chat_id == WORKER and row.effect)
    assert not outbox.end(world.transaction, Ending(card.id, State.FAILED, "blocked"), world.now)
    assert sendable(world.undelivered(card), WORKER) == []


def test_an_applicants_card_that_is_lost_late_says_nothing(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    cards = applicants.apply_to_join(world)
    erase(world, STRANGER)
    card = next(row for row in cards if row.chat_id == COORDINATOR and row.effect)
    assert world.undelivered(card) == []


@pytest.mark.parametrize("name", ["joined", "waiting"])
def test_what_another_capability_announced_of_them_says_nothing(world: World, name: str) -> None:
    deliver(world, world.photo(COURIER))
    member = world.member(COURIER).id
    erase(world)
    assert world.announce(name, member=member) == []


def test_a_decision_on_their_report_is_said_to_nobody(world: World) -> None:
    cards = deliver(world, report(world))
    erase(world)
    for row in world.press(WORKER, button(cards, "accept")):
        assert row.chat_id != COURIER
