"""What people do again and again in the tests over HTTP, and what was said of it."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Mapping

from messages.catalogue import Language, label, text
from tests.e2e.town import SETTLE_SECONDS, Person

COORDINATOR = 3001


async def choose_language(person: Person, language: str) -> None:
    """Settings, in either language."""
    await person.say("/language")
    await person.press("English" if language == "en" else "中文")


async def join(newcomer: Person, language: Language) -> None:
    """From a stranger's first word to an active courier; the stranger's phone speaks English."""
    coordinator = Person(newcomer.town, COORDINATOR)
    await newcomer.say("/start")
    if language is Language.ZH:
        await newcomer.press(label(language, "language.zh"))
    await newcomer.press(label(language, "registration.agree"))
    await newcomer.say("Tom")
    await newcomer.say(label(language, "registration.skip_phone"))
    await newcomer.press(label(language, "station.none"))
    await coordinator.press(label(Language.ZH, "registration.approve"))
    await newcomer.town.settle()


def plain(language: Language, template: str, values: Mapping[str, object]) -> str:
    """A template as people read it."""
    return html.unescape(re.sub(r"<[^>]+>", "", text(language, template, values)))


async def hears(person: Person, words: str, after: int) -> None:
    """Wait until somebody reads exactly these words in a message of the bot newer than `after`."""
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            while words not in await _heard(person, after):
                await person.town.settle()
    except TimeoutError:
        raise AssertionError(f"{words!r} was not said:\n{await person.transcript()}") from None


async def newest(person: Person) -> int:
    """The newest message of somebody's chat, after everything has settled."""
    await person.town.settle()
    return max((message["message_id"] for message in await person.messages()), default=0)


async def _heard(person: Person, after: int) -> list[str]:
    return [message.get("text", "") for message in await person.messages() if message["message_id"] > after]
