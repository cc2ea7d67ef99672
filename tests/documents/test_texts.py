"""What each paper says, page by page, word for word: compared with texts that were read.

Every template is set with the same sample words, drawn up to whole pages, and read back from the file. What is kept in
`texts/` is taken anew by `python -m tools.gallery`, to be read again before it is kept. The layout, the order of
the elements and the fixed words of the pack are all in it; `test_pictures` compares how pages look.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from rongcuo.documents.checking import sample
from rongcuo.documents.composing import compose, finished
from rongcuo.documents.scanning import text_of
from rongcuo.documents.setting import typeset
from rongcuo.matters.packs import current_pack
from rongcuo.policy.model import Template

KEPT = Path(__file__).parent / "texts"
TEMPLATES = sorted(current_pack().documents)


def paper(one: Template) -> str:
    """The words of each side of a template's paper, a line for each side."""
    sheet = finished(
        compose(one, sample(one)), date="2026年3月2日", printed_on="2026年3月3日", signer="范例一", secrecy="内部",
        number="示例〔2026〕3号" if one.number else None,
    )
    with pikepdf.open(io.BytesIO(typeset(sheet, 0))) as whole:
        sides = []
        for page in whole.pages:
            side = pikepdf.new()
            side.pages.append(page)
            out = io.BytesIO()
            side.save(out)
            sides.append(text_of(out.getvalue()))
    return "\n".join(sides) + "\n"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_paper_says_what_it_said(name):
    assert paper(current_pack().documents[name]) == (KEPT / f"{name}.txt").read_text("utf-8")


def test_no_text_is_kept_of_a_paper_that_is_no_more():
    assert {p.stem for p in KEPT.glob("*.txt")} == set(TEMPLATES)


def keep() -> None:
    """Take the texts anew (`tools/gallery.py` does)."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob("*.txt"):
        old.unlink()
    for name in TEMPLATES:
        (KEPT / f"{name}.txt").write_text(paper(current_pack().documents[name]), "utf-8")
