"""From a template and the words of a record to a *sheet*: plain data that is set as PDF or written as DOCX.

A sheet holds texts and whole numbers only, so that it can be kept in the record and gives the same bytes
again. Number, date, signer and code are put in by `finished`, when they are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rongcuo.documents.plain import plain
from rongcuo.documents.sources import Rows
from rongcuo.policy.model import Template

PLACE = re.compile(r"\{([a-z_]+)\}")
_LEVELS = ((re.compile(r"[一二三四五六七八九十]+、"), 1), (re.compile(r"（[一二三四五六七八九十]+）"), 2))
#: Labels that stand after the text of minutes, 黑体 with the names beside them (GB/T 9704-2012, 10.3).
PEOPLE = ("出席", "请假", "列席")
_OPEN, _CLOSE = "《（“〔", "》）”〕"


def compose(template: Template, words: Mapping[str, str | Rows]) -> dict:
    """The sheet of a paper. A paragraph whose fields are all empty is left out; a heading with nothing
    under it says 无.
    """

    def fill(text: str) -> str:
        # One pass: what a field says is never looked at for places again.
        return plain(PLACE.sub(lambda m: str(words[m[1]]), text)).strip("\n")

    def wanted(text: str) -> bool:
        named = PLACE.findall(text)
        return not named or any(str(words[name]).strip() for name in named)

    title = fill(template.title)
    blocks = list(_blocks(template, words, fill, wanted))
    return {
        "profile": template.profile, "kind": template.kind, "title": title,
        "author": fill(template.issuer) or str(words.get("bureau", "")) or "—",
        "mark": fill(template.mark), "number": fill(template.number), "upward": template.upward,
        "to": fill(template.to), "blocks": [b for b in blocks if b["kind"] != "people"],
        "people": [{"label": b["label"], "text": b["text"]} for b in blocks if b["kind"] == "people"],
        "annexes": [fill(one) for one in template.annexes if wanted(one)],
        "remark": fill(template.remark) if wanted(template.remark) else "",
        "issuer": fill(template.issuer), "sealed": template.sealed, "signing": list(template.sign),
        "cc": fill(template.cc), "date": str(words.get("done_on", "")),
    }


def finished(sheet: Mapping, *, number: str | None = None, date: str | None = None, signer: str = "",
             secrecy: str = "", urgency: str = "", copy_number: str = "", printed_on: str = "",
             watermark: str = "", check: dict | None = None) -> dict:
    """What `layout/paper.typ` and the DOCX writer read: a sheet with what is known when it is set.

    number: the 发文字号; None leaves the template's with its blank. date: the 成文日期. printed_on: the
    印发日期, in the last lines of a document. watermark: a word across each side.
    """
    made = dict(sheet)
    made["number"] = plain(number) if number is not None else made["number"]
    made["date"] = date if date is not None else made["date"]
    as_document = made["profile"] == "document"
    by = {"by": made["issuer"], "date": printed_on or "　　年　月　日"}
    return made | {
        "signer": plain(signer), "secrecy": plain(secrecy), "urgency": plain(urgency),
        "copy_number": plain(copy_number), "watermark": watermark, "check": check,
        "keywords": [made["number"]] if number else [], "title_lines": lines_of(made["title"]),
        "printed": by if as_document and made["issuer"] else None,
        "dated": made["profile"] == "form" and not made["signing"],
    }


def lines_of(title: str, most: int = 20) -> list[str]:
    """A title in lines of about the same length, none over `most` characters, never broken before a
    closing or after an opening mark, nor inside a run of letters or digits.
    """
    count = -(-len(title) // most)
    found, rest = [], title
    for left in range(count, 1, -1):
        at = round(len(rest) / left)
        places = sorted(range(max(1, at - 5), min(len(rest), at + 5, most + 1)), key=lambda n: (abs(n - at), -n))
        at = next((n for n in places if _may_break(rest, n)), min(at, most))
        found.append(rest[:at])
        rest = rest[at:]
    return [*found, rest]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return not (
        after in _CLOSE + "的、，：" or before in _OPEN
        or (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())
        or (before.isdigit() and after in "年月日")
    )


def _blocks(template: Template, words, fill, wanted) -> Iterator[dict]:
    heading = None
    for block in template.blocks:
        if not isinstance(block, str) and "heading" in block:
            if heading:
                yield from _empty(heading)
            text = fill(block["heading"])
            level = next((n for shape, n in _LEVELS if shape.match(text)), 1)
            heading = {"kind": "heading", "level": level, "text": text}
            continue
        made = list(_block(template, block, words, fill, wanted))
        if made and heading:
            yield heading
            heading = None
        yield from made
    if heading:
        yield from _empty(heading)


def _empty(heading: dict) -> Iterator[dict]:
    yield heading
    yield {"kind": "paragraph", "text": "无。"}


def _block(template: Template, block, words, fill, wanted) -> Iterator[dict]:
    if isinstance(block, str):
        if wanted(block):
            for line in filter(str.strip, fill(block).split("\n")):
                yield {"kind": "paragraph", "text": line}
    elif "rows" in block:
        yield {
            "kind": "rows",
            "rows": [[r["label"], fill(r["value"]).split("\n"), r.get("lines", 1)] for r in block["rows"]],
        }
    elif "table" in block:
        rows = words[PLACE.fullmatch(block["table"])[1]]
        columns = [{"label": c["label"], "width": c["width"]} for c in block["columns"]]
        blank = ["　"] * len(columns)
        yield {
            "kind": "table", "columns": columns, "rows": [[plain(cell) for cell in row] for row in rows] or [blank]
        }
    elif wanted(block["text"]):
        people = template.profile == "minutes" and block["label"] in PEOPLE
        yield {
            "kind": "people" if people else "named", "label": block["label"], "text": fill(block["text"])
        }
