"""What a reader of a chat learns, and when."""

from __future__ import annotations

import asyncio

from bot.sandbox.history import History
from bot.sandbox.store import Store
from bot.sandbox.wire import JsonObject

CHAT = 1001
GROUP = -1001


def said(history: History, text: str, chat: int = CHAT) -> JsonObject:
    return history.put({"message_id": history.next_message_id(chat), "chat": {"id": chat}, "text": text})


def test_only_what_changed_is_told() -> None:
    history = History(Store())
    first, second = said(history, "a"), said(history, "b")
    before = history.revision
    history.put({**first, "text": "a, corrected"})
    history.delete(CHAT, second["message_id"])

    changes = history.changed_since(CHAT, before)

    assert [message["text"] for message in changes.messages] == ["a, corrected"]
    assert changes.deleted == [second["message_id"]]
    assert history.changed_since(CHAT, changes.revision).messages == []


def test_a_chat_is_shown_in_the_order_it_was_said() -> None:
    history = History(Store())
    first = said(history, "a")
    said(history, "b")
    history.put({**first, "text": "edited"})

    assert [message["text"] for message in history.shown(CHAT)] == ["edited", "b"]
    assert [message["text"] for message in history.shown(CHAT, after=first["message_id"])] == ["b"]


def test_private_chats_share_their_message_ids_and_groups_do_not() -> None:
    history = History(Store())

    assert [said(history, "a", chat)["message_id"] for chat in (1, 2, GROUP, GROUP)] == [1, 2, 1, 2]


def test_former_reactions_are_given_back() -> None:
    history = History(Store())
    message_id = said(history, "a")["message_id"]

    assert history.react(CHAT, message_id, 7, ["👍"]) == []
    assert history.shown(CHAT)[0]["reactions"] == {"7": ["👍"]}
    assert history.react(CHAT, message_id, 7, []) == ["👍"]


async def test_a_reader_waits_for_the_chat_it_reads() -> None:
    history = History(Store())
    waiting = asyncio.create_task(history.wait(CHAT, history.revision, 10))
    await asyncio.sleep(0)
    said(history, "elsewhere", GROUP)
    await asyncio.sleep(0)
    assert not waiting.done()

    said(history, "here")
    await waiting


async def test_a_reader_that_is_behind_does_not_wait() -> None:
    history = History(Store())
    said(history, "a")

    await history.wait(CHAT, 0, 10)
    await history.wait(None, 0, 10)
