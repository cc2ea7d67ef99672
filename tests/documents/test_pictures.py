"""Pages are compared with pictures that were looked at. `python -m tools.gallery` takes them anew, to be looked at
again before they are kept; what the pages say, word by word, is compared in test_papers.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from rongcuo.documents.setting import pictures
from rongcuo.matters.packs import current_pack
from tests.documents.samples import sheet

KEPT = Path(__file__).parent / "pictures"
GALLERY = Path(__file__).resolve().parents[2] / "docs" / "documents"
PPI = 50
#: Share of the ink that may lie elsewhere: another version of the typesetter smooths edges otherwise.
MOST = 0.01

_TEXT = (
    "示例甲于2026年3月5日就示例事项提出的容错申请收悉。经审查，符合规定的受理条件，现予受理。",
    "受理后，将成立专项工作小组进行调查核实，并听取陈述。",
)
_BLOCKS = [
    {"kind": "paragraph", "text": _TEXT[0]}, {"kind": "heading", "level": 1, "text": "一、认定结论"},
    {"kind": "paragraph", "text": _TEXT[1]}, {"kind": "heading", "level": 2, "text": "（一）理由"},
    {"kind": "named", "label": "少数意见", "text": "无。"},
]
_TABLES = [
    {"kind": "rows", "rows": [["事项", ["示例事项"], 1], ["意见", [""], 4]]},
    {"kind": "table", "columns": [{"label": "序号", "width": 2}, {"label": "名称", "width": 10}], "rows": [["1", "会议记录"], ["2", "照片"]]},
]
SHEETS = {
    "document": sheet(blocks=_BLOCKS, cc="人事处", printed_on="2026年3月3日", secrecy="内部", annexes=["甲", "乙"], remark="联系人：示例乙"),
    "upward": sheet(*_TEXT, upward=True, signer="范例一", cc="人事处", printed_on="2026年3月3日"),
    "draft": sheet(*_TEXT, watermark="草稿", date=""),
    "letter": sheet(blocks=_BLOCKS, profile="letter", mark="示例省安全监管局机关党委"),
    "minutes": sheet(*_TEXT, profile="minutes", mark="示例局党组会议纪要", issuer="", people=[{"label": "出席", "text": "示例甲、示例乙"}]),
    "form": sheet(blocks=_TABLES, profile="form", number="", signing=["申请人（签名）", "单位负责人（签名、盖章）"], issuer="", sealed=False),
}


def page(name: str) -> Image.Image:
    return Image.open(io.BytesIO(pictures(SHEETS[name], 0, PPI)[0])).convert("RGB")


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_looks_as_it_looked(name):
    kept, made = Image.open(KEPT / f"{name}.png").convert("RGB"), page(name)
    assert made.size == kept.size
    difference = sum(ImageStat.Stat(ImageChops.difference(kept, made)).mean) / 3 / 255
    ink = 1 - sum(ImageStat.Stat(kept).mean) / 3 / 255
    assert difference <= MOST * max(ink, 0.05), f"{name}: {difference / ink:.1%} of the ink lies elsewhere"


def test_another_page_is_told_apart():
    """The comparison sees a word that is gone."""
    kept = Image.open(KEPT / "document.png").convert("RGB")
    other = Image.open(io.BytesIO(pictures(sheet(*_TEXT[:1]), 0, PPI)[0])).convert("RGB")
    difference = sum(ImageStat.Stat(ImageChops.difference(kept, other)).mean) / 3 / 255
    assert difference > MOST * 0.05


def test_the_gallery_shows_every_paper_of_the_pack():
    shown = {p.stem.rsplit("-", 1)[0] for p in GALLERY.glob("*.png")}
    assert shown == set(current_pack().documents)
    assert sum(p.stat().st_size for p in GALLERY.iterdir()) < 4_000_000


def keep() -> None:
    """Take the pictures anew (`tools/gallery.py` does)."""
    KEPT.mkdir(exist_ok=True)
    for name in SHEETS:
        page(name).save(KEPT / f"{name}.png", optimize=True)
