"""Whatever somebody has done before: once erased and looked after, no row of any table tells who it was."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from storage import consents, goods, mutes, outbox
from storage.consents import Purpose
from storage.mutes import MuteReason
from storage.outbox import Ending, OutboxRow, State
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.clockwork import DAY, HOUR, next_morning, next_time
from tests.unit.handlers.mydata import dangers, desk_acts, pointing
from tests.unit.handlers.mydata.acting import (
    SAID,
    SOMEBODY,
    finish,
    fixes,
    message_of,
    press_on,
    report,
    writes_back,
)
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_COURIER,
    PEOPLE,
    START,
    WEST,
    WORKER,
    World,
    button,
    shown,
    words,
)

NAME = "欧阳“锋”<b>%_"
PHONE = "13912345678"
OTHER_NAME, OTHER_PHONE = "司马“懿”", "13887654321"


def left_lying(world: World) -> list[OutboxRow]:
    """Three days later, at an hour when nobody minds, they are reminded of whatever they have begun."""
    world.now = next_time(world.now + 3 * DAY, 15)
    return world.tick("unfinished reports")


def begin_broadcast(world: World) -> list[OutboxRow]:
    world.say(SOMEBODY, "/cancel")
    return desk.message(world, SOMEBODY, {"text": SAID})


def send_broadcast(world: World, timing: str) -> list[OutboxRow]:
    rows = begin_broadcast(world)
    rows = desk.choose(world, rows, "send_audience", "everyone", SOMEBODY)
    rows = desk.choose(world, rows, "send_timing", timing, SOMEBODY)
    return world.press(SOMEBODY, button(rows, "send_confirm:"))


def award(world: World, who: int, reason: str) -> list[OutboxRow]:
    """What the coordinator is shown and types, up to the last press."""
    chosen = f"award_to:at:{world.member(who).id}"
    rows = [
        *world.say(COORDINATOR, "/award"),
        *world.press(COORDINATOR, chosen),
        *world.say(COORDINATOR, "5"),
    ]
    return [*rows, *world.say(COORDINATOR, reason)]


def give(world: World, who: int, reason: str) -> list[OutboxRow]:
    rows = award(world, who, reason)
    return [*rows, *world.press(COORDINATOR, button(rows, "award_give"))]


def deliver(world: World) -> list[OutboxRow]:
    """All that was said has arrived."""
    waiting = world.transaction.all("SELECT id FROM outbox WHERE state = 'waiting'")
    for row in waiting:
        outbox.end(world.transaction, Ending(row["id"], State.SENT, None, (row["id"],)), world.now)
    return []


def later(world: World) -> str:
    """A hundred hours from now, as it is typed."""
    return coordinating.ahead((world.now - START) / HOUR + 100)


def train(world: World, topic: str) -> list[OutboxRow]:
    coordinating.published(world, when=later(world), topic=topic)
    return deliver(world)


def sign_up(world: World) -> list[OutboxRow]:
    """For a training that they are reminded of."""
    coordinating.join(world, coordinating.published(world, when=later(world)), SOMEBODY)
    coordinating.tick(world)
    world.now += 99 * HOUR
    coordinating.tick(world)
    return deliver(world)


def call_off(world: World) -> list[OutboxRow]:
    coordinating.call_off(world, coordinating.published(world, when=later(world)), f"{SOMEBODY} 病了")
    return deliver(world)


def correct(world: World, what: str, said: str) -> list[OutboxRow]:
    return [*world.press(SOMEBODY, f"correct:{what}"), *world.say(SOMEBODY, said)]


def correct_phone(world: World, number: str) -> list[OutboxRow]:
    shared = {"phone_number": number, "first_name": "x", "user_id": SOMEBODY}
    return [
        *world.press(SOMEBODY, "correct:phone"),
        *world.message(SOMEBODY, {"contact": shared}),
    ]


def look_for(world: World, words: str) -> list[OutboxRow]:
    return [*world.say(COORDINATOR, "/people"), *world.say(COORDINATOR, words)]


def search(world: World, words: str) -> list[OutboxRow]:
    """A coordinator looks for reports in two ways, and takes the list along."""
    rows = [*world.say(COORDINATOR, f"/search {words}"), *world.say(COORDINATOR, "/search")]
    rows = [*rows, *world.say(COORDINATOR, words)]
    if not any(one.data.startswith("search:outputs:") for one in shown(rows)):
        return rows
    token = button(rows[-1:], "search:outputs:").split(":")[2]
    return [*rows, *world.press(COORDINATOR, f"search:make:{token}:csv")]


def read_history(world: World) -> list[OutboxRow]:
    """Somebody takes a report on; its reporter and a coordinator read of it."""
    rows = decides(world, "accept")
    mine = world.say(COURIER, "/reports")
    found = world.say(COORDINATOR, "/search")
    opened = [
        *world.press(COURIER, button(mine, "reports:at:")),
        *world.press(COORDINATOR, button(found, "search:at:")),
    ]
    return [*rows, *mine, *found, *opened]


def mute(world: World, who: int, why: str) -> list[OutboxRow]:
    """Somebody is muted from their card for a reason in words, unless they are muted already."""
    card = world.press(COORDINATOR, f"people:at:{world.member(who).id}")
    if not any(one.data.startswith("mute:") for one in shown(card)):
        return card
    lengths = world.press(COORDINATOR, button(card, "mute:"))
    reasons = world.press(COORDINATOR, button(lengths, "mute_for:"))
    typed = next(one.data for one in shown(reasons) if one.data.endswith(":other"))
    return [*card, *lengths, *reasons, *world.press(COORDINATOR, typed), *world.say(COORDINATOR, why)]


def mute_and_lift(world: World) -> list[OutboxRow]:
    """Somebody did so, when they still were a coordinator."""
    by, muted = world.member(SOMEBODY).id, world.member(OTHER_COURIER).id
    begun = mutes.begin(world.transaction, muted, MuteReason.RUDE, None, by, world.now + HOUR, world.now)
    mutes.lift(world.transaction, begun.id, by, world.now)
    return []


def decides(world: World, data_begins: str, *then: str) -> list[OutboxRow]:
    """Somebody decides on a report; the other grid worker is too late, and presses once more below the new words."""
    cards = report(world, COURIER, "公开的")
    finish(world, cards)
    rows = press_on(world, SOMEBODY, cards, data_begins)
    for step in then:
        finish(world, rows)
        rows = press_on(world, SOMEBODY, rows, step)
    finish(world, rows)
    late = next(row for row in cards if row.chat_id == WORKER and shown([row]))
    refused = world.press(
        WORKER, button([late], "accept"), message_of(late), words_above=html.unescape(words(rows, WORKER))
    )
    return [*rows, *refused]


def hands_over(world: World, who: int = SOMEBODY, to: str = "") -> list[OutboxRow]:
    """To the first that is offered, or to a person: their deputy, unless nobody can be reached there."""
    is_a_deputy(world)
    card = report(world, COURIER, "公开的")
    rows = world.press(who, button(card, "hand_over:"))
    data = next(one.data for one in shown(rows) if one.data.startswith("hand_to:") and f":{to}" in one.data)
    rows += world.press(who, data)
    reasons = [one.data for one in shown(rows) if one.data.startswith("hand_why:")]
    rows += world.press(who, reasons[0]) if reasons else []
    finish(world, [*card, *rows])
    return rows


def defers(world: World) -> list[OutboxRow]:
    """Until the week after, and until it goes on."""
    card = report(world, COURIER, "公开的")
    rows = world.press(SOMEBODY, button(card, "accept:"))
    rows += world.press(SOMEBODY, button(rows, "defer:"))
    rows += world.press(SOMEBODY, button(rows, "defer_for:"))
    rows += world.press(SOMEBODY, button(rows, "defer_until:"))
    world.now += 2 * DAY
    rows += world.tick("deferred reports")
    finish(world, [*card, *rows])
    return rows


def is_late(world: World) -> list[OutboxRow]:
    """With what they took on: their deputy and coordinators hear of it."""
    is_a_deputy(world)
    rows = world.press(SOMEBODY, button(report(world, COURIER, "公开的"), "accept:"))
    for _ in range(2):
        world.now += 9 * DAY
        rows += world.tick("overdue reports")
    finish(world, rows)
    return rows


def goes_away(world: World, who: int, deputy: int) -> list[OutboxRow]:
    """Until tomorrow; they come back at its end."""
    people = world.press(who, "away_until:tomorrow")
    rows = world.press(
        who, next(one.data for one in shown(people) if one.data.endswith(f":{id_of(world, deputy)}"))
    )
    world.now += 3 * DAY
    rows += world.tick("absences")
    finish(world, [*people, *rows])
    return rows


def cannot_stand_in(world: World) -> list[OutboxRow]:
    people = world.press(WORKER, "away_until:week")
    last_day = button(people, "away_go:").split(":")[1]
    rows = world.press(WORKER, f"away_go:{last_day}:{id_of(world, SOMEBODY)}")
    rows += world.press(SOMEBODY, button(rows, "away_cannot:"))
    finish(world, [*people, *rows])
    return [*rows, *world.say(WORKER, "/back")]


def is_a_deputy(world: World) -> list[OutboxRow]:
    rows = world.press(WORKER, f"deputy_is:{id_of(world, WORKER)}:{id_of(world, SOMEBODY)}")
    rows += world.press(COORDINATOR, f"deputy_is:{id_of(world, SOMEBODY)}:{id_of(world, WORKER)}")
    rows += world.say(WORKER, "/away")
    finish(world, rows)
    return rows


def speaks_for_a_department(world: World) -> list[OutboxRow]:
    entry = {"id": "chengguan", "name_zh": "城管", "name_en": "City", "member": SOMEBODY}
    world.command("import-departments", departments=[entry])
    return []


def id_of(world: World, who: int) -> int:
    return world.member(who).id


def is_too_late(world: World) -> list[OutboxRow]:
    cards = report(world, COURIER, "公开的")
    finish(world, [*cards, *press_on(world, WORKER, cards, "accept")])
    return press_on(world, SOMEBODY, cards, "accept")


def applies(world: World, who: int) -> list[OutboxRow]:
    finish(world, applicants.name(world, who, f"客{who}"))
    contact = {"phone_number": f"+{who}", "first_name": "x", "user_id": who}
    return world.press(who, button(world.message(who, {"contact": contact}), "join_station:"))


def decides_on_an_applicant(world: World, data_begins: str, *then: str) -> list[OutboxRow]:
    """Somebody answers whoever wants to join; the other coordinator is too late."""
    applicant = 6_000_000_000 + world.now % 1_000_000_000
    cards = applies(world, applicant)
    finish(world, cards)
    rows = press_on(world, SOMEBODY, cards, data_begins)
    for step in then:
        finish(world, rows)
        rows = press_on(world, SOMEBODY, rows, step)
    finish(world, rows)
    return [*rows, *press_on(world, COORDINATOR, cards, "approve")]


def link_in(rows: Sequence[OutboxRow]) -> str:
    found = re.search(r"/start join-[\w-]+", words(list(rows)))
    assert found is not None
    return found[0]


def invites(world: World) -> list[OutboxRow]:
    guest = 5_000_000_000 + world.now % 1_000_000_000
    asked = world.say(SOMEBODY, "/invite")
    courier = next((one.data for one in shown(asked) if one.data.endswith(":courier")), None)
    if courier is not None:  # an admin chooses the role first
        asked = world.press(SOMEBODY, courier)
    made = press_on(world, SOMEBODY, asked, "invite_station:")
    finish(world, [*asked, *made])
    finish(world, applicants.agree(world, guest, link_in(made)))
    finish(world, world.say(guest, f"客{guest}"))
    return world.say(guest, applicants.SKIP)


def is_invited(world: World) -> list[OutboxRow]:
    """To be an admin too; whoever made the invitation hears of it by name."""
    choices = shown(world.say(ADMIN, "/invite"))
    made = world.press(ADMIN, next(one.data for one in choices if one.data.endswith(":admin")))
    finish(world, made)
    began = world.say(SOMEBODY, link_in(made))
    return [*began, *(press_on(world, SOMEBODY, began, "join_agree:") if shown(began) else [])]


def chooses_in_the_shop(world: World) -> list[OutboxRow]:
    """Something of which there is always another piece; they are reminded of it, and it is over."""
    kept = goods.find_by_token(world.transaction, "goods-雨衣")
    if kept is None:
        shopping.on_offer(world, name="雨衣")
    else:
        shopping.given(world, kept, 1)
    shopping.with_points(world, who=SOMEBODY)
    rows = shopping.take(world, SOMEBODY)
    finish(world, rows)
    world.now += 12 * DAY
    rows = [*rows, *world.tick("pickups")]
    world.now += 3 * DAY
    return [*rows, *world.tick("pickups"), *shopping.take(world, SOMEBODY)]


ACTS: Mapping[str, Callable[[World], list[OutboxRow]]] = {
    "greets": lambda world: world.say(SOMEBODY, "/start"),
    "talks": lambda world: world.say(SOMEBODY, f"{SAID}"),
    "sends a photo": lambda world: world.photo(SOMEBODY, caption=SAID),
    "sends a place": lambda world: world.location(SOMEBODY, WEST),
    "begins a report": lambda world: world.say(SOMEBODY, "/report"),
    "gives up": lambda world: world.say(SOMEBODY, "/cancel"),
    "looks": lambda world: world.say(SOMEBODY, "/mydata"),
    "asks to be erased": lambda world: world.say(SOMEBODY, "/deleteme"),
    "presses what was never there": lambda world: world.press(SOMEBODY, f"accept:{SAID}"),
    "blocks the bot": lambda world: world.membership(SOMEBODY, "kicked"),
    "reports": lambda world: report(world, SOMEBODY, "公开的"),
    "gets a report": lambda world: report(world, COURIER, "公开的"),
    "is told in the morning": next_morning,
    "leaves a draft lying": left_lying,
    "is sent a broadcast": desk.launch,
    "reads a broadcast": lambda world: world.press(SOMEBODY, button(desk.launch(world), "read:")),
    "begins a broadcast": begin_broadcast,
    "sends a broadcast": lambda world: send_broadcast(world, "now"),
    "sends a broadcast for the morning": lambda world: send_broadcast(world, "readable"),
    "is awarded points": lambda world: give(world, SOMEBODY, f"{NAME}：{SAID}"),
    "is about to be awarded points": lambda world: award(world, SOMEBODY, f"{NAME}：{SAID}"),
    "stands in another's reason": lambda world: give(world, COURIER, f"和 {SOMEBODY} 一起"),
    "is about to stand in one": lambda world: award(world, COURIER, f"和 {SOMEBODY} 一起"),
    "chooses in the shop": chooses_in_the_shop,
    "looks at their points": lambda world: world.say(SOMEBODY, "/points"),
    "signs up for a training": sign_up,
    "teaches a training": lambda world: train(world, f"{SOMEBODY} 讲急救"),
    "is why a training is cancelled": call_off,
    "is looked for": lambda world: look_for(world, NAME),
    "is looked for among the reports": lambda world: search(world, f"{NAME} {SOMEBODY}"),
    "looks for reports": lambda world: world.say(SOMEBODY, f"/search {SAID}"),
    "looks at their reports": lambda world: world.say(SOMEBODY, "/reports"),
    "is read about in a report's history": read_history,
    "is muted": lambda world: mute(world, SOMEBODY, f"{SAID} {NAME} {SOMEBODY}"),
    "is the reason for a mute": lambda world: mute(world, OTHER_COURIER, f"骂了 {SOMEBODY}"),
    "mutes and lifts": mute_and_lift,
    "corrects the name": lambda world: correct(world, "name", OTHER_NAME),
    "corrects it back": lambda world: correct(world, "name", NAME),
    "corrects the phone": lambda world: correct_phone(world, OTHER_PHONE),
    "removes the phone": lambda world: correct(world, "phone", "🗑 删掉我的电话"),
    "accepts a report": lambda world: decides(world, "accept"),
    "returns a report": lambda world: decides(world, "return", "reason"),
    "is too late for a report": is_too_late,
    "is written to and writes back": writes_back,
    "asks, writes and fixes": fixes,
    "approves an applicant": lambda world: decides_on_an_applicant(world, "approve"),
    "declines an applicant": lambda world: decides_on_an_applicant(world, "decline", "decline_because"),
    "invites somebody": invites,
    "hands a report over": hands_over,
    "is handed a report": lambda world: hands_over(world, WORKER, "m"),
    "defers a report": defers,
    "looks at their desk": lambda world: world.say(SOMEBODY, "/mine"),
    "goes away": lambda world: goes_away(world, SOMEBODY, WORKER),
    "stands in": lambda world: goes_away(world, WORKER, SOMEBODY),
    "cannot stand in": cannot_stand_in,
    "is a deputy": is_a_deputy,
    "is late": is_late,
    "speaks for a department": speaks_for_a_department,
    "is invited": is_invited,
    "is talked about": lambda world: world.say(WORKER, f"/{SOMEBODY} {SOMEBODY} {PHONE}"),
    "has their number passed on": lambda world: world.say(WORKER, "打+86 139-1234-5678"),
    **dangers.acts(SOMEBODY, SAID, decides),
    **pointing.acts(SOMEBODY, SAID, NAME),
    **desk_acts.acts(SOMEBODY, SAID),
}

# Whatever they have begun goes along.
SUBMITTING = frozenset({"reports", "is written to and writes back", "speaks about a report"})


def arrange(path: Path) -> World:
    """Somebody who reports and gets reports, with a rare name."""
    world = World(path)
    person = {"user_id": SOMEBODY, "name": NAME, "roles": ["courier", "grid_worker", "coordinator"]}
    world.command("import-stations", stations=applicants.STATIONS)
    world.command("import-people", people=[*PEOPLE, person])
    grids = json.loads(json.dumps(GRIDS))
    grids["features"][0]["properties"]["workers"].append(SOMEBODY)
    world.command("import-grids", geojson=grids)
    world.agree(COURIER)
    member = world.member(SOMEBODY).id
    world.transaction.execute(
        "UPDATE members SET phone = :phone WHERE id = :id", {"phone": PHONE, "id": member}
    )
    for purpose in Purpose:
        consents.record(world.transaction, member, purpose, given=True, now=world.now)
    return world


def html_of(text: str) -> str:
    return str(escape(text))


def everything(world: World) -> str:
    """Every value of every row of every table."""
    tables = world.transaction.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = [row for table in tables for row in world.transaction.all(f"SELECT * FROM {table['name']}")]
    return "\n".join(str(value) for row in rows for value in row)


@settings(max_examples=25)
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=8))
@example(acts=sorted(ACTS))
@example(acts=sorted(ACTS.keys() - SUBMITTING))
@example(acts=["sends a photo", "is written to and writes back"])
@example(acts=["sends a photo", "speaks about a report"])
@example(acts=["changes a rule of points", "changes a rule of points"])
def test_nothing_tells_who_it_was(acts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        world = arrange(Path(folder) / "bot.sqlite3")
        for act in acts:
            world.now += 1000
            finish(world, ACTS[act](world))
        asked = world.say(SOMEBODY, "/deleteme")
        finish(world, [*asked, *world.press(SOMEBODY, button(asked, "erase"))])
        world.now += 2 * HOUR
        finish(world, world.tick("retention"))

        left = everything(world)

        world.close()
    # What was said before a report was sent is part of that report, and stays with it.
    said = [] if SUBMITTING.intersection(acts) else [SAID]
    numbers = (PHONE, OTHER_PHONE, "139-1234-5678", str(SOMEBODY))
    for trace in (NAME, html_of(NAME), OTHER_NAME, f"P{SOMEBODY}", *numbers, *said):
        assert trace not in left
        assert json.dumps(trace)[1:-1] not in left
