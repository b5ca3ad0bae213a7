"""A stranger with a photo: from the first word to the delivered report, presses counted, in whatever order it comes."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping

from tests.e2e.test_registration import invitation, share_contact
from tests.e2e.town import Person, Town, photo

STRANGER, COORDINATOR, WORKER = 1003, 3001, 2001
IN_GRID = (30.505, 114.335)
CAPTION = "盖子裂了"
CODES = {"zh": "zh-hans", "en": "en"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "同意，加入",
        "station": "美团南湖站",
        "submitted": "申请已经交上去了",
        "joined": "欢迎加入",
        "agree": "同意，接着报",
        "manhole": "井盖问题",
        "complete": "都齐了",
        "set aside": "先替你留着",
        "name": "怎么称呼你",
        "skip": "先不留电话",
        "delivered": "已送到网格员王秀英",
    },
    "en": {
        "join": "Agree and join",
        "station": "Meituan Nanhu",
        "submitted": "your request is in",
        "joined": "Welcome to the team",
        "agree": "I agree, go on",
        "manhole": "Manhole cover",
        "complete": "It is complete",
        "set aside": "Set aside for you",
        "name": "What shall we call you",
        "skip": "Rather not",
        "delivered": "has reached grid workers 王秀英",
    },
}


class Newcomer(Person):
    """Tom, in one language; what he does after the first word is counted."""

    def __init__(self, town: Town, language: str) -> None:
        super().__init__(town, STRANGER)
        self.language = language
        self.words = WORDS[language]
        self.actions = 0

    async def begin(self, start: str = "/start") -> None:
        """Come with a phone in that language, and say the first word."""
        await self.arrive()
        await self.say(start)

    async def arrive(self) -> None:
        """A phone in that language."""
        tom = {"id": self.id, "first_name": "Tom", "language_code": CODES[self.language]}
        await self.town.post("users", tom)

    async def do(self, *deeds: Awaitable[object]) -> None:
        """One thing after the other, each answered before the next."""
        for deed in deeds:
            await deed
            await self.town.settle()
            self.actions += 1

    async def tap(self, *labels: str) -> None:
        """Press buttons that say what these words stand for."""
        for label in labels:
            await self.do(self.press(self.words.get(label, label)))

    async def reads(self, what: str) -> bool:
        """Whether the chat says so."""
        return self.words[what] in await self.transcript()


async def approve(town: Town) -> None:
    await Person(town, COORDINATOR).press("同意")
    await town.settle()


async def card(town: Town) -> str:
    """What the grid worker sees once it is delivered."""
    worker = Person(town, WORKER)
    await town.until(worker, "WH-")
    return await worker.transcript()


async def test_a_stranger_reports_after_eight_presses(town: Town, language: str) -> None:
    newcomer = Newcomer(town, language)
    await newcomer.begin()
    await newcomer.tap("join", "Tom")
    await newcomer.do(share_contact(newcomer))
    await newcomer.tap("station")
    assert await newcomer.reads("submitted")
    await approve(town)
    assert await newcomer.reads("joined")

    await newcomer.do(newcomer.send_photo(photo(1), CAPTION))
    await newcomer.tap("agree")
    await newcomer.do(newcomer.send_place(*IN_GRID))
    await newcomer.tap("manhole")

    await town.until(newcomer, newcomer.words["delivered"])
    assert CAPTION in await card(town)
    assert newcomer.actions == 8


async def test_with_a_stations_invitation_seven_presses_are_enough(town: Town, language: str) -> None:
    start = await invitation(town, Person(town, COORDINATOR), "美团南湖站")
    newcomer = Newcomer(town, language)
    await newcomer.begin(start)
    await newcomer.tap("join", "Tom")
    await newcomer.do(share_contact(newcomer))
    assert await newcomer.reads("joined")

    await newcomer.do(newcomer.send_photo(photo(1), CAPTION))
    await newcomer.tap("agree")
    await newcomer.do(newcomer.send_place(*IN_GRID))
    await newcomer.tap("manhole")

    await town.until(newcomer, newcomer.words["delivered"])
    assert CAPTION in await card(town)
    assert newcomer.actions == 7


async def test_a_registration_interrupted_by_a_report_leads_to_both(town: Town, language: str) -> None:
    newcomer = Newcomer(town, language)
    await newcomer.begin()
    await newcomer.tap("join")
    await newcomer.do(newcomer.send_photo(photo(1), CAPTION), newcomer.send_place(*IN_GRID))
    assert await newcomer.reads("set aside")
    assert await town.calls("getFile") == []  # nothing is fetched before it is agreed to
    _, _, below = (await newcomer.transcript()).rpartition(newcomer.words["set aside"])
    assert newcomer.words["name"] in below  # the question that was open

    await newcomer.tap("Tom")
    await newcomer.do(newcomer.say(newcomer.words["skip"]))
    await newcomer.tap("station", "agree", "manhole")
    await town.until(newcomer, newcomer.words["complete"])
    assert "WH-" not in await Person(town, WORKER).transcript()

    await approve(town)
    await town.until(newcomer, newcomer.words["delivered"])
    assert CAPTION in await card(town)


async def test_a_report_interrupted_by_a_registration_leads_to_both(town: Town, language: str) -> None:
    start = await invitation(town, Person(town, COORDINATOR), "美团南湖站")
    newcomer = Newcomer(town, language)
    await newcomer.arrive()
    await newcomer.do(newcomer.send_photo(photo(1), CAPTION))
    assert await newcomer.reads("set aside")

    await newcomer.do(newcomer.say(start))
    await newcomer.tap("join", "Tom")
    await newcomer.do(newcomer.say(newcomer.words["skip"]))
    assert await newcomer.reads("joined")
    assert await town.calls("getFile") == []

    await newcomer.tap("agree")
    await newcomer.do(newcomer.send_place(*IN_GRID))
    await newcomer.tap("manhole")
    await town.until(newcomer, newcomer.words["delivered"])
    assert CAPTION in await card(town)
