"""Writes docs/reports.md from the tables that the code itself follows: `make docs`. A test holds the page to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handlers.reports.lifecycle import BY, TRANSITIONS, Part, ReportAction
from messages.catalogue import Language, label
from storage.reports import ReportState

PAGE = Path(__file__).with_name("reports.md")

INTRODUCTION = """\
# The life of a report

Made from `handlers/reports/lifecycle.py` by `make docs`. A step is refused unless it stands here; every step is one
row of `report_changes`, which nothing edits or deletes, and every card of the report follows.
"""
PARTS = {
    Part.REPORTER: "reporter",
    Part.FOLLOWER: "follower",
    Part.RESPONSIBLE: "responsible",
    Part.PASSER_BY: "passer-by",
    Part.COORDINATOR: "coordinator",
    Part.CLOCK: "clock",
}
EXPLANATION = """
| part | who that is |
|---|---|
| reporter | whoever sent the report |
| follower | whoever reported the same, so that their report was joined to it |
| responsible | who took it on or was handed it; else its grid's workers; who stands in; in private every coordinator |
| passer-by | a courier nearby who asked what there is to look at, and went there |
| coordinator | any, in private: they have the last word when something was reopened too often |
| clock | nobody: a time has come |
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_states(), "", "## Steps", "", *_steps(), "", "## Parts", EXPLANATION])


def _states() -> Iterator[str]:
    yield "## States"
    yield ""
    yield "| state | in Chinese | what can be done then |"
    yield "|---|---|---|"
    for state in ReportState:
        actions = [action for before, action in TRANSITIONS if before is state]
        done = ", ".join(f"`{action}`" for action in actions) or "nothing"
        yield f"| `{state}` | {label(Language.ZH, f'state.{state}')} | {done} |"


def _steps() -> Iterator[str]:
    yield "| step | by | from | to |"
    yield "|---|---|---|---|"
    for action in ReportAction:
        ways: dict[ReportState | None, list[ReportState]] = {}
        for (before, done), after in TRANSITIONS.items():
            if done is action:
                ways.setdefault(None if before is after else after, []).append(before)
        for reached, before_it in ways.items():
            who = ", ".join(PARTS[part] for part in Part if part in BY[action])
            came_from = ", ".join(f"`{state}`" for state in before_it)
            yield f"| `{action}` | {who} | {came_from} | {'no change' if reached is None else f'`{reached}`'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
