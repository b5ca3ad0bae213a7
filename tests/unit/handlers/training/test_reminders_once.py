"""Reminders exactly once, whatever the clock, the process and the people do.

Ticks come at any time, and the clock jumps forth and back; transactions are lost and tried again, the process loses
all but its file; trainings are moved and cancelled, people sign up, withdraw, sign up again and change their quiet
times. After every tick, what was said is what a plain rule says of that moment, worked out without any of the tables
that the code keeps.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import quiet
from messages import times
from messages.catalogue import Language
from storage import preferences
from storage.outbox import OutboxRow
from storage.preferences import Night, Preferences
from storage.trainings import Training
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
    COURIER,
    GRIDS,
    OTHER_COURIER,
    PEOPLE,
    START,
    WORKER,
    World,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
ZONE = ZoneInfo("Asia/Shanghai")
WHO = (COURIER, OTHER_COURIER, WORKER)
WANTS = (
    Preferences(),
    Preferences(night=None),
    Preferences(night=None, rushes=False),
    Preferences(night=Night(20 * 60, 9 * 60)),
    Preferences(night=Night(1 * 60, 9 * 60), rushes=False),
    Preferences(riding_until=START + 40 * HOUR),
)

some_person = st.sampled_from(WHO)
some_training = st.integers(0, 2)
some_hours = st.sampled_from((2.5, 5, 13, 25, 26.5, 31, 38, 50))
STEPS = st.one_of(
    st.tuples(st.just("tick")),
    st.tuples(st.just("tick")),
    st.tuples(st.just("lose"), st.booleans()),
    st.tuples(st.just("live"), st.sampled_from((1, 3, 10))),
    st.tuples(st.just("jump"), st.sampled_from((1, 30, 61, 150, 600, 1440, -1, -45, -130, -600, -2900))),
    st.tuples(st.just("restart")),
    st.tuples(st.just("deliver")),
    st.tuples(st.just("publish"), some_hours),
    st.tuples(st.just("join"), some_training, some_person),
    st.tuples(st.just("join"), some_training, some_person),
    st.tuples(st.just("withdraw"), some_training, some_person),
    st.tuples(st.just("move"), some_training, some_hours),
    st.tuples(st.just("rename"), some_training),
    st.tuples(st.just("cancel"), some_training),
    st.tuples(st.just("want"), some_person, st.sampled_from(WANTS)),
    st.tuples(st.just("ride"), some_person, st.booleans()),
)


@dataclass(slots=True)
class Plan:
    """A training as a plain list of facts. `heard` are the reminders of this start: who, and which of them."""

    training: Training
    starts_at: int
    announced_at: int
    stands: bool = True
    since: dict[int, int] = field(default_factory=dict)
    heard: set[tuple[int, int]] = field(default_factory=set)


class Story:
    """Does what the steps say, and knows what should be heard."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hurry()
        self.plans: list[Plan] = []
        for number, hours in enumerate((25, 31, 50)):
            self.publish(hours)
            for who in WHO:
                self.join(number, who)

    def do(self, step: tuple[object, ...]) -> None:
        name, *arguments = step
        getattr(self, str(name))(*arguments)
        coordinating.follow(self.world)
        assert self.waiting() <= self.may_wait()

    def tick(self) -> None:
        self.check(coordinating.tick(self.world))

    def lose(self, restarted: bool) -> None:
        """The tick's transaction is lost, and the tick comes again."""
        self.check(self.world.tick_twice("reminders", restarted=restarted) + coordinating.follow(self.world))
        self.hurry()

    def live(self, hours: int) -> None:
        for _ in range(hours * 2):
            self.world.now += 30 * MINUTE
            self.tick()

    def jump(self, minutes: int) -> None:
        self.world.now += minutes * MINUTE

    def restart(self) -> None:
        self.world.restart()
        self.hurry()

    def hurry(self) -> None:
        """No disk fails here, so nothing is waited for."""
        self.world.transaction.execute("PRAGMA synchronous = OFF")

    def deliver(self) -> None:
        self.world.transaction.execute("UPDATE outbox SET state = 'sent' WHERE state = 'waiting'")

    def publish(self, hours: float) -> None:
        """Three stand at any time: a new one takes the place of one that has begun or was cancelled."""
        if len([plan for plan in self.plans[-3:] if self.is_open(plan)]) < 3:
            starts_at = self.minute_in(hours)
            topic = f"T{len(self.plans)};"
            training = coordinating.published(
                self.world, when=self.typed(starts_at), places="999", topic=topic
            )
            self.plans.append(Plan(training, starts_at, self.world.now))
            self.plans.sort(key=self.is_open)

    def join(self, number: int, who: int) -> None:
        plan = self.open_plan(number)
        if plan is not None:
            coordinating.join(self.world, plan.training, who)
            plan.since.setdefault(who, self.world.now)

    def withdraw(self, number: int, who: int) -> None:
        plan = self.open_plan(number)
        if plan is not None:
            coordinating.withdraw(self.world, plan.training, who)
            plan.since.pop(who, None)

    def move(self, number: int, hours: float) -> None:
        plan = self.open_plan(number)
        starts_at = self.minute_in(hours)
        if plan is not None and starts_at != plan.starts_at:
            coordinating.change(self.world, plan.training, "when", self.typed(starts_at))
            plan.starts_at, plan.announced_at = starts_at, self.world.now
            plan.heard.clear()

    def rename(self, number: int) -> None:
        """What is changed but the start announces no new one."""
        plan = self.open_plan(number)
        if plan is not None:
            coordinating.change(self.world, plan.training, "where", f"{self.world.now}")

    def cancel(self, number: int) -> None:
        plan = self.open_plan(number)
        if plan is not None:
            coordinating.call_off(self.world, plan.training)
            plan.stands = False

    def want(self, who: int, wanted: Preferences) -> None:
        preferences.save(self.world.transaction, self.world.member(who).id, wanted)

    def ride(self, who: int, rides: bool) -> None:
        """Meal rushes are quiet for couriers only."""
        member = {"member": self.world.member(who).id}
        self.world.transaction.execute(
            "INSERT INTO member_roles (member_id, role) VALUES (:member, 'courier') ON CONFLICT DO NOTHING"
            if rides
            else "DELETE FROM member_roles WHERE member_id = :member AND role = 'courier'",
            member,
        )
        if not rides:  # and trainings are for whoever is on the team, in whatever role
            self.world.transaction.execute(
                "INSERT INTO member_roles (member_id, role) VALUES (:member, 'grid_worker')"
                " ON CONFLICT DO NOTHING",
                member,
            )

    def check(self, rows: list[OutboxRow]) -> None:
        """What was said is what should be heard now, and nobody hears two things of one training at once."""
        expected = Counter(self.expected())
        assert Counter(self.said(rows)) == expected
        assert not expected or max(expected.values()) == 1

    def expected(self) -> Iterator[tuple[str, int]]:
        now = self.world.now
        for plan in filter(self.is_open, self.plans):
            for who, since in plan.since.items():
                hours = self.due(plan, who, since, now)
                if hours is not None:
                    plan.heard.add((who, hours))
                    yield self.told(plan), who

    def due(self, plan: Plan, who: int, since: int, now: int) -> int | None:
        """The reminder of a start that somebody should hear now."""
        member = self.world.member(who)
        undisturbed = quiet.of(member, preferences.of(self.world.transaction, member.id), ZONE)
        for hours in (2, 24):
            if (who, hours) in plan.heard:
                return None
            if (
                max(since, plan.announced_at)
                < undisturbed.last_readable(plan.starts_at - hours * HOUR)
                <= now
            ):
                return hours
        return None

    def said(self, rows: list[OutboxRow]) -> Iterator[tuple[str, int]]:
        for row in rows:
            told = self.told_in(str(row.parameters.get("text", "")))
            if told is not None:
                yield told, row.chat_id

    def waiting(self) -> Counter[tuple[str, int]]:
        """Reminders that are not delivered yet."""
        found = self.world.transaction.all(
            "SELECT chat_id, parameters FROM outbox WHERE state = 'waiting' AND method = 'sendMessage'"
        )
        told = [(self.told_in(json.loads(row["parameters"])["text"]), row["chat_id"]) for row in found]
        return Counter((text, chat) for text, chat in told if text is not None)

    def may_wait(self) -> Counter[tuple[str, int]]:
        """Which may still be delivered: one of the start as it is now, to whoever comes to what stands."""
        return Counter((self.told(plan), who) for plan in self.plans if plan.stands for who in plan.since)

    def told(self, plan: Plan) -> str:
        """What a reminder names: the training and its start."""
        local = datetime.fromtimestamp(plan.starts_at / 1000, ZONE)
        return f"{plan.training.topic} {times.moment(Language.ZH, local)}"

    def told_in(self, text: str) -> str | None:
        found = re.search(r"⏰.*?(T\d+;).*🕑 (.*?)（", text, re.DOTALL)
        return None if found is None else f"{found[1]} {found[2]}"

    def open_plan(self, number: int) -> Plan | None:
        """One of those that may stand, if it does."""
        plan = self.plans[-3:][number]
        return plan if self.is_open(plan) else None

    def is_open(self, plan: Plan) -> bool:
        return plan.stands and plan.starts_at > self.world.now

    def minute_in(self, hours: float) -> int:
        return int(self.world.now + hours * HOUR) // MINUTE * MINUTE

    def typed(self, time: int) -> str:
        return f"{datetime.fromtimestamp(time / 1000, ZONE):%Y-%m-%d %H:%M}"


@pytest.fixture(scope="module")
def arranged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reminders") / "bot.sqlite3"
    world = World(path)
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    world.close()
    return path


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(STEPS, min_size=30, max_size=40))
def test_everybody_is_reminded_once_of_each_announced_start(
    arranged: Path, steps: list[tuple[object, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copy(arranged, folder)
        world = World(Path(folder) / arranged.name, first_id=10_000)
        story = Story(world)
        for step in steps:
            story.do(step)
        once = world.transaction.all(
            "SELECT training_id, member_id, time_version, hours, count(*) AS times FROM reminders"
            " GROUP BY training_id, member_id, time_version, hours HAVING count(*) > 1"
        )
        world.close()
    assert once == []
