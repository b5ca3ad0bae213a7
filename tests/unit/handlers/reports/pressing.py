"""Where the button comes from that takes a step of a report's life, and what has to follow the press."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.reports.lifecycle import ReportAction
from storage.reports import Report
from tests.unit.handlers.clockwork import HOUR
from tests.unit.handlers.reports.reporting import Rows, submit
from tests.unit.handlers.rows import button, category_button, only
from tests.unit.handlers.world import COURIER, WEST, World

AFTER = b"\xff\xd8 mended \xff\xd9"


def report(world: World) -> Report:
    """The report that it is about."""
    return world.all_reports()[0]


def card(world: World, who: int) -> Rows:
    """The report's card, shown once more to whoever answers for it."""
    now = report(world)
    return world.press(who, f"show:{now.token}:{now.version}")


def send_after_photo(world: World, who: int) -> None:
    """Whoever was asked how it looks now sends a photo."""
    world.downloaded(only(world.photo(who, f"after {who}"), "getFile"), AFTER)


def send_words(world: World, who: int) -> None:
    """Whoever was asked for words says some."""
    world.say(who, "好的")


def _press(world: World, who: int, action: str) -> Rows:
    """Press what the newest card offers."""
    return world.press(who, button(card(world, who), f"{action}:"))


def _draft_without_photo(world: World, _worker: int) -> str:
    return category_button(world.location(COURIER, WEST), "leak")


def _whole_draft(world: World, _worker: int) -> str:
    world.downloaded(only(world.photo(COURIER), "getFile"))
    return category_button(world.location(COURIER, WEST), "leak")


def _cancel(world: World, _worker: int) -> str:
    return button(world.say(COURIER, "/report"), "cancel:")


def _older_draft(world: World, _worker: int) -> str:
    world.photo(COURIER, "yesterday")
    world.now += 13 * HOUR
    return button(world.photo(COURIER, "today"), "join:")


def _on_card(action: str) -> Callable[[World, int], str]:
    """A button of the card of what was just submitted."""

    def of_card(world: World, worker: int) -> str:
        submit(world)
        return button(card(world, worker), f"{action}:")

    return of_card


def _seen_again(world: World, _worker: int) -> str:
    """Its own reporter sees what was reported, and has yet to say that it is the same."""
    submit(world)
    world.now += HOUR
    world.downloaded(only(world.photo(COURIER, "again"), "getFile"))
    offered = world.press(COURIER, category_button(world.location(COURIER, WEST), "manhole"))
    return button(offered, "me_too:")


def _join(world: World, worker: int) -> str:
    """The first of two reports nearby, about to be joined to the other one."""
    submit(world)
    world.now += HOUR
    submit(world)
    asked = world.press(worker, button(_press(world, worker, "choose_same"), "merge_with:"))
    return button(asked, "merge:")


def _separate(world: World, worker: int) -> str:
    world.press(worker, _join(world, worker))
    return button(card(world, worker), "separate:")


def _show(world: World, _worker: int) -> str:
    submit(world)
    return f"show:{report(world).token}:{report(world).version}"


def _reason(world: World, worker: int) -> str:
    submit(world)
    return category_button(_press(world, worker, "return"), "unclear")


def _returned(prefix: str) -> Callable[[World, int], str]:
    """What the worker, or the reporter, can do about a return."""

    def of_return(world: World, worker: int) -> str:
        return button(world.press(worker, _reason(world, worker)), prefix)

    return of_return


def _question(world: World, worker: int) -> str:
    submit(world)
    return category_button(_press(world, worker, "ask"), "still_there")


def _answer(world: World, worker: int) -> str:
    return category_button(world.press(worker, _question(world, worker)), "gone")


def _write_back(world: World, worker: int) -> str:
    submit(world)
    return button(_press(world, worker, "accept"), "write_back:")


def _hand_over(world: World, worker: int) -> str:
    submit(world)
    asked_why = world.press(worker, category_button(_press(world, worker, "hand_over"), "geast"))
    return category_button(asked_why, "none")


def _accepted(action: str) -> Callable[[World, int], str]:
    """A button of the card of what was taken on."""

    def of_accepted(world: World, worker: int) -> str:
        submit(world)
        _press(world, worker, "accept")
        return button(card(world, worker), f"{action}:")

    return of_accepted


def _defer(world: World, worker: int) -> str:
    asked_until = world.press(worker, category_button(_why_to_defer(world, worker), "weather"))
    return category_button(asked_until, "week")


def _why_to_defer(world: World, worker: int) -> Rows:
    return world.press(worker, _accepted("defer")(world, worker))


def _resume(world: World, worker: int) -> str:
    world.press(worker, _defer(world, worker))
    return button(card(world, worker), "go_on:")


def _fixed(world: World, worker: int) -> None:
    world.press(worker, _accepted("fix")(world, worker))
    send_after_photo(world, worker)


def _unfix(world: World, worker: int) -> str:
    _fixed(world, worker)
    return button(card(world, worker), "unfix:")


def _confirm(world: World, worker: int) -> str:
    _fixed(world, worker)
    return f"is_fixed:{report(world).token}:{report(world).version}"


def _reopen(world: World, worker: int) -> str:
    _fixed(world, worker)
    asked_why = world.press(COURIER, f"not_fixed:{report(world).token}:{report(world).version}")
    return category_button(asked_why, "partly")


Scene = Callable[[World, int], str]

# The button that takes each step, once somebody (the number) has brought the report there as its grid worker.
SCENES: Mapping[ReportAction, Scene] = {
    ReportAction.DESCRIBE: _draft_without_photo,
    ReportAction.SUBMIT: _whole_draft,
    ReportAction.ME_TOO: _seen_again,
    ReportAction.DISCARD: _cancel,
    ReportAction.MERGE: _older_draft,
    ReportAction.SHOW: _show,
    ReportAction.WRITE: _on_card("write"),
    ReportAction.WRITE_BACK: _write_back,
    ReportAction.ACCEPT: _on_card("accept"),
    ReportAction.RETURN: _reason,
    ReportAction.TAKE_BACK: _returned("take_back:"),
    ReportAction.RETRY: _returned("retry:"),
    ReportAction.ASK: _question,
    ReportAction.ANSWER: _answer,
    ReportAction.HAND_OVER: _hand_over,
    ReportAction.JOIN: _join,
    ReportAction.SEPARATE: _separate,
    ReportAction.WORK: _accepted("work"),
    ReportAction.DEFER: _defer,
    ReportAction.RESUME: _resume,
    ReportAction.FIX: _accepted("fix"),
    ReportAction.UNFIX: _unfix,
    ReportAction.CONFIRM: _confirm,
    ReportAction.REOPEN: _reopen,
}

# What whoever was let in is asked for, in private, before the step is taken.
THEN: Mapping[ReportAction, Callable[[World, int], None]] = {
    ReportAction.WRITE: send_words,
    ReportAction.WRITE_BACK: send_words,
    ReportAction.FIX: send_after_photo,
}
