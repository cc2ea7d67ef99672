"""Cuts the fonts of `fonts/` out of unpacked Debian packages: subset_fonts.py TREE OUT.

Needs fonttools. The same packages give the same bytes.
"""

from __future__ import annotations

import bz2
import gzip
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SHARE = "usr/share"
DOC = "usr/share/doc"
SANS = f"{SHARE}/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SERIF = f"{SHARE}/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
BOLD = f"{SHARE}/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
KAI = f"{SHARE}/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
FANG = f"{SHARE}/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
LATIN = f"{SHARE}/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
TGH = f"{SHARE}/unicode/Unihan_OtherMappings.txt.bz2"

LICENCES = {
    "LICENCE-fandol.txt": f"{DOC}/texlive-doc/fonts/fandol/README",
    "LICENCE-fandol-GPL.txt": f"{DOC}/texlive-doc/fonts/fandol/COPYING.gz",
    "LICENCE-noto-cjk.txt": f"{DOC}/fonts-noto-cjk/copyright",
    "LICENCE-lxgw-wenkai.txt": f"{DOC}/fonts-lxgw-wenkai/copyright",
    "LICENCE-liberation.txt": f"{DOC}/fonts-liberation2/copyright",
}


def gb2312() -> Iterator[int]:
    """Every character of GB 2312-80: 6763 Han characters and the signs."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def general(tree: Path) -> Iterator[int]:
    """The 8105 characters of 通用规范汉字表 (2013), as Unihan lists them under kTGH."""
    with bz2.open(tree / TGH, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line:
                yield int(line.split("\t")[0][2:], 16)


def signs() -> Iterator[int]:
    """Latin, punctuation, enclosed numbers, box drawing, full-width forms."""
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2044), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2150, 0x218B),
        (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF),
        (0x2610, 0x2612), (0x3000, 0x301F), (0x3021, 0x3029), (0x3200, 0x33FF), (0xFE30, 0xFE4F),
        (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
    ):
        yield from range(first, last + 1)


def rare() -> set[int]:
    """Every Han character beyond GB 2312; the font has GBK, extension A and some 2,400 of extensions B to G."""
    return {*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x32000)} - set(gb2312())


def cut(source: Path, face: str | None, wanted: set[int], out: Path, rename: str = "") -> None:
    """Write the wanted characters of one face to `out`, under another family name where the licence asks for it."""
    number = -1
    if source.suffix == ".ttc":
        number = next(
            n for n in range(20)
            if TTFont(source, fontNumber=n, lazy=True)["name"].getDebugName(1) == face
        )
    font = TTFont(source, fontNumber=number, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["ccmp", "locl", "mark", "mkmk"]  # no vertical and half-width forms
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    if rename:
        for record in font["name"].names:
            if record.nameID in {1, 3, 4, 6, 16, 18}:
                record.string = rename if record.nameID != 6 else rename.replace(" ", "")
    font.save(out)
    print(f"{out.name:34s} {out.stat().st_size / 1e6:6.2f} MB {len(font.getBestCmap()):6d} characters")


def main(tree: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    basic = {*gb2312(), *signs()}
    names = basic | set(general(tree))
    cut(tree / SERIF, "Noto Serif CJK SC", {*signs(), *rare()}, out / "NotoSerifCJKsc-Regular.otf")
    cut(tree / FANG, None, names, out / "FandolFang-Regular.otf")
    # A modified version may not carry the reserved name "LXGW".
    cut(tree / KAI, None, basic, out / "RongcuoKai-Regular.ttf", rename="Rongcuo Kai")
    cut(tree / SANS, "Noto Sans CJK SC", basic, out / "NotoSansCJKsc-Regular.otf")
    cut(tree / BOLD, "Noto Serif CJK SC", basic, out / "NotoSerifCJKsc-Bold.otf")
    shutil.copyfile(tree / LATIN, out / "LiberationSerif-Regular.ttf")
    for name, source in LICENCES.items():
        data = (tree / source).read_bytes()
        (out / name).write_bytes(gzip.decompress(data) if source.endswith(".gz") else data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
