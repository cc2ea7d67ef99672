"""Clarifications (A13), warnings (A11-3) and answers on the measures (A14) as sources."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rongcuo.documents.sources import Record, Source, register, yes_no
from rongcuo.documents.sources.words import day, sentence
from rongcuo.insight.access import visible_cautions, visible_clarifications
from rongcuo.insight.models import Clarification
from rongcuo.matters import interpretation
from rongcuo.matters.access import Standing, Viewer
from rongcuo.matters.packs import current_pack
from rongcuo.policy.prose import citation


def _clarification_rows(viewer: Viewer):
    return visible_clarifications(viewer).select_related(
        "matter__act", "matter__unit", "subject__person", "subject__unit", "author"
    )


def _clarification_record(row: Clarification) -> Record:
    return Record("clarification", row, row.issued_on, row.matter, row.subject, row.author.name)


def _find_clarification(viewer: Viewer, pk: UUID) -> Record | None:
    row = _clarification_rows(viewer).filter(pk=pk).first()
    return _clarification_record(row) if row else None


def _clarifications(standing: Standing) -> Iterable[Record]:
    if not standing.matter.decided_on:
        return []
    return [_clarification_record(r) for r in _clarification_rows(standing.viewer).filter(matter=standing.matter)]


def _clarification(record: Record) -> dict[str, str]:
    row = record.row
    return {
        "letter_number": row.number, "point": sentence(row.point), "conclusion": sentence(row.conclusion),
        "addressees": "、".join(row.addressees.split("\n")),
    }


register(Source(
    "clarification", frozenset(("letter_number", "point", "conclusion", "addressees")), _clarification,
    _find_clarification, _clarifications, shared=False,
))


def _find_caution(viewer: Viewer, pk: UUID) -> Record | None:
    row = visible_cautions(viewer).select_related("author").filter(pk=pk).first()
    return Record("caution", row, row.issued_on, author=row.author.name) if row else None


def _caution(record: Record) -> dict[str, str]:
    row = record.row
    return {
        "caution_number": row.number, "title": row.title, "text": row.text, "again_on": day(row.again_on),
        "found": row.found,
        "recipients": "、".join(u.unit.name for u in row.units.select_related("unit")),
    }


register(Source(
    "caution", frozenset(("caution_number", "title", "text", "again_on", "found", "recipients")), _caution,
    _find_caution, keys=frozenset(("warning",)), keyed=lambda r: {"warning": yes_no(r.row.form == "warning")},
    of_matter=False,
))


def _find_interpretation(viewer: Viewer, pk: UUID) -> Record | None:
    row = interpretation.visible(viewer).filter(pk=pk, answered_on__isnull=False).first()
    return Record("interpretation", row, row.answered_on) if row else None


def _interpretation(record: Record) -> dict[str, str]:
    row, pack = record.row, current_pack()
    return {
        "question": row.public_question or row.question, "answer": row.answer, "basis": row.basis,
        "articles": "、".join(citation(pack, u) for u in row.units if u in pack.units),
        "answered_on": day(row.answered_on),
    }


register(Source(
    "interpretation", frozenset(("question", "answer", "basis", "articles", "answered_on")), _interpretation,
    _find_interpretation, of_matter=False,
))
