"""Reads a DOCX that was edited outside back as paragraphs and fields.

What a sheet cannot carry (pictures, footnotes, formatting by hand, another table …) is listed and the file
refused; so is a change of what only the office's own steps fill in (mark, number, issuer, date). Nothing in
the file is run, fetched or kept.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from rongcuo.documents import writing
from rongcuo.documents.plain import plain

MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_PARTS = 400

_CANNOT = {
    "w:drawing": "图片或者图形", "w:pict": "图片或者图形", "w:object": "嵌入对象", "w:footnoteReference": "脚注",
    "w:endnoteReference": "尾注", "w:commentReference": "批注", "w:ins": "修订痕迹", "w:del": "修订痕迹",
    "w:moveFrom": "修订痕迹", "w:hyperlink": "超链接", "m:oMath": "公式", "w:numPr": "自动编号", "w:sym": "符号字体的字符",
    "w:ruby": "注音", "w:txbxContent": "文本框", "w:altChunk": "嵌入的文件",
}
_BY_HAND = {
    "w:b": "加粗", "w:i": "倾斜", "w:u": "下划线", "w:strike": "删除线", "w:highlight": "突出显示", "w:vertAlign": "上下标",
    "w:vanish": "隐藏文字",
}
#: What the office's own steps fill in: it must come back as it went out.
LOCKED = {
    writing.MARK: "发文机关标志", writing.NUMBER: "发文字号", writing.FRONT: "密级和紧急程度", writing.ISSUER: "署名",
    writing.DATE: "成文日期", writing.PRINTED: "印发机关和印发日期", writing.SIGN: "签名处",
}
_TEXT = {writing.TEXT, "Normal", "正文", "Default Paragraph Style", "Default Style"}
_LEVELS = {name: level for level, name in writing.HEADINGS.items()}


class Unreadable(Exception):
    """The file is refused. `why` lists, in Chinese, what cannot be carried and where."""

    def __init__(self, *why: str):
        super().__init__("；".join(why))
        self.why = list(why)


def read(content: bytes, sheet: Mapping, sent: bytes) -> dict:
    """The sheet that an edited file says. `sheet`: the text that stands; `sent`: that text's DOCX as it went
    out. Raises Unreadable.
    """
    _look_before(content)
    try:
        document = Document(io.BytesIO(content))
    except Exception as error:  # whatever a broken file makes of the parser
        raise Unreadable("文件已损坏或者不是 Word 文档") from error
    why = list(dict.fromkeys([*_cannot(document), *_locked(document, Document(io.BytesIO(sent)))]))
    if why:
        raise Unreadable(*why)
    return _carried(document, sheet)


def _look_before(content: bytes) -> None:
    """Refuse what is too big, a bomb, or carries macros, before anything is unpacked."""
    if len(content) > MOST_BYTES:
        raise Unreadable("文件超过5兆字节")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise Unreadable("文件解开后过大")
            names = {p.filename.lower() for p in parts}
            if any(n.endswith(("vbaproject.bin", "vbadata.xml")) or "activex" in n for n in names):
                raise Unreadable("文件含有宏或者控件")
            if any("/embeddings/" in n for n in names):
                raise Unreadable("文件含有嵌入对象")
            if "word/document.xml" not in names:
                raise Unreadable("文件不是 Word 文档（DOCX）")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        head = stream.read(MOST_UNPACKED + 1)
                    if len(head) > MOST_UNPACKED:  # a size that was lied about
                        raise Unreadable("文件解开后过大")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise Unreadable("文件含有不允许的 XML 声明")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable("文件已损坏、加密或者不是 Word 文档（DOCX）") from error


def _cannot(document) -> Iterator[str]:
    for line, where in _lines(document):
        element = line._p
        for name, words in _CANNOT.items():
            if element.findall(f".//{_qn(name)}"):
                yield f"{words}（{where}）"
        for kind in element.findall(f".//{qn('w:br')}"):
            if kind.get(qn("w:type")) in {"page", "column"}:
                yield f"分页符（{where}）"
        if line.style.name not in LOCKED:
            for run in element.findall(f".//{qn('w:r')}"):
                yield from _by_hand(run, where)
        if line.text.strip() and not _known(line):
            yield f"样式“{line.style.name}”的段落（{where}）"
    if document.element.body.findall(f".//{qn('w:altChunk')}"):
        yield "嵌入的文件"


def _by_hand(run, where: str) -> Iterator[str]:
    properties = run.find(qn("w:rPr"))
    if properties is None or not "".join(t.text or "" for t in run.findall(qn("w:t"))).strip():
        return
    for name, words in _BY_HAND.items():
        one = properties.find(qn(name))
        if one is not None and one.get(qn("w:val")) not in {"0", "false", "none", "baseline"}:
            yield f"手工{words}（{where}）"


def _known(line: Paragraph) -> bool:
    return line.style.name in {
        *LOCKED, *_TEXT, *_LEVELS, writing.TITLE, writing.TO, writing.NAMED, writing.ANNEX, writing.REMARK,
        writing.PEOPLE, writing.COPIES, writing.CELLS,
    }


def _lines(document) -> Iterator[tuple[Paragraph, str]]:
    """Every paragraph, those of tables too, with the words by which a person finds it."""
    for n, part in enumerate(_parts(document), 1):
        if isinstance(part, Table):
            for row in part.rows:
                for cell in row.cells:
                    for line in cell.paragraphs:
                        yield line, f"表格“{plain(line.text)[:12]}”" if line.text else "表格"
        else:
            yield part, f"“{plain(part.text)[:12]}”" if part.text.strip() else f"第{n}段"


def _parts(document) -> Iterator[Paragraph | Table]:
    for element in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        if any(a.tag == qn("w:tbl") for a in element.iterancestors()):
            continue
        yield Table(element, document) if element.tag == qn("w:tbl") else Paragraph(element, document)


def _locked(document, sent) -> Iterator[str]:
    """What the office's own steps fill in, where it did not come back as it went out."""
    mine, theirs = _of_styles(sent), _of_styles(document)
    for style, words in LOCKED.items():
        if mine.get(style, []) != theirs.get(style, []):
            yield f"{words}不能在文件里改"
    if sum(1 for t in _tables(sent)) != sum(1 for t in _tables(document)):
        yield "增加或者删去了表格"


