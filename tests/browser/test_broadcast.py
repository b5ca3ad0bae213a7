"""A broadcast on two phones: what a coordinator sees of it, and what a courier gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import open_page
from tests.browser.phones import Phone, phone_speaking, picture
from tests.browser.test_journey import COURIER, TELLINGS, speak
from tests.e2e.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one browser for all

COORDINATORS = {"zh": "刘敏", "en": "刘敏"}
LOOK = 3  # seconds until the progress is told anew


@dataclass(frozen=True, slots=True)
class Announcement:
    """The story in one language: what is said, what stands on the buttons, and what people read."""

    said: str
    circle: str
    timing: str
    preview: str
    confirm: str
    read: str
    done: str
    refresh: str
    was_read: str


ANNOUNCEMENTS = {
    "zh": Announcement(
        said="台风红色预警：今晚 8 点起请别出单。缺雨衣的到南湖驿站领，24 小时开门。",
        circle="骑手",
        timing="马上",
        preview="发之前看一眼",
        confirm="发给",
        read="知道了",
        done="发完了",
        refresh="现在怎样",
        was_read="已读 1",
    ),
    "en": Announcement(
        said="Typhoon warning: please take no orders from 8 pm. Raincoats are at the Nanhu station, open all night.",
        circle="Couriers",
        timing="Now",
        preview="Look before it goes out",
        confirm="Send it to",
        read="Read",
        done="Done",
        refresh="How it stands",
        was_read="1 read",
    ),
}


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(tmp_path, webhook=False)
    await town.open()
    yield town
    await town.close()


@pytest.mark.parametrize("language", ANNOUNCEMENTS)
async def test_a_coordinator_tells_every_courier_and_sees_who_has_read_it(
    browser: Browser, town: Town, language: str
) -> None:
    telling, words = TELLINGS[language], ANNOUNCEMENTS[language]
    async with AsyncExitStack() as stack:
        coordinator, courier = [
            Phone(
                await stack.enter_async_context(
                    open_page(browser, town.address, **phone_speaking(telling.page))
                )
            )
            for _ in range(2)
        ]
        await coordinator.belong_to(COORDINATORS[language])
        await courier.belong_to(COURIER)
        await speak(courier, telling)
        await coordinator.write("/language")  # who is known has no button to begin with
        await coordinator.press(telling.language)
        await expect(coordinator.newest).to_contain_text(telling.welcome)

        await coordinator.write("/broadcast")
        await coordinator.write(words.said)
        await coordinator.press(words.circle)
        await coordinator.press(words.timing)
        await expect(coordinator.newest).to_contain_text(words.preview)
        await expect(coordinator.newest).to_be_in_viewport()
        await picture(coordinator, f"broadcast-preview.{language}")
        await coordinator.press(words.confirm)

        await expect(courier.newest).to_contain_text(words.said)
        await expect(courier.newest).to_be_in_viewport()
        await picture(courier, f"broadcast-copy.{language}")
        await courier.press(words.read)
        await town.post("clock", {"advance": LOOK})
        await expect(coordinator.newest).to_contain_text(words.done)
        await coordinator.press(words.refresh)
        await expect(coordinator.newest).to_contain_text(words.was_read)
        await picture(coordinator, f"broadcast.{language}")
