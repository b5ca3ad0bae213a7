import io

import pytest
from PIL import Image

from bot.sandbox.media import Media, MediaError, attachment, photo, renditions, unique_id

ORIENTATION = 0x0112
TURNED_RIGHT = 6


class Shelf:
    """Keeps files by path, as the sandbox's world does."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, data: bytes, path: str) -> Media:
        self.files[path] = data
        return {"file_id": path, "file_unique_id": unique_id(data), "file_size": len(data)}


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
    sizes = photo(picture(3000, 2000), Shelf())
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 60), (320, 213), (1280, 853)]


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


def test_a_document_is_kept_byte_for_byte() -> None:
    shelf = Shelf()
    original = picture(40, 30)
    document = attachment("document", original, "IMG_1.JPG", "", shelf)
    assert document["mime_type"] == "image/jpeg"
    assert document["file_name"] == "IMG_1.JPG"
    assert shelf.files[str(document["file_id"])] == original


def test_a_recording_has_a_duration_and_a_voice_message_no_name() -> None:
    voice = attachment("voice", b"OggS", "blob", "", Shelf())
    assert voice["mime_type"] == "audio/ogg"
    assert voice["duration"] == 0
    assert "file_name" not in voice


def test_a_sticker_has_its_own_size() -> None:
    sticker = attachment("sticker", picture(512, 400, "WEBP"), "s.webp", "", Shelf())
    assert (sticker["width"], sticker["height"]) == (512, 400)
    with pytest.raises(MediaError):
        attachment("sticker", b"no picture", "s.webp", "", Shelf())
