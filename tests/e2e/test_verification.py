"""Whether it is really fixed, over real HTTP: from the report to before and after in one picture, twice, and two weeks
in which nobody objects."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from messages.catalogue import Language, label
from tests.e2e.journey import choose_language
from tests.e2e.test_journey import WORDS
from tests.e2e.test_mornings import move_to, report
from tests.e2e.town import Person, Town, photo

FORTNIGHT = 14
FOUND = {"zh": "去看的人拍到的样子", "en": "as whoever looked found it"}
CLOSED = {"zh": "14 天没有人说还没好", "en": "for 14 days nobody has said"}


async def fix(worker: Person, language: Language, seed: int) -> None:
    await worker.press(label(language, "report.fix"))
    await worker.town.settle()
    await worker.send_photo(photo(seed))
    await worker.town.settle()


async def questions(person: Person, language: Language) -> list[Any]:
    """The messages in which somebody is asked whether it is fixed."""
    await person.town.settle()
    asked = label(language, "verification_button.fixed")
    return [message for message in await person.messages() if asked in str(message.get("reply_markup"))]


async def picture(town: Town, message: Any) -> Image.Image:
    """The photo of a message, fetched and decoded."""
    largest = max(message["photo"], key=lambda size: size["width"])
    image = Image.open(io.BytesIO(await town.file_of(largest["file_id"])))
    image.load()
    return image


async def test_not_fixed_fixed_again_and_closed_when_nobody_objects(town: Town, language: Language) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    for person in (courier, worker):
        await choose_language(person, language)
    await report(courier, WORDS[language])
    await worker.press(label(language, "report.accept"))

    await fix(worker, language, 2)
    (asked,) = await questions(courier, language)
    before_after = await picture(town, asked)
    assert before_after.format == "JPEG"
    assert min(before_after.size) > 600

    await courier.press(label(language, "verification_button.not_fixed"))
    await courier.press(label(language, "not_fixed.partly"))
    assert label(language, "not_fixed.partly") in await worker.transcript()
    await courier.send_photo(photo(3))
    assert FOUND[language] in await worker.transcript()
    assert await questions(courier, language) == []

    await fix(worker, language, 4)
    (again,) = await questions(courier, language)
    assert again["message_id"] != asked["message_id"]
    assert (await picture(town, again)).tobytes() != before_after.tobytes()

    await move_to(town, 15, days=FORTNIGHT)
    await town.until(courier, CLOSED[language])
    assert label(language, "verification_button.is_back") in await courier.transcript()
    assert await questions(courier, language) == []
