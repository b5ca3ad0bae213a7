"""What is kept about somebody is said in words and sent as a document that is written only then."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import cast

import pytest

from bot import documents
from handlers import housekeeping
from storage import dead_letters, holds, inbox, ledger, mutes
from storage.inbox import Arrival, EventKind
from storage.ledger import ISSUER, Transfer
from storage.mutes import MuteReason
from storage.outbox import OutboxRow
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.points.awards import REASON, give
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    PENDING,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    words,
)


def document(world: World, rows: list[OutboxRow]) -> dict[str, object]:
    """What delivery would write for the row."""
    named = cast(Mapping[str, object], only(rows, "sendDocument").parameters["document"])
    written: dict[str, object] = json.loads(documents.write(world.transaction, named).content)
    return written


@pytest.mark.parametrize(("language", "says"), [("zh", "李强"), ("en", "kept about you")])
def test_a_message_to_read_and_a_document_to_keep(world: World, language: str, says: str) -> None:
    world.press(COURIER, f"language:{language}")
    rows = world.say(COURIER, "/mydata")
    assert methods(rows) == ["sendMessage", "sendDocument"]
    assert says in words(rows)
    assert {row.chat_id for row in rows} == {COURIER}


@pytest.mark.parametrize(
    ("who", "role"), [(COURIER, "骑手"), (WORKER, "网格员"), (PENDING, "等待答复"), (STRANGER, "还没有加入")]
)
def test_everybody_may_ask_and_is_told_what_they_are(world: World, who: int, role: str) -> None:
    assert f"身份：{role}" in words(world.say(who, "/mydata")).replace("已申请加入，", "")


def test_the_outbox_keeps_no_copy_of_the_document(world: World) -> None:
    row = only(world.say(COURIER, "/mydata"), "sendDocument")
    member = world.member(COURIER).id
    reader = {"language": "zh", "timezone": "Asia/Shanghai"}
    assert row.parameters["document"] == {"written": "my_data", "member": member, **reader}


def test_the_document_goes_from_who_they_are_to_what_was_said(world: World) -> None:
    subjects = list(document(world, world.say(COURIER, "/mydata")))
    order = [
        *("member", "consents", "reports", "trainings", "points", "mutes"),
        *("received", "not_handled", "sent"),
    ]
    assert [subject for subject in subjects if subject in order] == order
    assert (subjects[0], subjects[-1]) == ("member", "sent")


def test_the_document_holds_reports_with_their_words_photos_and_acts(world: World) -> None:
    world.downloaded(only(world.photo(COURIER, caption="盖子裂了"), "getFile"))
    asked = world.location(COURIER, WEST)
    world.press(COURIER, category_button(asked, "manhole"))
    written = document(world, world.say(COURIER, "/mydata"))
    (report,) = cast(list[dict[str, object]], written["reports"])
    assert (report["category"], report["latitude"], report["words"]) == ("manhole", WEST[0], ["盖子裂了"])
    assert cast(list[dict[str, object]], report["photos"])[0]["sha256"]
    assert [act["action"] for act in cast(list[dict[str, object]], written["acts"])] == ["submit"]


def test_the_document_holds_what_was_received_and_sent_and_nothing_of_others(world: World) -> None:
    world.say(COURIER, "我的话")
    world.say(OTHER_COURIER, "我转给1001的话")
    text = json.dumps(document(world, world.say(COURIER, "/mydata")), ensure_ascii=False)
    assert "我的话" in text
    assert "1001的话" not in text
    assert "sendMessage" in text


def test_the_document_holds_points_and_what_they_were_awarded_for(world: World) -> None:
    give(world, 5)
    written = document(world, world.say(COURIER, "/mydata"))
    (movement,) = cast(list[dict[str, object]], written["points"])
    (award,) = cast(list[dict[str, object]], written["awards"])
    assert (movement["points"], movement["cause"]) == (5, "award")
    assert (award["points"], award["reason"]) == (5, REASON)
    (made,) = cast(list[dict[str, object]], document(world, world.say(COORDINATOR, "/mydata"))["awards_made"])
    assert made["reason"] == REASON


def test_the_document_holds_what_expires_what_is_on_hold_and_what_is_for_honour(world: World) -> None:
    give(world, 5)
    member = world.member(COURIER).id
    holds.hold(world.transaction, member, 2, "goods:1", "goods", "1", None, world.now)
    honoured = Transfer("hours:1", ISSUER, ledger.honour_of(member), 4, "hours", "1")
    ledger.record(world.transaction, honoured, world.now)
    written = document(world, world.say(COURIER, "/mydata"))
    assert written["points_expire"] == [{"points": 3, "expires_at": "2027-12-31T16:00:00+00:00"}]
    (held,) = cast(list[dict[str, object]], written["points_on_hold"])
    (honour,) = cast(list[dict[str, object]], written["points_for_honour"])
    assert (held["points"], honour["points"]) == (2, 4)


def test_the_document_holds_what_could_not_be_handled_of_theirs_alone(world: World) -> None:
    for key, who in enumerate((COURIER, OTHER_COURIER)):
        body = json.dumps({"message": {"from": {"id": who}, "text": f"说给{COURIER}的话{key}"}})
        letter = Arrival("telegram", EventKind.UPDATE, str(key), body)
        dead_letters.add_unreadable(world.transaction, letter, "no id", world.now)
    (letters,) = cast(list[dict[str, object]], document(world, world.say(COURIER, "/mydata"))["not_handled"])
    assert letters["reason"] == "no id"
    assert str(letters["died_at"]).startswith("2026-09-")
    assert "说给1001的话0" in json.dumps(letters["received"], ensure_ascii=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_long_things_are_kept_is_what_retention_does(world: World, language: str) -> None:
    world.press(COURIER, f"language:{language}")
    said = words(world.say(COURIER, "/mydata"))
    for kept in (inbox.KEPT, housekeeping.CONTENTS_KEPT):
        assert re.search(rf"\b{kept // housekeeping.DAY}\b", said)


def test_times_are_readable(world: World) -> None:
    member = cast(dict[str, object], document(world, world.say(STRANGER, "/mydata"))["member"])
    assert str(member["met_at"]).startswith("2026-09-")


def test_in_a_group_nothing_is_shown(world: World) -> None:
    rows = world.say(COURIER, "/mydata", chat=-100)
    assert methods(rows) == ["sendMessage"]
    assert "李强" not in words(rows)


def test_nothing_is_written_about_whom_nobody_knows(world: World) -> None:
    with pytest.raises(documents.Erased):
        documents.write(world.transaction, {"written": "my_data", "member": 4711})


def test_the_document_holds_the_broadcasts_one_got_and_read_and_not_whose_chat_they_came_from(
    world: World,
) -> None:
    rows = desk.launch(world)
    for row in desk.copies(rows):
        desk.ended(world, row)
    world.press(COURIER, button(rows, "read:"))
    written = document(world, world.say(COURIER, "/mydata"))
    (received,) = cast(list[dict[str, object]], written["broadcasts_received"])
    assert received["state"] == "sent"
    assert received["read_at"] is not None
    assert str(COORDINATOR) not in json.dumps(written["sent"], ensure_ascii=False)


def test_the_document_of_a_coordinator_holds_the_broadcasts_they_sent(world: World) -> None:
    desk.launch(world)
    written = document(world, world.say(COORDINATOR, "/mydata"))
    (sent,) = cast(list[dict[str, object]], written["broadcasts_sent"])
    assert (sent["state"], sent["audience"]) == ("sending", "couriers")


def test_the_document_holds_mutes_to_whom_they_were_given_and_who_gave_them(world: World) -> None:
    muted, by = world.member(COURIER).id, world.member(COORDINATOR).id
    mutes.begin(world.transaction, muted, MuteReason.OTHER, "骂人", by, world.now + 1000, world.now)
    (suffered,) = cast(list[dict[str, object]], document(world, world.say(COURIER, "/mydata"))["mutes"])
    assert (suffered["words"], "ends_at" in suffered, "muted_by" in suffered) == ("骂人", True, False)
    written = document(world, world.say(COORDINATOR, "/mydata"))
    (given,) = cast(list[dict[str, object]], written["mutes_given"])
    assert (given["member"], written["mutes"]) == (muted, [])
