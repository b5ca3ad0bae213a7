"""Files as Telegram makes them: photos re-encoded in three sizes, everything else kept byte for byte.

Limits: Bot API 10.0, "Sending files" and sendPhoto.
"""

import io
import mimetypes
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

WIDTH_AND_HEIGHT = 10_000  # pixels, added up
WIDEST_RATIO = 20
PHOTO_SIZES = (90, 320, 1280)  # longest side in pixels
JPEG_QUALITY = 87
STICKER_SIDE = 512  # pixels
VIDEO_SIZE = (640, 360)  # pixels, claimed for every video

Media = dict[str, object]

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


def renditions(data: bytes) -> list[Rendition]:
    """The sizes that Telegram makes of a picture, turned upright, smallest first; raises MediaError."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            _check_dimensions(opened.width, opened.height)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, MediaError):
            raise
        raise MediaError("IMAGE_PROCESS_FAILED") from error
    longest = max(upright.size)
    smaller = [side for side in PHOTO_SIZES if side < longest]
    sides = PHOTO_SIZES[: len(smaller) + 1]  # the last one holds it whole, or shrunk as far as allowed
    return [_rendition(upright, side) for side in sides]


def description(kind: str, data: bytes, name: str, mime_type: str = "") -> Media:
    """What a media object says besides its file's id; raises MediaError for a sticker that is no picture.

    `kind` is the Message field that holds it: document, voice, video, audio, animation or sticker.
    Without `mime_type` the name tells. Durations are 0: the sandbox does not listen to recordings.
    """
    if kind == "sticker":
        return _sticker(data)
    media: Media = {"mime_type": mime_type or mimetypes.guess_type(name)[0] or FALLBACK_TYPES[kind]}
    if kind != "voice":
        media["file_name"] = name
    if kind != "document":
        media["duration"] = 0
    if kind in ("video", "animation"):
        media |= {"width": VIDEO_SIZE[0], "height": VIDEO_SIZE[1]}
    return media


def _check_dimensions(width: int, height: int) -> None:
    too_long = width + height > WIDTH_AND_HEIGHT
    too_narrow = max(width, height) > WIDEST_RATIO * min(width, height)
    if too_long or too_narrow:
        raise MediaError("PHOTO_INVALID_DIMENSIONS")


def _rendition(picture: Image.Image, side: int) -> Rendition:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    encoded = io.BytesIO()
    smaller.save(encoded, "JPEG", quality=JPEG_QUALITY)  # nothing but pixels: Pillow writes no EXIF unasked
    return Rendition(encoded.getvalue(), smaller.width, smaller.height)


def _sticker(data: bytes) -> Media:
    width, height = STICKER_SIDE, STICKER_SIDE
    is_video = data.startswith(b"\x1a\x45\xdf\xa3")  # WebM
    is_animated = data.startswith(b"\x1f\x8b")  # gzipped Lottie
    if not (is_video or is_animated):
        width, height = _picture_size(data)
    return {
        "type": "regular",
        "width": width,
        "height": height,
        "is_animated": is_animated,
        "is_video": is_video,
    }


def _picture_size(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return opened.size
    except (UnidentifiedImageError, OSError) as error:
        raise MediaError("IMAGE_PROCESS_FAILED") from error
