"""Pictures looked at: their kind and size, and where there is ink of which colour."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageColor

from messages.pictures.picture import Picture

Box = tuple[int, int, int, int]  # left, top, right, bottom
LARGEST_SIDE = 10_000  # of width and height together; Bot API, sendPhoto
WIDEST = 1280  # what Telegram keeps of a photo in a chat


def opened(picture: Picture) -> Image.Image:
    """The picture, once it is known to be one that may be sent under its name."""
    image = Image.open(BytesIO(picture.content))
    image.load()
    assert picture.filename.endswith({"PNG": ".png", "JPEG": ".jpg"}[str(image.format)])
    assert image.width <= WIDEST
    assert image.width + image.height <= LARGEST_SIDE
    assert len(picture.content) < 2_000_000
    return image.convert("RGB")


def count_of(image: Image.Image, colour: str, box: Box | None = None, tolerance: int = 0) -> int:
    """How many pixels of a box, or of the whole, have a colour, give or take so much in each channel."""
    part = image.crop(box) if box is not None else image
    off = ImageChops.difference(part, Image.new("RGB", part.size, ImageColor.getrgb(colour)))
    red, green, blue = off.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(worst.histogram()[: tolerance + 1])


def inked(image: Image.Image, box: Box) -> Box | None:
    """Where in a box something differs from its upper left pixel, in px of the whole; None if nothing does."""
    part = image.crop(box)
    ground = part.getpixel((0, 0))
    assert isinstance(ground, tuple)
    found = ImageChops.difference(part, Image.new("RGB", part.size, ground)).getbbox()
    if found is None:
        return None
    return found[0] + box[0], found[1] + box[1], found[2] + box[0], found[3] + box[1]


def jpeg(width: int, height: int, colour: str) -> bytes:
    """A photo of one colour."""
    content = BytesIO()
    Image.new("RGB", (width, height), colour).save(content, "JPEG", quality=95)
    return content.getvalue()
