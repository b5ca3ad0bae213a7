"""Buttons that speak of a report: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback, muted
from handlers.address import Address
from handlers.context import Context
from handlers.events import Press
from handlers.reports import kinds
from handlers.reports.kinds import Group
from handlers.reports.lifecycle import REPORTERS, Part, Refusal, ReportAction, decide, is_possible
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import joined_reports, members, report_changes, reports
from storage.grids import Grid
from storage.held_reports import Held
from storage.members import Member
from storage.outbox import Lane
from storage.report_changes import Change
from storage.reports import Category, PhotoId, Report, ReportState, ReturnReason

NO_SIDE = "?"  # no grid is called that
PER_ROW = 2  # big enough for a thumb in a glove
DANGERS_PER_ROW = 3  # their labels are short


@dataclass(frozen=True, slots=True)
class CardAct:
    """A button of the card, and the step that it begins. `prefix` is that of its route; `is_next` leads on."""

    action: ReportAction
    prefix: str
    is_next: bool = False

    def button(self, report: Report) -> Button:
        """The button for the report as it is now."""
        style = "success" if self.is_next else None
        return Button(f"report.{self.action}", data(self.prefix, report), style=style)


ON_CARD = (
    CardAct(ReportAction.ACCEPT, "accept", is_next=True),
    CardAct(ReportAction.WORK, "work", is_next=True),
    CardAct(ReportAction.RESUME, "go_on", is_next=True),
    CardAct(ReportAction.FIX, "fix", is_next=True),
    CardAct(ReportAction.RETURN, "return"),
    CardAct(ReportAction.HAND_OVER, "hand_over"),
    CardAct(ReportAction.DEFER, "defer"),
    CardAct(ReportAction.TAKE_BACK, "take_back"),
    CardAct(ReportAction.ASK, "ask"),
    CardAct(ReportAction.UNFIX, "unfix"),
    CardAct(ReportAction.WRITE, "write"),
    CardAct(ReportAction.JOIN, "choose_same"),
    CardAct(ReportAction.SEPARATE, "separate"),
)


@dataclass(frozen=True, slots=True)
class PressedReport:
    """What a button claims to be about: a report, the version it was made for, and what was chosen."""

    report: Report
    version: int
    choice: str


def read(press: Press, context: Context) -> PressedReport | None:
    """The report of a press; None, and the press is answered, when the button speaks of none."""
    token, version, choice = [*press.arguments, "", "", ""][:3]
    report = reports.find_by_token(context.transaction, token)
    if report is None or not _is_number(version):
        fallback.unknown_button(press, context)
        return None
    return PressedReport(report, int(version), choice)


def read_permitted(press: Press, action: ReportAction, context: Context) -> PressedReport | None:
    """The same, if whoever presses may do that to their report now and is not muted; else they are told why not."""
    pressed = read_of_theirs(press, action, context)
    return None if pressed is None or muted.refuses(press, context) else pressed


def read_of_theirs(press: Press, action: ReportAction, context: Context) -> PressedReport | None:
    """The same, muted or not."""
    pressed = read(press, context)
    if pressed is None:
        return None
    returned = report_changes.last_change(context.transaction, pressed.report.id, ReportAction.RETURN)
    reason = None if returned is None or returned.reason is None else ReturnReason(returned.reason)
    outcome = decide_own(pressed.report, action, context, version=pressed.version, reason=reason)
    if isinstance(outcome, Refusal):
        refuse(press, outcome, pressed.report, context)
        return None
    return pressed


def decide_own(
    report: Report,
    action: ReportAction,
    context: Context,
    *,
    version: int | None = None,
    reason: ReturnReason | None = None,
) -> Change | Refusal:
    """The step that whoever acts may take as its reporter or follower; or why not."""
    return decide(
        report,
        action,
        context.actor,
        parts=parts_of_reporters(report, context.actor, context),
        now=context.now,
        version=version,
        reason=reason,
    )


def parts_of_reporters(report: Report, member: Member, context: Context) -> frozenset[Part]:
    """Whether somebody has reported it, or the same and joined it."""
    if member.id == report.reporter_id:
        return REPORTERS
    if report.number is not None and member.id in joined_reports.followers(context.transaction, report.id):
        return frozenset({Part.FOLLOWER})
    return frozenset()


def refuse(press: Press, refusal: Refusal, report: Report, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    named = [] if report.worker_id is None else [report.worker_id]
    context.answer(
        press, f"refused.{refusal}", alert=True, about=named, **_named_in_refusals(report, context)
    )


def refuse_in_words(refusal: Refusal, report: Report, context: Context, to: Address | None = None) -> None:
    """The same to whoever has pressed no button, or did so a while ago."""
    address = to or context.here
    why = catalogue.label(address.language, f"refused.{refusal}", _named_in_refusals(report, context))
    named = [] if report.worker_id is None else [report.worker_id]
    context.say("reports/refused", to=address, lane=Lane.REPLY, about=named, why=why)


def _named_in_refusals(report: Report, context: Context) -> dict[str, str]:
    worker = None if report.worker_id is None else members.get(context.transaction, report.worker_id)
    return {"number": report.number or "", "name": "" if worker is None else worker.name}


def categories(draft: Report) -> Keyboard:
    """Dangers first, then what is frequent; the couriers' own behind a button, and the ways out."""
    dangers = [category(draft, danger) for danger in kinds.of_group(Group.DANGER)]
    civic = [category(draft, kind) for kind in kinds.of_group(Group.CIVIC)]
    ways_out = [later(draft), cancel(draft)] if draft.photos else [cancel(draft)]
    return [
        *_in_rows(dangers, DANGERS_PER_ROW),
        *_in_rows(civic),
        [Button("report.for_riders", data("categories", draft, Group.RIDER))],
        ways_out,
    ]


