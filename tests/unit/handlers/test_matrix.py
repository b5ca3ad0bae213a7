"""Who may do what: every command, every kind of message and every button, for every role and state, in one table.

| word | means |
|---|---|
| yes | it is done, or answered with what is needed next |
| join | what was sent is kept or noted, and registration begins or goes on |
| no | refused with the reason; nothing has changed |
| - | nothing is said: it concerns nobody |

"worker" answers for the grid of the report, "elsewhere" for another one. "muted" is the courier, muted when everything
was arranged: reporting is refused, all else is as for any courier. Whose a button is, is said in
`tests/unit/handlers/deeds.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handlers.route import AnswerRoute, CommandRoute, MessageRoute, PressRoute
from handlers.routes import ROUTES
from messages import catalogue
from storage import mutes
from storage.mutes import MuteReason
from tests.unit.handlers.deeds import HOUR, NO_CONSENT, PersonalRoute, Rows, prepared, report
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_WORKER,
    PENDING,
    PEOPLE,
    START,
    STRANGER,
    WORKER,
    World,
    button,
)

DECLINED, LEFT = 1011, 1012
MUTED = "muted"

COLUMNS = {
    "stranger": STRANGER,
    "pending": PENDING,
    "declined": DECLINED,
    "left": LEFT,
    "courier": COURIER,
    "no-consent": NO_CONSENT,
    MUTED: COURIER,
    "worker": WORKER,
    "elsewhere": OTHER_WORKER,
    "coordinator": COORDINATOR,
    "admin": ADMIN,
}

TABLE = """
                     stranger pending declined left courier no-consent muted worker elsewhere coordinator admin
