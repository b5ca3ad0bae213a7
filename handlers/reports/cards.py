"""How a report looks to those who answer for it: its photos, a caption with a button, its place on the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.address import Address
from handlers.context import Context
from handlers.deadlines import wording as deadline_words
from handlers.dialogue import wording
from handlers.events import Press
from handlers.reports import card_buttons, collecting
from handlers.reports.lifecycle import ReportAction
from handlers.reports.routing import Destination
from handlers.wording import worded
from messages import catalogue, keyboards
from messages.catalogue import Language
from messages.keyboards import Keyboard
from messages.times import day, moment
from storage import (
    departments,
    grids,
    joined_reports,
    members,
    report_cards,
    report_changes,
    report_messages,
    report_questions,
    report_voices,
    reports,
    routing_rules,
)
from storage.members import MemberId
from storage.outbox import Lane
from storage.report_cards import Card
from storage.report_changes import Change
from storage.report_questions import AskedQuestion
from storage.reports import Place, Report, ReportId, ReportState
from storage.routing_rules import RuleId

# Characters of the courier's words on a card. A caption holds 1024 UTF-16 units (Bot API, sendPhoto), an emoji is
# two, and the rest of the card takes up to 450.
WORDS_SHOWN = 250
WAITED = 10 * 60_000  # ms from the last that was said about it to its submission; less is the way things go

CHANNEL = "telegram"  # whose groups grids have
ENDED = "card ended"  # the effect of a card that was delivered, or was not; see `card_endings`

# The states whose card says who brought them about, besides who takes care of it.
NAMES_WHO = frozenset({ReportState.RETURNED, ReportState.HANDED_OVER, ReportState.JOINED, ReportState.ASKED})

# The labels of a step's reasons.
REASONS = {
    ReportAction.RETURN: "reason",
    ReportAction.DEFER: "defer_reason",
    ReportAction.REOPEN: "not_fixed",
    ReportAction.HAND_OVER: "hand_over_reason",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card says: nothing about who reported it. `worker` is who takes care of it, `by` who took the last step.

    `submitted` is when it was reported; `seen` is when it was seen, if it has waited since: to be let in, for a photo.
    `others` counts those who reported the same; `assignee` is whom it was handed over to, person or grid; `joined_to`
    the number of the report that goes on in its place; `lookalike` that of one with a photo like one of its photos.
    `rule` is what brought it here. `forwarded` counts photos that
    were passed on. `question` is what the reporter was asked last, `answer` what they said; `messages` counts what both
    wrote. `deadline` is by when what comes next is to happen. `is_confirmed`: somebody looked before it was closed.
    """

    number: str | None
    category: str
    submitted: str
    seen: str | None
    grid: str | None
    words: str
    place: Place | None
    photos: int
    state: ReportState
    worker: str | None = None
    by: str | None = None
    reason: str | None = None
    until: str | None = None
    assignee: str | None = None
    joined_to: str | None = None
    others: int = 0
    is_urgent: bool = False
    lookalike: str | None = None
    voices: int = 0
    forwarded: int = 0
    rule: str | None = None
    question: str | None = None
    answer: str | None = None
    messages: int = 0
    is_confirmed: bool = False
    deadline: str | None = None


def deal(report: Report, destination: Destination, context: Context) -> None:
    """Show the report to everybody it goes to and has not been shown to before, but who waits for the morning."""
    waiting = {member.user_id for member in collecting.who_waits(report, destination, context)}
    for address in addresses(report, destination, context):
        is_dealt = report_cards.was_dealt(context.transaction, report.id, address.channel, address.chat_id)
        if not is_dealt and address.chat_id not in waiting:
            _send(report, address, destination.grid_name(address.language), context)


def deal_again(report: Report, address: Address, context: Context) -> None:
    """Show the report afresh in a chat; if a card of it stands there already, that one's buttons go."""
    for card in report_cards.of(context.transaction, report.id):
        if (card.channel, card.chat_id) == (address.channel, address.chat_id):
            _take_buttons(card, context)
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    _send(report, address, None if grid is None else grid.name(address.language), context)


def refresh(report: Report, context: Context) -> None:
    """Change the report's cards, wherever they stand, to what it is now."""
    for card in report_cards.of(context.transaction, report.id):
        address = address_of(card)
        context.edit_caption(
            card.row,
            "reports/card",
            to=address,
            buttons=card_buttons.buttons_at(report, address, context),
            about=_named(report, context),
            card=_contents(report, address.language, context),
        )


