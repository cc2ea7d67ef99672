"""Reads a PDF as a person would: its words and how many pages it has, with nothing but pikepdf."""

from __future__ import annotations

import io
import re

import pikepdf


def text_of(pdf: bytes) -> str:
    """All words of a PDF in the order they were set, without white space between them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(_words(page) for page in document.pages)


def _words(page: pikepdf.Page) -> str:
    fonts = {str(name): _unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    table: dict[bytes, str] = {}
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    found += [table.get(raw[i : i + 2], "") for i in range(0, len(raw), 2)]
    return re.sub(r"\s", "", "".join(found))


def _unicode(font) -> dict[bytes, str]:
    """A font's ToUnicode table: two-byte code -> text."""
    source = bytes(font["/ToUnicode"].read_bytes()).decode("ascii")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(text, 16)
            for n in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + n).to_bytes(2, "big")
                table[code] = (start + n).to_bytes(len(text) // 2, "big").decode("utf-16-be")
    return table
