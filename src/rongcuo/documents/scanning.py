"""Reads a PDF of ours as a person, or a curious program, would: its words, and everything else it holds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import pikepdf


def text_of(pdf: bytes) -> str:
    """All words of a PDF in the order they were set, without white space between them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(_words(page) for page in document.pages)


def leaks(pdf: bytes, hidden: Iterable[str]) -> list[str]:
    """Which of the hidden strings are anywhere in the file: text layer, metadata, attachments, names, streams.

    White space is disregarded, so that a name turned at the end of a line is found.
    """
    places = list(_everything(pdf))
    return [
        one for one in dict.fromkeys(hidden)
        if any(_close(one) in _close(place) for place in places if isinstance(place, str))
        or any(raw in place for place in places if isinstance(place, bytes) for raw in _written(one))
    ]


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)


def _written(text: str) -> set[bytes]:
    """How a text may lie in raw bytes."""
    return {text.encode(code, "ignore") for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")} | {
        text.encode("utf-16-be").hex().encode(), text.encode("utf-16-be").hex().upper().encode(),
    }


def _everything(pdf: bytes) -> Iterator[str | bytes]:
    yield pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield "".join(_words(page) for page in document.pages)
        for key, value in document.docinfo.items():
            yield f"{key}{value}"
        with document.open_metadata() as metadata:
            yield str(metadata)
        for name, attached in document.attachments.items():
            yield name
            yield attached.get_file().read_bytes()
        for one in document.objects:
            yield from _strings(one)
            if isinstance(one, pikepdf.Stream):
                try:
                    yield one.read_bytes()
                except pikepdf.PdfError:  # an image of a kind that is not unpacked
                    yield one.read_raw_bytes()


def _strings(one, depth: int = 0) -> Iterator[str]:
    if isinstance(one, pikepdf.String):
        yield str(one)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream) and depth < 6:
        for key, value in one.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
    elif isinstance(one, pikepdf.Array) and depth < 6:
        for value in one:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)


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
