"""件: how the papers and evidence of a matter make up its dossier (DA/T 22-2015).

The grouping is the pack's (`pieces`); a kind of paper that the pack does not group is a 件 of its own.
The list of papers and the reports of checks are about the dossier, and belong to no 件.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from rongcuo.matters.models import Evidence, Item, Subject
from rongcuo.matters.titles import title_of
from rongcuo.policy.model import Pack, Text

#: Papers about the dossier itself.
ABOUT = frozenset({"catalogue", "checks"})
#: The period where neither pack nor reading gives one (reading 48 of the first pack; a proposal).
USUAL = "D30"


@dataclass(frozen=True)
class Piece:
    """One 件: its class, its papers with the main one (正本) first, and its annexes (附件)."""

    kind: str
    name: Text
    subject: Subject | None
    papers: tuple[Item, ...]
    evidence: tuple[Evidence, ...]
    keep: str | None

    @property
    def main(self) -> Item | None:
        return self.papers[0] if self.papers else None


def pieces(
    pack: Pack, subjects: Sequence[Subject], items: Iterable[Item], evidence: Iterable[Evidence]
) -> list[Piece]:
    """The 件 these papers and pieces of evidence make, in the pack's order; every one in exactly one."""
    left = [i for i in items if i.kind not in ABOUT]
    annexes = list(evidence)
    found: list[Piece] = []

    def take(kind: str, name: Text, subject: Subject | None, papers: list[Item], files, keep) -> None:
        if papers or files:
            found.append(Piece(kind, name, subject, tuple(papers), tuple(files), keep))
        for one in papers:
            left.remove(one)
        for one in files:
            annexes.remove(one)

    for own in (i for i in list(left) if i.kind == "supplement"):
        numbers = own.body.get("evidence") or []
        take(own.kind, name_of(own.kind), None, [own], [e for e in annexes if e.n in numbers], None)
    supplements, found = found, []
    for piece in pack.pieces.values():
        order = {kind: n for n, kind in enumerate(piece.papers)}
        mine = sorted((i for i in left if i.kind in order), key=lambda i: (order[i.kind], i.position))
        files = [e for e in annexes if e.lane in piece.evidence]
        if piece.per == "subject":
            for s in subjects:
                take(
                    piece.id, piece.name, s, [i for i in mine if i.subject_id == s.pk],
                    [e for e in files if e.subject_id == s.pk], piece.keep,
                )
            mine = [i for i in mine if i in left]
            files = [e for e in files if e in annexes]
        take(piece.id, piece.name, None, mine, files, piece.keep)
    for one in list(left):
        take(one.kind, name_of(one.kind), _subject(subjects, one.subject_id), [one], [], None)
    if annexes:
        take("evidence", Text("证据材料", "Evidence"), None, [], list(annexes), None)
    return found + supplements


def name_of(kind: str) -> Text:
    """What a kind of paper is called, in both languages."""
    with translation.override("zh-hans"):
        zh = title_of(kind)
    with translation.override("en"):
        return Text(zh, title_of(kind))


def _subject(subjects: Sequence[Subject], pk: UUID | None) -> Subject | None:
    return next((s for s in subjects if s.pk == pk), None)
