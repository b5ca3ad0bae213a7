"""Makes the font of the pictures: what people here write, cut out of Noto Sans SC.

Not part of the bot. It needs fonttools and brotli, and the unpacked npm package ``@fontsource/noto-sans-sc``:

    npm pack @fontsource/noto-sans-sc && tar xzf fontsource-noto-sans-sc-*.tgz
    python make_subset.py package
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WEIGHT = 500
SYMBOLS = "°±×÷·–—‘’“”…→←↑↓−≈≤≥≠‰℃€£№￥、。〈〉《》「」『』【】〔〕～①②③④⑤⑥⑦⑧⑨⑩㎡㎞"
IN_NAMES = (  # beyond the standards, as parents choose them
    "淏堉媖琎竑翾雱韡龑倓傒儇勍呙哿嘏堔墁妘姮嫄峣崟愔扆掞晢朓梣棽橦欤浥浵湜湲澔炤玢玠皞禤翚翯"
)
CHINESE = range(0x4E00, 0xA000)
DROPPED = {"BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx", "prep", "gasp"}  # Pillow sets plain lines


def wanted(package: Path) -> set[int]:
    """Printable ASCII, Latin-1, full-width forms, symbols, GB 2312, and what else is common in simplified Chinese."""
    forms = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0xFF01, 0xFF5F), *map(ord, SYMBOLS + IN_NAMES)}
    common = TTFont(
        package / "files" / f"noto-sans-sc-chinese-simplified-{WEIGHT}-normal.woff2"
    ).getBestCmap()
    return {*forms, *gb2312(), *(code for code in common if code in CHINESE)}


def gb2312() -> Iterator[int]:
    """The Chinese characters of GB 2312: rows 16 to 87, five cells at the end of row 55 being empty."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def pieces(package: Path, folder: Path) -> Iterator[Path]:
    """The package's files that hold something wanted, none twice: Latin first, for its digits are the ones that fit."""
    left = wanted(package)
    files = sorted((package / "files").glob(f"*-{WEIGHT}-normal.woff2"), key=_order)
    for file in files:
        found = left & set(TTFont(file).getBestCmap())
        if found:
            left -= found
            yield _cut(file, found, folder)
    print("Noto Sans SC has no glyph for", "".join(map(chr, sorted(left))))


def _order(file: Path) -> tuple[int, str]:
    whole = [f"noto-sans-sc-{name}-{WEIGHT}-normal.woff2" for name in ("latin", "chinese-simplified")]
    return (whole.index(file.name) if file.name in whole else len(whole), file.name)


def _cut(file: Path, code_points: set[int], folder: Path) -> Path:
    font = TTFont(file)
    options = Options(hinting=False, notdef_outline=True, glyph_names=False, drop_tables=[*DROPPED])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    font.flavor = None
    cut = folder / f"{file.stem}.ttf"
    font.save(cut)
    return cut


def main(package: Path) -> None:
    """Write the font and its licence beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        merged = Merger().merge([str(piece) for piece in pieces(package, Path(folder))])
    merged.flavor = None  # unpacking WOFF2 would cost 70 ms for every size of letters
    merged.save(HERE / "NotoSansSC-Medium.ttf")
    shutil.copy(package / "LICENSE", HERE / "LICENSE")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
