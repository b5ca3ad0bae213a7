"""Steps that the tests of questions and messages share."""

from __future__ import annotations

from storage import report_questions
from storage.report_questions import AskedQuestion
from storage.reports import Report
from tests.unit.handlers.reports.reporting import Rows, submit
from tests.unit.handlers.world import COURIER, WORKER, World, button, category_button, collection, grid

GROUP = -1001


def ask(world: World, submission: Rows | None = None, preset: str = "where") -> Rows:
    """The grid worker asks; what comes back holds what the reporter is shown."""
    cards = submit(world) if submission is None else submission
    return world.press(WORKER, category_button(world.press(WORKER, button(cards, "ask:")), preset))


def begin_answer(world: World, asked: Rows) -> Rows:
    """The reporter presses *Answer*."""
    return world.press(COURIER, button(asked, "answer:"))


def report(world: World) -> Report:
    """The report, as it is now."""
    return world.all_reports()[0]


def question(world: World) -> AskedQuestion:
    """What was asked last."""
    found = report_questions.last(world.transaction, report(world).id)
    assert found is not None
    return found


def give_group(world: World) -> None:
    """The west has a group beside its worker."""
    feature = grid("west", 114.30, 114.32, [WORKER])
    properties = {**feature["properties"], "group": GROUP}  # type: ignore[dict-item]
    assert "faults" not in world.command(
        "import-grids", geojson=collection({**feature, "properties": properties})
    )
