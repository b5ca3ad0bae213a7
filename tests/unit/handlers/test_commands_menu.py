"""The commands menu: everybody's for outsiders, one's own for whoever is something on the team."""

from __future__ import annotations

from messages import commands
from messages.catalogue import Language
from storage.outbox import OutboxRow
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    PEOPLE,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    only,
)


def names(row: OutboxRow) -> list[str]:
    shown = row.parameters["commands"]
    assert isinstance(shown, list)
    return [command["command"] for command in shown]


def test_everybody_has_a_menu_in_each_language_which_is_told_once(world: World) -> None:
    first, again = world.tick("started"), world.tick("started")

    assert [row.parameters.get("language_code") for row in first] == [None, "zh", "en"]
    assert again == []


def test_somebody_without_a_role_sees_what_an_outsider_can_do(world: World) -> None:
    assert [command["command"] for command in commands.menu(Language.ZH)] == [
        "report",
        "cancel",
        "settings",
        "help",
        "mydata",
        "consents",
        "start",
    ]
    assert "setMyCommands" not in methods(world.say(STRANGER, "/start"))


def test_a_courier_is_shown_their_own_menu_with_their_first_start_and_not_again(world: World) -> None:
    row = only(world.say(COURIER, "/start"), "setMyCommands")

    assert row.parameters["scope"] == {"type": "chat", "chat_id": COURIER}
    assert "report" in names(row)
    assert "invite" not in names(row)
    assert "setMyCommands" not in methods(world.say(COURIER, "/start"))


def test_grid_workers_do_not_report_and_coordinators_and_admins_let_people_in(world: World) -> None:
    worker, coordinator, admin = (
        names(only(world.say(who, "/start"), "setMyCommands")) for who in (WORKER, COORDINATOR, ADMIN)
    )

    assert "report" not in worker
    assert {"invite", "waiting"} <= set(coordinator) & set(admin)
    assert {"invite", "waiting"}.isdisjoint(worker)


def test_another_language_brings_another_menu(world: World) -> None:
    world.say(COURIER, "/start")

    row = only(world.press(COURIER, "language:en"), "setMyCommands")

    assert {"command": "report", "description": "Report something"} in row.parameters["commands"]  # type: ignore[operator]


def test_whoever_is_let_in_is_shown_what_they_can_do_now(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    card = applicants.apply_to_join(world, 1010)

    row = only(world.press(COORDINATOR, button(card, "approve:")), "setMyCommands")

    assert row.chat_id == 1010


def test_whoever_leaves_sees_everybodys_menu_again(world: World) -> None:
    world.say(COURIER, "/start")
    leave = button(world.say(COURIER, "/leave"), "leave:")

    row = only(world.press(COURIER, leave), "deleteMyCommands")

    assert row.parameters["scope"] == {"type": "chat", "chat_id": COURIER}


def test_an_import_reaches_only_those_who_have_spoken_with_the_bot(world: World) -> None:
    world.say(COURIER, "/start")
    promoted = [{**person, "roles": ["coordinator"]} for person in PEOPLE]
    before = world.transaction.number("SELECT max(id) FROM outbox")

    world.command("import-people", people=promoted)

    told = world.transaction.all(
        "SELECT chat_id FROM outbox WHERE method LIKE '%MyCommands' AND id > :before", {"before": before}
    )
    assert [row["chat_id"] for row in told] == [COURIER]
