"""A courier who rides by looks at what somebody else has reported; where they were is kept nowhere."""

from __future__ import annotations

import pytest

from storage import consents, ledger, mutes, verification_offers
from storage.consents import Purpose
from storage.mutes import MuteReason
from storage.reports import ReportState
from tests.unit.handlers.clockwork import HOUR
from tests.unit.handlers.dialogue.talking import GROUP
from tests.unit.handlers.reports.reporting import Rows, answer
from tests.unit.handlers.verification.fixes import FOUND, at, confirm, doubt, fix, fixed, report, said
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    WORKER,
    Spot,
    World,
    button,
    methods,
    only,
    shown,
    words,
)

HERE: Spot = (30.501234, 114.311234)  # some 180 m away
THIRD, FOURTH = 1005, 1006


@pytest.fixture
def near(world: World) -> World:
    """A world with something to look at."""
    fixed(world)
    return world


def ask(world: World, who: int = OTHER_COURIER, spot: Spot = HERE) -> Rows:
    """``/nearby``, and where they are."""
    world.say(who, "/nearby")
    return world.location(who, spot)


def arrive(world: World, who: int = OTHER_COURIER) -> Rows:
    """They go there and send a photo."""
    world.press(who, button(ask(world, who), "look_at:"))
    return world.downloaded(only(world.photo(who, f"found-{who}"), "getFile"), FOUND)


def points(world: World, who: int = OTHER_COURIER) -> int:
    return ledger.balance(world.transaction, world.member(who).id)


def more_couriers(world: World) -> None:
    people = [{"user_id": id_, "name": f"骑手{id_}", "roles": ["courier"]} for id_ in (THIRD, FOURTH)]
    world.command("import-people", people=people)
    for id_ in (THIRD, FOURTH):
        world.agree(id_)


def test_the_nearest_is_offered_with_the_photo_of_before(near: World) -> None:
    assert "不保存" in words(near.say(OTHER_COURIER, "/nearby"))
    offer = only(near.location(OTHER_COURIER, HERE), "sendPhoto")
    assert offer.parameters["photo"] == {"stored": report(near).photos[0].sha256}
    assert "井盖问题" in words([offer])
    assert [one.text for one in shown([offer])] == ["👀 我去看", "🛵 这次不去"]


def test_where_they_are_is_no_report_and_is_kept_nowhere(near: World) -> None:
    ask(near)
    assert near.draft(OTHER_COURIER) is None
    for table in near.transaction.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        rows = near.transaction.all(f"SELECT * FROM {table['name']}")
        assert "30.501234" not in str([tuple(row) for row in rows])


def test_what_they_find_closes_it_and_earns_a_point(near: World) -> None:
    rows = arrive(near)
    assert "修好了吗" in words(rows, OTHER_COURIER)
    rows = confirm(near, OTHER_COURIER)
    assert report(near).state is ReportState.CLOSED
    assert "积分 +1" in words(rows, OTHER_COURIER)
    assert points(near) == 1
    assert "sendPhoto" in methods(rows, WORKER)
    (verdict,) = said(near)
    assert verdict.part == "passer_by"
    assert verdict.photo_id is not None


def test_what_they_find_not_fixed_goes_back(near: World) -> None:
    arrive(near)
    rows = doubt(near, OTHER_COURIER, "still_the_same")
    assert report(near).state is ReportState.REOPENED
    assert points(near) == 1
    assert "有人看过，还没好" in words(rows, COURIER)
    assert "getFile" not in methods(near.say(OTHER_COURIER, "好"))


def test_a_passer_by_has_not_seen_how_it_was_handled(near: World) -> None:
    arrive(near)
    reasons = near.press(OTHER_COURIER, f"not_fixed:{report(near).token}:{report(near).version}")
    assert not [one for one in shown(reasons) if one.data.endswith(":handling")]


def test_without_a_photo_nothing_is_said(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    assert "由报它的人来看" in answer(confirm(near, OTHER_COURIER))
    assert report(near).state is ReportState.FIXED


def test_a_forwarded_photo_is_not_taken_there(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    photo = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]}
    assert "转发来的" in words(near.message(OTHER_COURIER, {**photo, "forward_origin": origin}))


