"""A stranger's first minutes as they see them: on the chat page, from the first word to the delivered report.

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

COORDINATOR = "刘敏"
NEWCOMER, NAME, FAMILY_NAME = 1003, "Tom", "Baker"


@dataclass(frozen=True, slots=True)
class Telling:
    """The story in one language: what stands on the buttons, and what people read."""

    page: str  # the page's own language
    code: str  # the language of the newcomer's account
    start: str
    first_question: str
    join: str
    share_phone: str
    station: str
    submitted: str
    joined: str
    agree: str
    caption: str
    send_place: str
    grid: str
    category: str
    delivered: str


TELLINGS = {
    "zh": Telling(
        page="zh-CN",
        code="zh-hans",
        start="开始",
        first_question="先请你看一眼",
        join="同意，加入",
        share_phone="分享我的手机号",
        station="美团南湖站",
        submitted="申请已经交上去了",
        joined="欢迎加入",
        agree="同意，接着报",
        caption="盖子移开了，晚上很危险",
        send_place="发送我的位置",
        grid="中央花园网格",
        category="井盖问题",
        delivered="已送到网格员王秀英",
    ),
    "en": Telling(
        page="en-GB",
        code="en",
        start="Start",
        first_question="First, what we keep",
        join="Agree and join",
        share_phone="Share my phone number",
        station="Meituan Nanhu",
        submitted="your request is in",
        joined="Welcome to the team",
        agree="I agree, go on",
        caption="The cover has slipped, dangerous in the dark",
        send_place="Send my location",
        grid="Songtaoyuan",
        category="Manhole cover",
        delivered="has reached grid worker",
    ),
}


@pytest.mark.parametrize("language", TELLINGS)
async def test_a_stranger_joins_and_reports(browser: Browser, town: Town, language: str) -> None:
    telling = TELLINGS[language]
    account = {"id": NEWCOMER, "first_name": NAME, "last_name": FAMILY_NAME, "language_code": telling.code}
    await town.post("users", account)
    async with AsyncExitStack() as stack:
        newcomer, coordinator = [
            Phone(await stack.enter_async_context(open_page(browser, town.address, **phone)))
            for phone in (phone_speaking(telling.page), phone_speaking("zh-CN"))
        ]
        await newcomer.belong_to(f"{NAME} {FAMILY_NAME}")
        await coordinator.belong_to(COORDINATOR)

        await join(newcomer, telling, language)
        await coordinator.press("✅ 同意")
        await expect(newcomer.newest).to_contain_text(telling.joined)

        await report(newcomer, telling)
        await expect(newcomer.newest).to_contain_text(telling.delivered)
        await expect(newcomer.newest).to_be_in_viewport()


async def join(newcomer: Phone, telling: Telling, language: str) -> None:
    """Five presses, of which none needs a keyboard."""
    await newcomer.page.get_by_role("button", name=telling.start, exact=True).click()
    await expect(newcomer.newest).to_contain_text(telling.first_question)
    agree = newcomer.page.locator(".bot-button", has_text=telling.join)
    await expect(agree).to_be_in_viewport()  # all of what is agreed to is read without scrolling
    await expect(newcomer.newest.locator("b").first).to_be_in_viewport()
    await picture(newcomer, f"registration.{language}")
    await agree.click()
    await newcomer.press(NAME)
    await newcomer.press(telling.share_phone)
    await newcomer.press(telling.station)
    await expect(newcomer.newest).to_contain_text(telling.submitted)


async def report(newcomer: Phone, telling: Telling) -> None:
    """Photo, consent, place, category."""
    await newcomer.send_photo(broken_manhole(), telling.caption)
    await newcomer.press(telling.agree)
    await newcomer.press(telling.send_place)
    await newcomer.share_place(telling.grid)
    await newcomer.press(telling.category)
