"""Writes a sheet as DOCX, for the office's own editing.

The styles name the office's own (proprietary) fonts; where a machine lacks them it uses the open ones named
beside them in the font table. Every element has a style of its own, so that what was edited outside can be
read back (`reading`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING as SPACING
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from rongcuo.documents.plain import plain

FANG, KAI, HEI, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
#: What stands in for a font the office does not have (w:altName of the font table).
FALLBACK = {FANG: "仿宋", KAI: "楷体", HEI: "Noto Sans CJK SC", BIAO: "Noto Serif CJK SC"}
LATIN = "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = Pt(28.99)  # 225 mm / 22
CELL = 156 / 28  # mm
#: What follows borders in a paragraph's properties; Word minds the order.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
#: The style of each element: what was edited outside is read back by it (`reading`).
MARK, NUMBER, FRONT, TITLE, TO = "公文机关标志", "公文发文字号", "公文版头", "公文标题", "公文主送"
TEXT, NAMED, HEADINGS = "公文正文", "公文标签段", {1: "公文一级标题", 2: "公文二级标题"}
ANNEX, REMARK, PEOPLE, SIGN = "公文附件说明", "公文附注", "公文人员", "公文签名"
TABLES = frozenset(("rows", "table"))
ISSUER, DATE, COPIES, PRINTED, CELLS = "公文署名", "公文成文日期", "公文抄送", "公文印发", "公文表格"


def write(sheet: Mapping) -> bytes:
    """The DOCX bytes of a finished sheet (`composing.finished`). The same sheet gives the same bytes."""
    return _Writer(sheet).bytes()


@lru_cache(maxsize=8)
def _empty(letter: bool) -> bytes:
    """A document with page, styles and fonts and no text yet; made once."""
    made = _Writer({"profile": "letter" if letter else "document"}, Document())
    body = made.doc.element.body
    for old in list(body):
        if old.tag != qn("w:sectPr"):
            body.remove(old)
    keep = {"Normal", "Table Grid", "Normal Table", "Default Paragraph Font", "No List", "footer", "header"}
    for style in list(made.doc.styles):
        if style.name.casefold() not in {k.casefold() for k in keep}:
            style.element.getparent().remove(style.element)
    made._page()
    made._styles()
    made._fonts()
    out = io.BytesIO()
    made.doc.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _identifiers() -> dict[str, str]:
    """The identifier of each style by its name."""
    return {style.name: style.style_id for style in Document(io.BytesIO(_empty(False))).styles}


class _Writer:
    def __init__(self, sheet: Mapping, document=None):
        self.sheet = sheet
        self.doc = document or Document(io.BytesIO(_empty(sheet["profile"] == "letter")))

    def bytes(self) -> bytes:
        self._head()
        self._text()
        self._ending()
        core = self.doc.core_properties
        core.title, core.author, core.language = self.sheet["title"], self.sheet["author"], "zh-CN"
        core.created = core.modified = datetime(2000, 1, 1, tzinfo=UTC)
        core.comments, core.revision, core.last_modified_by = "", 1, self.sheet["author"]
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()

    # --- page and styles ---------------------------------------------------------------------

    def _page(self) -> None:
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(24)
        self.doc.settings.odd_and_even_pages_header_footer = True
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        # Not linesAndChars: with a negative charSpace LibreOffice sets every character at double width.
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(225 / 22 / 25.4 * 1440)))
        if self.sheet["profile"] == "letter":
            section.different_first_page_header_footer = True
            section.footer_distance = Mm(20)
            line = section.first_page_footer.paragraphs[0]
            line.paragraph_format.left_indent, line.paragraph_format.right_indent = Mm(-8), Mm(-6)
            self._rule(line, "thinThickSmallGap", space=1)
        for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
            line = footer.paragraphs[0]
            line.alignment = align
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
            self._run(line, "— ", 14)
            _field(line, "PAGE")
            self._run(line, " —", 14)
            for run in line.runs:
                run.font.size = Pt(14)

    def _styles(self) -> None:
        normal = self.doc.styles["Normal"]
        _font(normal.element, FANG, 16)
        kerning = OxmlElement("w:spacing")
        kerning.set(qn("w:val"), "-4")
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.rPr.append(kerning)
        normal.element.rPr.append(language)
        form = normal.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = SPACING.EXACTLY, PITCH
        for name, face, size, align, indented in (
            (TEXT, FANG, 16, ALIGN.JUSTIFY, True), (HEADINGS[1], HEI, 16, ALIGN.JUSTIFY, True),
            (HEADINGS[2], KAI, 16, ALIGN.JUSTIFY, True), (NAMED, FANG, 16, ALIGN.JUSTIFY, True),
            (ANNEX, FANG, 16, ALIGN.JUSTIFY, True), (REMARK, FANG, 16, ALIGN.JUSTIFY, True),
            (PEOPLE, FANG, 16, ALIGN.JUSTIFY, True), (TITLE, BIAO, 22, ALIGN.CENTER, False),
            (MARK, BIAO, 48, ALIGN.CENTER, False), (NUMBER, FANG, 16, ALIGN.CENTER, False),
            (FRONT, HEI, 16, ALIGN.LEFT, False), (TO, FANG, 16, ALIGN.JUSTIFY, False),
            (ISSUER, FANG, 16, ALIGN.RIGHT, False), (DATE, FANG, 16, ALIGN.RIGHT, False),
            (SIGN, FANG, 16, ALIGN.LEFT, False), (COPIES, FANG, 14, ALIGN.LEFT, False),
            (PRINTED, FANG, 14, ALIGN.LEFT, False), (CELLS, FANG, 14, ALIGN.LEFT, False),
        ):
            style = self.doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            _font(style.element, face, size)
            style.paragraph_format.alignment = align
            if indented:
                _indent(style.element.get_or_add_pPr())
            if name in {TITLE, MARK}:
                loose = OxmlElement("w:snapToGrid")  # else a line of 22 pt takes two lines of the grid
                loose.set(qn("w:val"), "0")
                style.element.get_or_add_pPr().insert_element_before(loose, "w:spacing", "w:ind", "w:jc")
        mark = self.doc.styles[MARK]
        mark.font.color.rgb = RED
        mark.paragraph_format.line_spacing_rule = SPACING.SINGLE
        self.doc.styles[CELLS].paragraph_format.line_spacing = Pt(21)

    def _fonts(self) -> None:
        """Name what stands in for each font, so that another program need not guess."""
        part = next(r.target_part for r in self.doc.part.rels.values() if r.reltype.endswith("/fontTable"))
        names = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in FALLBACK.items()
        )
        root = part.blob.decode("utf-8")
        part._blob = root.replace("</w:fonts>", names + "</w:fonts>").encode("utf-8")

    # --- small parts -------------------------------------------------------------------------

    def _paragraph(self, text: str = "", style: str = "Normal", into=None):
        line = (into if into is not None else self.doc).add_paragraph()
        if style != "Normal":
            self._style(line, style)
        if text:
            self._run(line, text)
        return line

    def _style(self, line, style: str) -> None:
        """By its identifier: looking each up by name among all styles takes as long as all the rest."""
        line._p.style = _identifiers()[style]

    def _run(self, line, text: str, size: float | None = None, face: str | None = None):
        run = line.add_run(plain(text))
        if size:
            run.font.size = Pt(size)
        if face:
            _font(run._r, face, None)
        return run

    def _blank(self, lines: int) -> None:
        for _ in range(lines):
            self._paragraph()

    def _rule(self, line, shape: str = "single", where: str = "bottom", space: int = 11) -> None:
        """A red rule: 1.5 pt, or a double one."""
        edges = OxmlElement("w:pBdr")
        edge = OxmlElement(f"w:{where}")
        for key, value in {"val": shape, "sz": "12" if shape == "single" else "24", "space": str(space), "color": "E60012"}.items():
            edge.set(qn(f"w:{key}"), value)
        edges.append(edge)
        line._p.get_or_add_pPr().insert_element_before(edges, *_AFTER_BORDERS)

    # --- the parts of a paper ----------------------------------------------------------------

    def _front(self) -> None:
        sheet = self.sheet
        for name, face in (("copy_number", FANG), ("secrecy", HEI), ("urgency", HEI)):
            if sheet[name]:
                self._run(self._paragraph("", FRONT), sheet[name], face=face)

    def _head(self) -> None:
        sheet, profile = self.sheet, self.sheet["profile"]
        if profile in {"document", "minutes"}:
            self._front()
            used = sum(1 for name in ("copy_number", "secrecy", "urgency") if sheet[name])
            self._blank(max(0, 3 - used))
            self._red(sheet["mark"], 156)
            self._blank(2 if profile == "document" else 1)
            self._number()
            self._blank(2)
        elif profile == "letter":
            line = self._red(sheet["mark"], 156)
            self._rule(line, "thickThinSmallGap", space=11)
            line.paragraph_format.left_indent, line.paragraph_format.right_indent = Mm(-8), Mm(-6)
            self._front()
            line = self._paragraph(sheet["number"], NUMBER)
            line.alignment = ALIGN.RIGHT
            self._blank(2)
        else:
            self._front()
            if sheet["number"]:
                line = self._paragraph(sheet["number"], NUMBER)
                line.alignment = ALIGN.RIGHT
        self._paragraph(sheet["title"], TITLE)
        if profile != "form":
            self._blank(1)
        if sheet["to"]:
            self._paragraph(sheet["to"] + "：", TO)

    def _red(self, text: str, width: float):
        line = self._paragraph("", MARK)
        size = min(48.0, width / 25.4 * 72 / max(1, len(text)) / 0.72)
        self._run(line, text, round(size * 2) / 2)
        room = width / 25.4 * 72 / max(1, len(text)) / size
        if room < 1:
            scale = OxmlElement("w:w")
            scale.set(qn("w:val"), str(max(33, int(room * 100))))
            line.runs[0]._r.rPr.find(qn("w:sz")).addprevious(scale)
        return line

    def _number(self) -> None:
        sheet = self.sheet
        line = self._paragraph("", NUMBER)
        if sheet["profile"] == "minutes" or sheet["upward"]:
            line.alignment = ALIGN.LEFT
            other = sheet["date"] if sheet["profile"] == "minutes" else f"签发人：{sheet['signer'] or '　　　'}"
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(CELL)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(156 - CELL), TAB.RIGHT)
            self._run(line, sheet["number"]).add_tab()
            self._run(line, other)
        else:
            line.alignment = ALIGN.CENTER
            self._run(line, sheet["number"])
        self._rule(line)

    def _text(self) -> None:
        before = ""
        for block in self.sheet["blocks"]:
            if block["kind"] in TABLES and before in TABLES:
                self._paragraph("", CELLS)  # two tables in a row would become one
            before = block["kind"]
            self._block(block)
        if self.doc.paragraphs:  # no side holds a signature alone
            self.doc.paragraphs[-1].paragraph_format.keep_with_next = True

    def _block(self, block: Mapping) -> None:
        kind = block["kind"]
        if kind == "heading":
            self._paragraph(block["text"], HEADINGS[min(block["level"], 2)])
        elif kind == "rows":
            self._grid([30, 126], [[label, "\n".join(lines)] for label, lines, _ in block["rows"]])
        elif kind == "table":
            widths = [c["width"] for c in block["columns"]]
            each = [w * 156 / sum(widths) for w in widths]
            self._grid(each, [[c["label"] for c in block["columns"]], *block["rows"]], head=True)
        elif kind == "named":
            self._labelled(block, NAMED)
        else:
            self._paragraph(block["text"], TEXT)

    def _labelled(self, block: Mapping, style: str) -> None:
        line = self._paragraph("", style)
        self._run(line, block["label"] + "：", face=HEI)
        self._run(line, block["text"])

    def _grid(self, widths, rows, head: bool = False):
        table = self.doc.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for n, row in enumerate(rows):
            cells = table.add_row().cells
            for cell, width, text in zip(cells, widths, row, strict=True):
                cell.width = Mm(width)
                for m, part in enumerate(text.split("\n")):
                    line = cell.paragraphs[0] if m == 0 else cell.add_paragraph()
                    self._style(line, CELLS)
                    if part:
                        self._run(line, part, face=HEI if head and n == 0 else None)
        if head:
            repeat = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(repeat)
        return table

    def _ending(self) -> None:
        sheet = self.sheet
        if sheet["annexes"]:
            self._blank(1)
            several = len(sheet["annexes"]) > 1
            for n, one in enumerate(sheet["annexes"], 1):
                number = f"{n}." if several else ""
                self._paragraph(("附件：" if n == 1 else "　　　") + number + one, ANNEX)
        if sheet["issuer"] and sheet["profile"] != "form":
            self._signature()
        if sheet["remark"]:
            self._paragraph(f"（{sheet['remark']}）", REMARK)
        if sheet["people"]:
            self._blank(1)
            for one in sheet["people"]:
                self._labelled(one, PEOPLE)
        for label in sheet["signing"]:
            self._blank(1)
            self._paragraph(f"{label}：　　　　　　　　年　　月　　日", SIGN)
        if sheet["dated"] and sheet["date"]:
            self._paragraph(sheet["date"], DATE)
        self._last()

    def _signature(self) -> None:
        sheet = self.sheet
        date = sheet["date"] or "　　　　年　月　日"
        right = 4 if sheet["sealed"] else 2
        for _ in range(2 if sheet["sealed"] else 1):
            self._paragraph().paragraph_format.keep_with_next = True
        name_wide, date_wide = _wide(sheet["issuer"]), _wide(date)
        # With a seal the name is centred on the date; without, the date begins two characters right of it.
        shift = (date_wide - name_wide) / 2 if sheet["sealed"] else max(0.0, date_wide + 2 - name_wide)
        date_shift = max(0.0, (name_wide - date_wide) / 2) if sheet["sealed"] else max(0.0, name_wide - date_wide - 2)
        for style, text, more in ((ISSUER, sheet["issuer"], max(0.0, shift)), (DATE, date, date_shift)):
            line = self._paragraph(text, style)
            line.paragraph_format.right_indent = Mm((right + more) * CELL)
            line.paragraph_format.keep_with_next = style == ISSUER

    def _last(self) -> None:
        """版记: a table at the lower edge of the type area of the last side; a letter's has no rules."""
        sheet = self.sheet
        rows = []
        if sheet["cc"]:
            rows.append((COPIES, f"抄送：{sheet['cc']}。", ""))
        if sheet["printed"]:
            rows.append((PRINTED, sheet["printed"]["by"], f"{sheet['printed']['date']}印发"))
        if not rows:
            return
        table = self.doc.add_table(rows=0, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, (104, 52), strict=True):
            column.width = Mm(width)
        for style, left, right in rows:
            cells = table.add_row().cells
            if not right:
                cells = [cells[0].merge(cells[1])]
            for cell, text, align in zip(cells, (left, right), (ALIGN.LEFT, ALIGN.RIGHT), strict=False):
                line = cell.paragraphs[0]
                self._style(line, style)
                line.alignment = align
                self._run(line, text)
        about = table._tbl.tblPr
        if sheet["profile"] != "letter":
            about.append(_edges())
        about.insert(0, _at_the_bottom())
        # A table cannot be the last thing; and the floating one hangs on what follows it.
        self._paragraph()


