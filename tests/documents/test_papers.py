"""Papers are set from the record: the words of the matter, once, and nothing that somebody typed as markup."""

from __future__ import annotations

import io
from itertools import pairwise

import pikepdf
import pytest
from django.http import Http404

from rongcuo.documents import codes, papers, sources
from rongcuo.documents.composing import compose, finished, lines_of
from rongcuo.documents.papers import NoTemplate, render
from rongcuo.documents.plain import plain
from rongcuo.documents.scanning import text_of
from rongcuo.documents.setting import SettingError, typeset
from rongcuo.documents.sources.items import record_of
from rongcuo.matters import acceptance, application
from rongcuo.matters.access import viewer_of
from rongcuo.matters.models import Interest, Item
from rongcuo.matters.packs import current_pack
from tests.documents.samples import sheet
from tests.matters.world import Case

#: Papers of the plain course, and words that must stand in each.
SAID = {
    "application": "根据《甘肃省安全生产监督管理局干部容错纠错实施办法（试行）》第八条第（一）项",
    "application-sheet": "主张情形", "evidence-list": "专题会议记录", "received": "同意转报",
    "acceptance": "现予受理", "handler-letter": "特此函告", "group": "组长", "hearing": "谈话前已告知谈话对象",
    "report": "各项事实要素的核实结果", "evidence-file": "专题会议记录", "consultation": "请书面回复",
    "consultation-answer": "无正在计算的影响期", "opinion": "少数意见", "request": "妥否，请批示", "agenda": "提请部门",
    "minutes": "应到5人", "determination-waived": "认定结论", "feedback-positive": "现予反馈", "receipt": "收到日期",
    "publication": "请各处室对照改进", "filing": "认定容错（免责）", "contents": "调查核实报告", "cover": "立卷单位",
    "inventory": "本卷共",
}


def items(case: Case, **which):
    rows = Item.objects.filter(matter=case.matter_id, **which)
    return rows.select_related("matter__act", "matter__unit", "subject__person", "subject__unit", "author")


def item(case: Case, kind: str) -> Item:
    return items(case, kind=kind).last()


@pytest.fixture(autouse=True)
def named(settings):
    settings.BUREAU_NAME = "示例局"


def test_the_plain_course_gives_every_paper_of_article_8(case):
    case.until("filed")
    found = {}
    for row in items(case):
        record = record_of(row)
        for one in papers.templates_for(record) if record.source in sources.SOURCES else ():
            paper = found[one.id] = render(record, one.id)
            words = text_of(paper.pdf)
            assert SAID[one.id] in words, one.id
            assert "{" not in words
            assert paper.draft == bool(one.by) == ("草稿" in words), one.id
            assert render(record, one.id).digest == paper.digest  # the same record, the same bytes
    assert found.keys() == SAID.keys()


def test_a_number_makes_it_a_paper_and_no_draft(case):
    row = item(case.until("accepted"), "acceptance")
    words = text_of(render(row, number="示例受〔2026〕3号").pdf)
    assert "示例受〔2026〕3号" in words
    assert "草稿" not in words


def test_the_outcome_chooses_the_paper(bureau):
    one = Case(bureau, outcome="refused").until("fed_back")
    chosen = [t.id for kind in ("determination", "feedback") for t in papers.templates_for(record_of(item(one, kind)))]
    assert chosen == ["determination-refused", "feedback-negative"]
    words = text_of(render(item(one, "feedback")).pdf)
    assert "不予认定" in words
    assert "申诉或者申请复核" in words  # the remedies against the act itself


def test_where_another_body_runs_the_act_the_paper_is_a_suggestion(bureau):
    one = Case(bureau, external=True).until("determined")
    assert render(item(one, "determination")).template.id == "suggestion"
    assert "问责由你单位依照职权决定" in text_of(render(item(one, "determination")).pdf)


def test_a_paper_that_a_subject_reads_never_names_another(bureau):
    case = Case(bureau, also=[("mines_inspector", "mines")])
    case.until("told").later(1)
    for who, unit, head in (("inspector", "chemicals", "chemicals_head"), ("mines_inspector", "mines", "mines_head")):
        case.submit(who, unit)
        about = case.subject_of(who).pk
        case.act_on(application.forward, head, subject=about, words="同意转报。")
        case.act_on(acceptance.accept, "officer", subject=about, in_scope=True)
    case.take("appointed")
    name = bureau["mines_inspector"].name
    own = [r for r in items(case) if r.subject_id == case.subject.pk or r.kind == "group"]
    assert {r.kind for r in own} == {"application", "forwarding", "acceptance", "group"}
    for row in own:
        for one in papers.templates_for(record_of(row)):
            assert name not in text_of(render(row, one.id).pdf), one.id


def test_the_report_carries_no_verdict(case):
    one = current_pack().documents["report"]
    words = text_of(render(item(case.until("reported"), "report")).pdf)
    assert one.no_verdict
    assert not [w for w in current_pack().procedure.verdict_words if w in words]


def test_a_declaration_is_a_paper_for_those_who_decide_on_it(case):
    case.until("declared")
    row = Interest.objects.get(matter=case.matter_id, person=case.bureau["verifier_1"])
    with case.at():
        record = sources.found("declaration", viewer_of(case.bureau["officer"]), row.pk)
        words = text_of(render(record).pdf)
        assert "回避声明" in words and row.person.name in words
        assert sources.found("declaration", viewer_of(case.bureau["verifier_1"]), row.pk).pk == row.pk
        for stranger in ("verifier_2", "inspector", "licensor"):
            with pytest.raises(Http404):
                sources.found("declaration", viewer_of(case.bureau[stranger]), row.pk)


