"""What is edited outside comes back as paragraphs and fields, or is refused with a list of what cannot."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcuo.documents import reading, writing
from rongcuo.documents.composing import finished
from rongcuo.documents.plain import plain
from rongcuo.documents.reading import Unreadable, read

SHEET = {
    "profile": "document", "kind": "通知", "title": "关于示例事项的通知", "author": "示例局", "mark": "示例局文件",
    "number": "示例〔2026〕　号", "upward": False, "to": "各处室", "people": [], "annexes": ["甲表", "乙表"],
    "remark": "联系人：示例甲", "issuer": "示例局", "sealed": True, "signing": [], "cc": "人事处", "date": "2026年3月2日",
    "blocks": [
        {"kind": "paragraph", "text": "第一段。"}, {"kind": "heading", "level": 1, "text": "一、标题"},
        {"kind": "named", "label": "说明", "text": "有关内容。"},
        {"kind": "rows", "rows": [["事项", ["甲", "乙"], 1], ["备注", [""], 3]]},
        {"kind": "table", "columns": [{"label": "序号", "width": 2}, {"label": "名称", "width": 8}], "rows": [["1", "丙"]]},
        {"kind": "paragraph", "text": "第二段。"},
    ],
}


def sent(sheet=SHEET, **changes) -> bytes:
    return writing.write(finished(sheet | changes))


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def edited(change) -> dict:
    document = Document(io.BytesIO(sent()))
    change(document)
    return read(saved(document), SHEET, sent())


def paragraph(document, text: str):
    return next(p for p in document.paragraphs if text in p.text)


def test_a_file_that_nobody_touched_says_the_same():
    assert read(sent(), SHEET, sent()) == SHEET


@pytest.mark.parametrize("profile", ["document", "letter", "minutes", "form"])
def test_every_profile_comes_back_whole(profile):
    people = [{"label": "出席", "text": "示例甲、示例乙"}] if profile == "minutes" else []
    sheet = SHEET | {"profile": profile, "people": people, "signing": ["签名"] if profile == "form" else []}
    assert read(sent(sheet), sheet, sent(sheet)) == sheet


words = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), min_size=1, max_size=40)


@settings(max_examples=15)
@given(st.lists(words, min_size=1, max_size=6))
def test_whatever_is_written_is_read_back(texts):
    texts = [plain(t).strip() for t in texts if plain(t).strip()]
    sheet = SHEET | {"blocks": [{"kind": "paragraph", "text": t} for t in texts]}
    assert read(sent(sheet), sheet, sent(sheet)) == sheet


def test_changed_words_come_back_where_they_belong():
    def change(document):
        paragraph(document, "第一段").runs[0].text = "第一段，改过。"
        paragraph(document, "关于示例").runs[0].text = "关于另一事项的通知"
        paragraph(document, "各处室").runs[0].text = "各处室、各单位："
        document.tables[1].rows[1].cells[1].paragraphs[0].runs[0].text = "丁"
        after = paragraph(document, "第二段")
        after.insert_paragraph_before("新的一段。", style="公文正文")

    back = edited(change)
    assert (back["title"], back["to"]) == ("关于另一事项的通知", "各处室、各单位")
    assert back["blocks"][0]["text"] == "第一段，改过。"
    assert back["blocks"][4]["rows"] == [["1", "丁"]]
    assert back["blocks"][5]["text"] == "新的一段。"
    assert {k: back[k] for k in ("annexes", "remark", "cc", "number", "issuer")} == {
        k: SHEET[k] for k in ("annexes", "remark", "cc", "number", "issuer")
    }


def bold(document):
    paragraph(document, "第一段").runs[0].bold = True


def picture(document):
    run = paragraph(document, "第一段").add_run()
    run._r.append(OxmlElement("w:drawing"))


def footnote(document):
    paragraph(document, "第一段").add_run()._r.append(OxmlElement("w:footnoteReference"))


def tracked(document):
    line = paragraph(document, "第一段")._p
    mark = OxmlElement("w:ins")
    mark.append(line.r_lst[0])
    line.append(mark)


def page_break(document):
    paragraph(document, "第一段").add_run().add_break(WD_BREAK.PAGE)


def numbering(document):
    document.styles.add_style("List Number", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一条", style="List Number")


def numbered(document):
    properties = paragraph(document, "第一段")._p.get_or_add_pPr()
    properties.append(OxmlElement("w:numPr"))


def another_table(document):
    document.add_table(rows=1, cols=2)


def another_column(document):
    document.tables[0].rows[0].cells[0].paragraphs[0].runs[0].text = "别的栏目"


def the_number(document):
    paragraph(document, "示例〔2026〕").runs[0].text = "示例〔2026〕99号"


def the_issuer(document):
    next(p for p in document.paragraphs if p.style.name == writing.ISSUER).runs[0].text = "别的机关"


def the_mark(document):
    paragraph(document, "示例局文件").runs[0].text = "别的机关文件"


@pytest.mark.parametrize("change, says", [
    (bold, "加粗"), (picture, "图片"), (footnote, "脚注"), (tracked, "修订痕迹"), (page_break, "分页符"),
    (numbering, "样式"), (numbered, "自动编号"), (another_table, "表格"), (another_column, "栏目"),
    (the_number, "发文字号"), (the_issuer, "署名"), (the_mark, "发文机关标志"),
])
def test_what_cannot_be_carried_is_named_and_refused(change, says):
    with pytest.raises(Unreadable, match=says):
        edited(change)


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(sent())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("content, says", [
    (b"", "损坏"), (b"PK\x03\x04 not a zip", "损坏"), (b"%PDF-1.7", "损坏"),
    (with_part("word/vbaProject.bin", b"x"), "宏"), (with_part("word/activeX/activeX1.xml", b"x"), "宏"),
    (with_part("word/embeddings/oleObject1.bin", b"x"), "嵌入"),
    (with_part("word/bomb.xml", b"0" * (reading.MOST_UNPACKED + 1)), "过大"),
    (with_part("word/more.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'), "声明"),
    (b"x" * (reading.MOST_BYTES + 1), "5兆"),
])
def test_macros_bombs_and_other_files_are_refused_before_they_are_opened(content, says):
    with pytest.raises(Unreadable, match=says):
        read(content, SHEET, sent())


def test_a_zip_of_another_kind_is_no_word_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(Unreadable, match="不是"):
        read(out.getvalue(), SHEET, sent())


def test_the_same_sheet_gives_the_same_file():
    with zipfile.ZipFile(io.BytesIO(sent())) as one, zipfile.ZipFile(io.BytesIO(sent())) as two:
        assert {n: one.read(n) for n in one.namelist()} == {n: two.read(n) for n in two.namelist()}


def test_every_style_names_the_offices_font_and_what_stands_in_for_it():
    document = Document(io.BytesIO(sent()))
    faces = {
        style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles if style.name.startswith("公文")
    }
    assert faces == set(writing.FALLBACK)
    with zipfile.ZipFile(io.BytesIO(sent())) as archive:
        table = archive.read("word/fontTable.xml").decode()
    for face, other in writing.FALLBACK.items():
        assert f'<w:font w:name="{face}"><w:altName w:val="{other}"/>' in table
