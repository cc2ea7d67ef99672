"""卷内目录: every 件 of a dossier with its number, period, responsible body, date and files.

Closing writes the catalogue into the record (a paper of kind `catalogue`), with the digest of every file
as it was sealed; from then on the files are those, whatever a later version of the program would write.
Before closing there is only what would be sealed today.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings

from rongcuo import ids
from rongcuo.archive.pieces import Piece, name_of, pieces
from rongcuo.archive.related import Annex, Issued, Stream, issued
from rongcuo.archive.renditions import rendition, rendition_of_stream
from rongcuo.archive.retention import kept
from rongcuo.matters.classes import highest
from rongcuo.matters.files import keep as keep_file
from rongcuo.matters.models import Counter, Item, Matter, Step, Subject
from rongcuo.matters.secrecy import mark_of
from rongcuo.policy.model import Pack

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def archive_number(year: int, keep: str, n: int | None) -> str:
    """档号 (DA/T 22-2015): fonds, category and year, period, office or topic, number of the 件."""
    fonds = f"{settings.ARCHIVE_FONDS}-" if settings.ARCHIVE_FONDS else ""
    last = f"{n:04d}" if n is not None else "未编"
    return f"{fonds}{settings.ARCHIVE_CATEGORY}·{year}-{keep}-{settings.ARCHIVE_OFFICE}-{last}"


class Numbers:
    """Numbers of 件, counted per year and period; `used` is what the entry's counters become."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}

    def next(self, year: int, keep: str) -> int:
        counter = f"piece/{year}/{keep}"[:40]
        if counter not in self.used:
            row = Counter.objects.select_for_update().filter(pk=counter).first()
            self.used[counter] = row.last if row else 0
        self.used[counter] += 1
        return self.used[counter]


def clean(name: str) -> str:
    """A file's name that every system takes: no path, no forbidden character, not too long."""
    return _FORBIDDEN.sub("_", name).strip(" .")[:60] or "_"


