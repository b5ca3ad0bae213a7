"""The main journey with the bot killed between any two steps, as a process of its own that is started again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from itertools import permutations
from pathlib import Path

from messages.catalogue import Language, label
from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town, photo
from tests.torture.processes import READY, Process, bot_process

IN_GRID = (30.505, 114.335)
SAID = "Loose & <b>loud</b> manhole"
PATIENCE = 20.0  # seconds for a photo to be fetched and everything said, on a busy machine
LOOK = 0.2  # seconds between two looks
COURIER, NEWCOMER, WORKER, COORDINATOR = 1001, 1003, 2001, 3001


class Step(StrEnum):
    """What a courier does for a report."""

    PHOTO = "photo"
    PLACE = "place"
    CATEGORY = "category"
    WORDS = "words"


Order = tuple[Step, ...]


def orders() -> Sequence[Order]:
    """All orders of a report's steps. Words are not needed, so they are never what completes it."""
    return [order for order in permutations(Step) if order[-1] is not Step.WORDS]


class MortalTown(Town):
    """A town whose bot is a process that can be killed."""

    def __init__(self, home: Path, *, webhook: bool = False) -> None:
        super().__init__(home, webhook)
        self._bots: list[Process] = []

    async def start_bot(self) -> None:
        """Start the bot, with a log of its own; it receives when this returns."""
        bot = bot_process(self.home, self.environment, name=f"bot{len(self._bots)}")
        self._bots.append(bot)
        await self._bots[-1].start()
        await self._bots[-1].line_with(READY)  # before that, its silence would pass for having settled

    async def stop_bot(self) -> None:
        """End it as an operator would."""
        await self._bots[-1].stop()

    async def kill_bot(self) -> None:
        """``kill -9``, whatever it is at, and a new start."""
        await self._bots[-1].kill()
        await self.start_bot()


class Traveller:
    """Somebody who goes through the journey, and after each of whose steps the bot is killed."""

    def __init__(self, town: MortalTown, user_id: int, language: Language) -> None:
        self.person = Person(town, user_id)
        self._town = town
        self._language = language

    async def join(self) -> None:
        """From a stranger's first word to an active courier."""
        coordinator = Person(self._town, COORDINATOR)
        await self._say("/start")
        if self._language is Language.ZH:  # the newcomer's phone is English
            await self._press(self._words("language.zh"))
        await self._press(self._words("registration.agree"))
        await self._say("Tom")
        await self._say(self._words("registration.skip_phone"))
        await self._press(self._words("station.none"))
        await coordinator.press(label(Language.ZH, "registration.approve"))
        await self._town.kill_bot()

    async def report(self, order: Order, *, agrees: bool = False) -> None:
        """A report, its steps in this order; `agrees` to photos and places on the way.

        The categories are offered by ``/report``, and else only when photo and place are here.
        """
        asks_first = order.index(Step.CATEGORY) < max(order.index(Step.PHOTO), order.index(Step.PLACE))
        if asks_first:
            await self._say("/report")
        first, *others = order
        await self._take(first, opens=not asks_first)
        if agrees:
            await self._press(self._words("report.agree"))
        for step in others:
            await self._take(step)

    async def _take(self, step: Step, *, opens: bool = False) -> None:
        match step:
            case Step.PHOTO:
                await self.person.send_photo(photo(1))
            case Step.PLACE:
                await self.person.send_place(*IN_GRID)
            case Step.CATEGORY:
                await self.person.press(self._words("category.manhole"))
            case Step.WORDS:
                await self._describe(opens)
        await self._town.kill_bot()

    async def _describe(self, opens: bool) -> None:
        await self.person.say(SAID)
        if opens:
            await self._town.kill_bot()
            await self.person.press(self._words("report.from_words"))

    async def _say(self, text: str) -> None:
        await self.person.say(text)
        await self._town.kill_bot()

    async def _press(self, words: str) -> None:
        await self.person.press(words)
        await self._town.kill_bot()

    def _words(self, key: str) -> str:
        return label(self._language, key)


async def arrives(town: MortalTown, traveller: Traveller) -> bool:
    """Whether the reporter gets the number and the grid worker the words, given time."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _has_arrived(town, traveller):
                await asyncio.sleep(LOOK)
    except TimeoutError:
        return False
    return True


async def _has_arrived(town: MortalTown, traveller: Traveller) -> bool:
    has_number = "WH-" in await traveller.person.transcript()
    return has_number and SAID in await Person(town, WORKER).transcript()


async def travel(folder: Path, order: Order, language: Language, *, webhook: bool) -> bool:
    """A courier's report in one order, with a kill after every step; returns whether it arrived."""
    town = MortalTown(folder, webhook=webhook)
    await town.open()
    try:
        traveller = Traveller(town, COURIER, language)
        await choose_language(traveller.person, language)
        await traveller.report(order)
        return await arrives(town, traveller)
    finally:
        await town.close()
