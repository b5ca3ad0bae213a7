"""What the pictures have in common: colours, a sheet to draw on, and how it becomes a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
FINER = 2
TITLE_SIZES = (48, 40, 34)


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
        halo: int = 0,
    ) -> None:
        """Write a line, cut where it would leave `width` or else the sheet. `anchor` as in Pillow.

        A `halo` (px of paper) keeps lines off letters that stand upon them.
        """
        fitted = lettering.fitted(words, size, self.width if width is None else width)
        font = lettering.font(size)
        self.draw.text(
            at, fitted, colour, font, anchor, stroke_width=halo, stroke_fill=PAPER if halo else None
        )

    def title(self, words: str, margin: int) -> None:
        """Write what the picture is called, above all else, as large as there is room."""
        width = self.width - 2 * margin
        size = lettering.largest(words, TITLE_SIZES, width)
        self.text((margin, 84), words, size, width=width)

    @contextmanager
    def smoothly(self) -> Iterator[ImageDraw.ImageDraw]:
        """Draw slanted lines without stairs: on a sheet of `FINER` times the size, shrunk when all is drawn.

        Coordinates and widths are to be given so many times as large. Letters come after.
        """
        size = (self.width * FINER, self.height * FINER)
        large = self.image.resize(size, Image.Resampling.NEAREST)
        yield ImageDraw.Draw(large)
        self.image.paste(large.reduce(FINER))

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
