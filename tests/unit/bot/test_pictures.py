"""Pictures that a row names are drawn when it is sent, off the loop, and hold up nobody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from telegram import InputFile

from bot import pictures
from bot.documents import About, Erased
from bot.sending import Done, Sending
from bot.slow_rows import AT_ONCE, PAUSE, Slow
from messages.pictures.picture import Picture
from storage.database import Transaction
from storage.outbox import Ending, OutboxId, OutboxRow, State
from tests.unit.bot.post import Post
from tests.unit.bot.rows import row
from tests.unit.bot.stage import ScriptedApi, Storage, until

DRAWN = Picture("sign.png", b"PNG")


def drawing(id_: int, **changes: object) -> OutboxRow:
    """A row that sends a picture of a test's own making."""
    named = {"drawn": "sign", "language": "zh"}
    return replace(
        row(id_, method="sendPhoto", parameters={"photo": named, "caption": "c"}),
        **changes,  # type: ignore[arg-type]
    )


def will_draw(monkeypatch: pytest.MonkeyPatch, draw: Callable[[], Picture]) -> None:
    def sign(_transaction: Transaction, _about: About) -> Callable[[], Picture]:
        return draw

    monkeypatch.setattr(pictures, "DRAWERS", {"sign": sign})


@pytest.fixture
def sending(storage: Storage, api: ScriptedApi) -> Sending:
    return Sending(storage.database, api)


async def test_what_is_sent_is_the_picture_with_its_caption(
    sending: Sending, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    will_draw(monkeypatch, lambda: DRAWN)

    result = await sending.attempt(drawing(1))

    assert isinstance(result, Done)
    assert result.ending.state is State.SENT
    assert result.also is None  # nothing is remembered for sending it again
    (call,) = api.calls
    sent = cast(InputFile, call.parameters["photo"])
    assert (sent.filename, sent.input_file_content) == ("sign.png", b"PNG")
    assert call.parameters["caption"] == "c"


async def test_it_is_drawn_in_another_thread(sending: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def draw() -> Picture:
        threads.append(threading.current_thread())
        return DRAWN

    will_draw(monkeypatch, draw)
    await sending.attempt(drawing(1))

    assert threads != [threading.current_thread()]


async def test_a_picture_of_what_was_erased_is_skipped(
    sending: Sending, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign(_transaction: Transaction, _about: About) -> Callable[[], Picture]:
        raise Erased("no report 7")

    monkeypatch.setattr(pictures, "DRAWERS", {"sign": sign})

    result = await sending.attempt(drawing(1))

    assert result == Done(Ending(OutboxId(1), State.SKIPPED, "what it is about was erased"))
    assert api.calls == []


async def test_a_drawing_that_breaks_fails_once_with_its_reason_and_is_told_to_who_asked(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[None] = []

    def draw() -> Picture:
        attempts.append(None)
        raise OSError("image file is truncated")

    will_draw(monkeypatch, draw)
    await post.say(drawing(1, effect="picture_sent"), row(2))
    await until(lambda: bool(post.events))

    assert await post.storage.states() == {1: "failed", 2: "sent"}
    assert await post.storage.reason(1) == "OSError('image file is truncated')"
    assert attempts == [None]
    assert post.api.texts() == ["2"]


async def test_a_name_that_nothing_draws_fails_once(post: Post) -> None:
    await post.say(drawing(1))

    assert await post.storage.states() == {1: "failed"}
    assert await post.storage.reason(1) == "KeyError('sign')"


async def test_many_drawings_take_turns_and_hold_up_nobody(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    under_way: list[int] = []

    def draw() -> Picture:
        under_way.append(1)
        may_end.wait(2)
        return DRAWN

    will_draw(monkeypatch, draw)
    await post.say(*(drawing(id_, chat_id=id_) for id_ in range(1, 10)))
    await until(lambda: len(under_way) == AT_ONCE[Slow.DRAWING])

    await post.say(row(500))
    assert post.api.texts() == ["500"]
    assert len(under_way) == AT_ONCE[Slow.DRAWING]

    may_end.set()
    while "waiting" in (await post.storage.states()).values():
        await post.advance(PAUSE)
        await asyncio.sleep(0.001)
    assert len([call for call in post.api.calls if call.method == "sendPhoto"]) == 9
