"""A town in which reports live: people act on what they see, and what follows from it happens.

Nothing here knows which step comes of a press: people press what stands on their phones and answer what they are asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.reports import buttons, lifecycle, steps
from handlers.reports.cards import ENDED
from handlers.reports.lifecycle import ReportAction
from handlers.route import TickRoute
from handlers.routes import ANSWERS, ROUTES
from storage import open_questions, reports
from storage.outbox import OutboxRow
from storage.report_changes import Change
from storage.reports import Report, ReportState
from tests.unit.handlers.clockwork import HOUR, deliver_announcements
from tests.unit.handlers.reports.phones import Phones, Pressable
from tests.unit.handlers.world import COURIER, EAST, OTHER_COURIER, WEST, World

Rows = list[OutboxRow]
Choose = Callable[[Sequence[Pressable]], Pressable]

# The button that begins a step, where a person takes it.
BEGINS: Mapping[ReportAction, Sequence[str]] = {
    ReportAction.SHOW: ["show"],
    ReportAction.WRITE: ["write"],
    ReportAction.WRITE_BACK: ["write_back"],
    ReportAction.ACCEPT: ["accept"],
    ReportAction.RETURN: ["return"],
    ReportAction.TAKE_BACK: ["take_back"],
    ReportAction.RETRY: ["retry"],
    ReportAction.ASK: ["ask"],
    ReportAction.ANSWER: ["answer", "answer_as"],
    ReportAction.HAND_OVER: ["hand_over"],
    ReportAction.WORK: ["work"],
    ReportAction.DEFER: ["defer"],
    ReportAction.RESUME: ["go_on"],
    ReportAction.FIX: ["fix"],
    ReportAction.UNFIX: ["unfix"],
    ReportAction.JOIN: ["choose_same"],
    ReportAction.SEPARATE: ["separate"],
    ReportAction.CONFIRM: ["is_fixed"],
    ReportAction.REOPEN: ["not_fixed"],
}
BACK = frozenset({"decide", "fixed_or_not", "merge_not", "merge_number"})  # leads nowhere
TICKS = [route.name for route in ROUTES if isinstance(route, TickRoute) and route.name != "started"]
TAKES = {route.name: route.has for route in ANSWERS}
AT_MOST = 6  # presses and answers until a step is taken


@dataclass(slots=True)
class Life:
    """The town. `permitted` counts what was allowed by state and action, whether it changed anything or not."""

    world: World
    phones: Phones = field(default_factory=Phones)
    permitted: Counter[tuple[ReportState, ReportAction]] = field(default_factory=Counter)
    photos: int = 0

    def taken(self, way: tuple[ReportState, ReportAction]) -> int:
        """How often a step was taken here; where it changes nothing, how often it was permitted."""
        if lifecycle.TRANSITIONS.get(way) is way[0]:
            return self.permitted[way]
        return self.world.transaction.number(
            "SELECT count(*) FROM report_changes WHERE state_before = :state AND action = :action",
            {"state": way[0], "action": way[1]},
        )

    def happens(self, rows: Rows) -> Rows:
        """What is said arrives, what is fetched is there, and what follows from that happens too."""
        said: Rows = []
        waiting = list(rows)
        while waiting:
            row = waiting.pop(0)
            said.append(row)
            self.phones.take([row])
            if row.method == "getFile":
                waiting += self.world.downloaded(row, b"\xff\xd8 of %d \xff\xd9" % row.id)
            elif row.effect == ENDED:
                waiting += self.world.delivered(row)
            waiting += deliver_announcements(self.world)
        return said

    def press(self, who: int, pressed: Pressable) -> Rows:
        """Somebody presses a button, theirs or not; a stranger to the chat has forged it."""
        chat = pressed.chat if pressed.chat < 0 else None
        return self.happens(self.world.press(who, pressed.data, pressed.message, chat_id=chat))

    def say(self, who: int, text: str) -> Rows:
        return self.happens(self.world.say(who, text))

    def photo(self, who: int) -> Rows:
        self.photos += 1
        return self.happens(self.world.photo(who, f"photo-{self.photos}"))

    def report(self, who: int, spot: tuple[float, float], category: str, choose: Choose) -> None:
        """A whole report, whatever is asked on the way."""
        self.photo(who)
        self.happens(self.world.location(who, spot))
        for _ in range(AT_MOST):
            draft = self.world.draft(who)
            if draft is None:
                return
            offered = [one for one in self.phones.pressable(who) if draft.token in one.data]
            fitting = [one for one in offered if one.data.endswith(f":{category}")]
            questions = [
                one for one in offered if one.prefix not in ("category", "categories", "cancel", "later")
            ]
            if not (fitting or questions):
                return
            self.press(
                who, fitting[0] if draft.category is None and fitting else choose(questions or fitting)
            )

    def pursue(self, who: int, report: Report, prefixes: Sequence[str], choose: Choose) -> None:
        """Begin a step by one of these buttons, and go on with what is offered and asked until it is taken."""
        offered = [
            one for one in self.phones.pressable(who) if report.token in one.data and one.prefix in prefixes
        ]
        if not offered:
            return
        before = len(self.phones.seen)
        self.press(who, choose(offered))
        for _ in range(AT_MOST):
            if reports.get(self.world.transaction, report.id).version != report.version:
                return
            if self.answer(who):
                continue
            new = [
                one
                for one in self.phones.seen[before:]
                if one.chat == who and report.token in one.data and one.prefix not in BACK | set(prefixes)
            ]
            before = len(self.phones.seen)
            if not new:
                return
            self.press(who, choose(new))

    def answer(self, who: int) -> bool:
        """Answer what somebody is asked for; returns whether they were asked for anything."""
        member = self.world.member(who)
        asked = open_questions.find(self.world.transaction, member.id, self.world.now)
        if asked is None or asked.question not in TAKES:
            return False
        if "photo" in TAKES[asked.question] and not asked.question.startswith("dialogue.message"):
            self.photo(who)
        else:
            self.say(who, "好的，就在门口")
        return True

    def wait(self, hours: int) -> None:
        """Time goes by, and every timer looks at the end of it, and once more a little later."""
        for step in (hours * HOUR, HOUR):
            self.world.now += step
            for name in TICKS:
                self.happens(self.world.tick(name))


def watch(life: Life, patch: Callable[[object, str, object], None]) -> None:
    """Let the town count what is permitted."""

    def decide(report: Report, action: ReportAction, *rest: object, **more: object) -> object:
        outcome = lifecycle.decide(report, action, *rest, **more)  # type: ignore[arg-type]
        if isinstance(outcome, Change):
            life.permitted[report.state, action] += 1
        return outcome

    for module in (steps, buttons):
        patch(module, "decide", decide)


SPOTS = (WEST, EAST, (30.60, 114.50))
REPORTERS = (COURIER, OTHER_COURIER)
