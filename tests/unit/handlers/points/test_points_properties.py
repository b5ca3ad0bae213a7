"""Whatever is pressed, pressed again, restarted: points are where a plain model says they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from storage import ledger
from storage.ledger import ISSUER
from tests.unit.handlers.points.awards import balance, choose
from tests.unit.handlers.points.awards import undo as take_back
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    PEOPLE,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
)

COORDINATORS = (COORDINATOR, OTHER_COORDINATOR)
RECIPIENTS = (COURIER, OTHER_COURIER, WORKER)


@dataclass
class Awarded:
    """An award as its maker sees it, with its buttons."""

    maker: int
    who: int
    points: int
    give: str
    undo: str = ""
    state: str = "draft"


@dataclass
class Model:
    """What has happened, without a database."""

    points: dict[int, int] = field(default_factory=lambda: dict.fromkeys(RECIPIENTS, 0))
    paid: set[int] = field(default_factory=set)
    accepts: dict[str, tuple[int, bool]] = field(
        default_factory=dict
    )  # button → incident (when it began), still open
    retries: dict[str, tuple[int, bool]] = field(
        default_factory=dict
    )  # button → incident, not tried again yet
    awards: list[Awarded] = field(default_factory=list)


def report(world: World, model: Model, _number: int) -> None:
    model.accepts[button(submit(world), "accept:")] = (world.now, True)


def accept(world: World, model: Model, number: int) -> None:
    """Any accept button that was ever seen, also one that was pressed before."""
    if model.accepts:
        data, (incident, is_open) = list(model.accepts.items())[number % len(model.accepts)]
        world.press((WORKER, COORDINATOR)[number % 2], data)
        model.accepts[data] = (incident, False)
        if is_open:
            assert incident not in model.paid
            model.paid.add(incident)
            model.points[COURIER] += 1


def give_back(world: World, model: Model, number: int) -> None:
    waiting = [data for data, (_, is_open) in model.accepts.items() if is_open]
    if waiting:
        data = waiting[number % len(waiting)]
        reasons = world.press(WORKER, data.replace("accept:", "return:"))
        rows = world.press(WORKER, category_button(reasons, "unclear"))
        incident, _ = model.accepts[data]
        model.accepts[data] = (incident, False)
        model.retries[button(rows, "retry:")] = (incident, True)


def retry(world: World, model: Model, number: int) -> None:
    """The same incident once more; a second press on the same button begins nothing."""
    if model.retries:
        data, (incident, is_fresh) = list(model.retries.items())[number % len(model.retries)]
        place = world.apart(WEST)
        world.press(COURIER, data)
        if is_fresh:
            model.retries[data] = (incident, False)
            world.downloaded(only(world.photo(COURIER, f"better {world.now}"), "getFile"))
            asked = world.location(COURIER, place)
            rows = world.press(COURIER, category_button(asked, "manhole"))
            model.accepts[button(rows, "accept:")] = (incident, True)


def award(world: World, model: Model, number: int) -> None:
    """Put one together; an unfinished one of the same maker is dropped by that."""
    maker, who, points = COORDINATORS[number % 2], RECIPIENTS[number % 3], 1
    choose(world, who, maker)
    world.say(maker, str(points))
    preview = world.say(maker, "做了一件好事")
    for earlier in model.awards:
        if earlier.maker == maker and earlier.state == "draft":
            earlier.state = "dropped"
    model.awards.append(Awarded(maker, who, points, button(preview, "award_give:")))


def give(world: World, model: Model, number: int) -> None:
    """Any confirmation that was ever seen, pressed by either coordinator."""
    if model.awards:
        one = model.awards[number % len(model.awards)]
        by = COORDINATORS[number // 2 % 2]
        rows = world.press(by, one.give)
        if one.state == "draft" and by == one.maker:
            one.state, one.undo = "given", button(rows, "award_undo:")
            model.points[one.who] += one.points


def undo(world: World, model: Model, number: int) -> None:
    given = [one for one in model.awards if one.undo]
    if given:
        one = given[number % len(given)]
        by = COORDINATORS[number // 2 % 2]
        take_back(world, one.undo, by)
        if one.state == "given":
            one.state = "undone"
            model.points[one.who] -= one.points
            for own in model.awards:
                if own.maker == by and own.state == "draft":
                    own.state = "dropped"


def restart(world: World, _model: Model, _number: int) -> None:
    world.restart()


ACTS: Mapping[str, Callable[[World, Model, int], None]] = {
    "report": report,
    "accept": accept,
    "give back": give_back,
    "retry": retry,
    "award": award,
    "give": give,
    "undo": undo,
    "restart": restart,
}


def arrange(path: Path) -> World:
    world = World(path)
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    return world


def tallied(world: World) -> dict[int, int]:
    """What the lists of honour count, by month, as it follows from the ledger."""
    counted = {row["member_id"]: row["points"] for row in world.transaction.all("SELECT * FROM tallies")}
    return {who: points for who in RECIPIENTS if (points := counted.get(world.member(who).id))}


@settings(max_examples=25)
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 999)), min_size=15, max_size=25))
def test_points_are_where_a_plain_model_says(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        world, model = arrange(Path(folder) / "bot.sqlite3"), Model()
        for name, number in acts:
            world.now += 73 * 60_000  # nobody sends more than 20 reports a day
            ACTS[name](world, model, number)

            accounts = ledger.balances(world.transaction)
            assert sum(accounts.values()) == 0
            assert all(points >= 0 for account, points in accounts.items() if account != ISSUER)
            assert {who: balance(world, who) for who in RECIPIENTS} == model.points
            assert tallied(world) == {who: points for who, points in model.points.items() if points}
            reports = "SELECT count(*) FROM transfers WHERE cause = 'report'"
            assert world.transaction.number(reports) == len(model.paid)
        world.close()
