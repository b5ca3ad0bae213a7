"""Whatever somebody sends by mistake, or worse, has its own answer, word for word, and costs nothing given already."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.photos import Unfit
from handlers.reports.cards import WORDS_SHOWN
from messages.catalogue import Language, label
from tests.e2e.files import heic, huge, moving, picture, send_file
from tests.e2e.journey import choose_language, hears, newest, plain
from tests.e2e.town import Person, Town, photo

IN_GRID = (30.49851, 114.31694)
AT_SEA = {"latitude": 31.2, "longitude": 122.6}
CAPTION = "<b>bold</b> {{ 7*7 }} \u202eabc\u202c & </i>"
MEGABYTE = 1024 * 1024

# What a draft holds, without what is only remembered for asking: when it was touched, what was asked last.
CONTENTS = (
    "SELECT id, token, version, state, latitude, longitude, category, put_aside_at FROM reports ORDER BY id",
    "SELECT id, report_id, file_id, sha256 FROM report_photos ORDER BY id",
    "SELECT report_id, words FROM report_words ORDER BY report_id, message_id",
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is sent, and the template that answers it."""

    send: Callable[[Person], Awaitable[object]]
    template: str
    values: Mapping[str, object] = field(default_factory=dict)


def file(name: str, content: bytes, kind: str = "document") -> Callable[[Person], Awaitable[object]]:
    return lambda person: send_file(person, name, content, kind)


def location(place: Mapping[str, float], **how: object) -> Callable[[Person], Awaitable[object]]:
    return lambda person: person.town.post("send", {"from": person.id, "location": place, **how})


def unusable(kind: str) -> tuple[str, Mapping[str, object]]:
    return f"fallback/unusable_{kind}", {"is_courier": True}


def failed(reason: Unfit) -> tuple[str, Mapping[str, object]]:
    return "reports/photo_failed", {"reason": reason, "remaining": 1, "holds_more": True}


MISTAKES: Mapping[str, Mistake] = {
    "a sticker": Mistake(file("s.webp", picture("WEBP"), "sticker"), *unusable("sticker")),
    "a video": Mistake(file("v.mp4", b"moving", "video"), *unusable("video")),
    "a sound file": Mistake(file("v.mp3", b"speaking", "audio"), *unusable("voice")),
    "an animation": Mistake(file("a.mp4", b"dancing", "animation"), *unusable("animation")),
    "a paper": Mistake(file("paper.pdf", b"%PDF-1.7"), *unusable("file")),
    "25 MB": Mistake(file("large.jpg", b"\xff\xd8" + bytes(25 * MEGABYTE)), "reports/file_too_big"),
    "a truncated JPEG": Mistake(file("cut.jpg", picture("JPEG")[:2000]), *failed(Unfit.BROKEN)),
    "30,000 x 30,000": Mistake(file("huge.png", huge()), *failed(Unfit.TOO_MANY_PIXELS)),
    "an animated image": Mistake(file("moving.webp", moving()), *failed(Unfit.ANIMATED)),
    "words as an image": Mistake(file("words.png", b"no picture at all"), *failed(Unfit.NOT_AN_IMAGE)),
    "words without a type": Mistake(file("noext", b"no picture at all"), *failed(Unfit.NOT_AN_IMAGE)),
    "a forwarded place": Mistake(
        location({"latitude": IN_GRID[0], "longitude": IN_GRID[1]}, forwarded=True), "reports/place_forwarded"
    ),
    "a place in the sea": Mistake(location(AT_SEA), "reports/place_implausible"),
}


def rows(town: Town, *questions: str) -> list[list[tuple[object, ...]]]:
    """What the bot's file holds."""
    path = Path(town.home) / "bot.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [connection.execute(question).fetchall() for question in questions]


async def test_each_mistake_has_its_own_answer_and_the_draft_stays_as_it_was(
    town: Town, language: Language
) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await choose_language(courier, language)
    await courier.send_photo(photo(1), caption=CAPTION)
    await newest(courier)
    before = rows(town, *CONTENTS)
    for name, mistake in MISTAKES.items():
        seen = await newest(courier)
        await mistake.send(courier)
        await hears(courier, plain(language, mistake.template, mistake.values), seen)
        await town.settle()
        assert rows(town, *CONTENTS) == before, name

    await courier.send_place(*IN_GRID)
    await courier.press(label(language, "category.manhole"))
    await town.until(worker, "WH-")
    card = next(message for message in await worker.messages() if "caption" in message)
    assert CAPTION in card["caption"].split("\n")


@pytest.mark.parametrize("name", ["photo.HEIC", "mislabelled.jpg", "noext"])
async def test_a_picture_is_known_by_its_bytes(town: Town, name: str) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.send_place(*IN_GRID)
    await send_file(courier, name, heic() if name == "photo.HEIC" else picture("PNG"))
    await courier.press(label(Language.ZH, "category.manhole"))
    await town.until(worker, "WH-")
    assert rows(town, "SELECT count(*) FROM report_photos WHERE sha256 IS NOT NULL") == [[(1,)]]


async def test_each_wrong_press_has_its_own_answer_and_the_draft_stays_as_it_was(
    town: Town, language: Language
) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    for person in (courier, worker):
        await choose_language(person, language)
    await courier.say("/report")
    await courier.press(label(language, "category.manhole"))
    await town.settle()
    ((token, version),) = rows(town, "SELECT token, version FROM reports")[0]
    before = rows(town, *CONTENTS)
    pressed = {
        (courier, f"category:{token}:{version}:manhole"): label(  # a double tap
            language, "press.category_kept", {"category": label(language, "category.manhole")}
        ),
        (courier, f"category:{token}:{version}:gold"): label(language, "press.unknown"),
        (courier, f"category:nothing:{version}:leak"): label(language, "press.unknown"),
        (courier, f"category:{token}:99:leak"): label(language, "refused.out_of_date"),
        (worker, f"category:{token}:{version}:leak"): label(language, "refused.not_yours"),
        (worker, f"cancel:{token}:{version}"): label(language, "refused.not_yours"),
        (worker, f"resume:{token}:{version}"): label(language, "refused.not_yours"),
        (courier, f"accept:{token}:{version}"): label(language, "refused.not_responsible"),
    }
    for (person, data), answer in pressed.items():
        assert (await person.forge(data))["text"] == answer, data
        await town.settle()
        assert rows(town, *CONTENTS) == before, data


async def test_ten_thousand_characters_come_in_three_messages_and_are_kept_whole(
    town: Town, language: Language
) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await choose_language(courier, language)
    await courier.send_photo(photo(1))
    said = ["好" * 4096, "长" * 4096, "啊" * 1808]
    asked = plain(
        language, "reports/ask_place", {"noted": "words", "words_cut": True, "words_shown": WORDS_SHOWN}
    )
    for part in said:
        seen = await newest(courier)
        await courier.say(part)
        await hears(courier, asked, seen)
    assert rows(town, "SELECT words FROM report_words ORDER BY message_id") == [[(part,) for part in said]]
    await courier.send_place(*IN_GRID)
    await courier.press(label(language, "category.manhole"))
    await town.until(worker, "WH-")
    assert "好" * (WORDS_SHOWN - 1) + "…" in await worker.transcript()