def _of_styles(document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line, _where in _lines(document):
        text = plain(line.text).strip()
        if text:
            found.setdefault(line.style.name, []).append(" ".join(text.split()))
    return found


def _tables(document) -> Iterator[Table]:
    """Tables of the text; the last lines (版记) are one too, and are looked at by style."""
    for part in _parts(document):
        if isinstance(part, Table) and not _is_last(part):
            yield part


def _is_last(table: Table) -> bool:
    styles = {line.style.name for row in table.rows for cell in row.cells for line in cell.paragraphs}
    return bool(styles & {writing.COPIES, writing.PRINTED})


def _carried(document, sheet: Mapping) -> dict:
    made = dict(sheet) | {"title": "", "to": "", "annexes": [], "remark": "", "cc": ""}
    blocks: list[dict] = []
    people: list[dict] = []
    before = [b for b in sheet["blocks"] if b["kind"] in {"rows", "table"}]
    for part in _parts(document):
        if isinstance(part, Table):
            if not _is_last(part):
                blocks.append(_table(part, before.pop(0)))
                continue
            lines = [line for row in part.rows for cell in row.cells for line in cell.paragraphs]
        else:
            lines = [part]
        for line in lines:
            _line(line, made, blocks, people)
    return made | {"blocks": blocks, "people": people}


def _line(line: Paragraph, made: dict, blocks: list, people: list) -> None:
    style, text = line.style.name, plain(line.text).strip()
    if not text or style in LOCKED:
        return
    if style == writing.TITLE:
        made["title"] += "".join(text.split("\n"))
    elif style == writing.TO:
        made["to"] = text.rstrip("：:")
    elif style in _LEVELS:
        blocks.append({"kind": "heading", "level": _LEVELS[style], "text": text})
    elif style in {writing.NAMED, writing.PEOPLE}:
        label, _sep, words = text.partition("：")
        entry = {"label": label, "text": words}
        if style == writing.PEOPLE:
            people.append(entry)
        else:
            blocks.append({"kind": "named", **entry})
    elif style == writing.ANNEX:
        one = text.removeprefix("附件：").strip()
        made["annexes"].append(one.partition(".")[2] if one[:1].isdigit() and "." in one[:3] else one)
    elif style == writing.REMARK:
        made["remark"] = text.removeprefix("（").removesuffix("）")
    elif style == writing.COPIES:
        made["cc"] = text.removeprefix("抄送：").rstrip("。")
    else:
        blocks += [{"kind": "paragraph", "text": one} for one in text.split("\n") if one.strip()]


def _table(table: Table, block: Mapping) -> dict:
    """A table of the text, cell by cell; its shape stays as it is."""
    rows = [["\n".join(plain(line.text) for line in cell.paragraphs) for cell in row.cells] for row in table.rows]
    if block["kind"] == "rows":
        if len(rows) != len(block["rows"]) or [r[0] for r in rows] != [r[0] for r in block["rows"]]:
            raise Unreadable("表格的栏目有增减")
        return {
            "kind": "rows",
            "rows": [[old[0], row[1].split("\n"), old[2]] for row, old in zip(rows, block["rows"], strict=True)],
        }
    wide = len(block["columns"])
    if not rows or any(len(r) != wide for r in rows) or rows[0] != [c["label"] for c in block["columns"]]:
        raise Unreadable("表格的栏目有增减")
    return {"kind": "table", "columns": list(block["columns"]), "rows": rows[1:]}


def _qn(name: str) -> str:
    if name.startswith("m:"):
        return "{http://schemas.openxmlformats.org/officeDocument/2006/math}" + name[2:]
    return qn(name)