/start               join     yes     join     join yes     yes        yes   yes    yes       yes         yes
/help                yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/language            yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/settings            yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/mydata              yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/deleteme            yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/report              join     yes     join     join yes     yes        no    no     no        no          no
/cancel              yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/leave               no       yes     no       no   yes     yes        yes   yes    yes       yes         no
/consents            yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/invite              no       no      no       no   no      no         no    no     no        yes         yes
/waiting             no       no      no       no   no      no         no    no     no        yes         yes
/broadcast           no       no      no       no   no      no         no    no     no        yes         yes
/training            no       no      no       no   yes     yes        yes   yes    yes       yes         yes
/people              no       no      no       no   no      no         no    no     no        yes         yes
/points              yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
/award               no       no      no       no   no      no         no    no     no        yes         yes
/*                   yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
contact              yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
photo                join     yes     join     join yes     yes        no    no     no        no          no
place                join     yes     join     join yes     yes        no    no     no        no          no
image-file           join     yes     join     join yes     yes        no    no     no        no          no
words                yes      yes     yes      yes  yes     yes        no    yes    yes       yes         yes
changed-words        -        -       -        -    yes     -          no    -      -         -           -
unusable             yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[menu]               yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[language]           join     yes     join     join yes     yes        yes   yes    yes       yes         yes
[settings]           yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[night]              yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[rushes]             yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[riding]             yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[report]             join     yes     join     join yes     yes        no    no     no        no          no
[whereabouts]        no       no      no       no   no      yes        no    no     no        no          no
[category]           no       no      no       no   yes     no         no    no     no        no          no
[describe]           no       no      no       no   yes     no         no    no     no        no          no
[split]              no       no      no       no   yes     no         no    no     no        no          no
[join]               no       no      no       no   yes     no         no    no     no        no          no
[apart]              no       no      no       no   yes     no         no    no     no        no          no
[resume]             no       no      no       no   yes     no         no    no     no        no          no
[cancel]             no       no      no       no   yes     no         yes   no     no        no          no
[show]               no       no      no       no   no      no         no    yes    no        yes         no
[accept]             no       no      no       no   no      no         no    yes    no        yes         no
[return]             no       no      no       no   no      no         no    yes    no        yes         no
[reason]             no       no      no       no   no      no         no    yes    no        yes         no
[decide]             no       no      no       no   no      no         no    yes    no        yes         no
[retry]              no       no      no       no   yes     no         no    no     no        no          no
[deleteme]           yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[correct]            no       yes     no       no   yes     yes        yes   yes    yes       yes         yes
[correct_station]    no       yes     no       no   yes     yes        yes   no     no        no          no
[erase]              no       no      no       no   yes     no         yes   no     no        no          no
[keep]               no       no      no       no   yes     no         yes   no     no        no          no
[join_agree]         join     no      no       no   no      no         no    no     no        no          no
[join_disagree]      yes      no      no       no   no      no         no    no     no        no          no
[join_name]          join     no      no       no   no      no         no    no     no        no          no
[join_station]       yes      no      no       no   no      no         no    no     no        no          no
[approve]            no       no      no       no   no      no         no    no     no        yes         yes
[decline]            no       no      no       no   no      no         no    no     no        yes         yes
[decline_because]    no       no      no       no   no      no         no    no     no        yes         yes
[reconsider]         no       no      no       no   no      no         no    no     no        yes         yes
[waiting]            no       no      no       no   no      no         no    no     no        yes         yes
[consents]           yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[withdraw_photos]    no       no      no       no   yes     no         yes   no     no        no          no
[allow_photos]       no       no      no       no   yes     yes        yes   no     no        no          no
[withdraw_joining]   yes      yes     no       no   yes     yes        yes   yes    yes       yes         no
[leaving]            no       yes     no       no   yes     yes        yes   yes    yes       yes         no
[leave]              no       yes     no       no   yes     yes        yes   yes    yes       yes         no
[invite]             no       no      no       no   no      no         no    no     no        yes         yes
[invite_role]        no       no      no       no   no      no         no    no     no        no          yes
[invite_station]     no       no      no       no   no      no         no    no     no        no          yes
[invite_grid]        no       no      no       no   no      no         no    no     no        no          yes
[invite_page]        no       no      no       no   no      no         no    no     no        no          yes
[invite_finish]      no       no      no       no   no      no         no    no     no        no          yes
[broadcast]          no       no      no       no   no      no         no    no     no        yes         yes
[send_audience]      no       no      no       no   no      no         no    no     no        yes         no
[send_station]       no       no      no       no   no      no         no    no     no        yes         no
[send_training]      no       no      no       no   no      no         no    no     no        yes         no
[send_timing]        no       no      no       no   no      no         no    no     no        yes         no
[send_at]            no       no      no       no   no      no         no    no     no        yes         no
[send_change]        no       no      no       no   no      no         no    no     no        yes         no
[send_discard]       no       no      no       no   no      no         no    no     no        yes         no
[send_confirm]       no       no      no       no   no      no         no    no     no        yes         no
[send_cancel]        no       no      no       no   no      no         no    no     no        yes         yes
[send_refresh]       no       no      no       no   no      no         no    no     no        yes         yes
[send_names]         no       no      no       no   no      no         no    no     no        yes         yes
[send_page]          no       no      no       no   no      no         no    no     no        yes         yes
[read]               no       no      no       no   yes     yes        yes   no     no        no          no
[training]           no       no      no       no   yes     yes        yes   yes    yes       yes         yes
[training_card]      no       no      no       no   yes     yes        yes   yes    yes       yes         yes
[training_join]      no       no      no       no   yes     yes        yes   yes    yes       yes         yes
[training_withdraw]  no       no      no       no   yes     no         yes   no     no        no          no
[training_cannot]    no       no      no       no   yes     no         yes   no     no        no          no
[training_list]      no       no      no       no   no      no         no    no     no        yes         yes
[training_open]      no       no      no       no   no      no         no    no     no        yes         yes
[training_new]       no       no      no       no   no      no         no    no     no        yes         yes
[training_revise]    no       no      no       no   no      no         no    no     no        yes         yes
[training_ask]       no       no      no       no   no      no         no    no     no        yes         no
[training_day]       no       no      no       no   no      no         no    no     no        yes         no
[training_set]       no       no      no       no   no      no         no    no     no        yes         no
[training_publish]   no       no      no       no   no      no         no    no     no        yes         no
[training_discard]   no       no      no       no   no      no         no    no     no        yes         no
[training_cancel]    no       no      no       no   no      no         no    no     no        yes         yes
[training_call_off]  no       no      no       no   no      no         no    no     no        yes         yes
[attendance]         no       no      no       no   no      no         no    no     no        yes         yes
[attended]           no       no      no       no   no      no         no    no     no        yes         yes
[attended_all]       no       no      no       no   no      no         no    no     no        yes         yes
[attendance_close]   no       no      no       no   no      no         no    no     no        yes         yes
[people]             no       no      no       no   no      no         no    no     no        yes         yes
[points]             yes      yes     yes      yes  yes     yes        yes   yes    yes       yes         yes
[award]              no       no      no       no   no      no         no    no     no        yes         yes
[award_to]           no       no      no       no   no      no         no    no     no        yes         yes
[award_points]       no       no      no       no   no      no         no    no     no        yes         no
[award_give]         no       no      no       no   no      no         no    no     no        yes         no
[award_drop]         no       no      no       no   no      no         no    no     no        yes         no
[award_undo]         no       no      no       no   no      no         no    no     no        yes         yes
[mute]               no       no      no       no   no      no         no    no     no        yes         yes
[mute_for]           no       no      no       no   no      no         no    no     no        yes         yes
[mute_because]       no       no      no       no   no      no         no    no     no        yes         yes
[unmute]             no       no      no       no   no      no         no    no     no        yes         yes
<sending.message>    no       no      no       no   no      no         no    no     no        yes         yes
<sending.time>       no       no      no       no   no      no         no    no     no        yes         yes
<training.topic>     no       no      no       no   no      no         no    no     no        yes         yes
<training.when>      no       no      no       no   no      no         no    no     no        yes         yes
<training.where>     no       no      no       no   no      no         no    no     no        yes         yes
<training.places>    no       no      no       no   no      no         no    no     no        yes         yes
<training.points>    no       no      no       no   no      no         no    no     no        yes         yes
<planning.preview>   no       no      no       no   no      no         no    no     no        yes         yes
<training.reason>    no       no      no       no   no      no         no    no     no        yes         yes
<finding.name>       no       no      no       no   no      no         no    no     no        yes         yes
<award.who>          no       no      no       no   no      no         no    no     no        yes         yes
<award.points>       no       no      no       no   no      no         no    no     no        yes         yes
<award.reason>       no       no      no       no   no      no         no    no     no        yes         yes
<muting.reason>      no       no      no       no   no      no         no    no     no        yes         yes
<correcting.name>    no       yes     no       no   yes     yes        yes   yes    yes       yes         yes
<correcting.phone>   no       yes     no       no   yes     yes        yes   yes    yes       yes         yes
"""

REFUSALS = (
    "fallback/refused",
    "refused.",
    "reports/ask_mute",
    "registration_refused.",
    "award_refused.",
    "broadcast_refused.",
    "training_refused.",
    "mute_refused.",
    "correct_refused.",
    "leaving/not_in",
)
REFUSED_PRESSES = {"unknown", "out_of_date", "stranger", "pending", "left", "left_already"}

# What a refusal leaves as it was.
KEPT = (
    "reports",
    "report_photos",
    "report_words",
    "registrations",
    "consents",
    "member_roles",
    "invitations",
    "transfers",
    "awards",
    "trainings",
    "sign_ups",
    "mutes",
    "corrections",
    "broadcasts",
    "broadcast_recipients",
)


@pytest.fixture(scope="module")
def arranged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which everybody of the table is known."""
    path = tmp_path_factory.mktemp("matrix") / "bot.sqlite3"
    world = World(path)
    world.command("import-stations", stations=applicants.STATIONS)
    left = {"user_id": LEFT, "name": "孙红", "standing": "left", "roles": ["courier"]}
    world.command("import-people", people=[*PEOPLE, left])
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    report(world)
    for newcomer in (STRANGER, ADMIN):
        world.say(newcomer, "/help")
    reasons = world.press(COORDINATOR, button(applicants.apply_to_join(world, DECLINED), "decline:"))
    world.press(COORDINATOR, button(reasons, "decline_because:"))
    world.close()
    return path


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the texts and labels that were put into words."""
    names: list[str] = []
    for function in ("text", "label"):
        monkeypatch.setattr(catalogue, function, remembering(names, getattr(catalogue, function)))
    return names


def remembering(names: list[str], speak: Callable[..., str]) -> Callable[..., str]:
    def remember(language: catalogue.Language, name: str, *values: Mapping[str, object]) -> str:
        names.append(name)
        return speak(language, name, *values)

    return remember


def verdict(said: list[str], rows: Rows) -> str:
    """What the table calls it."""
    if any(is_refusal(name) for name in said):
        return "no"
    if any(name.startswith("registration/ask_") for name in said):
        return "join"
    return "yes" if rows else "-"


def is_refusal(name: str) -> bool:
    return name.startswith(REFUSALS) or name.removeprefix("press.") in REFUSED_PRESSES


def name_of(route: PersonalRoute) -> str:
    match route:
        case CommandRoute():
            return f"/{route.name}"
        case MessageRoute():
            return route.name.replace(" ", "-")
        case AnswerRoute():
            return f"<{route.name}>"
        case PressRoute():
            return f"[{route.name}]"


PERSONAL = [route for route in ROUTES if isinstance(route, PersonalRoute)]


def expected() -> Mapping[str, list[str]]:
    header, *lines = TABLE.strip().splitlines()
    assert header.split() == list(COLUMNS)
    return {line.split()[0]: line.split()[1:] for line in lines}


@pytest.mark.parametrize("route", PERSONAL, ids=name_of)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    route: PersonalRoute, arranged: Path, tmp_path: Path, said: list[str]
) -> None:
    found = [outcome(route, column, arranged, tmp_path / column, said) for column in COLUMNS]
    assert found == expected()[name_of(route)]


def test_the_table_has_a_row_for_every_route_and_for_no_other() -> None:
    assert list(expected()) == [name_of(route) for route in PERSONAL]


def outcome(route: PersonalRoute, column: str, arranged: Path, folder: Path, said: list[str]) -> str:
    """What comes of it in a world of its own."""
    folder.mkdir()
    shutil.copy(arranged, folder)
    world = World(folder / arranged.name, first_id=10_000, now=START + HOUR)
    who = COLUMNS[column]
    do = prepared(world, route, who)
    if column == MUTED:
        mute(world, who)
    before = kept(world)
    said.clear()
    found = verdict(said, do())
    assert found != "no" or kept(world) == before
    world.close()
    return found


def mute(world: World, who: int) -> None:
    by, until = world.member(COORDINATOR).id, world.now + HOUR
    mutes.begin(world.transaction, world.member(who).id, MuteReason.RUDE, None, by, until, world.now)


def kept(world: World) -> list[tuple[object, ...]]:
    return [tuple(row) for table in KEPT for row in world.transaction.all(f"SELECT * FROM {table}")]