class Describing:
    """Describes the 件 of one matter: who answers for each paper, where its files lie in the package."""

    def __init__(self, matter: Matter, pack: Pack, adopted: Mapping[str, object], subjects: Iterable[Subject]):
        self.matter, self.pack, self.adopted = matter, pack, adopted
        self.subjects = list(subjects)
        self.names = {s.pk: s.name for s in self.subjects}
        self.units = {s.pk: s.unit.name for s in self.subjects}
        self.issued = {one.annex.id: one for one in issued(matter)}
        self.actions = dict(Step.objects.filter(matter=matter).values_list("position", "action"))

    def responsible(self, item: Item) -> str:
        """责任者: the applicant, the unit that forwards, or the body whose step the paper comes from."""
        action = self.actions.get(item.position, "")
        try:
            held = self.pack.procedure.move(action).by
        except KeyError:
            held = ()
        if "forwarder" in held:
            return self.units.get(item.subject_id, "")
        if held[:1] == ("applicant",) or item.kind in {"application", "completion", "withdrawal"}:
            return self.names.get(item.subject_id, "")
        bodies = self.pack.bodies.values()
        return next((b.name.zh for b in bodies if set(held) & set(b.capacities)), "")

    def rows(
        self, items: Iterable[Item], annexes: Iterable[Annex], streams: Iterable[Stream], closed_on: date,
        ground: str, numbers: Numbers | None, first: int = 1,
    ) -> list[dict]:
        """The rows of the catalogue. With `numbers` each 件 gets its 档号 and its files are kept as sealed."""
        found = pieces(self.pack, self.subjects, items, annexes, streams)
        return [
            self.row(piece, n, closed_on, ground, numbers) for n, piece in enumerate(found, first)
        ]

    def row(self, piece: Piece, n: int, closed_on: date, ground: str, numbers: Numbers | None) -> dict:
        held = kept(self.pack, self.adopted, piece.keep, ground, closed_on)
        number = numbers.next(closed_on.year, held.keep) if numbers else None
        folder = f"电子档案/{closed_on.year}/{clean(piece.name.zh)}/{n:02d}"
        # What was issued is the paper itself, not what would be set today.
        own = {a.of: self.issued[a.id] for a in reversed(piece.annexes) if a.id in self.issued and a.of is not None}
        papers = [
            self._paper(one, k, folder, numbers is not None, own.get(one.pk)) for k, one in enumerate(piece.papers)
        ]
        used = {one.annex.id for one in own.values()}
        dates = [i.done_on for i in piece.papers] + [a.added_on for a in piece.annexes]
        if piece.stream is not None:
            papers = [self._stream(piece.stream, folder, numbers is not None)]
            dates.append(piece.stream.day)
        about = f"（{piece.subject.name}）" if piece.subject is not None else ""
        title = f"关于“{self.matter.title}”的{piece.name.zh}{about}"
        if piece.main is not None and piece.main.kind == "supplement":
            title = str(piece.main.body.get("title") or title)
        elif piece.stream is not None:
            title = piece.stream.title
        return {
            "n": n, "kind": piece.kind, "name": {"zh": piece.name.zh, "en": piece.name.en}, "folder": folder,
            "number": archive_number(closed_on.year, held.keep, number), "year": closed_on.year,
            "keep": held.keep, "until": held.until.isoformat() if held.until else None, "why": held.why,
            "document_number": next((p["number"] for p in papers if p.get("number")), ""),
            "title": title, "responsible": papers[0]["responsible"] if papers else "",
            "date": max(dates).isoformat(), "papers": papers,
            "secrecy": highest([mark_of(self.matter.secrecy, self.matter.secrecy_term), *(a.mark for a in piece.annexes)]),
            "evidence": [self._annex(a, folder) for a in piece.annexes if a.id not in used],
        }

    def _paper(self, item: Item, k: int, folder: str, sealed: bool, own: Issued | None) -> dict:
        if own is not None:
            return self._issued(item, k, folder, own)
        made = rendition(item)
        name = clean(name_of(item.kind).zh)
        place = f"{folder}/正本{made.suffix}" if k == 0 else f"{folder}/附件/{k:02d}-{name}{made.suffix}"
        stored = keep_file(made.data) if sealed else ids.new_id()
        return {
            "item": str(item.pk), "kind": item.kind, "title": name_of(item.kind).zh,
            "date": item.done_on.isoformat(), "responsible": self.responsible(item),
            "refers": list(map(str, item.refers)), "path": place,
            "data": f"{folder}/数据/{k:02d}-{item.kind}.json", "file": str(stored),
            "sha256": hashlib.sha256(made.data).hexdigest(), "size": len(made.data),
            "media_type": made.media_type,
        }

    def _issued(self, item: Item, k: int, folder: str, own: Issued) -> dict:
        name, a = clean(name_of(item.kind).zh), own.annex
        return {
            "item": str(item.pk), "kind": item.kind, "title": name_of(item.kind).zh,
            "date": a.added_on.isoformat(), "responsible": self.responsible(item),
            "refers": list(map(str, item.refers)),
            "path": f"{folder}/正本.pdf" if k == 0 else f"{folder}/附件/{k:02d}-{name}.pdf",
            "data": f"{folder}/数据/{k:02d}-{item.kind}.json", "file": str(a.file), "sha256": a.sha256, "size": a.size,
            "media_type": a.media_type, "dispatch": str(a.id), "number": own.number, "text": str(own.text),
            "final": f"{folder}/定稿/{k:02d}-{name}.json",
        }

    @staticmethod
    def _stream(stream: Stream, folder: str, sealed: bool) -> dict:
        made = rendition_of_stream(stream)
        stored = keep_file(made.data) if sealed else ids.new_id()
        return {
            "item": "", "stream": str(stream.id), "kind": stream.kind, "title": stream.name.zh,
            "date": stream.day.isoformat(), "responsible": stream.responsible, "refers": [],
            "path": f"{folder}/正本{made.suffix}", "data": f"{folder}/数据/00-{stream.kind}.json", "file": str(stored),
            "sha256": hashlib.sha256(made.data).hexdigest(), "size": len(made.data), "media_type": made.media_type,
        }

    @staticmethod
    def _annex(a: Annex, folder: str) -> dict:
        return {
            "evidence": str(a.id), "n": a.n, "title": a.title, "path": f"{folder}/附件/{a.label}{a.n:02d}-{clean(a.name)}",
            "file": str(a.file), "sha256": a.sha256, "size": a.size, "media_type": a.media_type,
            **({"secrecy": a.mark} if a.mark else {}),
        }
