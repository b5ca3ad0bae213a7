"""What is made of a search: files of what was found, pictures of everything."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot import documents, pictures
from bot.documents import Erased
from storage import report_searches
from storage.outbox import OutboxRow
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import COORDINATOR, EAST, World, button, methods, words


def offered(world: World, typed: str = "") -> list[OutboxRow]:
    return world.press(COORDINATOR, button(world.say(COORDINATOR, f"/search {typed}"), "search:outputs:"))


def made(world: World, rows: list[OutboxRow], what: str) -> list[OutboxRow]:
    return world.press(COORDINATOR, next(data for data in buttons(rows) if data.endswith(f":{what}")))


def buttons(rows: list[OutboxRow]) -> list[str]:
    markup = rows[0].parameters["reply_markup"]
    assert isinstance(markup, Mapping)
    return [one["callback_data"] for line in markup["inline_keyboard"] for one in line]


def test_it_is_said_how_many_a_file_will_list(world: World) -> None:
    submit(world, caption="井盖")
    submit(world, EAST, caption="漏水")
    assert "现在找到的 1 条（🔤 有你打的字）" in words(offered(world, "漏水"))


@pytest.mark.parametrize("what", ["csv", "geojson"])
def test_a_file_lists_what_the_search_found(world: World, what: str) -> None:
    submit(world, caption="井盖")
    world.now += 60_000
    submit(world, EAST, caption="漏水")
    (row, _) = made(world, offered(world, "漏水"), what)
    named = row.parameters["document"]
    assert isinstance(named, Mapping)
    document = documents.write(world.transaction, named)
    assert document.filename == f"reports.{what}"
    assert b"WH-2026-000002" in document.content
    assert b"WH-2026-000001" not in document.content


def test_a_file_of_what_was_forgotten_is_not_written(world: World) -> None:
    submit(world)
    (row, _) = made(world, offered(world), "csv")
    report_searches.forget_all(world.transaction)
    named = row.parameters["document"]
    assert isinstance(named, Mapping)
    with pytest.raises(Erased):
        documents.write(world.transaction, named)


@pytest.mark.parametrize(("what", "drawn"), [("map", 1), ("times", 2)])
def test_pictures_are_drawn_when_they_are_sent(world: World, what: str, drawn: int) -> None:
    rows = made(world, offered(world), what)
    assert methods(rows) == ["sendPhoto"] * drawn + ["answerCallbackQuery"]
    for row in rows[:drawn]:
        named = row.parameters["photo"]
        assert isinstance(named, Mapping)
        assert pictures.prepare(world.transaction, named)().content
