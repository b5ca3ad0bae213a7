"""Files that people send over HTTP: good ones, and those that are of no use."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import aiohttp
import pillow_heif
from PIL import Image

from tests.e2e.town import Person


async def send_file(person: Person, name: str, content: bytes, kind: str = "document") -> Any:
    """Somebody sends a file; its type is told by its name."""
    form = aiohttp.FormData({"from": str(person.id)})
    form.add_field(kind, io.BytesIO(content), filename=name)
    async with person.town.session.post(f"{person.town.address}/sandbox/send", data=form) as response:
        body = await response.json()
        assert body["ok"], body
        return body["result"]


def picture(kind: str, **how: Any) -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 30.0, 18.0), 3: "E", 4: (114.0, 20.0, 6.0)}  # GPS
    buffer = io.BytesIO()
    Image.effect_noise((320, 240), 64).convert("RGB").save(buffer, kind, exif=exif, **how)
    return buffer.getvalue()


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return picture("HEIF")


def moving() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def huge() -> bytes:
    """A PNG that promises 30,000 × 30,000 pixels and holds next to nothing."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b""))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
