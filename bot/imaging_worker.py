"""Decodes one image file from stdin and writes it anew to stdout: the only place where Pillow meets bytes of strangers.

It runs as a process of its own (see `bot.imaging`), imports nothing of ours, and gives up more of the machine than it
takes: lower priority, a bounded address space. The first line of its answer is JSON, the JPEG follows.
"""

from __future__ import annotations

import io
import json
import math
import os
import resource
import sys
from collections.abc import Mapping, Sequence

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "TIFF", "BMP")
ANIMATED_FORMATS = frozenset(
    {"GIF", "PNG", "WEBP"}
)  # the second frame of a MPO or HEIC is another view, no motion
LONGEST_SIDE = 2048  # pixels; enough to read a street sign
MOST_PIXELS = 64_000_000  # before decoding; phones make 48 to 64 megapixels, and 200 only on request
QUALITY = 85  # of JPEG; above that files grow faster than what can be seen in them
ADDRESS_SPACE = (
    2 * 1024**3
)  # bytes; 64 megapixels are 192 MB, held two or three times over, and the libraries
NICENESS = 15

GPS_DIRECTORY = 0x8825  # Exif 2.32, 4.6.3
LATITUDE_SIGN, LATITUDE, LONGITUDE_SIGN, LONGITUDE = 1, 2, 3, 4


class Unfit(Exception):
    """The image is not taken; the message is the reason."""


def main() -> None:
    """Answer for the file on stdin."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    try:
        head, image = reencoded(sys.stdin.buffer.read())
    except Unfit as unfit:
        head, image = {"reason": str(unfit)}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + image)


def reencoded(data: bytes) -> tuple[Mapping[str, object], bytes]:
    """Size in pixels and place (latitude, longitude, or None) of an image, and the image as a JPEG of pixels alone.

    Raises Unfit.
    """
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # our own limit is looked at first
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check(image)
            place = _place(image)
            upright = _upright(image)
    except Unfit:
        raise
    except UnidentifiedImageError:
        raise Unfit("not_an_image") from None
    except MemoryError:
        raise Unfit("too_many_pixels") from None
    except Exception:  # Pillow promises no list of what hostile input makes it raise
        raise Unfit("broken") from None
    return {"width": upright.width, "height": upright.height, "place": place}, _jpeg(upright)


def _check(image: Image.Image) -> None:
    """What can be known without decoding: how large it is, and whether it moves."""
    if image.width * image.height > MOST_PIXELS:
        raise Unfit("too_many_pixels")
    if image.format in ANIMATED_FORMATS and getattr(image, "n_frames", 1) > 1:
        raise Unfit("animated")


def _upright(image: Image.Image) -> Image.Image:
    """Small enough, turned as it was held, on white where it was clear, and with nothing attached to it."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG can be decoded at a fraction of its size
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(image).convert("RGBA")
    upright = Image.new("RGB", turned.size, "white")
    upright.paste(turned, mask=turned)
    return upright


def _jpeg(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()


def _place(image: Image.Image) -> Sequence[float] | None:
    """Latitude and longitude in degrees, WGS-84, as the camera noted them; None when it did not, or not sensibly."""
    try:
        gps = image.getexif().get_ifd(GPS_DIRECTORY)
        latitude = _degrees(gps[LATITUDE], gps.get(LATITUDE_SIGN) == "S")
        longitude = _degrees(gps[LONGITUDE], gps.get(LONGITUDE_SIGN) == "W")
    except Exception:  # whatever is wrong in there, the picture is still one
        return None
    is_on_earth = math.isfinite(latitude + longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    is_set = (latitude, longitude) != (0.0, 0.0)  # what cameras write that have not found themselves yet
    return (latitude, longitude) if is_on_earth and is_set else None


def _degrees(parts: Sequence[float], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value


if __name__ == "__main__":
    main()
