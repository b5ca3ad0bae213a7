"""Photos by the hash of their bytes: the same picture is stored once, and one file holds everything."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Photo:
    """A stored JPEG without metadata. `file_id` is what the channel calls it once it was sent."""

    sha256: str
    image: bytes
    width: int
    height: int
    file_id: str | None


def add(transaction: Transaction, image: bytes, width: int, height: int, now: int) -> str:
    """Store the bytes of a photo (sizes in pixels); returns their SHA-256 in hex, by which they are found."""
    sha256 = hashlib.sha256(image).hexdigest()
    transaction.execute(
        "INSERT INTO photos (sha256, image, width, height, stored_at)"
        " VALUES (:sha256, :image, :width, :height, :now)"
        " ON CONFLICT (sha256) DO UPDATE SET stored_at = excluded.stored_at",
        {"sha256": sha256, "image": image, "width": width, "height": height, "now": now},
    )
    return sha256


def find(transaction: Transaction, sha256: str) -> Photo | None:
    """The photo with that hash; None when it was never stored or has been erased."""
    row = transaction.one(
        "SELECT sha256, image, width, height, file_id FROM photos WHERE sha256 = :sha256", {"sha256": sha256}
    )
    if row is None:
        return None
    return Photo(row["sha256"], row["image"], row["width"], row["height"], row["file_id"])


def is_kept(transaction: Transaction, sha256: str) -> bool:
    """Whether the photo with that hash can be shown: it was stored and has not been erased."""
    return bool(transaction.number("SELECT count(*) FROM photos WHERE sha256 = :sha256", {"sha256": sha256}))


def remember_file_id(transaction: Transaction, sha256: str, file_id: str) -> None:
    """Keep the name under which the channel has the photo, so that it is uploaded once."""
    transaction.execute(
        "UPDATE photos SET file_id = :file_id WHERE sha256 = :sha256", {"file_id": file_id, "sha256": sha256}
    )


def forget_file_id(transaction: Transaction, sha256: str) -> None:
    """The channel no longer knows that name."""
    transaction.execute("UPDATE photos SET file_id = NULL WHERE sha256 = :sha256", {"sha256": sha256})


def forget_unused(transaction: Transaction, before: int) -> int:
    """Erase photos that nothing needs, drafts of goods included, stored before then (UTC ms); returns how many.

    A photo is stored a moment before its report learns of it, hence the time.
    """
    return transaction.execute(
        "DELETE FROM photos WHERE stored_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM report_photos WHERE report_photos.sha256 = photos.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM goods WHERE photo_sha256 = photos.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM goods_drafts WHERE photo_sha256 = photos.sha256 AND state = 'draft')"
        " AND NOT EXISTS (SELECT 1 FROM report_messages WHERE report_messages.sha256 = photos.sha256)",
        {"before": before},
    )
