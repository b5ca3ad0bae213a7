"""What is made only when it is sent: the row names it, and says for whom and by which clocks."""

from __future__ import annotations

import pytest

from handlers.address import Address
from messages.catalogue import Language
from messages.keyboards import Button
from storage.outbox import Lane
from tests.unit.handlers.world import COURIER, World

CHANNEL = "telegram"
READER = Address(CHANNEL, 42, Language.EN)
QUIET_READER = Address(CHANNEL, 42, Language.EN, silent=True)
NAMED = {"drawn": "before_after", "report": 7}


def test_a_picture_is_named_for_its_reader_with_caption_and_buttons(world: World) -> None:
    context = world.context_of_message(COURIER)
    context.send_picture(NAMED, "mydata/document", to=READER, buttons=[[Button("menu.consents", "consents")]])

    (row,) = context.rows
    assert row.method == "sendPhoto"
    assert row.parameters["photo"] == {**NAMED, "language": "en", "timezone": "Asia/Shanghai"}
    assert str(row.parameters["caption"]).startswith("Everything about you")
    assert "reply_markup" in row.parameters


def test_a_document_is_named_in_the_same_way(world: World) -> None:
    context = world.context_of_message(COURIER)
    context.send_document({"written": "my_data", "member": 7}, "mydata/document", when_ended="told")

    (row,) = context.rows
    reader = {"language": "zh", "timezone": "Asia/Shanghai"}
    assert row.parameters["document"] == {"written": "my_data", "member": 7, **reader}
    assert (row.method, row.effect) == ("sendDocument", "told")


def test_a_picture_can_be_in_another_language_than_its_caption(world: World) -> None:
    context = world.context_of_message(COURIER)
    context.send_picture({**NAMED, "language": "zh"}, "mydata/document", to=READER)

    assert context.rows[0].parameters["photo"] == {**NAMED, "language": "zh", "timezone": "Asia/Shanghai"}


@pytest.mark.parametrize(("to", "lane"), [(None, Lane.REPLY), (READER, Lane.NOTICE)])
def test_here_it_is_a_reply_and_elsewhere_a_notice(world: World, to: Address | None, lane: Lane) -> None:
    context = world.context_of_message(COURIER)
    context.send_picture(NAMED, "mydata/document", to=to)
    context.send_document({"written": "my_data"}, "mydata/document", to=to)

    assert [row.lane for row in context.rows] == [lane, lane]


def test_quiet_readers_get_it_without_a_sound_and_whom_it_names_is_noted(world: World) -> None:
    member = world.member(COURIER).id
    context = world.context_of_message(COURIER)
    context.send_picture(NAMED, "mydata/document", to=QUIET_READER, about=[member])

    (row,) = context.rows
    assert row.parameters["disable_notification"] is True
    assert row.about == (member,)