def test_the_photo_of_before_shows_nothing_new(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    download = only(near.photo(OTHER_COURIER, "copy"), "getFile")
    assert "已经有了" in words(near.downloaded(download), OTHER_COURIER)
    assert "getFile" in methods(near.photo(OTHER_COURIER, "mine"))


def test_the_same_report_earns_one_point_however_often(near: World) -> None:
    arrive(near)
    doubt(near, OTHER_COURIER)
    fix(near)
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    near.downloaded(only(near.photo(OTHER_COURIER, "later"), "getFile"), FOUND + b"2")
    confirm(near, OTHER_COURIER)
    assert points(near) == 1


def test_whoever_is_on_the_way_hears_that_there_is_no_need(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    rows = confirm(near)
    assert "不用再去" in words(rows, OTHER_COURIER)
    near.photo(OTHER_COURIER, "something-new")
    assert near.draft(OTHER_COURIER) is not None


def test_a_fix_by_mistake_calls_them_back(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    rows = near.press(WORKER, f"unfix:{report(near).token}:{report(near).version}")
    assert "不用再去" in words(rows, OTHER_COURIER)


def test_after_two_hours_the_offer_is_over_and_forgotten(near: World) -> None:
    arrive(near)
    near.now += 2 * HOUR
    assert "时间过了" in words(near.tick("verification offers"), OTHER_COURIER)
    assert near.transaction.all("SELECT * FROM verification_offers") == []
    assert near.transaction.all("SELECT * FROM report_photos WHERE shows = 'verification'") == []
    assert near.tick("verification offers") == []
    assert "由报它的人来看" in answer(confirm(near, OTHER_COURIER))


def test_a_photo_that_comes_too_late_is_told(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    near.now += 2 * HOUR
    assert "时间过了" in words(near.photo(OTHER_COURIER, "late"))


def test_what_they_decline_is_not_offered_to_them_again(near: World) -> None:
    rows = near.press(OTHER_COURIER, button(ask(near), "ride_on:"))
    assert "请别人看" in words(rows)
    assert "没有要核查的" in words(ask(near))


def test_cancel_on_the_way_declines_it(near: World) -> None:
    near.press(OTHER_COURIER, button(ask(near), "look_at:"))
    assert "请别人看" in words(near.say(OTHER_COURIER, "/cancel"))
    assert "没有要核查的" in words(ask(near))


def test_a_new_question_replaces_the_offer_before(near: World) -> None:
    first = ask(near)
    ask(near)
    assert len(near.transaction.all("SELECT * FROM verification_offers")) == 1
    assert "发一张照片" in answer(near.press(OTHER_COURIER, button(first, "look_at:")))


def test_two_are_on_the_way_and_no_third(near: World) -> None:
    more_couriers(near)
    ask(near)
    ask(near, THIRD)
    assert "没有要核查的" in words(ask(near, FOURTH))
    near.now += 2 * HOUR
    assert "sendPhoto" in methods(ask(near, FOURTH))


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE reports SET is_urgent = 1",
        "UPDATE reports SET category = 'gas'",
        "UPDATE reports SET reporter_id = :other",
        "UPDATE reports SET worker_id = :other",
        "UPDATE reports SET latitude = 30.507",
        "UPDATE reports SET state = 'working'",
        "INSERT INTO grid_workers (grid_id, member_id) VALUES ('west', :other)",
        "INSERT INTO report_verdicts (report_id, round, member_id, part, verdict, given_at)"
        " VALUES (1, 1, :courier, 'reporter', 'not_fixed', 1)",
    ],
)
def test_what_is_not_for_them_is_not_offered(near: World, spoilt: str) -> None:
    other, courier = near.member(OTHER_COURIER).id, near.member(COURIER).id
    if "grid_workers" in spoilt:
        near.transaction.execute(
            "INSERT INTO member_roles (member_id, role) VALUES (:other, 'grid_worker')", {"other": other}
        )
    values = {"other": other, "courier": courier}
    near.transaction.execute(spoilt, {name: id_ for name, id_ in values.items() if f":{name}" in spoilt})
    assert "没有要核查的" in words(ask(near))


def test_a_follower_is_asked_anyway_and_not_offered_it(near: World) -> None:
    near.transaction.execute(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at, joined_to) VALUES ('other', 'WH-1', 'joined', :id, 30.5, 114.31, 'manhole',"
        " 1, 1, 1, :joined)",
        {"id": near.member(OTHER_COURIER).id, "joined": report(near).id},
    )
    assert "没有要核查的" in words(ask(near))


@pytest.mark.parametrize(
    "content",
    [
        {"venue": {"location": {"latitude": 30.5, "longitude": 114.31}, "title": "店", "address": "路"}},
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}},
    ],
)
def test_a_place_that_is_not_theirs_is_asked_for_again(near: World, content: dict[str, object]) -> None:
    near.say(OTHER_COURIER, "/nearby")
    place = {"location": {"latitude": 30.5, "longitude": 114.31}}
    assert "自己现在的位置" in words(near.message(OTHER_COURIER, {**place, **content}))
    assert near.draft(OTHER_COURIER) is None
    assert "sendPhoto" in methods(near.location(OTHER_COURIER, HERE))


def test_without_consent_they_hear_where_to_give_it(near: World) -> None:
    member = near.member(OTHER_COURIER).id
    consents.record(near.transaction, member, Purpose.PHOTO_AND_PLACE, given=False, now=near.now)
    assert "/consents" in words(near.say(OTHER_COURIER, "/nearby"))


def mute(world: World) -> None:
    by, until = world.member(COORDINATOR).id, world.now + HOUR
    member = world.member(OTHER_COURIER).id
    mutes.begin(world.transaction, member, MuteReason.RUDE, None, by, until, world.now)


def test_whoever_is_muted_looks_at_nothing(near: World) -> None:
    mute(near)
    assert "不能上报" in words(near.say(OTHER_COURIER, "/nearby"))


def test_whoever_is_muted_on_the_way_says_nothing(near: World) -> None:
    arrive(near)
    mute(near)
    assert "不能上报" in answer(confirm(near, OTHER_COURIER))
    assert report(near).state is ReportState.FIXED


def test_the_offer_is_theirs_alone(near: World) -> None:
    data = button(ask(near), "look_at:")
    more_couriers(near)
    assert "不用你去看" in answer(near.press(THIRD, data))


def test_in_a_group_nothing_is_said_about_where_somebody_is(near: World) -> None:
    rows = near.say(OTHER_COURIER, "/nearby", chat=GROUP)
    assert "哪里" not in words(at(rows, GROUP))


def test_whoever_is_erased_leaves_no_offer(near: World) -> None:
    arrive(near)
    confirmation = near.say(OTHER_COURIER, "/deleteme")
    near.press(OTHER_COURIER, button(confirmation, "erase:"))
    assert verification_offers.open_about(near.transaction, report(near).id) == []
    assert near.transaction.all("SELECT * FROM report_photos WHERE shows = 'verification'") == []
    assert report(near).state is ReportState.FIXED
    confirm(near)
    assert report(near).state is ReportState.CLOSED