def test_what_has_no_paper_says_so(case):
    with pytest.raises(NoTemplate):
        render(item(case.until("accepted"), "acceptance"), "determination-waived")


# --- what people type ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["𠮷田喆", "㐂示例", "阿依古丽·示例", "堃犇玥珺瑀翀昇璟祎赟骉旻彧垚", "𬭎𫓧"])
def test_rare_characters_of_names_are_printed(name):
    pdf = typeset(sheet(f"{name}同志", to=name, title=f"关于{name}的通知", mark=f"{name}文件", cc=name), 0)
    assert text_of(pdf).count(name) >= 5


def test_a_character_that_no_font_has_refuses_the_paper_and_is_named():
    with pytest.raises(SettingError, match="没有字体含有“𓀀”"):
        typeset(sheet("示例𓀀"), 0)


@pytest.mark.parametrize(
    "typed", ["#panic(1)", '#read("/etc/passwd")', "*粗*_斜_$x$`y`", "<b>html</b>{{ name }}{% x %}{title}", "\\u{41}"]
)
def test_what_people_type_is_never_read_as_markup(typed):
    assert typed.replace(" ", "") in text_of(typeset(sheet(typed), 0))


def test_control_and_direction_characters_are_left_out():
    assert plain("甲\x00乙\x1b\u202e丙\r\n丁\u2028戊\t己") == "甲乙丙\n丁 戊 己"
    assert "甲乙" in text_of(typeset(sheet("甲\x07\u200b乙"), 0))


def test_very_long_units_and_three_hundred_subjects_are_set_whole():
    unit = "示例省示例市示例区示例街道安全生产监督管理服务保障中心" * 4
    everybody = "、".join(f"示例{n}" for n in range(300))
    words = text_of(typeset(sheet(everybody, to=f"{unit}、{everybody}", mark=f"{unit}文件", cc=unit, issuer=unit), 0))
    assert words.count("示例299") == 2 and unit in words


@pytest.mark.parametrize("name", sorted(current_pack().documents))
def test_fields_that_were_left_empty_leave_no_hole(name):
    """A record may say nothing in any of its fields: no brace, no None, no heading with nothing under it."""
    one = current_pack().documents[name]
    source = sources.SOURCES[one.source]
    made = compose(one, dict.fromkeys(sources.known(one.source), "") | {table: [] for table in source.tables})
    words = text_of(typeset(finished(made), 0))
    assert "{" not in words and "None" not in words
    for before, after in pairwise([*made["blocks"], {"kind": "heading"}]):
        assert before["kind"] != "heading" or after["kind"] != "heading", before
    assert all(b["text"].strip() for b in made["blocks"] if b["kind"] == "paragraph")


def test_a_title_is_turned_where_words_allow_it():
    assert lines_of("关于受理容错申请的通知") == ["关于受理容错申请的通知"]
    for title in ("关于“示例化工园区专项检查整改时限确定偏紧引发企业反映”事项认定结果的函", "甲" * 90, "A1" * 40):
        lines = lines_of(title)
        assert "".join(lines) == title
        assert all(0 < len(line) <= 24 for line in lines)
        assert not any(line[0] in "》）”〕的、，：" or line[-1] in "《（“〔" for line in lines)


# --- what the file is ------------------------------------------------------------------------


def code_of(address: str) -> dict:
    return {"qr": codes.svg(address), "lines": ["验证码 ABCD-EFGH"], "alt": f"二维码，内容为：{address}"}


@pytest.mark.parametrize("profile", ["document", "letter", "minutes", "form"])
def test_a_screen_reader_is_told_what_the_code_says(profile):
    """The picture is a figure with a text of its own, in the tagged text and not in what counts as decoration."""
    made = sheet("正文。", profile=profile, check=code_of("https://rongcuo.example/papers/check/ABCDEFGH/"))
    with pikepdf.open(io.BytesIO(typeset(made, 0))) as pdf:
        figures = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert [str(one.Alt) for one in figures] == ["二维码，内容为：https://rongcuo.example/papers/check/ABCDEFGH/"]
    assert "验证码ABCD-EFGH" in text_of(typeset(made, 0))


@pytest.mark.parametrize("profile", ["document", "letter", "form"])
def test_the_code_never_makes_a_side_of_its_own(profile):
    for lines in range(1, 26):
        words = ["示例一行。"] * lines
        with_code = typeset(sheet(*words, profile=profile, check=code_of("x")), 0)
        without = typeset(sheet(*words, profile=profile), 0)
        assert len(pikepdf.open(io.BytesIO(with_code)).pages) == len(pikepdf.open(io.BytesIO(without)).pages), lines


def test_a_paper_is_tagged_pdf_a_with_its_fonts_inside_and_nothing_that_runs():
    with pikepdf.open(io.BytesIO(typeset(sheet(), 0))) as pdf:
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-CN"
        assert [str(o.S) for o in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert "/JavaScript" not in pdf.Root.get("/Names", {}) and "/OpenAction" not in pdf.Root
        assert not pdf.is_encrypted and not pdf.attachments
        for page in pdf.pages:
            for font in page.resources.Font.values():
                inner = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(inner.keys())
                assert "/ToUnicode" in font
