"""What a newcomer sees and does on the sandbox's page."""

import io
import re

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.e2e.sandbox.desk import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one browser for all


def photo(colour: str) -> FilePayload:
    written = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(written, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


async def be(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).first.click()
    await expect(page.locator("#chat-title strong")).to_have_text(name)


async def write(page: Page, words: str) -> None:
    await page.get_by_placeholder("Write a message…").fill(words)
    await page.keyboard.press("Enter")


async def test_people_are_listed_with_their_roles(page: Page) -> None:
    await expect(page.locator(".person")).to_have_count(4)
    await expect(page.locator(".person").first).to_contain_text("active courier")
    await expect(page.get_by_role("heading", name="Pick somebody")).to_be_visible()


async def test_a_conversation_begins_with_start_and_shows_formatted_words(page: Page) -> None:
    await be(page, "Wei")
    await page.get_by_role("button", name="Start", exact=True).click()
    reply = page.locator(".message.theirs")
    await expect(reply.locator("b")).to_have_text("Welcome")
    await expect(reply.locator("code")).to_have_text("<script>")
    await expect(page.locator(".reply-buttons button")).to_have_count(2)


async def test_buttons_answer_with_a_toast_or_an_alert_and_edits_show_at_once(page: Page) -> None:
    await be(page, "Wei")
    await write(page, "a loose manhole cover")
    await page.get_by_role("button", name="Rules").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Please photograph safely.")
    await page.get_by_role("button", name="OK").click()
    await page.get_by_role("button", name="Accept").click()
    await expect(page.locator(".toast")).to_have_text("Thank you!")
    await expect(page.locator(".message.theirs")).to_contain_text("Accepted ✓")
    await expect(page.locator(".message.theirs .stamp")).to_contain_text("edited")


async def test_photos_are_previewed_sent_as_an_album_and_reacted_to(page: Page) -> None:
    await be(page, "Wei")
    await page.locator("#photo-picker").set_input_files([photo("teal"), photo("orange")])
    await expect(page.locator(".previews img")).to_have_count(2)
    await write(page, "near and far")
    album = page.locator(".message.mine .album")
    await expect(album.locator("img")).to_have_count(2)
    await expect(page.locator(".message.mine")).to_contain_text("near and far")
    await expect(page.locator(".message.mine .reaction")).to_have_text(re.compile("👍"))
    await album.locator("button").first.click()
    await expect(page.get_by_role("dialog").locator("img")).to_be_visible()


async def test_a_place_is_picked_on_the_plan_by_mouse_or_by_keyboard(page: Page) -> None:
    await be(page, "Wei")
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("button", name="I am here").click()
    plan = page.locator("dialog svg.plan")
    await expect(plan).to_contain_text("mill")
    await plan.click(position={"x": 120, "y": 90})
    clicked = await page.locator("dialog output").text_content()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("dialog output")).not_to_have_text(clicked or "")
    await page.get_by_role("button", name="Share this location").click()
    await expect(page.locator(".message.mine svg.plan .pin")).to_be_visible()
    await expect(page.locator(".message.theirs .place-card strong")).to_have_text("Where you stand")


async def test_commands_are_offered_as_the_bot_set_them(page: Page) -> None:
    await be(page, "Wei")
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="/report").click()
    await expect(page.locator(".message.theirs")).to_contain_text("You said: /report")


async def test_news_for_somebody_else_is_counted_beside_their_name(page: Page, desk: Desk) -> None:
    await be(page, "Wei")
    await desk.human("send", {"from": 2001, "text": "hello"})
    await expect(page.get_by_role("button", name="Lan").first.locator(".badge")).to_have_text("1")


async def test_what_the_bot_deletes_vanishes(page: Page, desk: Desk) -> None:
    await be(page, "Wei")
    await write(page, "hello")
    await expect(page.locator(".message")).to_have_count(2)
    reply = await page.locator(".message.theirs").get_attribute("id")
    await desk.bot("deleteMessage", chat_id=1001, message_id=int((reply or "").removeprefix("message-")))
    await expect(page.locator(".message")).to_have_count(1)


async def test_a_link_to_the_bot_starts_it_with_its_payload(page: Page) -> None:
    await be(page, "Wei")
    await write(page, "hello")
    await page.get_by_role("button", name="Invite").click()
    await expect(page.locator(".message.mine").last).to_contain_text("/start welcome")


async def test_in_a_group_one_chooses_who_speaks(page: Page) -> None:
    await be(page, "Lakeside")
    await page.locator(".actor select").select_option(label="Lan")
    await write(page, "/help")
    await expect(page.locator(".message.mine")).to_contain_text("/help")
    await page.locator(".actor select").select_option(label="Wei")
    await expect(page.locator(".message.theirs .author").first).to_have_text("Lan")


async def test_somebody_new_can_be_added(page: Page) -> None:
    await page.get_by_role("button", name="+ New person").click()
    await page.get_by_label("First name").fill("Min")
    await page.get_by_role("button", name="Create").click()
    await expect(page.locator("#chat-title strong")).to_have_text("Min")


async def test_the_page_speaks_chinese_to_those_who_do(browser: Browser, desk: Desk) -> None:
    page = await browser.new_page(locale="zh-CN")
    await page.goto(desk.base)
    await expect(page.get_by_role("button", name="+ 新的人")).to_be_visible()
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="+ New person")).to_be_visible()
    await page.close()


async def test_on_a_phone_the_list_and_the_chat_take_turns(browser: Browser, desk: Desk) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 800}, locale="en-GB", has_touch=True)
    await page.goto(desk.base)
    await be(page, "Wei")
    await expect(page.locator("#people")).to_be_hidden()
    await page.get_by_role("button", name="Back to the list").click()
    await expect(page.locator("#people")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.close()
