"""A danger that whoever answers for it has confirmed is passed on, a page of people per event, until it is over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.events import Effect
from handlers.quiet import Quiet
from handlers.reports import steps
from handlers.reports.lifecycle import IN_HAND, ReportAction
from handlers.wording import worded
from messages import catalogue, times
from messages.catalogue import Language
from messages.keyboards import Button
from storage import grids, hazard_relays, joined_reports, members, preferences, report_changes, reports
from storage.members import Member, MemberId, Role, Standing
from storage.outbox import Lane
from storage.reports import Report, ReportId, ReportState

PAGE = 100  # people per event; a batch of the engine is to stay near 20 ms
WARN, TELL_OVER, TELL_BACK = (
    "hazard_warn",
    "hazard_over",
    "hazard_back",
)  # announced by each page for the next
OVER = frozenset({ReportState.FIXED, ReportState.CLOSED, ReportState.RETURNED})


@dataclass(frozen=True, slots=True)
class When:
    """From when on a warning is sent (UTC ms), and whether it makes a sound."""

    not_before: int
    silent: bool = False


def when_to_warn(quiet: Quiet, now: int) -> When:
    """At once with a sound to whoever rides; in a rush that is quiet for them without one; else out of their nights."""
    if quiet.is_riding(now) or not quiet.is_quiet(now):
        return When(now)
    if quiet.rush_ends(now) is not None:
        return When(now, silent=True)
    return When(quiet.next_readable(now))


def follow(effect: Effect, context: Context) -> None:
    """A danger has moved on: it is confirmed, or over, and so are those that were joined to it."""
    report = _report(effect, context)
    if report.state in IN_HAND:
        hazard_relays.freeze(context.transaction, report.id)
        for id_ in _of_one_incident(report, context):
            hazard_relays.revive(context.transaction, id_)
            _tell_back(id_, context)
            _warn(id_, context)
    elif report.state in OVER:
        for id_ in _of_one_incident(report, context):
            hazard_relays.skip_unprepared(context.transaction, id_)
            _tell_over(id_, context)


def warn_next(effect: Effect, context: Context) -> None:
    """The page before is warned."""
    _warn(_report(effect, context).id, context)


def tell_over_next(effect: Effect, context: Context) -> None:
    """The page before knows that it is over."""
    _tell_over(_report(effect, context).id, context)


def tell_back_next(effect: Effect, context: Context) -> None:
    """The page before knows that it is not."""
    _tell_back(_report(effect, context).id, context)


def _warn(id_: ReportId, context: Context) -> None:
    page = hazard_relays.unprepared(context.transaction, id_, PAGE)
    report = reports.get(context.transaction, id_)
    for member_id in page:
        _warn_one(report, members.get(context.transaction, member_id), context)
    if len(page) == PAGE:
        context.announce(WARN, report=id_)


def _warn_one(report: Report, member: Member, context: Context) -> None:
    if not _wants_to_know(member, context):
        hazard_relays.skip(context.transaction, report.id, member.id, "not_wanted")
        return
    when = when_to_warn(context.quiet_of(member), context.now)
    address = replace(context.to_member(member), silent=when.silent)
    row = context.call(
        "sendMessage",
        address,
        _worded("hazards/warning", report, address.language, context),
        lane=Lane.NOTICE,
        not_before=when.not_before,
        about=_named(report, context),
    )
    hazard_relays.set_row(context.transaction, report.id, member.id, row)


def _tell_over(id_: ReportId, context: Context) -> None:
    """Their warning says so from now on; whoever was not warned yet never is."""
    page = hazard_relays.take_back_page(context.transaction, id_, PAGE, context.now)
    report = reports.get(context.transaction, id_)
    for relay in page:
        _reword(relay, "hazards/over", report, context)
    if len(page) == PAGE:
        context.announce(TELL_OVER, report=id_)


def _tell_back(id_: ReportId, context: Context) -> None:
    page = hazard_relays.revive_page(context.transaction, id_, PAGE)
    report = reports.get(context.transaction, id_)
    for relay in page:
        _reword(relay, "hazards/warning", report, context)
    if len(page) == PAGE:
        context.announce(TELL_BACK, report=id_)


def _reword(relay: hazard_relays.Relay, template: str, report: Report, context: Context) -> None:
    """Change what a warning says. One that never arrived is not sent for that."""
    address = context.to_member(members.get(context.transaction, relay.member))
    context.call(
        "editMessageText",
        address,
        _worded(template, report, address.language, context),
        lane=Lane.NOTICE,
        parent=relay.row,
        target=f"row:{relay.row}",
        about=_named(report, context),
    )


def _wants_to_know(member: Member, context: Context) -> bool:
    is_courier = member.standing is Standing.ACTIVE and Role.COURIER in member.roles
    return is_courier and preferences.of(context.transaction, member.id).warned


def _worded(template: str, report: Report, language: Language, context: Context) -> dict[str, object]:
    """What is said of a danger: nothing about who reported it."""
    confirmer = _confirmer(report, context)
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    values: dict[str, object] = {
        "category": catalogue.label(language, f"category.{report.category}"),
        "grid": None if grid is None else grid.name(language),
        "spot": report.place,
        "since": times.moment(language, context.local_time_of(report.described_at)),
        "confirmer": None if confirmer is None else confirmer.name,
        "is_withdrawn": report.state is ReportState.RETURNED,
    }
    return worded("text", language, template, values, [[Button("hazards.settings", "hazards")]])


def _confirmer(report: Report, context: Context) -> Member | None:
    accepted = report_changes.last_change(context.transaction, report.id, ReportAction.ACCEPT)
    return steps.named(accepted, context)


def _named(report: Report, context: Context) -> list[MemberId]:
    confirmer = _confirmer(report, context)
    return [] if confirmer is None else [confirmer.id]


def _of_one_incident(report: Report, context: Context) -> list[ReportId]:
    return [report.id, *joined_reports.joined_to(context.transaction, report.id)]


def _report(effect: Effect, context: Context) -> Report:
    return reports.get(context.transaction, ReportId(int(str(effect.result["report"]))))
