"""Images sent as files: what the camera noted fills the place in, and each that cannot be used is said why."""

from __future__ import annotations

import pytest

from messages.catalogue import Language, text
from storage.reports import Place
from tests.unit.handlers.world import COURIER, WEST, World, category_button, methods, only, words


@pytest.mark.parametrize(("language_code", "said"), [("zh-hans", "拍摄地点"), ("en", "where it was taken")])
def test_a_file_that_knows_its_place_needs_one_action_less(
    world: World, language_code: str, said: str
) -> None:
    world.press(COURIER, f"language:{language_code[:2]}")
    rows = world.image_file(COURIER)
    assert only(rows, "getFile").parameters["is_file"] is True
    rows = world.downloaded(only(rows, "getFile"), place=WEST)
    assert said in words(rows)
    rows = world.press(COURIER, category_button(rows, "leak"))
    assert "WH-2026-000001" in words(rows, COURIER)


def test_a_file_without_a_place_is_asked_where(world: World) -> None:
    rows = world.image_file(COURIER)
    assert "正在打开" in words(rows)
    assert "在哪里" in words(world.downloaded(only(rows, "getFile")))


def test_a_place_that_was_shared_is_not_replaced(world: World) -> None:
    world.location(COURIER, WEST)
    world.downloaded(only(world.image_file(COURIER), "getFile"), place=(30.4, 114.2))
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.place == Place(*WEST)


def test_an_implausible_place_of_a_camera_is_ignored(world: World) -> None:
    rows = world.downloaded(only(world.image_file(COURIER), "getFile"), place=(0.5, 0.5))
    assert "在哪里" in words(rows)


@pytest.mark.parametrize(
    "document",
    [
        {"mime_type": None, "file_name": "IMG_1.HEIC"},
        {"mime_type": "image/png"},
        {"mime_type": "application/octet-stream", "file_name": "noext"},
        {"mime_type": None, "file_name": "noext"},
        {"mime_type": None},
        {"mime_type": "", "file_name": "IMG.jpg_large"},
    ],
)
def test_a_file_may_be_an_image_by_its_type_or_its_ending_or_when_it_says_nothing(
    world: World, document: dict[str, object]
) -> None:
    known = {key: value for key, value in document.items() if value is not None}
    named = {"file_id": "f", "file_unique_id": "u", **known}
    assert "getFile" in methods(world.message(COURIER, {"document": named}))


@pytest.mark.parametrize(("language_code", "said"), [("zh-hans", "超过 20 MB"), ("en", "larger than 20 MB")])
def test_a_file_too_large_is_refused_at_once_and_the_draft_stays(
    world: World, language_code: str, said: str
) -> None:
    world.press(COURIER, f"language:{language_code[:2]}")
    world.photo(COURIER)
    before = world.draft(COURIER)
    rows = world.image_file(COURIER, file_size=25 * 1024 * 1024)
    assert said in words(rows)
    assert methods(rows) == ["sendMessage"]
    assert world.draft(COURIER) == before


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        ("too_many_pixels", "像素太多", "more pixels"),
        ("animated", "动图", "moves"),
        ("not_an_image", "不是图片", "is no picture"),
        ("broken", "不完整", "not whole"),
        ("too_big", "20 MB", "20 MB"),
        ("gone", "没能从 Telegram 取到", "could not be fetched"),
    ],
)
def test_each_image_that_cannot_be_used_is_said_why_and_asked_for_again(
    world: World, reason: str, chinese: str, english: str
) -> None:
    world.location(COURIER, WEST)
    rows = world.download_failed(only(world.image_file(COURIER), "getFile"), reason)
    assert chinese in words(rows)
    assert "请再发一张照片</b>，别的都还在" in words(rows)
    world.press(COURIER, "language:en")
    rows = world.download_failed(only(world.image_file(COURIER), "getFile"), reason)
    assert english in words(rows)
    draft = world.draft(COURIER)
    assert draft is not None
    assert (draft.photos, draft.place) == ((), Place(*WEST))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "document",
    [
        {"mime_type": "application/pdf", "file_name": "noext"},
        {"mime_type": "application/zip", "file_name": "noext"},
        {"mime_type": "video/mp4", "file_name": "noext"},
        {"mime_type": "application/octet-stream", "file_name": "doc.pdf"},
        {"mime_type": "text/plain", "file_name": "words"},
    ],
)
def test_a_file_that_is_surely_something_else_is_not_fetched(
    world: World, document: dict[str, object], language: Language
) -> None:
    world.press(COURIER, f"language:{language}")
    rows = world.message(COURIER, {"document": {"file_id": "f", "file_unique_id": "u", **document}})
    assert methods(rows) == ["sendMessage"]
    assert words(rows) == text(language, "fallback/unusable_file", {"is_courier": True})
    assert world.all_reports() == []


@pytest.mark.parametrize(
    ("language", "first", "then"),
    [
        ("zh", "📎 文件收到。\n⏳ 正在打开", "<b>请再发一张照片</b>。"),
        ("en", "📎 File received.\n⏳ Opening the file", "<b>Please send a photo.</b>"),
    ],
)
def test_a_first_file_that_is_no_image_promises_nothing_before_and_names_nothing_else_after(
    world: World, language: str, first: str, then: str
) -> None:
    world.press(COURIER, f"language:{language}")
    rows = world.image_file(COURIER, mime_type="application/octet-stream", file_name="noext")
    assert words(rows).startswith(first)
    rows = world.download_failed(only(rows, "getFile"), "not_an_image")
    assert words(rows).endswith(then)
