"""The file that the shop is first filled from: JSON, with the names of photos that lie beside it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from bot.photos import NotAPhoto, strip_jpeg


class Unusable(Exception):
    """The file, or a photo that it names, cannot be used; the words say which and why."""


def read(file: Path) -> dict[str, object]:
    """What `import-goods` takes: the file with its photos in it, without their metadata. Raises Unusable."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable(f"{file} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise Unusable(f"{file} holds no JSON object")
    listed = content.get("goods")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("photo"), str):
            entry["photo"] = _photo(file.parent / entry["photo"])
    return content


def _photo(file: Path) -> dict[str, object]:
    try:
        photo = strip_jpeg(file.read_bytes())
    except (OSError, NotAPhoto) as error:
        raise Unusable(f"{file} is no photo that can be kept (a JPEG is wanted): {error}") from error
    image = base64.b64encode(photo.data).decode()
    return {"image": image, "width": photo.width, "height": photo.height}
