"""A message reaches the other side, without name or number: it is the reporter who writes, or a grid worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from handlers.address import Address
from handlers.context import Context
from handlers.dialogue import buttons
from handlers.events import Effect
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, followers, routing, saving, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from handlers.wording import worded
from storage import members, report_messages, reports
from storage.outbox import Lane
from storage.report_messages import Side, Written, WrittenId, WrittenKind
from storage.reports import Report

PHOTO = "message photo"  # the effect of its download
OTHER_SIDE = {Side.REPORTER: Side.RESPONSIBLE, Side.RESPONSIBLE: Side.REPORTER}


def pass_on(written: Written, report: Report, context: Context) -> None:
    """Show it to the other side, count it on the cards, and say so to whoever wrote it."""
    for address in _readers(written, report, context):
        _show(written, report, address, context)
    cards.refresh(report, context)
    sender = context.to_member(members.get(context.transaction, written.sender_id))
    context.say(
        "dialogue/passed_on",
        to=sender,
        lane=Lane.REPLY,
        buttons=buttons.write(report, written.side),
        number=report.number,
        side=written.side,
    )


def photo_ended(effect: Effect, context: Context) -> None:
    """The photo of a message is here, or will not come. What has become of the report meanwhile counts."""
    id_ = WrittenId(int(str(effect.result["message"])))
    written = report_messages.find(context.transaction, id_)
    if written is None:
        return
    report = reports.get(context.transaction, written.report_id)
    sender = members.get(context.transaction, written.sender_id)
    action = ReportAction.WRITE if written.side is Side.RESPONSIBLE else ReportAction.WRITE_BACK
    outcome = steps.decide_later(report, action, sender, context)
    if not effect.ok:
        report_messages.drop(context.transaction, id_)
        _tell_failure(report, written, str(effect.result["reason"]), context)
    elif isinstance(outcome, Refusal):
        report_messages.drop(context.transaction, id_)
        report_buttons.refuse_in_words(outcome, report, context, to=context.to_member(sender))
    else:
        sha256 = str(effect.result["sha256"])
        report_messages.photo_saved(context.transaction, id_, sha256)
        context.react(written.message_id, saving.STORED, to=context.to_member(sender))
        pass_on(replace(written, sha256=sha256), report, context)


def _readers(written: Written, report: Report, context: Context) -> Iterable[Address]:
    """The reporter; or whoever has taken it on, else all who answer for it."""
    if written.side is Side.RESPONSIBLE:
        return [context.to_member(members.get(context.transaction, report.reporter_id))]
    worker = None if report.worker_id is None else members.get(context.transaction, report.worker_id)
    if worker is not None and routing.answers_for(report, worker, context.transaction, in_private=True):
        return [context.to_member(worker)]
    return cards.addresses(report, routing.holders(report, context.transaction), context)


def _show(written: Written, report: Report, address: Address, context: Context) -> None:
    values = {
        "number": report.number,
        "category": followers.category(report, address.language),
        "side": written.side,
        "words": written.words,
    }
    method, field, content = _call(written)
    shown = buttons.write(report, OTHER_SIDE[written.side])
    said = worded(field, address.language, "dialogue/message", values, shown)
    context.call(method, address, {**content, **said}, lane=Lane.NOTICE, about=[written.sender_id])


def _call(written: Written) -> tuple[str, str, Mapping[str, object]]:
    """The method that sends it, where its words stand, and what else it takes."""
    match written.kind:
        case WrittenKind.WORDS:
            return "sendMessage", "text", {}
        case WrittenKind.PHOTO:
            return "sendPhoto", "caption", {"photo": {"stored": written.sha256}}
        case WrittenKind.VOICE:
            return "sendVoice", "caption", {"voice": written.file_id}


def _tell_failure(report: Report, written: Written, reason: str, context: Context) -> None:
    context.say(
        "dialogue/message_photo_failed",
        to=context.to_member(members.get(context.transaction, written.sender_id)),
        lane=Lane.REPLY,
        buttons=buttons.write(report, written.side),
        number=report.number,
        reason=reason,
    )
