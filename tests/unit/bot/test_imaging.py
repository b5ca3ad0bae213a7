"""Image files of every kind become plain JPEGs, or a reason; what decodes them is a process of its own."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from bot import imaging
from bot.imaging import Darkroom, DevelopedPhoto
from bot.photos import LARGEST_FILE, NotAPhoto, Unfit

GPS = {1: "N", 2: (30.0, 30.0, 18.0), 3: "E", 4: (114.0, 20.0, 6.0)}
GPS_DIRECTORY, ORIENTATION = 0x8825, 0x0112
SECRET = "taken by somebody"
LANDSCAPE = (400, 300)


def encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def picture(size: tuple[int, int] = LANDSCAPE) -> Image.Image:
    """Red on its left half, blue on its right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def exif(gps: object = None, orientation: int = 1) -> Image.Exif:
    written = Image.Exif()
    written[0x010E] = SECRET
    written[ORIENTATION] = orientation
    if gps is not None:
        written[GPS_DIRECTORY] = gps
    return written


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return encoded(picture(), "HEIF", exif=exif(GPS).tobytes())


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b""))


def png_chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


async def develop(content: bytes) -> DevelopedPhoto:
    return await Darkroom().develop(content)


async def reason_for(content: bytes) -> Unfit:
    with pytest.raises(NotAPhoto) as refused:
        await develop(content)
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
async def test_every_kind_of_image_becomes_a_jpeg(kind: str) -> None:
    photo = await develop(encoded(picture(), kind))
    with Image.open(io.BytesIO(photo.data)) as image:
        assert (image.format, image.size) == ("JPEG", LANDSCAPE)
    assert (photo.width, photo.height, photo.place) == (*LANDSCAPE, None)


async def test_an_iphones_heic_works_and_its_place_is_read() -> None:
    photo = await develop(heic())
    assert photo.data.startswith(b"\xff\xd8")
    assert photo.place == pytest.approx((30.505, 114.335))


async def test_the_place_in_a_file_is_read_and_then_nothing_of_it_is_left() -> None:
    photo = await develop(encoded(picture(), "JPEG", exif=exif(GPS), comment=SECRET))
    assert photo.place == pytest.approx((30.505, 114.335))
    for trace in (b"Exif", SECRET.encode(), b"GPS"):
        assert trace not in photo.data


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (30.0, 0.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (114.0, 0.0, 0.0)},
    ],
)
async def test_a_place_that_is_none_is_not_taken(gps: object) -> None:
    assert (await develop(encoded(picture(), "JPEG", exif=exif(gps)))).place is None


async def test_south_and_west_are_negative() -> None:
    gps = {**GPS, 1: "S", 3: "W"}
    photo = await develop(encoded(picture(), "JPEG", exif=exif(gps)))
    assert photo.place == pytest.approx((-30.505, -114.335))


async def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    photo = await develop(encoded(picture(), "JPEG", exif=exif(orientation=6)))
    assert (photo.width, photo.height) == (300, 400)
    with Image.open(io.BytesIO(photo.data)) as image:
        red, _, blue = image.convert("RGB").getpixel((150, 20))  # type: ignore[misc]  # a pixel of RGB
    assert red > blue  # what was on the left is on top


async def test_a_large_picture_gets_smaller() -> None:
    photo = await develop(encoded(picture((4000, 3000)), "JPEG"))
    assert (photo.width, photo.height) == (2048, 1536)


async def test_what_is_clear_becomes_white() -> None:
    photo = await develop(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(photo.data)) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
async def test_what_moves_is_no_photo(kind: str) -> None:
    assert await reason_for(moving(kind)) is Unfit.ANIMATED


async def test_the_second_view_in_a_file_of_a_phone_is_no_motion() -> None:
    views = encoded(picture(), "MPO", save_all=True, append_images=[picture()])
    assert (await develop(views)).width == LANDSCAPE[0]


async def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    assert await reason_for(png_header(30_000, 30_000)) is Unfit.TOO_MANY_PIXELS


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7", b"\x00" * 1000])
async def test_what_is_no_image_says_so(content: bytes) -> None:
    assert await reason_for(content) is Unfit.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_file_cut_short_is_broken(kind: str) -> None:
    whole = encoded(Image.effect_noise(LANDSCAPE, 64), kind)
    assert await reason_for(whole[: len(whole) // 2]) is Unfit.BROKEN


async def test_a_file_larger_than_telegram_hands_out_is_not_looked_at() -> None:
    assert await reason_for(b"\x00" * (LARGEST_FILE + 1)) is Unfit.TOO_BIG


@pytest.mark.parametrize(
    ("program", "reason"),
    [("import os; os.abort()", Unfit.BROKEN), ("while True: pass", Unfit.TOO_MANY_PIXELS)],
)
async def test_a_worker_that_dies_or_hangs_costs_one_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: Unfit
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(program)
    darkroom = Darkroom(time_limit=0.5)
    with monkeypatch.context() as patch:
        patch.setattr(imaging, "WORKER", worker)
        with pytest.raises(NotAPhoto) as refused:
            await darkroom.develop(b"x")
    assert refused.value.reason is reason
    assert (await Darkroom().develop(encoded(picture(), "PNG"))).width == LANDSCAPE[0]
