"""A photo from Telegram, made safe to keep: whole, of bearable size, and saying nothing but its pixels.

Telegram has re-encoded it already, so it is not encoded again: metadata segments are cut out and the compressed
image is kept as it came. What is kept is listed, what is not listed goes (ITU-T T.81, annex B; JFIF 1.02).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from PIL import Image

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Bot API, getFile
LARGEST_SIDES = 10_000  # pixels of width and height together; Bot API, sendPhoto
MOST_SCANS = 32  # a progressive photo has about ten; each costs a pass over all pixels, and a hostile one has thousands

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
DHT, DAC, DQT, DRI = 0xC4, 0xCC, 0xDB, 0xDD
APP0, APP14, APP15, COM = 0xE0, 0xEE, 0xEF, 0xFE
FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}  # SOFn; C8 is reserved
KEPT = FRAMES | {DHT, DAC, DQT, DRI, SOS}
DROPPED = frozenset(range(APP0, APP15 + 1)) | {COM}

JFIF_LENGTH = 14  # bytes of its payload before the thumbnail
ADOBE_LENGTH = 12  # bytes of its payload, the last of which says how colours are coded

_NEXT_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # neither a stuffed FF nor a restart inside a scan


class Unfit(StrEnum):
    """Why something is not kept as a photo."""

    NOT_A_JPEG = "not_a_jpeg"
    NOT_AN_IMAGE = "not_an_image"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    ANIMATED = "animated"
    BROKEN = "broken"


class NotAPhoto(Exception):
    """The data cannot be kept as a photo; `reason` says why."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class StrippedPhoto:
    """A JPEG without metadata; sides in pixels."""

    data: bytes
    width: int
    height: int


class Segment(NamedTuple):
    """A marker, what belongs to it, and after SOS the compressed pixels that follow."""

    marker: int
    payload: bytes
    scan: bytes


def strip_jpeg(data: bytes) -> StrippedPhoto:
    """Check a JPEG and cut its metadata out; the pixels stay bit for bit. Raises NotAPhoto.

    Decodes the image once to be sure of it, which takes up to a second of CPU: run it in a thread.
    """
    if len(data) > LARGEST_FILE:
        raise NotAPhoto(Unfit.TOO_BIG)
    if data[:2] != bytes([0xFF, SOI]):
        raise NotAPhoto(Unfit.NOT_A_JPEG)
    segments = list(_segments(data))
    width, height = _size(segments)
    kept = bytes([0xFF, SOI]) + b"".join(map(_written, segments)) + bytes([0xFF, EOI])
    _check_decodes(kept, width, height)
    return StrippedPhoto(kept, width, height)


def _segments(data: bytes) -> Iterator[Segment]:
    """Every segment between SOI and the first EOI; raises NotAPhoto where the structure breaks."""
    position = 2
    scans = 0
    while True:
        found = _NEXT_MARKER.match(data, position)
        if found is None:
            raise NotAPhoto(Unfit.BROKEN)
        marker = found[1][0]
        if marker == EOI:
            return
        payload = _payload(data, found.end())
        position = found.end() + 2 + len(payload)
        scan = b""
        if marker == SOS:
            scans += 1
            scan = _scan(data, position)
            position += len(scan)
        if scans > MOST_SCANS or marker not in KEPT | DROPPED:
            raise NotAPhoto(Unfit.BROKEN)
        yield Segment(marker, payload, scan)


def _payload(data: bytes, start: int) -> bytes:
    """What follows a marker: two bytes of length, which counts itself, and the payload."""
    length = int.from_bytes(data[start : start + 2], "big")
    payload = data[start + 2 : start + length]
    if length < 2 or len(payload) != length - 2:
        raise NotAPhoto(Unfit.BROKEN)
    return payload


def _scan(data: bytes, start: int) -> bytes:
    """The compressed pixels of one scan, up to the marker that ends it."""
    end = _NEXT_MARKER.search(data, start)
    if end is None:
        raise NotAPhoto(Unfit.BROKEN)
    return data[start : end.start()]


def _size(segments: list[Segment]) -> tuple[int, int]:
    """Width and height from the only frame header."""
    frames = [segment.payload for segment in segments if segment.marker in FRAMES]
    if len(frames) != 1 or len(frames[0]) < 6:
        raise NotAPhoto(Unfit.BROKEN)
    height, width = int.from_bytes(frames[0][1:3], "big"), int.from_bytes(frames[0][3:5], "big")
    if not width or not height:
        raise NotAPhoto(Unfit.BROKEN)
    if width + height > LARGEST_SIDES:
        raise NotAPhoto(Unfit.TOO_BIG)
    return width, height


def _written(segment: Segment) -> bytes:
    """The segment as it is kept; empty if it is not."""
    payload = _needed(segment)
    if payload is None:
        return b""
    length = (len(payload) + 2).to_bytes(2, "big")
    return bytes([0xFF, segment.marker]) + length + payload + segment.scan


def _needed(segment: Segment) -> bytes | None:
    """The payload without what pixels do not need; None if nothing of it is."""
    marker, payload = segment.marker, segment.payload
    if marker == APP0 and payload.startswith(b"JFIF\0") and len(payload) >= JFIF_LENGTH:
        return payload[: JFIF_LENGTH - 2] + b"\0\0"  # a thumbnail of no width and no height
    if marker == APP14 and payload.startswith(b"Adobe") and len(payload) >= ADOBE_LENGTH:
        return payload[:ADOBE_LENGTH]
    return payload if marker in KEPT else None


def _check_decodes(data: bytes, width: int, height: int) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            image.load()
            size = image.size
    except Exception:  # Pillow promises no list of what hostile input makes it raise
        raise NotAPhoto(Unfit.BROKEN) from None
    if size != (width, height):
        raise NotAPhoto(Unfit.BROKEN)
