import io

import pytest
from PIL import Image

from bot.sandbox.media import MediaError, description, renditions

ORIENTATION = 0x0112
TURNED_RIGHT = 6


def picture(width: int, height: int, kind: str = "JPEG", turned: bool = False) -> bytes:
    image = Image.new("RGB", (width, height), "#c0392b")
    exif = Image.Exif()
    exif[0x010F] = "A camera's name"
    if turned:
        exif[ORIENTATION] = TURNED_RIGHT
    written = io.BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def test_a_photo_comes_in_three_sizes_smallest_first() -> None:
    sizes = renditions(picture(3000, 2000))
    assert [(one.width, one.height) for one in sizes] == [(90, 60), (320, 213), (1280, 853)]


def test_a_small_photo_is_not_blown_up() -> None:
    assert [(one.width, one.height) for one in renditions(picture(100, 50))] == [(90, 45), (100, 50)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_jpeg_without_metadata(kind: str) -> None:
    for rendition in renditions(picture(400, 300, kind)):
        with Image.open(io.BytesIO(rendition.data)) as kept:
            assert kept.format == "JPEG"
            assert not kept.getexif()


def test_a_photo_is_turned_upright() -> None:
    largest = renditions(picture(400, 300, turned=True))[-1]
    assert (largest.width, largest.height) == (300, 400)


@pytest.mark.parametrize("size", [(6000, 4001), (2100, 100)])
def test_too_large_or_too_narrow_is_no_photo(size: tuple[int, int]) -> None:
    with pytest.raises(MediaError, match="PHOTO_INVALID_DIMENSIONS"):
        renditions(picture(*size))


@pytest.mark.parametrize("data", [b"", b"not a picture", picture(50, 50)[:300]])
def test_bytes_that_are_no_picture_are_no_photo(data: bytes) -> None:
    with pytest.raises(MediaError, match="IMAGE_PROCESS_FAILED"):
        renditions(data)


def test_a_document_tells_its_name_and_type() -> None:
    document = description("document", picture(40, 30), "IMG_1.JPG")
    assert document == {"mime_type": "image/jpeg", "file_name": "IMG_1.JPG"}
    assert description("document", b"", "x", "text/csv")["mime_type"] == "text/csv"
    assert description("document", b"", "x")["mime_type"] == "application/octet-stream"


def test_a_recording_has_a_duration_and_a_voice_message_no_name() -> None:
    assert description("voice", b"OggS", "blob") == {"mime_type": "audio/ogg", "duration": 0}


def test_a_sticker_has_its_own_size() -> None:
    sticker = description("sticker", picture(512, 400, "WEBP"), "s.webp")
    assert (sticker["width"], sticker["height"]) == (512, 400)
    with pytest.raises(MediaError):
        description("sticker", b"no picture", "s.webp")
