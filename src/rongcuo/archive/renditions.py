"""The 正本 of a paper: what a person opens. The recorded data always lies beside it.

Official papers come from `rongcuo.documents`; a kind without a paper of its own is written as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rongcuo import clock
from rongcuo.archive.pieces import name_of
from rongcuo.archive.related import Stream
from rongcuo.documents.papers import NoTemplate, render
from rongcuo.documents.setting import SettingError
from rongcuo.matters.models import Item


@dataclass(frozen=True)
class Rendition:
    """The bytes of a paper as it is read, and how such a file is called."""

    data: bytes
    suffix: str
    media_type: str


class OfdExporter(Protocol):
    """Whoever has a tool that writes OFD (GB/T 33190) may add it: it gets the PDF of a paper and gives OFD.

    The program brings none and promises none: no free tool writes OFD that its schema accepts.
    """

    def __call__(self, pdf: Path) -> bytes: ...


#: Set by an installation's own start-up code; the export then adds 正本.ofd beside each 正本.pdf.
ofd: OfdExporter | None = None


def rendition(item: Item) -> Rendition:
    """The paper of an item. The same record gives the same bytes."""
    try:
        return Rendition(render(item, marked=False).pdf, ".pdf", "application/pdf")
    except (NoTemplate, SettingError):
        return Rendition(as_text(item).encode(), ".txt", "text/plain")


def rendition_of_stream(stream: Stream) -> Rendition:
    """A stream of the record, entry by entry."""
    lines = [stream.title, ""]
    for one, entry in zip(stream.said(), stream.entries, strict=True):
        lines += [f"{entry.position}　{clock.local_date(entry.instant).isoformat()}　{entry.kind}", *_lines(one["said"], 1), ""]
    return Rendition("\n".join(lines).encode(), ".txt", "text/plain")


def as_text(item: Item) -> str:
    """A paper without a form of its own, line by line as recorded."""
    head = [name_of(item.kind).zh, f"{item.matter.number}　{item.matter.title}", f"日期：{item.done_on.isoformat()}", ""]
    return "\n".join([*head, *_lines(item.body, 0)]) + "\n"


def _lines(value: object, depth: int) -> Iterator[str]:
    space = "　" * depth
    rows = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    for key, one in rows:
        if isinstance(one, dict | list):
            if one:
                yield f"{space}{key}："
                yield from _lines(one, depth + 1)
        elif one not in ("", None):
            said = {True: "是", False: "否"}.get(one, one) if isinstance(one, bool) else one
            yield f"{space}{key}：{said}"
