"""Sets a paper: plain data in, PDF/A-2a bytes out. Knows no matters and no packs."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

LAYOUT = Path(__file__).parent / "layout" / "paper.typ"
STANDARD = "a-2a"

#: role -> families, the first that the fonts have is used and the others stand behind it.
ROLES = {
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "FandolFang R"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "Rongcuo Kai"),
    "hei": ("黑体", "SimHei", "Noto Sans CJK SC"),
    "biao": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"),
    "song": ("宋体", "SimSun", "Noto Serif CJK SC", "FandolFang R", "Rongcuo Kai"),
}


class SettingError(Exception):
    """The paper cannot be set; the text says why and what to do. No bytes were made."""


def typeset(data: dict, instant: int, standard: str = STANDARD) -> bytes:
    """The PDF/A-2a bytes of a paper (or of another `standard`). The same data and instant (Unix seconds) give
    the same bytes.

    `data` is what `layout/paper.typ` reads. Raises SettingError: fonts absent, a character that no
    font has, any warning of the typesetter.
    """
    import typst

    compiler, fonts = _compiler(tuple(settings.FONTS))
    try:
        pdf, warnings = compiler.compile_with_warnings(
            sys_inputs={"data": json.dumps(data | {"fonts": fonts}, ensure_ascii=False)},
            format="pdf", pdf_standards=[standard], timestamp=instant,
        )
    except typst.TypstError as error:
        raise SettingError(_words(error)) from None
    if warnings:
        raise SettingError("; ".join(one.message for one in warnings))
    return pdf


def pictures(data: dict, instant: int, ppi: float) -> list[bytes]:
    """The pages of a paper as PNG, for looking at. Raises SettingError."""
    import typst

    compiler, fonts = _compiler(tuple(settings.FONTS))
    try:
        made = compiler.compile(
            sys_inputs={"data": json.dumps(data | {"fonts": fonts}, ensure_ascii=False)}, format="png", ppi=ppi,
            timestamp=instant,
        )
    except typst.TypstError as error:
        raise SettingError(_words(error)) from None
    return made if isinstance(made, list) else [made]


def _words(error) -> str:
    missing = re.search(r'the text `?"(.+?)"`? could not be displayed', str(error), re.S)
    if missing:
        return (
            f"没有字体含有“{missing[1]}”，无法印出。请在 RONGCUO_FONTS 所指文件夹加入含有该字的字体。"
            f" / No font has “{missing[1]}”: add one that has it to the folder RONGCUO_FONTS names."
        )
    return str(getattr(error, "message", error))


@lru_cache(maxsize=4)
def _compiler(places: tuple[Path, ...]):
    import typst

    for one in places:
        if not one.is_dir() or not any(p.suffix.lower() in {".otf", ".ttf", ".ttc"} for p in one.iterdir()):
            raise SettingError(
                f"字体文件夹 {one} 不存在或没有字体，见 fonts/FONTS.md。"
                f" / The font folder {one} is absent or has no fonts; see fonts/FONTS.md."
            )
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p) for p in places]
    )
    have = set(fonts.families())
    roles = {role: [name for name in names if name in have] for role, names in ROLES.items()}
    absent = [role for role, names in roles.items() if not names]
    if absent or "Liberation Serif" not in have:
        raise SettingError(
            f"字体不全（{'、'.join(absent) or 'Liberation Serif'}），见 fonts/FONTS.md。"
            f" / Fonts are missing ({', '.join(absent) or 'Liberation Serif'}); see fonts/FONTS.md."
        )
    made = typst.Compiler(
        str(LAYOUT), root=str(LAYOUT.parent), font_paths=fonts, ignore_system_fonts=True
    )
    return made, roles
