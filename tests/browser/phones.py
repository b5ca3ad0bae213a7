"""What somebody does with a phone in hand, on the chat page."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import FilePayload, Locator, Page, expect

SIZE = {"width": 390, "height": 844}  # CSS pixels, of a common phone
SHARPNESS = 2  # pixels of a picture per CSS pixel
ASPHALT, HOLE, IRON, GAP = (112, 112, 108), (24, 22, 20), (84, 80, 76), (62, 58, 55)


class Phone:
    """The chat page in somebody's hand: one person, one chat, whatever language the page speaks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def belong_to(self, name: str) -> None:
        """Be that person from now on."""
        await self.page.locator(".person", has_text=name).click()
        await expect(self.page.locator("#chat-title strong")).to_have_text(name)

    async def write(self, words: str) -> None:
        """Type and send; what is attached goes with it."""
        await self.page.locator("#composer textarea").fill(words)
        await self.page.locator("#composer button[type=submit]").click()

    async def send_photo(self, picture: FilePayload, caption: str) -> None:
        """Attach a picture from the gallery and send it with words."""
        await self.page.locator("#photo-picker").set_input_files([picture])
        await self.write(caption)

    async def press(self, label: str) -> None:
        """Press the newest button with that label, under a message or in place of the keyboard."""
        await self.page.locator(".bot-button", has_text=label).last.click()

    async def share_place(self, grid: str) -> None:
        """Tap the open plan where a grid's name stands, and share that place."""
        await self.page.locator("dialog svg.plan text", has_text=grid).click()
        await self.page.locator("dialog button.primary").click()

    @property
    def newest(self) -> Locator:
        """The bot's last message."""
        return self.page.locator(".message.theirs").last

    def message(self, words: str) -> Locator:
        """The bot's last message with those words."""
        return self.page.locator(".message.theirs", has_text=words).last


def phone_speaking(language: str) -> dict[str, object]:
    """A window like a common phone, whose browser speaks a language (``zh-CN``)."""
    return {"viewport": SIZE, "device_scale_factor": SHARPNESS, "has_touch": True, "locale": language}


async def picture(phone: Phone, name: str) -> None:
    """Take a picture for the documentation, if it is wanted."""
    if folder := os.environ.get("SCREENSHOTS"):
        await expect(phone.page.locator(".toast")).to_have_count(0)
        await phone.page.screenshot(path=Path(folder) / f"{name}.png")


def broken_manhole() -> FilePayload:
    """What a courier might photograph: asphalt, and a cover that has slipped off its hole."""
    picture = Image.effect_noise((960, 720), 28).convert("RGB")
    picture = Image.blend(Image.new("RGB", picture.size, ASPHALT), picture, 0.22)
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((250, 200, 690, 560), fill=HOLE)
    pencil.ellipse((330, 150, 790, 520), fill=IRON, outline=HOLE, width=10)
    for step in range(-4, 5):
        middle, half = 560 + step * 44, 140 - 5 * step * step
        pencil.line((middle - half / 3, 335 - half, middle + half / 3, 335 + half), fill=GAP, width=9)
    pencil.ellipse((330, 150, 790, 520), outline=(120, 116, 110), width=6)
    written = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.6)).save(written, "JPEG", quality=88)
    return {"name": "manhole.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
