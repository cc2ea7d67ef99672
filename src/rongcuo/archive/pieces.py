"""件: how the papers and evidence of a matter make up its dossier (DA/T 22-2015).

The grouping is the pack's (`pieces`); a kind of paper that the pack does not group is a 件 of its own.
The list of papers and the reports of checks are about the dossier, and belong to no 件.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import translation

from rongcuo.archive.related import SCANS, Annex, Stream
from rongcuo.matters.models import Item, Subject
from rongcuo.matters.titles import title_of
from rongcuo.policy.model import Pack, Text

#: Papers about the dossier itself.
ABOUT = frozenset({"catalogue", "checks"})
#: The period where neither pack nor reading gives one (reading 48 of the first pack; a proposal).
USUAL = "D30"


@dataclass(frozen=True)
class Piece:
    """One 件: its class, its papers with the main one (正本) first, and its annexes (附件). One that is a stream
    of the record has `stream` and no papers."""

    kind: str
    name: Text
    subject: Subject | None
    papers: tuple[Item, ...] = ()
    annexes: tuple[Annex, ...] = ()
    keep: str | None = None
    stream: Stream | None = None

    @property
    def main(self) -> Item | None:
        return self.papers[0] if self.papers else None


def pieces(
    pack: Pack, subjects: Sequence[Subject], items: Iterable[Item], annexes: Iterable[Annex],
    streams: Iterable[Stream] = (),
) -> list[Piece]:
    """The 件 these make, in the pack's order; every paper, annex and stream in exactly one."""
    left = [i for i in items if i.kind not in ABOUT]
    files = list(annexes)
    found: list[Piece] = []
    forms: dict[UUID, tuple[Annex, ...]] = {}  # issued papers and public copies go where their item goes

    def take(piece: Piece) -> None:
        for one in piece.papers:
            left.remove(one)
        for one in piece.annexes:
            files.remove(one)
        more = tuple(a for one in piece.papers for a in forms.get(one.pk, ()))
        if piece.papers or piece.annexes:
            found.append(replace(piece, annexes=piece.annexes + more))

    for own in [i for i in left if i.kind == "supplement"]:
        numbers = own.body.get("evidence") or []
        mine = tuple(a for a in files if a.label == "证据" and a.n in numbers)
        take(Piece(own.kind, name_of(own.kind), None, (own,), mine))
    supplements, found = found, []
    for one in [i for i in left if any(a.of == i.pk for a in files)]:
        forms[one.pk] = tuple(a for a in files if a.of == one.pk)
    files = [a for a in files if a not in {x for mine in forms.values() for x in mine}]
    for rule in pack.pieces.values():
        order = {kind: n for n, kind in enumerate(rule.papers)}
        for subject in (*(subjects if rule.per == "subject" else ()), None):
            about = subject.pk if subject is not None else None
            mine = [i for i in left if i.kind in order and (subject is None or i.subject_id == about)]
            take(Piece(
                rule.id, rule.name, subject, tuple(sorted(mine, key=lambda i: (order[i.kind], i.position))),
                tuple(a for a in files if a.lane in rule.evidence and (subject is None or a.subject_id == about)),
                rule.keep,
            ))  # fmt: skip
    for one in list(left):
        take(Piece(one.kind, name_of(one.kind), _subject(subjects, one.subject_id), (one,)))
    found += [Piece(s.kind, s.name, None, (), s.annexes, None, s) for s in streams]
    take(Piece("scans", SCANS, None, (), tuple(a for a in files if a.label == "扫描件")))
    take(Piece("issued", Text("其他印发文书", "Other issued papers"), None, (), tuple(a for a in files if a.label != "证据")))
    take(Piece("evidence", Text("证据材料", "Evidence"), None, (), tuple(files)))
    return found + supplements


def name_of(kind: str) -> Text:
    """What a kind of paper is called, in both languages."""
    with translation.override("zh-hans"):
        zh = title_of(kind)
    with translation.override("en"):
        return Text(zh, title_of(kind))


def _subject(subjects: Sequence[Subject], pk: UUID | None) -> Subject | None:
    return next((s for s in subjects if s.pk == pk), None)
