"""What somebody shows to be handed what they have chosen: a QR code, and the same in letters."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image

from messages.catalogue import Language, label
from messages.pictures import lettering
from messages.pictures.canvas import FAINT, INK, RED, WHITE, Canvas
from messages.pictures.picture import Picture

WIDTH, MARGIN, QR_SIDE = 1080, 56, 700  # px
QUIET_ZONE = 4  # modules of white around the code; ISO/IEC 18004
CODE_SIZES = (150, 120, 96, 72, 56, 40)


@dataclass(frozen=True, slots=True)
class PickupCard:
    """`code` is what the QR code stands for when read by eye; `qr_payload` is what a camera reads.

    `title` is what is handed over, `lines` up to three facts such as where and until when.
    """

    language: Language
    code: str
    qr_payload: str
    title: str
    lines: tuple[str, ...] = ()


def pickup_card(shown: PickupCard) -> Picture:
    """Draw it. Raises segno.DataOverflowError for a payload that no QR code holds."""
    width = WIDTH - 2 * MARGIN
    titles = lettering.balanced(shown.title, 56, width, 2)
    top = 96 + 72 * len(titles)
    height = top + QR_SIDE + 330 + 58 * len(shown.lines[:3])
    canvas = Canvas(WIDTH, height, WHITE)
    canvas.draw.rectangle((0, 0, WIDTH, 20), RED)
    for index, line in enumerate(titles):
        canvas.text((WIDTH / 2, 108 + 72 * index), line, 56, anchor="ms", width=width)
    code = _qr(shown.qr_payload)
    canvas.image.paste(code, ((WIDTH - code.width) // 2, top + (QR_SIDE - code.height) // 2))
    _write_code(canvas, shown, top + QR_SIDE)
    for index, line in enumerate(shown.lines[:3]):
        canvas.text((WIDTH / 2, top + QR_SIDE + 310 + 58 * index), line, 40, FAINT, anchor="ms", width=width)
    return canvas.as_png("pickup")


def _qr(payload: str) -> Image.Image:
    """A QR code in whole pixels, as large as there is room."""
    code = segno.make_qr(payload, error="m")
    side = code.symbol_size(scale=1, border=QUIET_ZONE)[0]
    content = BytesIO()
    code.save(content, kind="png", scale=max(1, QR_SIDE // side), border=QUIET_ZONE)
    return Image.open(content).convert("RGB")


def _write_code(canvas: Canvas, shown: PickupCard, top: int) -> None:
    width = WIDTH - 2 * MARGIN
    says = label(shown.language, "picture.pickup_code")
    canvas.text((WIDTH / 2, top + 52), says, 38, FAINT, anchor="ms", width=width)
    size = lettering.largest(shown.code, CODE_SIZES, width)
    canvas.text((WIDTH / 2, top + 150), shown.code, size, INK, anchor="mm", width=width)