def _edges():
    """Rules of 0.35 mm above and below, 0.25 mm between."""
    edges = OxmlElement("w:tblBorders")
    for where, size in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        edge = OxmlElement(f"w:{where}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            edge.set(qn(f"w:{key}"), value)
        edges.append(edge)
    return edges


def _at_the_bottom():
    place = OxmlElement("w:tblpPr")
    given = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    for key, value in given.items():
        place.set(qn(f"w:{key}"), value)
    return place


def _font(element, face: str, size: float | None) -> None:
    """Name a face for every script, without the theme's; `element` is a style or a run."""
    properties = element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{key}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    if size:
        for name in ("w:sz", "w:szCs"):
            one = properties.find(qn(name))
            if one is None:
                one = OxmlElement(name)
                properties.append(one)
            one.set(qn("w:val"), str(round(size * 2)))


def _indent(properties) -> None:
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")
    properties.insert_element_before(indent, "w:jc", "w:textAlignment", "w:outlineLvl")


def _field(line, code: str) -> None:
    for kind in ("begin", None, "end"):
        run = line.add_run()._r
        if kind:
            one = OxmlElement("w:fldChar")
            one.set(qn("w:fldCharType"), kind)
        else:
            one = OxmlElement("w:instrText")
            one.set(qn("xml:space"), "preserve")
            one.text = code
        run.append(one)


def _wide(text: str) -> float:
    """How many characters wide a text is; Latin letters and digits are half."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)
