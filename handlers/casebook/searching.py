"""The search of whoever acts: narrowed by buttons and by words, its results turned page by page in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import asking, fallback
from handlers.casebook import buttons, case_page, choosing, filters, outputs
from handlers.casebook.filters import Period, Stage
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.pages import Page, page_number
from messages import catalogue
from messages.times import elapsed
from storage import bigrams, casebook, grids, report_searches
from storage.casebook import Case
from storage.grids import GridId
from storage.report_searches import Search

QUESTION = "search.words"
PER_PAGE = 6
READ_FIRST = 50  # reports whose words have just come are read before it is looked for them; a few ms


@dataclass(frozen=True, slots=True)
class Line:
    """A report of the list."""

    number: str
    sign: str
    state: str
    category: str
    grid: str | None
    age: str


def begin(message: Message, context: Context) -> None:
    """``/search``, alone or with what is looked for behind it."""
    _, _, words = message.text.partition(" ")
    if words.strip():
        asking.expect(context, QUESTION)
        _look_for(message, words, _afresh(context), context)
    else:
        _begin(message, context)


def take_words(message: Message, context: Context, _subject: str) -> None:
    """A number or words were typed: they narrow what is looked for already."""
    last = report_searches.last_of(context.transaction, context.actor.id)
    _look_for(message, message.text, last or _afresh(context), context)


def give_up(context: Context, _subject: str) -> None:
    """They rather not look for anything."""
    context.say("casebook/given_up")


def press(press: Press, context: Context) -> None:
    """A button below the search: of the results, of a filter or of what is made of them; the bare one begins anew."""
    if not press.arguments:
        _begin(press, context)
        return
    verb, token, rest = press.arguments[0], "".join(press.arguments[1:2]), press.arguments[2:]
    search = report_searches.last_of(context.transaction, context.actor.id)
    if search is None or search.token != token:
        context.answer(press, "press.out_of_date", alert=True)
    elif not _act(press, verb, rest, search, context):
        fallback.unknown_button(press, context)


def _act(press: Press, verb: str, rest: Sequence[str], search: Search, context: Context) -> bool:
    """Do what a button says; returns whether there is such a button."""
    match verb, rest:
        case "go", [number] if (page := page_number(number)) is not None:
            _show(press, search, page, context)
        case "at", [number, report] if (page := page_number(number)) is not None:
            case_page.show(press, report, buttons.back_to(search, page), context)
        case "words", []:
            asking.expect(context, QUESTION)
            context.edit_pressed(press, "casebook/ask_words", buttons=[[buttons.back_to(search)]])
        case "clear", []:
            _keep_and_show(press, _afresh(context), context)
        case "pick", [what, number] if (page := page_number(number)) is not None:
            return choosing.show(press, what, page, search, context)
        case (("stage" | "period" | "grid"), [chosen]):
            return _narrow(press, verb, chosen, search, context)
        case "outputs", []:
            outputs.offer(press, search, context)
        case "make", [what]:
            return outputs.make(what, context)
        case _:
            return False
    return True


def _narrow(press: Press, what: str, chosen: str, search: Search, context: Context) -> bool:
    if what == "stage" and choice(Stage, chosen) is not None:
        narrowed = replace(search, stage=chosen)
    elif what == "period" and choice(Period, chosen) is not None:
        narrowed = replace(search, period=chosen)
    elif what == "grid" and (not chosen or grids.is_there(context.transaction, GridId(chosen))):
        narrowed = replace(search, grid=GridId(chosen) if chosen else None)
    else:
        return False
    _keep_and_show(press, narrowed, context)
    return True


def _look_for(message: Message, text: str, search: Search, context: Context) -> None:
    context.keep_words_once()
    words = filters.typed(text)
    if filters.can_be_found(words):
        asking.settle(context)
        _keep_and_show(message, replace(search, words=words), context)
    else:
        context.say("casebook/nothing_typed", buttons=[[buttons.MENU]])


def _begin(event: Message | Press, context: Context) -> None:
    asking.expect(context, QUESTION)
    _keep_and_show(event, _afresh(context), context)


def _afresh(context: Context) -> Search:
    return Search(context.surroundings.new_token(), Stage.ANY, Period.EVER)


def _keep_and_show(event: Message | Press, search: Search, context: Context) -> None:
    report_searches.remember(context.transaction, context.actor.id, search, context.now)
    _show(event, search, 0, context)


def _show(event: Message | Press, search: Search, number: int, context: Context) -> None:
    bigrams.catch_up(context.transaction, READ_FIRST)
    wanted = filters.wanted(search, context.local_time)
    total = casebook.count(context.transaction, wanted)
    page = Page.of(number, total, PER_PAGE)
    found = casebook.find(context.transaction, wanted, PER_PAGE, page.start)
    context.show(
        event,
        "casebook/list",
        buttons=buttons.results(search, found, page),
        total=total,
        page=page,
        narrowed=buttons.narrowed(search, context),
        cases=[_line(case, context) for case in found],
    )


def _line(case: Case, context: Context) -> Line:
    language = context.language
    return Line(
        number=case.number,
        sign=catalogue.label(language, f"sign.{case.state}"),
        state=catalogue.label(language, f"state.{case.state}"),
        category=catalogue.label(language, f"category.{case.category}"),
        grid=None if case.grid_id is None else grids.get(context.transaction, case.grid_id).name(language),
        age=elapsed(language, context.now - case.submitted_at),
    )
