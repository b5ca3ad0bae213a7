"""A card that cannot be delivered goes to whoever can be reached."""

from __future__ import annotations

from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)


async def report_a_manhole(town: Town) -> Person:
    courier = Person(town, 1001)
    await courier.send_photo(photo(1))
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await town.settle()
    return courier


async def test_when_the_grid_workers_have_blocked_the_bot_the_coordinators_get_the_card(town: Town) -> None:
    for worker in (2001, 2002):
        await town.post("block", {"from": worker, "blocked": True})
    courier = await report_a_manhole(town)
    assert "WH-" in await Person(town, 3001).transcript()
    assert "网格员没有收到，现在由协调员跟进" in await courier.transcript()
    assert "已送到网格员" not in await courier.transcript()


async def test_a_worker_who_is_out_of_reach_is_not_told_to_the_coordinators_while_another_is_reached(
    town: Town,
) -> None:
    await town.post("block", {"from": 2002, "blocked": True})
    courier = await report_a_manhole(town)
    assert "已送到网格员王秀英，" in await courier.transcript()
    assert "WH-" not in await Person(town, 3001).transcript()


async def test_when_nobody_can_be_reached_the_courier_is_told_what_to_do(town: Town) -> None:
    for person in (2001, 2002, 3001, 3002):
        await town.post("block", {"from": person, "blocked": True})
    courier = await report_a_manhole(town)
    assert "联系不上" in await courier.transcript()
