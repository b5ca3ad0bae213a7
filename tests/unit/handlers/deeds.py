"""Every deed that has a route, done by somebody: each command, each kind of message, each button.

A button belongs to somebody: to the courier, the courier without consent, the stranger who is registering, the
applicant's coordinators, or the admin. Whoever else presses it has forged it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from handlers.route import ANY_COMMAND, AnswerRoute, CommandRoute, MessageRoute, PressRoute
from storage import awards, consents, open_questions, trainings
from storage.outbox import OutboxRow
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.clockwork import next_morning
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    collection,
    grid,
    only,
)

HOUR = 3600 * 1000
APPLICANT, NO_CONSENT = 1010, OTHER_COURIER

Rows = list[OutboxRow]
PersonalRoute = CommandRoute | MessageRoute | AnswerRoute | PressRoute


def report(world: World) -> Rows:
    """A whole report of the courier, in the west; what comes back holds the grid worker's card."""
    world.downloaded(only(world.photo(COURIER, f"of {world.now}", caption="漏水"), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, WEST), "leak"))


def caption_of_courier(world: World) -> int:
    """The message whose words stand on a card by now."""
    return world.transaction.number("SELECT max(message_id) FROM report_words")


def returned(world: World) -> Rows:
    reasons = world.press(WORKER, button(report(world), "return:"))
    return world.press(WORKER, category_button(reasons, "unclear"))


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


def declining(world: World) -> Rows:
    card = applicants.apply_to_join(world, APPLICANT)
    return world.press(COORDINATOR, button(card, "decline:"))


def inviting(world: World, role: str) -> Rows:
    return world.press(
        ADMIN, f"{button(world.say(ADMIN, '/invite'), 'invite_role:').rsplit(':', 1)[0]}:{role}"
    )


def inviting_to_many_grids(world: World) -> Rows:
    rows = [grid(f"g{n}", 115 + n / 100, 115.01 + n / 100, []) for n in range(9)]
    world.command("import-grids", geojson=collection(*rows))
    return inviting(world, "grid_worker")


def one_grid(world: World) -> Rows:
    return world.press(ADMIN, button(inviting(world, "grid_worker"), "invite_grid:"))


def awarding(world: World) -> Rows:
    """The coordinator has said whom an award is for; what comes back asks how many."""
    world.say(COORDINATOR, "/award")
    return world.press(COORDINATOR, button(world.say(COORDINATOR, "李强"), "award_to:"))


def award_to_confirm(world: World) -> Rows:
    """Nothing is missing any more."""
    world.press(COORDINATOR, button(awarding(world), "award_points:"))
    return world.say(COORDINATOR, "帮社区送了宣传单")


def own_award(world: World, who: int) -> str:
    """An award that somebody is putting together themselves; what comes back stands for it."""
    recipient = world.member(COURIER if who == WORKER else WORKER).id
    made_by = world.member(who).id
    return awards.open_draft(world.transaction, made_by, recipient, f"own{who}", world.now).token


def training_page(world: World) -> Rows:
    """The page of a published training; no courier has signed up."""
    return world.press(COORDINATOR, coordinating.data("training_open", coordinating.published(world)))


def training_list(world: World) -> Rows:
    coordinating.published(world)
    return world.say(COORDINATOR, "/training")


def training_card(world: World) -> Rows:
    coordinating.published(world)
    return world.say(COURIER, "/training")


def signed_up(world: World) -> Rows:
    """The courier's card, with which they can withdraw."""
    return world.press(COURIER, button(training_card(world), "training_join"))


def moved_training(world: World) -> Rows:
    """What the courier hears, who has signed up."""
    signed_up(world)
    return coordinating.change(world, coordinating.newest(world), "where", "驿站门口")


def calling_off(world: World) -> Rows:
    world.press(COORDINATOR, button(training_page(world), "training_cancel"))
    return world.say(COORDINATOR, "老师病了")


