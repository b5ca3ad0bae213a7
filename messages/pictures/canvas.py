"""What the pictures have in common: colours, a sheet to draw on, and how it becomes a file."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from messages.pictures import lettering
from messages.pictures.picture import Picture

Colour = str

PAPER, INK, FAINT, LINE = "#fff9f4", "#2b2320", "#6f635d", "#e2d6cd"
RED, WHITE = "#c8102e", "#ffffff"
# Told apart by everybody, also by brightness alone: Okabe and Ito, "Color Universal Design" (2008).
BLUE, ORANGE, GREEN, SKY = "#0072b2", "#e69f00", "#009e73", "#56b4e9"

JPEG_QUALITY = 85


class Canvas:
    """A sheet; all sizes in px, from the upper left corner."""

    def __init__(self, width: int, height: int, colour: Colour = PAPER) -> None:
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self,
        at: tuple[float, float],
        words: str,
        size: int,
        colour: Colour = INK,
        *,
        anchor: str = "ls",
        width: float | None = None,
    ) -> None:
        """Write a line, cut where it would leave `width` or else the sheet. `anchor` as in Pillow."""
        fitted = lettering.fitted(words, size, self.width if width is None else width)
        self.draw.text(at, fitted, colour, lettering.font(size), anchor)

    def panel(self, box: tuple[float, float, float, float], colour: Colour, radius: int = 24) -> None:
        """A filled rectangle with round corners: left, top, right, bottom."""
        self.draw.rounded_rectangle(box, radius, colour)

    def as_png(self, name: str) -> Picture:
        """The sheet as a file, for letters and plain colours."""
        content = BytesIO()
        self.image.save(content, "PNG", compress_level=4)
        return Picture(f"{name}.png", content.getvalue())

    def as_jpeg(self, name: str) -> Picture:
        """The sheet as a file, for photos."""
        content = BytesIO()
        self.image.save(content, "JPEG", quality=JPEG_QUALITY)
        return Picture(f"{name}.jpg", content.getvalue())
