"""From a photo, a place and a category, in any order, to a number and a card."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import permutations

import pytest

from storage import photos
from storage.outbox import OutboxRow
from storage.reports import Category, Place, ReportState
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    FAR_AWAY,
    IMAGE,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)

Rows = list[OutboxRow]


def send_photo(world: World, keyboard: Rows) -> Rows:
    rows = world.photo(COURIER)
    return rows + world.downloaded(only(rows, "getFile"))


def send_place(world: World, keyboard: Rows) -> Rows:
    return world.location(COURIER, WEST)


def pick_category(world: World, keyboard: Rows) -> Rows:
    return world.press(COURIER, category_button(keyboard, "manhole"))


def submit(world: World, spot: tuple[float, float] = WEST, caption: str = "") -> Rows:
    """A whole report; the rows of its submission."""
    place = world.apart(spot)
    rows = world.photo(COURIER, caption=caption)
    world.downloaded(only(rows, "getFile"))
    keyboard = world.location(COURIER, place)
    return world.press(COURIER, category_button(keyboard, "manhole"))


@pytest.mark.parametrize("steps", list(permutations([send_photo, send_place, pick_category])))
@pytest.mark.parametrize("language_code", ["zh-hans", "en"])
def test_photo_place_and_category_make_a_report_in_any_order(
    world: World, steps: tuple[Callable[[World, Rows], Rows], ...], language_code: str
) -> None:
    world.language_code = language_code
    keyboard = world.say(COURIER, "/report")
    for step in steps:
        assert world.draft(COURIER) is not None
        rows = step(world, keyboard)
        world.restart()
    (report,) = world.all_reports()
    assert report.state is ReportState.SUBMITTED
    assert report.number == "WH-2026-000001"
    assert report.category is Category.MANHOLE
    assert report.place == Place(*WEST)
    assert report.grid_id == "west"
    assert methods(rows, WORKER) == ["sendPhoto", "sendVenue"]
    assert "WH-2026-000001" in words(rows, COURIER)


def test_the_bytes_of_the_photo_are_stored_with_the_report(world: World) -> None:
    submit(world)
    (report,) = world.all_reports()
    sha256 = report.photos[0].sha256
    assert sha256 is not None
    photo = photos.find(world.transaction, sha256)
    assert photo is not None
    assert photo.image == IMAGE


def test_the_photo_gets_its_reaction_only_when_its_bytes_are_stored(world: World) -> None:
    rows = world.photo(COURIER)
    assert "setMessageReaction" not in methods(rows)
    reaction = only(world.downloaded(only(rows, "getFile")), "setMessageReaction")
    draft = world.draft(COURIER)
    assert draft is not None
    assert reaction.parameters["message_id"] == draft.photos[0].message_id
    assert reaction.chat_id == COURIER


def test_a_report_waits_for_bytes_that_come_late_and_says_so(world: World) -> None:
    download = only(world.photo(COURIER), "getFile")
    keyboard = world.location(COURIER, WEST)
    rows = world.press(COURIER, category_button(keyboard, "leak"))
    assert "正在保存" in words(rows)
    assert world.all_reports()[0].state is ReportState.DRAFT
    rows = world.downloaded(download)
    assert world.all_reports()[0].state is ReportState.SUBMITTED
    assert methods(rows, WORKER) == ["sendPhoto", "sendVenue"]


@pytest.mark.parametrize("reason", ["gone", "too_big", "not_a_photo"])
def test_a_photo_that_cannot_be_had_is_asked_for_again_and_the_rest_stays(world: World, reason: str) -> None:
    download = only(world.photo(COURIER), "getFile")
    keyboard = world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "leak"))
    assert "请再发一张照片" in words(world.download_failed(download, reason))
    rows = world.photo(COURIER, "another")
    assert "正在保存" in words(rows)
    rows = world.downloaded(only(rows, "getFile"))
    assert "WH-2026-000001" in words(rows, COURIER)


def test_one_lost_photo_of_several_does_not_hold_up_the_others(world: World) -> None:
    first, second = (only(world.photo(COURIER, name), "getFile") for name in ("one", "two"))
    keyboard = world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "leak"))
    world.downloaded(first)
    rows = world.download_failed(second, "gone")
    assert "其他照片不受影响" in words(rows, COURIER)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_every_photo_is_shown_and_only_one_has_the_buttons(world: World) -> None:
    for name in ("one", "two"):
        world.downloaded(only(world.photo(COURIER, name), "getFile"), image=name.encode())
    keyboard = world.location(COURIER, WEST)
    rows = world.press(COURIER, category_button(keyboard, "leak"))
    assert methods(rows, WORKER) == ["sendPhoto", "sendPhoto", "sendVenue"]
    assert [one.data.split(":")[0] for one in shown(rows)] == [
        "accept",
        "return",
        "hand_over",
        "ask",
        "write",
        "choose_same",
    ]
    assert "共 2 张照片" in words(rows, WORKER)


def test_an_album_is_asked_about_once(world: World) -> None:
    said = [words(world.photo(COURIER, name, album="7")) for name in ("one", "two", "three")]
    assert "在哪里" in said[0]
    assert said[1:] == ["", ""]


def test_the_question_is_asked_again_after_a_while(world: World) -> None:
    world.photo(COURIER)
    world.now += 24 * 3600 * 1000
    assert "在哪里" in words(world.photo(COURIER, "two"))


def test_the_same_photo_twice_is_one_photo(world: World) -> None:
    world.photo(COURIER)
    rows = world.photo(COURIER)
    assert "getFile" not in methods(rows)
    assert "已经有了" in words(rows)


def test_a_later_place_replaces_an_earlier_one(world: World) -> None:
    world.location(COURIER, FAR_AWAY)
    world.location(COURIER, WEST)
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.place == Place(*WEST)


def test_a_place_picked_by_its_name_counts_too(world: World) -> None:
    location = {"latitude": WEST[0], "longitude": WEST[1]}
    world.message(
        COURIER, {"venue": {"location": location, "title": "站", "address": "路"}, "location": location}
    )
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.place == Place(*WEST)


def test_a_forwarded_place_is_nobodys(world: World) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    location = {"latitude": WEST[0], "longitude": WEST[1]}
    rows = world.message(COURIER, {"location": location, "forward_origin": origin})
    assert "转发的位置" in words(rows)
    assert world.draft(COURIER) is None


def test_a_place_outside_all_grids_goes_to_the_coordinators(world: World) -> None:
    rows = submit(world, FAR_AWAY)
    assert {row.chat_id for row in rows if row.method == "sendPhoto"} == {COORDINATOR, OTHER_COORDINATOR}
    assert "协调员" in words(rows, COURIER)


def test_a_grid_without_active_workers_goes_to_the_coordinators(world: World) -> None:
    world.command("import-people", people=[{"user_id": WORKER, "name": "王", "standing": "left"}])
    rows = submit(world)
    assert {row.chat_id for row in rows if row.method == "sendPhoto"} == {COORDINATOR, OTHER_COORDINATOR}


def test_a_report_for_which_nobody_answers_is_kept_and_says_so(world: World) -> None:
    people = [{"user_id": who, "name": "x", "standing": "left"} for who in (COORDINATOR, OTHER_COORDINATOR)]
    world.command("import-people", people=people)
    rows = submit(world, FAR_AWAY)
    assert "还没有负责人" in words(rows, COURIER)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_numbers_run_on_within_a_year_of_wuhan(world: World) -> None:
    submit(world)
    submit(world)
    world.now = 1_798_732_800_000  # 2026-12-31 16:00 UTC, midnight in Wuhan
    submit(world)
    numbers = [report.number for report in world.all_reports()]
    assert numbers == ["WH-2026-000001", "WH-2026-000002", "WH-2027-000001"]


def test_the_caption_and_words_stand_on_the_card(world: World) -> None:
    download = only(world.photo(COURIER, caption="很危险"), "getFile")
    rows = world.say(COURIER, "有人绊倒了")
    assert "记下了" in words(rows)
    world.downloaded(download)
    world.location(COURIER, WEST)
    keyboard = world.say(COURIER, "在门口")
    card = words(world.press(COURIER, category_button(keyboard, "litter")), WORKER)
    assert "<blockquote>很危险\n有人绊倒了\n在门口</blockquote>" in card


def test_an_edited_caption_changes_the_words_of_a_draft(world: World) -> None:
    world.photo(COURIER, caption="wrong")
    draft = world.draft(COURIER)
    assert draft is not None
    rows = world.photo(COURIER, edits=draft.photos[0].message_id, caption="right")
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.words == "right"
    assert len(draft.photos) == 1
    assert rows == []


def test_an_edited_caption_changes_the_card_after_submission(world: World) -> None:
    submit(world, caption="wrong")
    (report,) = world.all_reports()
    rows = world.photo(COURIER, edits=report.photos[0].message_id, caption="right")
    assert methods(rows) == ["editMessageCaption"]
    assert "right" in words(rows, WORKER)
    assert button(rows, "accept:")


def test_an_edit_of_something_else_is_nobodys_business(world: World) -> None:
    submit(world)
    assert world.say(COURIER, "hello", edits=99_999) == []


@pytest.mark.parametrize(
    "words_sent", ["<b>bold", "{{ 7*7 }} {% raw %}", "{number}", "\u202ereversed", "&amp;"]
)
def test_words_are_shown_as_they_were_written(world: World, words_sent: str) -> None:
    rows = submit(world, caption=words_sent)
    assert f"<blockquote>{escape(words_sent, quote=False)}</blockquote>" in with_plain_quotes(
        words(rows, WORKER)
    )


def with_plain_quotes(text: str) -> str:
    """Quotes may be escaped or not; Telegram shows the same."""
    return text.replace("&#39;", "'").replace("&#34;", '"')


def test_long_words_are_cut_on_the_card_and_whoever_wrote_them_is_told(world: World) -> None:
    rows = world.photo(COURIER, caption="😀" * 512)
    assert "前 250 个字" in words(rows)
    world.downloaded(only(rows, "getFile"))
    keyboard = world.location(COURIER, WEST)
    rows = world.press(COURIER, category_button(keyboard, "other"))
    caption = str(only([row for row in rows if row.chat_id == WORKER], "sendPhoto").parameters["caption"])
    assert len(caption.encode("utf-16-le")) // 2 <= 1024
    assert "😀…" in caption


def test_the_card_does_not_say_who_reported(world: World) -> None:
    rows = submit(world)
    assert "李强" not in words(rows, WORKER)


def test_the_map_link_has_longitude_first(world: World) -> None:
    rows = submit(world)
    assert "position=114.31,30.5&amp;coordinate=wgs84" in words(rows, WORKER)


def test_each_receiver_is_spoken_to_in_their_language(world: World) -> None:
    world.language_code = "en"
    world.say(WORKER, "/start")
    world.language_code = "zh-hans"
    rows = submit(world)
    assert "Manhole cover" in words(rows, WORKER)
    assert "井盖问题" in words(rows, COURIER)


@pytest.mark.parametrize("by_button", [True, False])
def test_a_draft_can_be_given_up_and_leaves_nothing(world: World, by_button: bool) -> None:
    keyboard = world.say(COURIER, "/report")
    world.photo(COURIER, caption="x")
    world.location(COURIER, WEST)
    rows = world.press(COURIER, button(keyboard, "cancel:")) if by_button else world.say(COURIER, "/cancel")
    assert "不报了" in words(rows)
    (report,) = world.all_reports()
    assert (report.state, report.photos, report.words, report.place) == (ReportState.DISCARDED, (), "", None)


def test_bytes_that_come_after_a_draft_was_given_up_are_forgotten(world: World) -> None:
    download = only(world.photo(COURIER), "getFile")
    world.say(COURIER, "/cancel")
    assert world.downloaded(download) == []
    world.now += 2 * 24 * 3600 * 1000
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM photos") == 0


def test_cancelling_without_a_draft_says_so(world: World) -> None:
    assert "没有没报完的" in words(world.say(COURIER, "/cancel"))


def test_the_report_button_of_the_menu_goes_on_with_an_open_draft(world: World) -> None:
    world.photo(COURIER)
    assert "在哪里" in words(world.press(COURIER, "report"))
    assert len(world.all_reports()) == 1


def test_workers_of_other_grids_hear_nothing(world: World) -> None:
    assert methods(submit(world), OTHER_WORKER) == []
