"""Files as Telegram makes them: photos re-encoded in three sizes, everything else kept byte for byte.

Limits: Bot API 10.0, "Sending files" and sendPhoto.
"""

import hashlib
import io
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 10_000  # pixels, width and height together
WIDEST_RATIO = 20
PHOTO_SIZES = {90: "s", 320: "m", 1280: "y"}  # longest side in pixels → Telegram's letter for that size
JPEG_QUALITY = 87
STICKER_SIDE = 512  # pixels

Kind = Literal["document", "voice", "video", "audio", "animation", "sticker"]
Media = dict[str, object]

# Stores bytes under a suggested name and returns the start of a Bot API file object:
# file_id, file_unique_id, file_size.
Keep = Callable[[bytes, str], Media]

FALLBACK_TYPES: dict[str, str] = {
    "voice": "audio/ogg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "animation": "video/mp4",
    "document": "application/octet-stream",
}


class MediaError(ValueError):
    """Telegram could not make a photo of these bytes; the words are its own."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a photo as JPEG, without any metadata."""

    data: bytes
    width: int
    height: int
    letter: str


def unique_id(data: bytes, letter: str = "") -> str:
    """What stays the same for the same bytes (Telegram's file_unique_id is as long)."""
    return "AQAD" + hashlib.sha256(data).hexdigest()[:12] + letter


def photo(data: bytes, keep: Keep) -> list[Media]:
    """An array of PhotoSize, smallest first; raises MediaError."""
    sizes: list[Media] = []
    for rendition in renditions(data):
        kept = keep(rendition.data, f"photos/{unique_id(rendition.data, rendition.letter)}.jpg")
        sizes.append({**kept, "width": rendition.width, "height": rendition.height})
    return sizes


def renditions(data: bytes) -> list[Rendition]:
    """The sizes that Telegram makes of a picture, turned upright; raises MediaError."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            _check_dimensions(opened.width, opened.height)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, MediaError):
            raise
        raise MediaError("IMAGE_PROCESS_FAILED") from error
    longest = max(upright.size)
    sides = [side for side in PHOTO_SIZES if side < longest] + [
        side for side in PHOTO_SIZES if side >= longest
    ][:1]
    return [_rendition(upright, side) for side in sides]


def attachment(kind: Kind, data: bytes, name: str, mime_type: str, keep: Keep) -> Media:
    """A Document, Voice, Video, Audio, Animation or Sticker with its bytes as they came.

    `mime_type` may be empty, then the name tells. Lengths are zero: the sandbox does not listen to recordings.
    """
    kept = keep(data, f"{kind}s/{unique_id(data)}{_suffix(name)}")
    if kind == "sticker":
        return kept | _sticker(data)
    described = kept | {"mime_type": mime_type or mimetypes.guess_type(name)[0] or FALLBACK_TYPES[kind]}
    if kind != "voice":
        described["file_name"] = name
    if kind != "document":
        described["duration"] = 0
    if kind in ("video", "animation"):
        described |= {"width": 640, "height": 360}
    return described


def _check_dimensions(width: int, height: int) -> None:
    too_long = width + height > LONGEST_SIDE
    too_narrow = max(width, height) > WIDEST_RATIO * min(width, height)
    if too_long or too_narrow:
        raise MediaError("PHOTO_INVALID_DIMENSIONS")


def _rendition(picture: Image.Image, side: int) -> Rendition:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    encoded = io.BytesIO()
    smaller.save(encoded, "JPEG", quality=JPEG_QUALITY)  # nothing but pixels: Pillow writes no EXIF unasked
    return Rendition(encoded.getvalue(), smaller.width, smaller.height, PHOTO_SIZES[side])


def _sticker(data: bytes) -> Media:
    width, height = STICKER_SIDE, STICKER_SIDE
    is_video = data.startswith(b"\x1a\x45\xdf\xa3")  # WebM
    is_animated = data.startswith(b"\x1f\x8b")  # gzipped Lottie
    if not (is_video or is_animated):
        width, height = _picture_size(data)
    described: Media = {"type": "regular", "width": width, "height": height}
    return described | {"is_animated": is_animated, "is_video": is_video}


def _picture_size(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return opened.size
    except (UnidentifiedImageError, OSError) as error:
        raise MediaError("IMAGE_PROCESS_FAILED") from error


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and suffix.isalnum() else ""