def riders_categories(draft: Report) -> Keyboard:
    """The page of the couriers' own, and the way back."""
    own = [category(draft, kind) for kind in kinds.of_group(Group.RIDER)]
    return [*_in_rows(own), [Button("menu.back", data("categories", draft, Group.CIVIC))]]


def category(draft: Report, chosen: Category) -> Button:
    """Say that it is about this; dangers are red."""
    style = "danger" if kinds.is_danger(chosen) else None
    return Button(f"category.{chosen}", data("category", draft, chosen), style=style)


def later(draft: Report) -> Button:
    """Save what is there, and be asked for the rest after the rush."""
    return Button("report.later", data("later", draft))


def cancel(draft: Report) -> Button:
    """Give the draft up."""
    return Button("report.cancel", data("cancel", draft))


def consent(draft: Report) -> Keyboard:
    """Whether photos and places may be kept and shown."""
    return [
        [Button("report.agree", data("whereabouts", draft, "yes"), style="success")],
        [Button("report.disagree", data("whereabouts", draft, "no"))],
    ]


def another_incident(draft: Report, photo: PhotoId) -> Keyboard:
    """That photo shows something else."""
    return [[Button("report.another_incident", data("split", draft, str(photo)))]]


def same_or_new(older: Report) -> Keyboard:
    """What has just come belongs to an older draft, or is something new."""
    return [[Button("report.same", data("join", older))], [Button("report.new", data("apart", older))]]


def sides(draft: Report, grids: Sequence[Grid], language: Language) -> Keyboard:
    """The grids that its place lies between, and that one does not know."""
    named = [
        [Button("report.side", data("side", draft, grid.id), values={"grid": grid.name(language)})]
        for grid in grids
    ]
    return [*named, [Button("report.side_unknown", data("side", draft, NO_SIDE))]]


def take_up_or_cancel(draft: Report) -> Keyboard:
    """Go on with a draft that was put aside, or give it up."""
    return [[Button("report.take_up", data("resume", draft), style="success")], [cancel(draft)]]


def make_report_of_words(proposed: Report) -> Keyboard:
    """Those very words describe something to be reported."""
    return [[Button("report.from_words", data("describe", proposed), style="success")]]


def on_card(report: Report) -> Keyboard:
    """What whoever answers for the report can do now: the next step by itself, the others in pairs."""
    possible = [act for act in ON_CARD if is_possible(report, act.action)]
    first = [[act.button(report)] for act in possible if act.is_next]
    return [*first, *_in_rows([act.button(report) for act in possible if not act.is_next])]


def show(report: Report | Held) -> Button:
    """The card of one, shown again."""
    return Button("report.show", f"show:{report.token}:{report.version}", values={"number": report.number})


def cards(waiting: Sequence[Held]) -> Keyboard:
    """The card of each, shown again."""
    shown = [show(one) for one in waiting]
    return [shown[start : start + PER_ROW] for start in range(0, len(shown), PER_ROW)]


def mute_reporter(report: Report) -> Button:
    """To whoever has reported it, to have them muted; only where coordinators are by themselves."""
    return Button("report.mute_reporter", data("mute_reporter", report))


def reasons(report: Report) -> Keyboard:
    """Why it is returned, one below the other, and a way back.

    What was handed over and is not theirs is somebody else's: it is handed on, and its reporter need not do anything.
    """
    handed_over = report.state is ReportState.HANDED_OVER
    offered = [
        reason for reason in ReturnReason if not handed_over or reason is not ReturnReason.OUT_OF_SCOPE
    ]
    choices = [[Button(f"reason.{reason}", data("reason", report, reason))] for reason in offered]
    on = [[Button("report.not_ours", data("hand_over", report))]] if handed_over else []
    return [*on, *choices, [Button("menu.back", data("decide", report))]]


def retry(report: Report) -> Keyboard:
    """Report once more what was returned."""
    return [[Button("report.retry", data("retry", report), style="success")]]


def data(action: str, report: Report, *choice: str) -> str:
    """What a button about a report sends back."""
    return ":".join([action, report.token, str(report.version), *choice])


def _in_rows(shown: Sequence[Button], per_row: int = PER_ROW) -> Keyboard:
    return [shown[start : start + per_row] for start in range(0, len(shown), per_row)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
