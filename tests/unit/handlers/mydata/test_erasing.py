"""Somebody is erased: asked once more first, wholly, and without harm to what others need."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import consents, members, outbox
from storage.consents import Purpose
from storage.members import Standing
from storage.outbox import Ending, OutboxRow, State
from storage.reports import ReportState
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
    shown,
    words,
)

MINUTE = 60 * 1000
HOUR = 60 * MINUTE
NAME, PHONE, SAID = "欧阳锋", "13912345678", "我家门口的井盖"


@pytest.fixture
def known(world: World) -> World:
    """The courier has a rare name and a phone, and has sent one report."""
    world.transaction.execute(
        "UPDATE members SET name = :name, phone = :phone WHERE id = :id",
        {"name": NAME, "phone": f"+86{PHONE}", "id": world.member(COURIER).id},
    )
    deliver(world, world.say(COURIER, "/mydata"))
    return world


def deliver(world: World, rows: list[OutboxRow]) -> list[OutboxRow]:
    for row in rows:
        outbox.end(world.transaction, Ending(row.id, State.SENT, None, (int(row.id),)), world.now)
    return rows


def send_report(world: World, who: int = COURIER) -> list[OutboxRow]:
    deliver(world, world.downloaded(only(world.photo(who), "getFile")))
    return deliver(world, world.press(who, category_button(world.location(who, WEST), "leak")))


def begin_draft(world: World) -> None:
    deliver(world, world.downloaded(only(world.photo(COURIER, "two", caption=SAID), "getFile"), b"draft"))


def erase(world: World, who: int = COURIER) -> list[OutboxRow]:
    asked = deliver(world, world.say(who, "/deleteme"))
    return deliver(world, world.press(who, button(asked, "erase")))


@pytest.mark.parametrize(
    ("language", "goes", "stays", "namesakes", "done"),
    [
        ("zh", "会删掉", "会留下", "重名的人多", "已经全部删除"),
        ("en", "What goes", "What stays", "a name alone does not tell", "is erased"),
    ],
)
def test_what_goes_and_what_stays_is_said_before_and_after(
    world: World, language: str, goes: str, stays: str, namesakes: str, done: str
) -> None:
    world.press(COURIER, f"language:{language}")
    asked = world.say(COURIER, "/deleteme")
    assert all(part in words(asked) for part in (goes, stays, namesakes, "30", "15"))
    assert done in words(world.press(COURIER, button(asked, "erase")))


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("zh", ("培训", "积分会作废", "让出名额", "群发")),
        ("en", ("trainings", "points are lost", "given up", "broadcasts")),
    ],
)
def test_what_is_lost_and_what_stays_under_a_number_is_said_before(
    world: World, language: str, kept: tuple[str, ...]
) -> None:
    world.press(COURIER, f"language:{language}")
    asked = words(world.say(COURIER, "/deleteme"))
    assert all(part in asked for part in kept)


def test_nothing_goes_before_it_is_confirmed(known: World) -> None:
    asked = known.say(COURIER, "/deleteme")
    assert known.member(COURIER).name == NAME
    known.press(COURIER, button(asked, "keep"))
    assert known.member(COURIER).name == NAME
    (answer,) = known.press(COURIER, button(asked, "erase"))
    assert "失效" in str(answer.parameters["text"])


def test_the_button_expires(known: World) -> None:
    asked = known.say(COURIER, "/deleteme")
    known.now += 15 * MINUTE + 1
    (answer,) = known.press(COURIER, button(asked, "erase"))
    assert "过时" in str(answer.parameters["text"])
    assert known.member(COURIER).name == NAME


def test_asking_again_makes_the_first_button_out_of_date(known: World) -> None:
    first = known.say(COURIER, "/deleteme")
    second = known.say(COURIER, "/deleteme")
    assert "过时" in words(known.press(COURIER, button(first, "erase")))
    assert known.member(COURIER).name == NAME
    known.press(COURIER, button(second, "erase"))
    assert members.find(known.transaction, "telegram", COURIER) is None


@pytest.mark.parametrize(
    "data", ["erase", "erase:x:1", "erase::", "keep:x:1", "erase:{token}:x", "erase:{token}:-1"]
)
def test_a_forged_button_erases_nobody(known: World, data: str) -> None:
    token = button(known.say(COURIER, "/deleteme"), "erase").split(":")[1]
    (answer,) = known.press(COURIER, data.format(token=token))
    assert "失效" in str(answer.parameters["text"])
    assert known.member(COURIER).name == NAME


def test_nobody_erases_another(known: World) -> None:
    asked = known.say(COURIER, "/deleteme")
    for data in (button(asked, "erase"), button(asked, "keep")):
        assert "失效" in words(known.press(OTHER_COURIER, data))
    assert known.member(COURIER).name == NAME
    assert known.member(OTHER_COURIER).standing is Standing.ACTIVE


def test_a_double_tap_is_answered_and_makes_nobody_known_again(known: World) -> None:
    asked = known.say(COURIER, "/deleteme")
    known.press(COURIER, button(asked, "erase"))
    (answer,) = known.press(COURIER, button(asked, "erase"))
    assert "已经全部删除" in str(answer.parameters["text"])
    assert members.find(known.transaction, "telegram", COURIER) is None


def test_a_report_stays_without_its_reporters_name(known: World) -> None:
    send_report(known)
    erase(known)
    (report,) = known.all_reports()
    assert (report.state, report.photos[0].sha256 is not None) == (ReportState.SUBMITTED, True)
    reporter = members.get(known.transaction, report.reporter_id)
    assert (reporter.name, reporter.channel) == (f"#{reporter.id}", members.NOBODY)


def test_a_report_goes_on_after_its_reporter(known: World) -> None:
    card = send_report(known)
    erase(known)
    accepted = known.press(WORKER, button(card, "accept"))
    assert known.all_reports()[0].state is ReportState.ACCEPTED
    assert not [row for row in accepted if row.chat_id == COURIER]


def test_a_draft_goes_with_its_photos_place_and_words(known: World) -> None:
    begin_draft(known)
    erase(known)
    (draft,) = known.all_reports()
    assert (draft.state, draft.place, draft.photos, draft.words) == (ReportState.DISCARDED, None, (), "")
    assert known.transaction.number("SELECT count(*) FROM photos") == 0


def test_a_photo_that_a_report_needs_stays(known: World) -> None:
    send_report(known)
    begin_draft(known)
    erase(known)
    assert known.transaction.number("SELECT count(*) FROM photos") == 1


def test_consents_are_taken_back_and_that_is_kept(known: World) -> None:
    id_ = known.member(COURIER).id
    consents.record(known.transaction, id_, Purpose.REGISTRATION, given=True, now=known.now)
    erase(known)
    assert not consents.is_given(known.transaction, id_, Purpose.REGISTRATION)
    assert consents.history(known.transaction, id_)[-1].given is False


def test_a_grid_worker_gets_no_more_reports(known: World) -> None:
    erase(known, WORKER)
    card = send_report(known)
    assert not [row for row in card if row.chat_id == WORKER]
    assert [row for row in card if row.chat_id == COORDINATOR]


def test_whoever_comes_back_is_a_stranger(known: World) -> None:
    erase(known)
    known.say(COURIER, "/start")
    returned = known.member(COURIER)
    assert (returned.standing, returned.name) == (Standing.STRANGER, f"P{COURIER}")
    assert erase(known)
    assert members.find(known.transaction, "telegram", COURIER) is None


def test_a_stranger_can_be_erased_too(world: World) -> None:
    erase(world, STRANGER)
    assert members.find(world.transaction, "telegram", STRANGER) is None


def test_others_keep_everything(known: World) -> None:
    deliver(known, known.say(OTHER_COURIER, "别人的话"))
    erase(known)
    bodies = known.transaction.all(
        "SELECT body FROM inbox WHERE body LIKE '%别人的话%' OR body LIKE :escaped",
        {"escaped": "%\\u522b\\u4eba%"},
    )
    assert len(bodies) == 1
    assert known.member(OTHER_COURIER).name == "张伟"


def test_nothing_in_the_file_tells_who_it_was(known: World, tmp_path: Path) -> None:
    deliver(known, known.say(COURIER, f"{SAID}，打我电话 {PHONE}"))
    send_report(known)
    begin_draft(known)
    deliver(known, known.say(WORKER, f"{COURIER} 是谁？{PHONE}"))
    erase(known)
    known.transaction.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for trace in (NAME, PHONE, SAID, str(COURIER), f"P{COURIER}"):
        for form in (trace.encode(), trace.encode("unicode_escape"), trace.encode("utf-16-le")):
            assert form not in content, trace
    assert b"\xff\xd8 a photo" in content  # the report's


def test_a_second_look_drops_the_goodbye_too(known: World) -> None:
    erase(known)
    chat = {"chat": COURIER}
    assert known.transaction.number("SELECT count(*) FROM outbox WHERE chat_id = :chat", chat)
    known.now += 2 * HOUR
    known.tick("retention")
    assert not known.transaction.number("SELECT count(*) FROM outbox WHERE chat_id = :chat", chat)
    assert not known.transaction.number("SELECT count(*) FROM erasures")


def test_a_second_look_spares_whoever_came_back(known: World) -> None:
    erase(known)
    known.now += MINUTE
    known.say(COURIER, "/start")
    known.now += 2 * HOUR
    known.tick("retention")
    assert known.member(COURIER).standing is Standing.STRANGER
    assert known.transaction.number("SELECT count(*) FROM outbox WHERE chat_id = :chat", {"chat": COURIER})


def test_what_waits_for_the_erased_is_not_sent(known: World) -> None:
    waiting = known.say(COURIER, "/help")
    erase(known)
    ending = outbox.ending_of(known.transaction, waiting[0].id)
    assert ending is not None
    assert (ending.state, ending.reason) == (State.SKIPPED, "erased")


def test_what_is_under_way_to_the_erased_ends_unheard(known: World) -> None:
    superseded = known.say(COURIER, "/help")[0].id
    known.transaction.execute(
        "UPDATE outbox SET state = 'skipped', reason = 'superseded', ended_at = 1 WHERE id = :id",
        {"id": superseded},
    )
    broadcast = known.say(COURIER, "/help")[0].id
    known.transaction.execute(
        "UPDATE outbox SET lane = 3, state = 'sending' WHERE id = :id", {"id": broadcast}
    )
    erase(known)
    for row in (superseded, broadcast):
        assert not outbox.end(known.transaction, Ending(row, State.FAILED, "blocked"), known.now)
        assert outbox.ending_of(known.transaction, row) == Ending(row, State.SKIPPED, "erased")


def test_the_overview_leads_there(known: World) -> None:
    data = button(known.say(COURIER, "/mydata"), "deleteme")
    assert {one.data.split(":")[0] for one in shown(known.press(COURIER, data))} == {"erase", "keep"}


def test_an_applicants_card_loses_name_and_number_and_decides_nothing_any_more(world: World) -> None:
    world.command("import-stations", stations=applicants.STATIONS)
    card = deliver(world, applicants.apply_to_join(world))
    erased = erase(world, STRANGER)
    edits = [row for row in erased if row.chat_id == COORDINATOR]
    assert [row.method for row in edits] == ["editMessageText"]
    assert "已经删除了自己的数据" in words(edits)
    (answer,) = world.press(COORDINATOR, button(card, "approve"))
    assert "失效" in str(answer.parameters["text"])
