"""Two photos of one place: as it was reported, and as it is since it was fixed."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from math import sqrt

from PIL import Image

from messages.catalogue import Language, label
from messages.pictures import lettering
from messages.pictures.canvas import BLUE, FAINT, INK, ORANGE, WHITE, Canvas, Colour
from messages.pictures.picture import Picture

WIDTH = 1280
STACKED_WIDTH = 1080  # narrower, for it is high
MARGIN, GAP = 24, 16
HEADER, HEADER_WITHOUT_PLACE = 160, 104
MOUNT = "#e9e1da"  # what stands beside a photo of another shape
WIDE = 1.15  # from this shape (width / height) on, photos are shown one above the other
NARROWEST, WIDEST = 0.6, 1.8  # the shape of the frames; a photo of a more extreme one gets a mount


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The photos are JPEGs. `place` is a name, or empty; `seen_on` and `fixed_on` are days in words."""

    language: Language
    number: str
    place: str
    before: bytes
    after: bytes
    seen_on: str
    fixed_on: str


def before_after(shown: BeforeAfter) -> Picture:
    """Draw it. Raises PIL.UnidentifiedImageError or OSError for what is no sound JPEG."""
    photos = [_opened(shown.before), _opened(shown.after)]
    shape = sqrt(_shape(photos[0]) * _shape(photos[1]))
    is_stacked = shape >= WIDE
    width = STACKED_WIDTH if is_stacked else WIDTH
    inner = width - 2 * MARGIN
    frame = _frame(inner if is_stacked else (inner - GAP) // 2, shape)
    top = HEADER if shown.place else HEADER_WITHOUT_PLACE
    height = top + (2 * frame[1] + GAP if is_stacked else frame[1]) + MARGIN
    canvas = Canvas(width, height)
    _write_header(canvas, shown, inner)
    step = (0, frame[1] + GAP) if is_stacked else (frame[0] + GAP, 0)
    said = [("before", shown.seen_on, ORANGE, INK), ("after", shown.fixed_on, BLUE, WHITE)]
    for index, (photo, (when, day, colour, ink)) in enumerate(zip(photos, said, strict=True)):
        corner = (MARGIN + index * step[0], top + index * step[1])
        _mount(canvas, photo, corner, frame)
        words = label(shown.language, f"picture.{when}", {"day": day})
        _write_badge(canvas, words, corner, frame[0], (colour, ink))
    return canvas.as_jpeg("before-after")


def _opened(content: bytes) -> Image.Image:
    """A photo, decoded no larger than it is needed; it is decoded when it is first used."""
    photo = Image.open(BytesIO(content), formats=["JPEG"])
    photo.draft("RGB", (WIDTH, WIDTH))
    return photo


def _shape(photo: Image.Image) -> float:
    return photo.width / photo.height


def _frame(width: int, shape: float) -> tuple[int, int]:
    return width, round(width / min(max(shape, NARROWEST), WIDEST))


def _write_header(canvas: Canvas, shown: BeforeAfter, width: int) -> None:
    canvas.text((MARGIN, 76), shown.number, 52, width=width)
    canvas.text((MARGIN, 132), shown.place, 38, FAINT, width=width)


def _mount(canvas: Canvas, photo: Image.Image, corner: tuple[int, int], frame: tuple[int, int]) -> None:
    """Show all of a photo in the middle of its frame: what was cut off might be what it is about."""
    scale = min(frame[0] / photo.width, frame[1] / photo.height)
    size = (max(1, round(photo.width * scale)), max(1, round(photo.height * scale)))
    canvas.draw.rectangle((*corner, corner[0] + frame[0] - 1, corner[1] + frame[1] - 1), MOUNT)
    shrunk = photo.convert("RGB").resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    canvas.image.paste(shrunk, (corner[0] + (frame[0] - size[0]) // 2, corner[1] + (frame[1] - size[1]) // 2))


def _write_badge(
    canvas: Canvas, words: str, corner: tuple[int, int], width: int, colours: tuple[Colour, Colour]
) -> None:
    size = 38
    words = lettering.fitted(words, size, width - 72)
    left, top = corner[0] + 16, corner[1] + 16
    canvas.panel((left, top, left + lettering.width_of(words, size) + 40, top + 64), colours[0], 16)
    canvas.text((left + 20, top + 46), words, size, colours[1])
