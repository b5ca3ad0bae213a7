"""Reports: the courier's buttons, the grid worker's card, and what a report is made of."""

from __future__ import annotations

from storage.reports import ReportState
from tests.unit.handlers.clockwork import HOUR, next_morning
from tests.unit.handlers.deeds.capability import NO_CONSENT, Deeds, Rows
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.rows import button, category_button, only
from tests.unit.handlers.world import BORDER, COURIER, WEST, WORKER, World

VOICE = {"file_id": "v", "file_unique_id": "u-v", "duration": 7}
IMAGE = {"file_id": "d", "file_unique_id": "u", "mime_type": "image/png", "file_size": 1000}


def report(world: World) -> Rows:
    """A whole report of the courier, in the west; what comes back holds the grid worker's card."""
    place = world.apart(WEST)
    world.downloaded(only(world.photo(COURIER, f"of {world.now}", caption="漏水"), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, place), "leak"))


def caption_of_courier(world: World) -> int:
    """The message whose words stand on a card by now."""
    return world.transaction.number("SELECT max(message_id) FROM report_words")


def returned(world: World) -> Rows:
    reasons = world.press(WORKER, button(report(world), "return:"))
    return world.press(WORKER, category_button(reasons, "unclear"))


def accepted(world: World) -> Rows:
    return world.press(WORKER, button(report(world), "accept:"))


def deferred(world: World) -> Rows:
    """The card of a report that goes on in a week."""
    accepted(world)
    return in_state(world, world.all_reports()[-1], ReportState.DEFERRED, until=world.now + 7 * 24 * HOUR)


def listed_in_the_morning(world: World) -> Rows:
    """The list of what waits for the grid worker."""
    report(world)
    return [row for row in next_morning(world) if row.chat_id == WORKER]


def two_photos(world: World) -> Rows:
    world.photo(COURIER, "near")
    return world.photo(COURIER, "far")


def older_draft(world: World) -> Rows:
    """A draft that was left lying; what comes back asks whether it is the same."""
    world.photo(COURIER, "yesterday")
    world.now += 13 * HOUR
    return world.photo(COURIER, "today")


def set_aside(world: World) -> Rows:
    """A draft that waits while another one is given up; what comes back offers it."""
    older_draft(world)
    return world.say(COURIER, "/cancel")


def asked_for_the_category(world: World) -> Rows:
    world.photo(COURIER)
    return world.location(COURIER, WEST)


def on_the_border(world: World) -> Rows:
    """Everything is there but on which side of the border it is."""
    world.downloaded(only(world.photo(COURIER, f"of {world.now}"), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, BORDER), "leak"))


DEEDS = Deeds(
    buttons={
        "whereabouts": lambda world: world.photo(NO_CONSENT),
        "category": lambda world: world.location(COURIER, WEST) + world.photo(COURIER),
        "categories": asked_for_the_category,
        "later": asked_for_the_category,
        "side": on_the_border,
        "describe": lambda world: world.say(COURIER, "井盖坏了"),
        "split": two_photos,
        "join": older_draft,
        "apart": older_draft,
        "resume": set_aside,
        "cancel": lambda world: world.say(COURIER, "/report"),
        "show": listed_in_the_morning,
        "accept": report,
        "return": report,
        "reason": lambda world: world.press(WORKER, button(report(world), "return:")),
        "decide": lambda world: world.press(WORKER, button(report(world), "return:")),
        "take_back": returned,
        "work": accepted,
        "go_on": deferred,
        "retry": returned,
    },
    open={"report": "report", "finish": "finish"},
    messages={
        "photo": lambda world, who: world.photo(who),
        "place": lambda world, who: world.location(who, WEST),
        "image file": lambda world, who: world.message(who, {"document": IMAGE}),
        "words": lambda world, who: world.say(who, "井盖坏了"),
        "voice": lambda world, who: world.message(who, {"voice": VOICE}),
        "changed words": lambda world, who: world.say(who, "改一下", edits=caption_of_courier(world)),
    },
    kept=("reports", "report_photos", "report_words", "report_voices"),
    refusals=("refused.", "reports/ask_mute"),
)
