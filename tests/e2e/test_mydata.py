"""My data over HTTP: shown, handed over as a file, and erased down to the bytes of the database."""

from __future__ import annotations

import json
from typing import Any

from tests.e2e.journey import choose_language
from tests.e2e.town import Person, Town, photo

IN_GRID = (30.505, 114.335)
NAME = "李强"
SAID = "我家楼下的井盖松了"
WORDS = {
    "zh": {"kept": "这里存着", "erase": "是，全部删除", "erased": "已经全部删除", "keep": "不删"},
    "en": {"kept": "kept about you", "erase": "Yes, erase", "erased": "is erased", "keep": "No, keep"},
}


async def document(town: Town, person: Person) -> dict[str, Any]:
    """The file that the bot last sent somebody."""
    sent = [message for message in await person.messages() if "document" in message]
    content = await town.file_of(sent[-1]["document"]["file_id"])
    everything: dict[str, Any] = json.loads(content)
    return everything


async def test_somebody_sees_takes_along_and_erases_everything_about_them(town: Town, language: str) -> None:
    words = WORDS[language]
    courier = Person(town, 1001)
    await choose_language(courier, language)
    await courier.send_photo(photo(1), caption=SAID)
    await courier.say("/mydata")
    assert words["kept"] in await courier.transcript()
    everything = await document(town, courier)
    assert everything["member"]["name"] == NAME
    assert everything["reports"][0]["words"] == [SAID]
    assert SAID in str(everything["received"])

    await courier.say("/deleteme")
    await courier.press(words["keep"])
    await courier.say("/deleteme")
    await courier.press(words["erase"])
    assert words["erased"] in await courier.transcript()

    await town.stop_bot()
    content = b"".join(file.read_bytes() for file in town.home.glob("bot.sqlite3*") if file.is_file())
    for trace in (NAME, SAID):
        assert trace.encode() not in content
        assert json.dumps(trace)[1:-1].encode() not in content


async def test_a_report_outlives_its_reporter(town: Town) -> None:
    courier, worker = Person(town, 1001), Person(town, 2001)
    await courier.send_photo(photo(1))
    await courier.send_place(*IN_GRID)
    await courier.press("井盖问题")
    await courier.transcript()
    await courier.say("/deleteme")
    await courier.press("是，全部删除")
    before = len(await courier.messages())

    await worker.press("我来处理")

    assert "已接单" in await worker.transcript()
    assert len(await courier.messages()) == before
