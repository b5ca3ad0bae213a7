"""What an answer of Telegram's means for the row it was given to."""

from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.request import ConnectionLost, NotSent
from bot.verdicts import Again, Moved, Over, UploadAnew, Verdict, Wait, verdict
from storage.outbox import Lane, State
from tests.unit.bot.rows import row

BLOCKED = "Forbidden: bot was blocked by the user"


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RetryAfter(17), Wait(17)),
        (ChatMigrated(-1002), Moved(-1002)),
        (Forbidden(BLOCKED), Over(State.FAILED, BLOCKED, unreachable=True)),
        (
            Forbidden("Forbidden: user is deactivated"),
            Over(State.FAILED, "Forbidden: user is deactivated", True),
        ),
        (BadRequest("Chat not found"), Over(State.FAILED, "Chat not found", unreachable=True)),
        (BadRequest("PEER_ID_INVALID"), Over(State.FAILED, "PEER_ID_INVALID", unreachable=True)),
        (BadRequest("Message is not modified: specified new message content …"), Over(State.SENT)),
        (BadRequest("Query is too old and response timeout expired …"), Over(State.SKIPPED, "expired")),
        (BadRequest("Message to edit not found"), Over(State.FAILED, "Message to edit not found")),
        (BadRequest("Wrong file identifier/HTTP URL specified"), UploadAnew()),
        (BadRequest("Wrong remote file identifier specified: …"), UploadAnew()),
        (NetworkError("Bad Gateway"), Again("Bad Gateway")),
        (NotSent("no connection"), Again("no connection")),
        (TimedOut("no answer in time"), Again("no answer in time")),
        (ConnectionLost("reset"), Again("reset")),
        (Conflict("terminated by other getUpdates"), Again("terminated by other getUpdates")),
        (InvalidToken("Unauthorized"), Again("Unauthorized")),
        (TelegramError("what is this"), Again("what is this")),
    ],
)
def test_an_answer_has_its_meaning(error: TelegramError, meaning: Verdict) -> None:
    assert verdict(row(1), error) == meaning


@pytest.mark.parametrize("error", [TimedOut("no answer in time"), ConnectionLost("no answer in time")])
def test_a_broadcast_that_may_have_arrived_is_uncertain(error: NetworkError) -> None:
    assert verdict(row(1, lane=Lane.BROADCAST), error) == Over(State.UNCERTAIN, "no answer in time")


@pytest.mark.parametrize("error", [NotSent("no connection"), NetworkError("Bad Gateway")])
def test_a_broadcast_that_was_surely_not_accepted_is_sent_again(error: NetworkError) -> None:
    assert verdict(row(1, lane=Lane.BROADCAST), error) == Again(error.message)
