"""How a movement of points came about: by which rule, for what, and what became of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.points import earning, reasons
from handlers.points.earning import Cause
from handlers.reports import history
from messages import catalogue, times
from messages.keyboards import Button, Keyboard
from storage import awards, ledger, point_rules, reports, trainings
from storage.awards import AwardId
from storage.ledger import Account, Recorded, TransferId
from storage.members import MemberId
from storage.reports import Report, ReportId
from storage.trainings import TrainingId

BACK_TO_MENU = Button("menu.back", "menu:start")
BACK = Button("points.back", "points")


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, a line for each step, the first first; whom the lines name, and their own report behind it."""

    lines: Sequence[str] = ()
    named: Sequence[MemberId] = ()
    report: Report | None = None


def show(press: Press, number: str, context: Context) -> None:
    """A movement of whoever presses, and what is behind it."""
    recorded = _theirs(number, context)
    if recorded is None:
        fallback.unknown_button(press, context)
        return
    transfer, language = recorded.transfer, context.language
    story = _story(recorded, context)
    context.edit_pressed(
        press,
        "points/movement",
        buttons=_buttons(recorded, story, context),
        about=story.named,
        points=f"{transfer.points if transfer.credit in _accounts(context) else -transfer.points:+d}",
        is_honour=ledger.honour_of(context.actor.id) in (transfer.debit, transfer.credit),
        reason=reasons.in_words(transfer.cause, transfer.subject, language, context.transaction),
        moved_at=_moment(recorded.recorded_at, context),
        paid_by=_rule(recorded, context),
        story=story.lines,
        good_until=None if transfer.expires_at is None else _last_day(transfer.expires_at, context),
    )


def _theirs(number: str, context: Context) -> Recorded | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        recorded = ledger.get(context.transaction, TransferId(int(number)))
    except KeyError:
        return None
    mine = {*_accounts(context), ledger.hold_of(context.actor.id)}
    return recorded if mine & {recorded.transfer.debit, recorded.transfer.credit} else None


def _accounts(context: Context) -> frozenset[Account]:
    """What counts as having points, on hold or not at all as not."""
    return frozenset({ledger.account_of(context.actor.id), ledger.honour_of(context.actor.id)})


def _buttons(recorded: Recorded, story: Story, context: Context) -> Keyboard:
    """To the report, to what it takes back, or to what took it back."""
    links = []
    if story.report is not None:
        links.append(Button("points.report", f"reports:at:{story.report.token}:0"))
    if recorded.transfer.reverses is not None:
        links.append(Button("points.taken_back", f"points:at:{recorded.transfer.reverses}"))
    correction = ledger.reversal_of(context.transaction, recorded.id)
    if correction is not None:
        links.append(Button("points.correction", f"points:at:{correction}"))
    return [*([links] if links else []), [BACK]]


def _rule(recorded: Recorded, context: Context) -> str | None:
    """The rule that it was paid by, as it was then; None where each subject says how many points it is worth."""
    if recorded.transfer.rule is None:
        return None
    rule = point_rules.get(context.transaction, recorded.transfer.rule)
    if rule.terms.points is None:
        return None
    values = {"terms": earning.in_words(rule.cause, rule.terms, context.language), "version": rule.version}
    return catalogue.label(context.language, "origin.rule", values)


def _story(recorded: Recorded, context: Context) -> Story:
    cause = choice(Cause, recorded.transfer.cause)
    tell = None if cause is None else STORIES.get(cause)
    return Story() if tell is None else tell(recorded, context)


def _of_report(recorded: Recorded, context: Context) -> Story:
    """From the photo to what the grid worker made of it, and how it stands now."""
    report = reports.get(context.transaction, ReportId(int(recorded.transfer.subject)))
    steps = history.of(report, context)
    lines = [
        catalogue.label(context.language, "origin.step", {"when": step.when, "words": step.words})
        for step in steps.lines
    ]
    state = catalogue.label(context.language, f"state.{report.state}")
    now = catalogue.label(context.language, "origin.now", {"state": state})
    return Story([*lines, now], steps.named, report if report.reporter_id == context.actor.id else None)


def _of_visit(recorded: Recorded, context: Context) -> Story:
    """How what they looked at for others stands now; the rest is its reporter's."""
    report = reports.get(context.transaction, ReportId(int(recorded.transfer.subject)))
    state = catalogue.label(context.language, f"state.{report.state}")
    return Story([catalogue.label(context.language, "origin.now", {"state": state})])


def _of_attendance(recorded: Recorded, context: Context) -> Story:
    training = trainings.get(context.transaction, TrainingId(int(recorded.transfer.subject)))
    values = {"when": _moment(training.starts_at, context), "place": training.place}
    return Story([catalogue.label(context.language, "origin.attendance", values)])


def _of_award(recorded: Recorded, context: Context) -> Story:
    """The whole reason, where the line above has no room for it. Who gave it is not said."""
    award = awards.get(context.transaction, AwardId(int(recorded.transfer.subject)))
    is_cut = award.reason is not None and len(award.reason) > reasons.SHOWN
    return Story([award.reason] if award.reason and is_cut else [])


STORIES: Mapping[Cause, Callable[[Recorded, Context], Story]] = {
    Cause.REPORT: _of_report,
    Cause.VERIFICATION: _of_visit,
    Cause.ME_TOO: _of_visit,
    Cause.ATTENDANCE: _of_attendance,
    Cause.AWARD: _of_award,
}


def _moment(time: int, context: Context) -> str:
    return times.moment(context.language, context.local_time_of(time))


def _last_day(expires_at: int, context: Context) -> str:
    return times.date(context.language, context.local_time_of(expires_at - 1))
