"""The main job as its people see it: two phones on the chat page, once in each language.

With SCREENSHOTS naming a folder, the pictures of the documentation are taken on the way (`make screenshots`).
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import open_page
from tests.browser.phones import Phone, broken_manhole, phone_speaking, picture
from tests.e2e.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one browser for all

COURIER = "李强"


@dataclass(frozen=True, slots=True)
class Telling:
    """The story in one language: what stands on the buttons, and what people read."""

    page: str  # the page's own language
    language: str
    start: str
    welcome: str
    caption: str
    send_place: str
    grid: str
    category: str
    submitted: str
    reached: str
    worker: str
    known_as: str  # to the bot, by the list of members
    accept: str
    accepted: str
    told: str


TELLINGS = {
    "zh": Telling(
        page="zh-CN",
        language="中文",
        start="开始",
        welcome="你好！这里是武昌",
        caption="盖子移开了，晚上很危险",
        send_place="发送我的位置",
        grid="中央花园网格",
        category="井盖问题",
        submitted="报上去了",
        reached="已送到网格员",
        worker="王秀英",
        known_as="王秀英",
        accept="我来处理",
        accepted="已接单",
        told="有人接单了",
    ),
    "en": Telling(
        page="en-GB",
        language="English",
        start="Start",
        welcome="Hello",
        caption="The cover has slipped, dangerous in the dark",
        send_place="Send my location",
        grid="Songtaoyuan",
        category="Manhole cover",
        submitted="Reported",
        reached="has reached grid worker",
        worker="Zhou Min",
        known_as="周敏",
        accept="I take it",
        accepted="Taken on",
        told="was taken on",
    ),
}


@pytest.mark.parametrize("language", TELLINGS)
async def test_a_courier_reports_and_hears_who_takes_it_on(
    browser: Browser, town: Town, language: str
) -> None:
    telling = TELLINGS[language]
    async with AsyncExitStack() as stack:
        courier, worker = [
            Phone(
                await stack.enter_async_context(
                    open_page(browser, town.address, **phone_speaking(telling.page))
                )
            )
            for _ in range(2)
        ]
        await courier.belong_to(COURIER)
        await worker.belong_to(telling.worker)
        await speak(courier, telling)
        await speak(worker, telling)

        await report(courier, telling)

        card = worker.message(telling.caption)
        await expect(card.locator("img")).to_have_js_property("complete", True)
        await expect(card).to_contain_text(telling.category)
        await expect(worker.newest.locator(".place-card")).to_contain_text("WH-")
        await picture(worker, f"grid-worker.{language}")

        await worker.press(telling.accept)
        await expect(card).to_contain_text(telling.accepted)
        await expect(courier.newest).to_contain_text(telling.told)
        await expect(courier.newest).to_contain_text(telling.known_as)
        await expect(courier.newest).to_be_in_viewport()
        await picture(courier, f"courier.{language}")


async def speak(somebody: Phone, telling: Telling) -> None:
    """Begin, and choose the language in which to be spoken to."""
    await somebody.page.get_by_role("button", name=telling.start, exact=True).click()
    await somebody.write("/language")
    await somebody.press(telling.language)
    await expect(somebody.newest).to_contain_text(telling.welcome)


async def report(courier: Phone, telling: Telling) -> None:
    """Photo, place, category: what the bot asks next is always in view."""
    await courier.send_photo(broken_manhole(), telling.caption)
    await courier.press(telling.send_place)
    await courier.share_place(telling.grid)
    question = courier.page.locator(".bot-button", has_text=telling.category)
    await expect(question).to_be_in_viewport()
    await question.click()
    await expect(courier.message(telling.submitted)).to_be_attached()
    await expect(courier.newest).to_contain_text(telling.reached)
    await expect(courier.newest).to_be_in_viewport()
