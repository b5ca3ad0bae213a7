"""The life of reports, lived at random: whatever people press, and whenever, the table is followed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from handlers.reports import buttons, routing
from handlers.reports.lifecycle import BY, CLOCK, TRANSITIONS, ReportAction
from messages import catalogue
from messages.catalogue import Language
from storage import inbox, report_cards
from storage.inbox import Arrival, EventKind
from storage.reports import Report, ReportId, ReportState
from tests.unit.handlers.reports.living import BEGINS, REPORTERS, SPOTS, Choose, Life, watch
from tests.unit.handlers.reports.phones import Pressable
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_COURIER,
    OTHER_WORKER,
    PEOPLE,
    STRANGER,
    WORKER,
    World,
)

EXAMPLES, STEPS = 200, 50
CATEGORIES = ("road", "leak", "litter")
EVERYBODY = (COURIER, OTHER_COURIER, WORKER, OTHER_WORKER, COORDINATOR, STRANGER)
UNSEEN = frozenset({ReportState.PROPOSED, ReportState.DRAFT, ReportState.DISCARDED, ReportState.MERGED})

some_number = st.integers(0, 10_000)


class Town(RuleBasedStateMachine):
    """Couriers, grid workers, a coordinator, a stranger; and the clock."""

    start: ClassVar[Path]
    taken: ClassVar[Counter[tuple[ReportState, ReportAction]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world = World(Path(shutil.copy(self.start, self.folder.name)), first_id=10_000)
        self.life = Life(self.world)
        self.patch = pytest.MonkeyPatch()
        watch(self.life, self.patch.setattr)

    def teardown(self) -> None:
        self.patch.undo()
        changed = self.world.transaction.all("SELECT state_before, action FROM report_changes")
        Town.taken.update((ReportState(row[0]), ReportAction(row[1])) for row in changed)
        unchanged = {way: n for way, n in self.life.permitted.items() if TRANSITIONS[way] is way[0]}
        Town.taken.update(unchanged)
        self.world.close()
        self.folder.cleanup()

    @initialize()
    def two_reports_are_made(self) -> None:
        self.life.report(COURIER, SPOTS[0], CATEGORIES[0], first)
        self.life.report(OTHER_COURIER, SPOTS[0], CATEGORIES[1], first)

    @rule(
        who=st.sampled_from(REPORTERS),
        spot=st.sampled_from(SPOTS),
        what=st.sampled_from(CATEGORIES),
        n=some_number,
    )
    def somebody_reports(self, who: int, spot: tuple[float, float], what: str, n: int) -> None:
        self.life.report(who, spot, what, nth(n))

    @rule(who=st.sampled_from(REPORTERS), n=st.integers(0, 3))
    def somebody_begins(self, who: int, n: int) -> None:
        if n == 0:
            self.life.say(who, "井盖坏了")
        else:
            self.life.photo(who)
        for pressed in list(self.life.phones.pressable(who)):
            if pressed.prefix in (("describe",), ("join",), ("cancel",), ())[n]:
                self.life.press(who, pressed)
                return

    @rule(seed=st.integers(0, 2**32 - 1))
    def people_take_steps(self, seed: int) -> None:
        chance = Random(seed)
        for _ in range(4):
            self._take_step(chance)

    @rule(who=st.sampled_from((WORKER, OTHER_WORKER, COORDINATOR)), page=st.integers(0, 3))
    def somebody_looks_at_their_desk(self, who: int, page: int) -> None:
        self.life.say(who, "/mine")
        turns = [one for one in self.life.phones.pressable(who) if one.prefix == "mine"]
        if turns and page:
            self.life.press(who, turns[page % len(turns)])

    def _take_step(self, chance: Random) -> None:
        """One of the steps that are possible and offered now, rather one that this town has seen little of."""
        offered: dict[tuple[ReportState, ReportAction], list[tuple[Report, Pressable]]] = {}
        standing = [report for report in self.world.all_reports() if report.state not in UNSEEN]
        for pressed in self.life.phones.pressable():
            for report in standing:
                for action, prefixes in BEGINS.items():
                    way = (report.state, action)
                    is_for_it = pressed.prefix in prefixes and report.token in pressed.data
                    if is_for_it and way in TRANSITIONS and pressed.chat > 0:
                        offered.setdefault(way, []).append((report, pressed))
        if offered:
            ways = sorted(offered, key=lambda way: (self.life.taken(way), way))
            way = chance.choice(ways[: 1 + len(ways) // 2])
            report, pressed = chance.choice(offered[way])
            self.life.pursue(pressed.chat, report, BEGINS[way[1]], chance.choice)

    @rule(who=st.sampled_from(EVERYBODY), n=some_number)
    def anybody_presses_anything_that_ever_was(self, who: int, n: int) -> None:
        if self.life.phones.seen:
            self.life.press(who, self.life.phones.seen[n % len(self.life.phones.seen)])

    @rule(n=some_number)
    def somebody_taps_twice(self, n: int) -> None:
        standing = list(self.life.phones.pressable())
        if standing:
            pressed = standing[n % len(standing)]
            if pressed.chat > 0:
                self.life.press(pressed.chat, pressed)
                self.life.press(pressed.chat, pressed)

    @rule(
        who=st.sampled_from(EVERYBODY),
        action=st.sampled_from(sorted(BEGINS)),
        n=some_number,
        off=st.integers(-2, 2),
    )
    def somebody_forges(self, who: int, action: ReportAction, n: int, off: int) -> None:
        known = self.world.all_reports()
        if known:
            report = known[n % len(known)]
            data = f"{BEGINS[action][0]}:{report.token}:{report.version + off}"
            self.life.press(who, Pressable(who, 500, data))

    @rule(back=st.integers(0, 20))
    def telegram_delivers_once_more(self, back: int) -> None:
        """What arrives again, the newest or an older one, is no event: nothing is left to be handled."""
        rows = self.world.transaction.all(
            "SELECT channel, kind, key, body, body_hash FROM inbox WHERE kind = 'update'"
            " ORDER BY id DESC LIMIT 1 OFFSET :back",
            {"back": back},
        )
        again = [
            Arrival(row["channel"], EventKind(row["kind"]), row["key"], row["body"])
            for row in rows
            if inbox.body_hash(row["body"]) == row["body_hash"]  # words kept once are kept elsewhere
        ]
        assert inbox.add(self.world.transaction, again, self.world.now) == 0

    @rule(who=st.sampled_from(EVERYBODY[:5]))
    def somebody_answers(self, who: int) -> None:
        self.life.answer(who)

    @rule(seed=st.integers(0, 2**32 - 1))
    def something_is_fixed_and_nobody_looks(self, seed: int) -> None:
        offered = [one for one in self.life.phones.pressable() if one.prefix == "fix" and one.chat > 0]
        if offered:
            pressed = Random(seed).choice(offered)
            (report,) = [one for one in self.world.all_reports() if one.token in pressed.data]
            self.life.pursue(pressed.chat, report, ["fix"], first)
            self.life.wait(15 * 24)

    @rule(hours=st.sampled_from((1, 5, 26, 5 * 24 + 1, 8 * 24, 15 * 24, 15 * 24)))
    def time_goes_by(self, hours: int) -> None:
        self.life.wait(hours)

    @invariant()
    def every_step_is_in_the_table_and_has_one_row(self) -> None:
        rows = self.world.transaction.all("SELECT * FROM report_changes ORDER BY id")
        standing = {report.id: report for report in self.world.all_reports()}
        last: dict[ReportId, ReportState] = {}
        steps = Counter(ReportId(row["report_id"]) for row in rows)
        for row in rows:
            id_, before = ReportId(row["report_id"]), ReportState(row["state_before"])
            action, after = ReportAction(row["action"]), ReportState(row["state_after"])
            assert TRANSITIONS.get((before, action)) is after
            assert before is last.get(id_, before)
            assert (row["actor_id"] is None) <= bool(BY[action] & CLOCK)
            last[id_] = after
        for id_, report in standing.items():
            assert report.state is last.get(id_, report.state)
            assert report.version == 1 + steps[id_]

    @invariant()
    def every_card_says_what_the_database_says(self) -> None:
        for report in self.world.all_reports():
            if report.state not in UNSEEN:
                self._check_cards(report)

    def _check_cards(self, report: Report) -> None:
        for card in report_cards.of(self.world.transaction, report.id):
            message = self.life.phones.messages[card.row]
            said = catalogue.label(Language(card.language), f"state.{report.state}")
            assert said in message.words, (report.number, message.words)
            acts_there = routing.is_answered_for_in(
                report, card.channel, card.chat_id, self.world.transaction
            )
            begun = {one.split(":")[0] for one in message.buttons}
            possible = {act.prefix for act in buttons.ON_CARD if (report.state, act.action) in TRANSITIONS}
            if not acts_there:
                assert begun <= {"show"}
            for data in message.buttons:
                if data.startswith("show:") and report.state is ReportState.JOINED:
                    continue  # of the report that goes on in its place
                assert report.token in data
                assert begun - possible == set() or data.split(":")[2] == str(report.version)


def first(offered: Sequence[Pressable]) -> Pressable:
    return offered[0]


def nth(n: int) -> Choose:
    return lambda offered: offered[n % len(offered)]


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("life") / "town.sqlite3"
    world = World(path)
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    for who in REPORTERS:
        world.agree(who)
    world.close()
    return path


@pytest.mark.timeout(900)  # a minute or two, more beside other tests
def test_reports_live_by_the_table_whatever_is_pressed(
    peopled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Town.start = peopled
    Town.taken.clear()
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,  # what is never taken must not depend on luck
            suppress_health_check=list(HealthCheck),
        ),
    )
    with capsys.disabled():
        print()
        for (state, action), after in TRANSITIONS.items():
            print(f"{Town.taken[state, action]:6} {state} --{action}--> {after}")
    assert [way for way in TRANSITIONS if not Town.taken[way]] == []
