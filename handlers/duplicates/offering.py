"""Before a report is sent, its reporter sees what may be the same: a large photo each, with one button."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.address import Address
from handlers.context import Context
from handlers.duplicates import buttons, similar
from handlers.duplicates.buttons import Resemblance
from handlers.duplicates.similar import Similar
from handlers.events import Press
from messages import catalogue, keyboards, times
from messages.catalogue import Language
from messages.keyboards import Keyboard
from storage.outbox import Lane
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class View:
    """Another report, as whoever may be about to report the same sees it: nothing about who reported it."""

    number: str | None
    category: str
    metres: int
    state: str
    since: str
    is_own: bool
    is_open: bool


def show(draft: Report, resemblance: Resemblance, to: Address, context: Context) -> None:
    """The photos of what the draft may be about, the nearest first."""
    for one in found(draft, resemblance, context):
        _show(draft, one, resemblance, to, context)


def found(draft: Report, resemblance: Resemblance, context: Context) -> list[Similar]:
    """What the draft may be about."""
    if resemblance is Resemblance.PLACE:
        return list(similar.to_offer(draft, context.transaction, context.now))
    lookalike = similar.lookalike_of(draft, context.transaction, context.now)
    return [] if lookalike is None else [lookalike]


def view(one: Similar, draft: Report, language: Language, context: Context) -> View:
    """What is said about another report."""
    other = one.report
    assert other.submitted_at is not None  # drafts are offered to nobody
    return View(
        number=other.number,
        category=catalogue.label(language, f"category.{other.category}"),
        metres=one.metres,
        state=catalogue.label(language, f"state.{other.state}"),
        since=times.day(language, context.local_time_of(other.submitted_at)),
        is_own=buttons.is_own(draft.reporter_id, other),
        is_open=similar.is_open(other),
    )


def settle(press: Press, context: Context) -> None:
    """The buttons of a photo go, once one of them was pressed; a photo too old for Telegram to name keeps them."""
    here = context.here
    if press.message_id is not None:
        context.call(
            "editMessageReplyMarkup",
            here,
            {"message_id": press.message_id, "reply_markup": keyboards.inline(here.language, ())},
            lane=Lane.REPLY,
            target=f"message:{here.chat_id}:{press.message_id}:buttons",
        )


def _show(draft: Report, one: Similar, resemblance: Resemblance, to: Address, context: Context) -> None:
    sha256 = next(photo.sha256 for photo in one.report.photos if photo.sha256 is not None)
    shown: Keyboard = buttons.me_too(draft, one.report) if similar.is_open(one.report) else ()
    context.send_photo(
        sha256,
        f"duplicates/similar_{resemblance}",
        to=to,
        lane=Lane.REPLY,
        buttons=shown,
        similar=view(one, draft, to.language, context),
    )
