"""Photos made by Pillow with everything in them that must not stay, whole and mutilated."""

from __future__ import annotations

import io
import random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.photos import LARGEST_FILE, MOST_SCANS, NotAPhoto, StrippedPhoto, Unfit, strip_jpeg

SECRET = b"30.5044N 114.3311E"
SOS = b"\xff\xda"
GPS_DIRECTORY = 0x8825
IMAGE_DESCRIPTION = 0x010E

Mode = Literal["L", "RGB", "CMYK"]


def picture(mode: Mode, size: tuple[int, int], seed: int) -> Image.Image:
    pixels = random.Random(seed).randbytes(size[0] * size[1] * len(mode))
    return Image.frombytes(mode, size, pixels)


def jpeg(
    mode: Mode = "RGB",
    size: tuple[int, int] = (40, 30),
    quality: int = 80,
    progressive: bool = False,
    restart: int = 0,
    seed: int = 0,
) -> bytes:
    """A JPEG with EXIF, GPS, XMP, a colour profile, a comment and a tail."""
    exif = Image.Exif()
    exif[IMAGE_DESCRIPTION] = SECRET.decode()
    exif.get_ifd(GPS_DIRECTORY)[1] = SECRET.decode()
    file = io.BytesIO()
    picture(mode, size, seed).save(
        file,
        "JPEG",
        quality=quality,
        progressive=progressive,
        restart_marker_blocks=restart,
        exif=exif,
        xmp=b"<x:xmpmeta>" + SECRET,
        comment=SECRET,
        icc_profile=SECRET * 10,
    )
    return file.getvalue() + SECRET


photos = st.builds(
    jpeg,
    mode=st.sampled_from(["L", "RGB", "CMYK"]),
    size=st.tuples(st.integers(1, 70), st.integers(1, 70)),
    quality=st.integers(1, 95),
    progressive=st.booleans(),
    restart=st.integers(0, 3),
    seed=st.integers(0, 1000),
)


def pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2, "big") + payload


def reason_for(data: bytes) -> Unfit:
    with pytest.raises(NotAPhoto) as caught:
        strip_jpeg(data)
    return caught.value.reason


@settings(max_examples=60)
@given(photos)
def test_pixels_stay_and_nothing_else_does(data: bytes) -> None:
    photo = strip_jpeg(data)
    assert pixels(photo.data) == pixels(data)
    assert (photo.width, photo.height) == pixels(data)[1]
    for trace in (SECRET, SECRET[:8], b"Exif", b"xmpmeta", b"ICC_PROFILE"):
        assert trace not in photo.data


@settings(max_examples=30)
@given(photos)
def test_the_compressed_pixels_stay_byte_for_byte(data: bytes) -> None:
    kept = strip_jpeg(data).data
    assert kept[kept.index(SOS) :] == data[data.index(SOS) : -len(SECRET)]


@given(photos)
def test_stripping_again_changes_nothing(data: bytes) -> None:
    photo = strip_jpeg(data)
    assert strip_jpeg(photo.data) == photo


@settings(max_examples=300)
@given(photos, st.data())
def test_mutilated_bytes_are_a_photo_or_not_but_never_a_crash(whole: bytes, data: st.DataObject) -> None:
    mutilated = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(mutilated) - 1))
        mutilated[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        photo = strip_jpeg(bytes(mutilated))
    except NotAPhoto:
        return
    assert pixels(photo.data)[1] == (photo.width, photo.height)
    assert len(photo.data) <= len(mutilated)


@given(st.binary(max_size=300))
def test_what_only_begins_like_a_jpeg_is_broken(data: bytes) -> None:
    assert reason_for(b"\xff\xd8" + data) in {Unfit.BROKEN, Unfit.TOO_BIG}


@given(st.data())
def test_a_truncated_photo_is_broken(data: st.DataObject) -> None:
    whole = strip_jpeg(jpeg()).data
    assert reason_for(whole[: data.draw(st.integers(2, len(whole) - 1))]) is Unfit.BROKEN


@pytest.mark.parametrize("data", [b"", b"\xff", b"hello", b"\x89PNG\r\n\x1a\n", b"\xd8\xff"])
def test_anything_else_is_no_jpeg(data: bytes) -> None:
    assert reason_for(data) is Unfit.NOT_A_JPEG


def test_a_comment_between_scans_goes_too() -> None:
    data = strip_jpeg(jpeg(progressive=True)).data
    place = data.rindex(SOS)
    assert strip_jpeg(data[:place] + segment(0xFE, SECRET) + data[place:]).data == data


def test_a_thumbnail_inside_the_jfif_header_goes_too() -> None:
    data = strip_jpeg(jpeg()).data
    header = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + SECRET[:12])
    stripped = strip_jpeg(b"\xff\xd8" + header + data[20:])
    assert stripped.data.startswith(b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"))
    assert SECRET[:12] not in stripped.data


def test_how_adobe_codes_colours_stays_but_nothing_after_it() -> None:
    data = strip_jpeg(jpeg(mode="CMYK")).data
    adobe = data.index(b"\xff\xee")
    longer = segment(0xEE, data[adobe + 4 : adobe + 16] + SECRET)
    assert strip_jpeg(data[:adobe] + longer + data[adobe + 16 :]).data == data


def test_a_segment_that_only_calls_itself_jfif_goes() -> None:
    data = strip_jpeg(jpeg()).data
    for payload in (b"JFIF\0short", b"JFXX\0" + SECRET, b"Adobe"):
        for marker in (0xE0, 0xEE):
            assert strip_jpeg(data[:2] + segment(marker, payload) + data[2:]).data == data


def test_a_file_that_is_too_heavy_is_not_even_read() -> None:
    assert reason_for(b"\xff\xd8" + bytes(LARGEST_FILE)) is Unfit.TOO_BIG


@pytest.mark.parametrize(("size", "fits"), [((9_990, 10), True), ((9_991, 10), False), ((1, 9_999), True)])
def test_the_two_sides_together_are_at_most_ten_thousand(size: tuple[int, int], fits: bool) -> None:
    file = io.BytesIO()
    Image.new("L", size).save(file, "JPEG")
    if fits:
        assert isinstance(strip_jpeg(file.getvalue()), StrippedPhoto)
    else:
        assert reason_for(file.getvalue()) is Unfit.TOO_BIG


def test_a_frame_of_no_height_is_broken() -> None:
    data = strip_jpeg(jpeg()).data
    frame = data.index(b"\xff\xc0")
    assert reason_for(data[: frame + 5] + b"\0\0" + data[frame + 7 :]) is Unfit.BROKEN


def test_thousands_of_scans_are_not_decoded() -> None:
    data = strip_jpeg(jpeg(progressive=True)).data
    last = data[data.rindex(SOS) : -2]
    assert reason_for(data[:-2] + last * (MOST_SCANS + 1) + data[-2:]) is Unfit.BROKEN