def change_buttons(
    press: Press, report: Report, shown: Keyboard, context: Context, *, about: Iterable[MemberId] = ()
) -> None:
    """What stands under the pressed card until something is chosen there, or the card changes."""
    language = language_here(report, context)
    here = Address(context.here.channel, context.here.chat_id, language)
    if press.message_id is None:  # too old for Telegram to name: they stand in a message of their own
        context.say(
            "reports/choose_reason",
            to=here,
            lane=Lane.REPLY,
            buttons=shown,
            about=about,
            number=report.number,
        )
        return
    context.call(
        "editMessageReplyMarkup",
        here,
        {"message_id": press.message_id, "reply_markup": keyboards.inline(language, shown)},
        lane=Lane.REPLY,
        target=f"message:{here.chat_id}:{press.message_id}:buttons",
        about=about,
    )


def add_photo(report: Report, sha256: str, context: Context) -> None:
    """Show a photo that came after the card, wherever that stands, and count it there."""
    for card in report_cards.of(context.transaction, report.id):
        context.send_photo(sha256, "reports/card_photo", to=address_of(card), number=report.number)
    refresh(report, context)


def show_place(report: Report, context: Context) -> None:
    """Show where it is, as somebody has said since, wherever the card stands."""
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    for card in report_cards.of(context.transaction, report.id):
        address = address_of(card)
        _send_venue(report, address, None if grid is None else grid.name(address.language), context)


def addresses(report: Report, destination: Destination, context: Context) -> Iterator[Address]:
    """The chats of all who answer for it. What is dangerous makes a sound in quiet times too."""
    for receiver in destination.receivers:
        yield context.to_member(receiver, urgent=report.is_urgent)
    if destination.group_chat_id is not None:
        yield Address(CHANNEL, destination.group_chat_id, Language(destination.group_language))


def address_of(card: Card) -> Address:
    """Where a card stands."""
    return Address(card.channel, card.chat_id, Language(card.language))


def language_here(report: Report, context: Context) -> Language:
    """What the report's card speaks in the chat of this event."""
    cards_here = [
        card
        for card in report_cards.of(context.transaction, report.id)
        if card.chat_id == context.here.chat_id
    ]
    return Language(cards_here[0].language) if cards_here else context.language


def _take_buttons(card: Card, context: Context) -> None:
    context.call(
        "editMessageReplyMarkup",
        address_of(card),
        {"reply_markup": keyboards.inline(Language(card.language), ())},
        lane=Lane.REPLY,
        parent=card.row,
        target=f"row:{card.row}:buttons",
    )


def _send(report: Report, address: Address, grid: str | None, context: Context) -> None:
    _send_photos(report, address, context)
    _send_voices(report, address, context)
    _send_venue(report, address, grid, context)


def _send_photos(report: Report, address: Address, context: Context) -> None:
    first, *others = [photo.sha256 for photo in report.photos if photo.sha256 is not None]
    row = context.send_photo(
        first,
        "reports/card",
        to=address,
        buttons=card_buttons.buttons_at(report, address, context),
        when_ended=ENDED,
        about=_named(report, context),
        card=_contents(report, address.language, context),
    )
    card = Card(address.channel, address.chat_id, row, address.language)
    report_cards.add(context.transaction, report.id, card)
    for sha256 in others:
        context.send_photo(sha256, "reports/card_photo", to=address, number=report.number)


def _send_voices(report: Report, address: Address, context: Context) -> None:
    """What was spoken, as it was: the channel still has the recordings."""
    for voice in report_voices.of(context.transaction, report.id):
        caption = worded("caption", address.language, "reports/card_voice", {"number": report.number}, ())
        parameters = {"voice": voice.file_id, "duration": voice.duration, **caption}
        about = [report.reporter_id]  # a voice tells who speaks
        context.call("sendVoice", address, parameters, lane=Lane.NOTICE, about=about)


def _send_venue(report: Report, address: Address, grid: str | None, context: Context) -> None:
    assert report.place is not None
    label = catalogue.label(address.language, f"category.{report.category}")
    parameters = {
        "latitude": report.place.latitude,
        "longitude": report.place.longitude,
        "title": f"{report.number} {label}",
        "address": grid or catalogue.label(address.language, "report.outside_grids"),
    }
    context.call("sendVenue", address, parameters, lane=Lane.NOTICE)


