"""Photos by the hash of their bytes."""

from __future__ import annotations

import hashlib

from storage import goods, members, photos, report_contents, report_drafts
from storage.database import Transaction
from storage.goods import Terms
from storage.report_contents import SentPhoto

IMAGE = b"\xff\xd8 one \xff\xd9"


def test_the_same_bytes_are_stored_once(transaction: Transaction) -> None:
    first = photos.add(transaction, IMAGE, 800, 600, now=1)
    second = photos.add(transaction, IMAGE, 800, 600, now=2)
    assert first == second == hashlib.sha256(IMAGE).hexdigest()
    assert transaction.number("SELECT count(*) FROM photos") == 1


def test_a_photo_is_found_with_its_bytes_and_size(transaction: Transaction) -> None:
    photo = photos.find(transaction, photos.add(transaction, IMAGE, 800, 600, now=1))
    assert photo is not None
    assert (photo.image, photo.width, photo.height, photo.file_id) == (IMAGE, 800, 600, None)
    assert photos.find(transaction, "nothing") is None


def test_the_channels_name_for_a_photo_is_kept_until_it_is_refused(transaction: Transaction) -> None:
    sha256 = photos.add(transaction, IMAGE, 800, 600, now=1)
    photos.remember_file_id(transaction, sha256, "AgAC")
    kept = photos.find(transaction, sha256)
    photos.forget_file_id(transaction, sha256)
    forgotten = photos.find(transaction, sha256)
    assert kept is not None
    assert kept.file_id == "AgAC"
    assert forgotten is not None
    assert forgotten.file_id is None


def test_only_photos_that_no_report_has_are_forgotten(transaction: Transaction) -> None:
    used = photos.add(transaction, IMAGE, 1, 1, now=1)
    unused = photos.add(transaction, b"unused", 1, 1, now=1)
    courier = members.add(transaction, "telegram", 1, "x", None, 0)
    report = report_drafts.open_draft(transaction, courier.id, "token", 0)
    photo = report_contents.add_photo(transaction, report.id, SentPhoto(5, "file", "unique"))
    assert photo is not None
    report_contents.photo_saved(transaction, photo, used)
    assert photos.forget_unused(transaction, before=2) == 1
    assert photos.find(transaction, used) is not None
    assert photos.find(transaction, unused) is None


def test_photos_of_goods_are_not_forgotten(transaction: Transaction) -> None:
    shown = photos.add(transaction, IMAGE, 1, 1, now=1)
    goods.add(transaction, Terms("保温杯", "Thermos", 2, photo_sha256=shown), "token", now=1)
    assert photos.forget_unused(transaction, before=2) == 0


def test_a_photo_just_stored_again_is_not_forgotten(transaction: Transaction) -> None:
    sha256 = photos.add(transaction, IMAGE, 1, 1, now=1)
    photos.add(transaction, IMAGE, 1, 1, now=10)
    assert photos.forget_unused(transaction, before=5) == 0
    assert photos.find(transaction, sha256) is not None
