"""A training on two phones: one tap to come, a reminder the day before, who came, and the points for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import open_page
from tests.browser.phones import Phone, phone_speaking, picture
from tests.browser.test_journey import COURIER, TELLINGS, speak
from tests.e2e.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one browser for all

COORDINATOR = "刘敏"
ZONE = ZoneInfo("Asia/Shanghai")
DAYS_AHEAD, HOUR = 7, 15  # when the demo's training begins


@dataclass(frozen=True, slots=True)
class Story:
    """What stands on the buttons in one language, and what people read."""

    sign_up: str
    signed_up: str
    reminder: str
    who_came: str
    all_came: str
    close: str
    paid: str
    points: str


STORIES = {
    "zh": Story(
        sign_up="✅ 报名",
        signed_up="你已经报名",
        reminder="别忘了",
        who_came="签到：谁来了",
        all_came="全部都来了",
        close="签到完成",
        paid="积分",
        points="参加培训",
    ),
    "en": Story(
        sign_up="Sign up",
        signed_up="You have signed up",
        reminder="Do not forget",
        who_came="Who came",
        all_came="All came",
        close="Done (",
        paid="point",
        points="Came to",
    ),
}


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(tmp_path, webhook=False)
    await town.open()
    yield town
    await town.close()


async def move_to(town: Town, moment: datetime) -> None:
    """Let the clock jump to a minute after that."""
    now = (await town.get("clock"))["now"] / 1000
    await town.post("clock", {"advance": moment.timestamp() + 60 - now})


@pytest.mark.parametrize("language", STORIES)
async def test_a_courier_signs_up_is_reminded_comes_and_earns_points(
    browser: Browser, town: Town, language: str
) -> None:
    telling, story = TELLINGS[language], STORIES[language]
    today = datetime.fromtimestamp((await town.get("clock"))["now"] / 1000, ZONE)
    start = (today + timedelta(days=DAYS_AHEAD)).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    async with AsyncExitStack() as stack:
        coordinator, courier = [
            Phone(
                await stack.enter_async_context(
                    open_page(browser, town.address, **phone_speaking(telling.page))
                )
            )
            for _ in range(2)
        ]
        await courier.belong_to(COURIER)
        await coordinator.belong_to(COORDINATOR)
        await speak(courier, telling)
        await picture(courier, f"menu.{language}")
        await coordinator.write("/language")  # who is known has no button to begin with
        await coordinator.press(telling.language)

        await courier.write("/training")
        await courier.press(story.sign_up)
        await expect(courier.newest).to_contain_text(story.signed_up)

        await move_to(town, start - timedelta(hours=24))
        await expect(courier.newest).to_contain_text(story.reminder)
        await expect(courier.newest).to_be_in_viewport()
        await picture(courier, f"training.{language}")

        await move_to(town, start + timedelta(hours=3))
        await coordinator.press(story.who_came)
        await coordinator.press(story.all_came)
        await coordinator.press(story.close)
        await expect(courier.newest).to_contain_text(story.paid)

        await courier.write("/points")
        await expect(courier.newest).to_contain_text(story.points)
        await expect(courier.newest).to_be_in_viewport()
        await picture(courier, f"points.{language}")