def _contents(report: Report, language: Language, context: Context) -> Contents:
    grid = None if report.grid_id is None else grids.get(context.transaction, report.grid_id)
    last = report_changes.last_change(context.transaction, report.id)
    asked, until = _asked(report, context), report.deferred_until
    assert report.submitted_at is not None  # drafts have no card
    has_waited = report.submitted_at - report.described_at >= WAITED
    return Contents(
        number=report.number,
        category=catalogue.label(language, f"category.{report.category}"),
        submitted=moment(language, context.local_time_of(report.submitted_at)),
        seen=moment(language, context.local_time_of(report.described_at)) if has_waited else None,
        grid=None if grid is None else grid.name(language),
        words=shortened(report.words),
        place=report.place,
        photos=sum(photo.sha256 is not None for photo in report.photos),
        state=report.state,
        worker=_name(report.worker_id, context),
        by=_name(_by(report, last), context),
        reason=_reason(last, language),
        until=None if until is None else day(language, context.local_time_of(until)),
        assignee=_assignee(report, language, context),
        joined_to=_number_of(report.joined_to, context),
        others=len(joined_reports.followers(context.transaction, report.id)) - 1,
        is_urgent=report.is_urgent,
        lookalike=_number_of(report.resembles, context),
        voices=report.voices,
        forwarded=sum(photo.is_forwarded for photo in report.photos),
        rule=_rule(report, context),
        question=None if asked is None else wording.question(asked, language, shortened=True),
        answer=None if asked is None else wording.answer(asked, language, shortened=True),
        messages=report_messages.count(context.transaction, report.id),
        is_confirmed=last is not None and last.action == ReportAction.CONFIRM,
        deadline=deadline_words.on_card(report, language, context),
    )


def _asked(report: Report, context: Context) -> AskedQuestion | None:
    """What the reporter was asked last, if that was answered or still can be."""
    asked = report_questions.last(context.transaction, report.id)
    is_over = asked is not None and asked.answer_kind is None and report.state is not ReportState.ASKED
    return None if is_over else asked


def _named(report: Report, context: Context) -> list[MemberId]:
    """Whom a card names, or quotes."""
    by = _by(report, report_changes.last_change(context.transaction, report.id))
    asked = _asked(report, context)
    asker = None if asked is None else asked.asker_id
    return [id_ for id_ in (report.worker_id, report.assignee_id, by, asker) if id_ is not None]


def _by(report: Report, last: Change | None) -> MemberId | None:
    return None if last is None or report.state not in NAMES_WHO else last.actor_id


def _name(id_: MemberId | None, context: Context) -> str | None:
    return None if id_ is None else members.get(context.transaction, id_).name


def _assignee(report: Report, language: Language, context: Context) -> str | None:
    """Who it was handed over to; None for the coordinators, and while it is with those it went to first."""
    if report.assignee_id is not None:
        return assignee_name(report.assignee_id, language, context)
    if report.state is not ReportState.HANDED_OVER or report.grid_id is None or report.with_coordinators:
        return None
    return grids.get(context.transaction, report.grid_id).name(language)


def assignee_name(id_: MemberId, language: Language, context: Context) -> str:
    """Somebody a report was handed over to, with the department whose contact they are."""
    department = departments.of_contact(context.transaction, id_)
    name = members.get(context.transaction, id_).name
    return name if department is None else f"{department.name(language)} · {name}"


def _rule(report: Report, context: Context) -> str | None:
    """The rule that brought it here, until somebody takes it on or gives it to somebody else."""
    id_ = report.rule_id if report.state is ReportState.SUBMITTED else None
    rule = None if id_ is None else routing_rules.find(context.transaction, RuleId(id_))
    if rule is None or (rule.member_id, rule.chat_id) != (report.assignee_id, report.assignee_chat_id):
        return None
    return rule.name


def _number_of(id_: ReportId | None, context: Context) -> str | None:
    return None if id_ is None else reports.get(context.transaction, id_).number


def _reason(last: Change | None, language: Language) -> str | None:
    if last is None or last.reason is None:
        return None
    return catalogue.label(language, f"{REASONS[ReportAction(last.action)]}.{last.reason}")


def shortened(words: str) -> str:
    """The words as far as a card shows them."""
    return words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"
