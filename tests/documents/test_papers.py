"""Papers are set from the record: the words of the matter, once, and nothing that somebody typed as markup."""

from __future__ import annotations

import io

import pikepdf
import pytest

from rongcuo.documents import SettingError, render
from rongcuo.documents.setting import plain, typeset
from rongcuo.matters.models import Item
from tests.documents.reading import text_of
from tests.matters.world import Case

#: Each kind of item on the plain course that has a paper, and words that must stand in it.
SAID = {
    "application": "主张情形", "acceptance": "现予受理", "group": "组长", "hearing": "谈话对象", "report": "查明的事实",
    "opinion": "请研究决定", "minutes": "应到5人", "determination": "认定结论", "feedback": "现予反馈",
    "publication": "请各处室对照改进", "filing": "材料目录",
}


def paper(words: str = "正文", **changes) -> dict:
    """The data of a letter of one paragraph."""
    return {
        "profile": "document", "draft": False, "title": "标题", "author": "示例局", "mark": "示例局文件",
        "number": "示例〔2026〕1号", "secrecy": "", "upward": False, "signer": "", "to": "各处室",
        "blocks": [{"kind": "paragraph", "text": plain(words)}], "annexes": [], "issuer": "示例局",
        "date": "2026年3月2日", "sealed": True, "signing": [], "cc": "", "printed": None,
    } | changes


def test_the_plain_course_gives_every_paper_of_article_8(bureau):
    case = Case(bureau).until("filed")
    found = {}
    for item in Item.objects.filter(matter=case.matter_id, kind__in=SAID):
        found[item.kind] = one = render(item)
        words = text_of(one.pdf)
        assert SAID[item.kind] in words, item.kind
        assert "{" not in words
        assert "".join(case.matter.title.split()) in words or item.kind == "publication"
        assert render(item).digest == one.digest  # the same record, the same bytes
    assert found.keys() == SAID.keys()


def test_a_paper_without_its_number_is_a_draft_and_says_so(case):
    item = Item.objects.get(matter=case.until("accepted").matter_id, kind="acceptance")
    draft, numbered = render(item), render(item, number="示例受〔2026〕3号")
    assert (draft.draft, numbered.draft) == (True, False)
    assert "草稿" in text_of(draft.pdf)
    assert "草稿" not in text_of(numbered.pdf)
    assert "示例受〔2026〕3号" in text_of(numbered.pdf)


@pytest.mark.parametrize("name", ["𠮷田喆", "㐂示例", "阿依古丽·示例", "堃犇玥珺瑀翀昇璟祎赟骉旻彧垚"])
def test_rare_characters_of_names_are_printed(name):
    assert name in text_of(typeset(paper(f"{name}同志"), 0))


def test_a_character_that_no_font_has_refuses_the_paper_and_is_named():
    with pytest.raises(SettingError, match="𓀀"):
        typeset(paper("示例𓀀"), 0)


@pytest.mark.parametrize(
    "typed", ["#panic(1)", '#read("/etc/passwd")', "*粗*_斜_$x$`y`", "<b>html</b>{{ name }}{% x %}{title}", "\\u{41}"]
)
def test_what_people_type_is_never_read_as_markup(typed):
    assert typed.replace(" ", "") in text_of(typeset(paper(typed), 0))


def test_control_and_direction_characters_are_left_out():
    assert plain("甲\x00乙\x1b\u202e丙\r\n丁\u2028戊") == "甲乙丙\n丁 戊"
    assert "甲乙" in text_of(typeset(paper("甲\x07\u200b乙"), 0))


def test_a_paper_is_tagged_pdf_a_with_its_fonts_inside_and_nothing_that_runs():
    with pikepdf.open(io.BytesIO(typeset(paper(), 0))) as pdf:
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-CN"
        assert [str(o.S) for o in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert "/JavaScript" not in pdf.Root.get("/Names", {}) and "/OpenAction" not in pdf.Root
        for page in pdf.pages:
            for font in page.resources.Font.values():
                inner = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(inner.keys())
                assert "/ToUnicode" in font