def begun_training(world: World) -> Rows:
    """The page of a training that has begun; the courier had signed up."""
    training = coordinating.published(world, when=coordinating.ahead(5))
    coordinating.join(world, training, COURIER)
    world.now += 5 * HOUR
    return world.press(COORDINATOR, coordinating.data("training_open", training))


def attendance(world: World) -> Rows:
    return world.press(COORDINATOR, button(begun_training(world), "attendance:"))


def asked_day(world: World) -> Rows:
    coordinating.begin(world)
    return world.say(COORDINATOR, "心肺复苏")


def asked_hour(world: World) -> Rows:
    return world.press(COORDINATOR, button(asked_day(world), "training_day:"))


def own_training(world: World, who: int) -> str:
    """A training that somebody is putting together themselves; what comes back stands for it."""
    return trainings.open_draft(world.transaction, world.member(who).id, f"own{who}", world.now).token


def card(world: World) -> Rows:
    """The courier's, as a coordinator sees it."""
    return world.press(COORDINATOR, f"people:at:{world.member(COURIER).id}")


def muting(world: World) -> Rows:
    return world.press(COORDINATOR, button(card(world), "mute:"))


def muting_for_a_day(world: World) -> Rows:
    return world.press(COORDINATOR, button(muting(world), "mute_for:"))


def muted(world: World) -> Rows:
    """What comes back is the courier's card, on which they are muted."""
    return world.press(COORDINATOR, button(muting_for_a_day(world), "mute_because:"))


# Where a button comes from; it is found by its prefix. Those that anybody may press need no arrangement.
BUTTONS: Mapping[str, Callable[[World], Rows]] = {
    "whereabouts": lambda world: world.photo(NO_CONSENT),
    "category": lambda world: world.location(COURIER, WEST) + world.photo(COURIER),
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
    "retry": returned,
    "erase": lambda world: world.say(COURIER, "/deleteme"),
    "keep": lambda world: world.say(COURIER, "/deleteme"),
    "join_agree": lambda world: world.say(STRANGER, "/start"),
    "join_disagree": lambda world: world.say(STRANGER, "/start"),
    "join_name": applicants.agree,
    "join_station": applicants.phone,
    "withdraw_joining": lambda world: applicants.agree(world) and world.say(STRANGER, "/consents"),
    "approve": lambda world: applicants.apply_to_join(world, APPLICANT),
    "decline": lambda world: applicants.apply_to_join(world, APPLICANT),
    "decline_because": declining,
    "reconsider": declining,
    "award_to": lambda world: world.say(COORDINATOR, "/award") and world.say(COORDINATOR, "李强"),
    "award_points": awarding,
    "award_give": award_to_confirm,
    "award_drop": award_to_confirm,
    "award_undo": lambda world: world.press(COORDINATOR, button(award_to_confirm(world), "award_give:")),
    "training_card": training_page,
    "training_join": training_card,
    "training_withdraw": signed_up,
    "training_cannot": moved_training,
    "training_open": training_list,
    "training_revise": training_page,
    "training_ask": coordinating.drafted,
    "training_day": asked_day,
    "training_set": asked_hour,
    "training_publish": coordinating.drafted,
    "training_discard": coordinating.drafted,
    "training_cancel": training_page,
    "training_call_off": calling_off,
    "attendance": begun_training,
    "attended": attendance,
    "attended_all": attendance,
    "attendance_close": attendance,
    "invite_role": lambda world: world.say(ADMIN, "/invite"),
    "invite_station": partial(inviting, role="courier"),
    "invite_grid": partial(inviting, role="grid_worker"),
    "invite_page": inviting_to_many_grids,
    "invite_finish": one_grid,
    **desk.BUTTONS,
    "mute": card,
    "mute_for": muting,
    "mute_because": muting_for_a_day,
    "unmute": muted,
}

