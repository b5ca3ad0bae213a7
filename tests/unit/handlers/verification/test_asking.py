"""Whoever reported it, or the same, is asked once, with before and after in one picture."""

from __future__ import annotations

from storage.reports import ReportState
from tests.unit.handlers.clockwork import next_time
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.verification.fixes import at, confirm, doubt, fix, fixed, follow, report
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)


def test_the_reporter_gets_one_message_with_before_and_after(world: World) -> None:
    world.now = next_time(world.now, 15)
    rows = at(fixed(world, caption="换了<新>井盖"), COURIER)
    asked = only(rows, "sendPhoto")
    photo = asked.parameters["photo"]
    assert isinstance(photo, dict)
    assert (photo["drawn"], photo["report"], photo["language"]) == ("before_after", report(world).id, "zh")
    said = str(asked.parameters["caption"])
    for told in (report(world).number, "井盖问题", "west网格", "换了&lt;新&gt;井盖"):
        assert str(told) in said
    assert [one.text for one in shown([asked])] == ["👍 修好了", "👎 还没好"]
    assert methods(rows) == ["sendPhoto"]
    assert "disable_notification" not in asked.parameters


def test_at_night_it_comes_without_a_sound(world: World) -> None:
    world.now = next_time(world.now, 3)
    asked = only(at(fixed(world), COURIER), "sendPhoto")
    assert asked.parameters["disable_notification"] is True


def test_followers_are_asked_too_and_whoever_is_erased_is_not(world: World) -> None:
    cards = submit(world)
    world.press(WORKER, button(cards, "accept:"))
    follow(world)
    confirmation = world.say(COURIER, "/deleteme")
    world.press(COURIER, button(confirmation, "erase:"))
    rows = fix(world)
    assert "sendPhoto" in methods(rows, OTHER_COURIER)
    assert all(row.chat_id != COURIER for row in rows)


def test_without_the_photo_of_before_the_newest_has_to_do(world: World) -> None:
    asked = only(at(fixed(world, caption="好了"), COURIER), "sendPhoto")
    world.transaction.execute("UPDATE report_photos SET sha256 = NULL WHERE shows = 'incident'")
    rows = world.undelivered(asked)
    again = only(rows, "sendPhoto")
    assert again.parameters["photo"] == {"stored": report(world).photos_after[-1].sha256}
    assert "好了" in words([again])
    assert world.undelivered(asked) == []
    assert again.id in {row.parent for row in confirm(world)}


def test_a_picture_that_is_lost_when_all_is_said_is_not_sent_again(world: World) -> None:
    asked = only(at(fixed(world), COURIER), "sendPhoto")
    confirm(world)
    assert world.undelivered(asked) == []


def test_a_fix_by_mistake_takes_the_buttons_away(world: World) -> None:
    rows = fixed(world)
    asked = only(at(rows, COURIER), "sendPhoto")
    undone = world.press(WORKER, button(rows, "unfix:"))
    (edit,) = [row for row in undone if row.parent == asked.id]
    assert (edit.method, edit.parameters["reply_markup"]) == (
        "editMessageReplyMarkup",
        {"inline_keyboard": []},
    )
    assert "sendPhoto" in methods(fix(world), COURIER)


def test_the_next_fix_is_asked_about_anew(world: World) -> None:
    fixed(world)
    doubt(world)
    assert report(world).state is ReportState.REOPENED
    rows = fix(world)
    assert "sendPhoto" in methods(rows, COURIER)
    confirm(world)
    assert report(world).state is ReportState.CLOSED