OPEN: Mapping[str, str] = {
    "menu": "menu:help",
    "language": "language:en",
    "settings": "settings",
    "night": "night:none",
    "rushes": "rushes:loud",
    "riding": "riding:30",
    "report": "report",
    "deleteme": "deleteme",
    "consents": "consents",
    "leaving": "leaving",
    "invite": "invite",
    "waiting": "waiting",
    "people": "people",
    "broadcast": "broadcast",
    "points": "points",
    "award": "award",
    "training": "training",
    "training_list": "training_list:0",
    "training_new": "training_new",
    "correct": "correct",
    "correct_station": "correct_station:0:at:mt-nanhu",
}
# Buttons about whoever presses them: they carry the version of their own consents.
OF_ONESELF = frozenset({"withdraw_photos", "allow_photos", "leave"})

STICKER = {
    "file_id": "s",
    "file_unique_id": "u",
    "type": "regular",
    **dict.fromkeys(("width", "height"), 1),
    **dict.fromkeys(("is_animated", "is_video"), False),
}
IMAGE = {"file_id": "d", "file_unique_id": "u", "mime_type": "image/png", "file_size": 1000}

MESSAGES: Mapping[str, Callable[[World, int], Rows]] = {
    "contact": applicants.contact,
    "photo": lambda world, who: world.photo(who),
    "place": lambda world, who: world.location(who, WEST),
    "image file": lambda world, who: world.message(who, {"document": IMAGE}),
    "unknown command": lambda world, who: world.say(who, "/fly"),
    "words": lambda world, who: world.say(who, "井盖坏了"),
    "changed words": lambda world, who: world.say(who, "改一下", edits=caption_of_courier(world)),
    "unusable": lambda world, who: world.message(who, {"sticker": STICKER}),
}

# What is answered, by whoever has been asked.
ANSWERS: Mapping[str, Callable[[World, int], Rows]] = {
    "finding.name": lambda world, who: world.say(who, "王"),
    **desk.ANSWERS,
    "award.who": lambda world, who: world.say(who, "王"),
    "award.points": lambda world, who: world.say(who, "5"),
    "award.reason": lambda world, who: world.say(who, "帮社区送了宣传单"),
    "training.topic": lambda world, who: world.say(who, "心肺复苏"),
    "training.when": lambda world, who: world.say(who, coordinating.ahead(72)),
    "training.where": lambda world, who: world.say(who, "南湖驿站"),
    "training.places": lambda world, who: world.say(who, "20"),
    "training.points": lambda world, who: world.say(who, "2"),
    "planning.preview": lambda world, who: world.say(who, "25"),
    "training.reason": lambda world, who: world.say(who, "老师病了"),
    "muting.reason": lambda world, who: world.say(who, "骂人"),
    "correcting.name": lambda world, who: world.say(who, "欧阳锋"),
    "correcting.phone": applicants.contact,
}
# What the question was about, where it was about something.
SUBJECTS: Mapping[str, Callable[[World, int], str]] = {
    "award.points": own_award,
    "award.reason": own_award,
    "training.topic": own_training,
    "training.when": own_training,
    "training.where": own_training,
    "training.places": own_training,
    "training.points": own_training,
    "planning.preview": own_training,
    **desk.SUBJECTS,
    "training.reason": lambda world, who: coordinating.published(world).token,
    "muting.reason": lambda _world, _who: "1:0:7",
}


def prepared(world: World, route: PersonalRoute, who: int) -> Callable[[], Rows]:
    """Set up what the deed is about; what is returned does it."""
    match route:
        case CommandRoute():
            command = "fly" if route.name == ANY_COMMAND else route.name
            return lambda: world.say(who, f"/{command}")
        case MessageRoute():
            return lambda: MESSAGES[route.name](world, who)
        case AnswerRoute():
            asked = world.member(who).id
            subject = SUBJECTS[route.name](world, who) if route.name in SUBJECTS else ""
            open_questions.ask(world.transaction, asked, route.name, subject, world.now)
            return lambda: ANSWERS[route.name](world, who)
        case PressRoute():
            data = _data(world, route.name, who)
            return lambda: world.press(who, data)


def _data(world: World, name: str, who: int) -> str:
    if name in OPEN:
        return OPEN[name]
    if name in OF_ONESELF:
        return f"{name}:{consents.version(world.transaction, world.member(who).id)}"
    return button(BUTTONS[name](world), f"{name}:")
