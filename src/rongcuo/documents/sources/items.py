"""The papers of a matter as sources: how an item becomes a record, and what several papers say alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from rongcuo.documents.sources import Record, Rows, Source, register, yes_no
from rongcuo.documents.sources.words import day, numbered, rule, sentence, short
from rongcuo.matters.access import (
    ITEMS,
    Standing,
    Viewer,
    visible_items,
    visible_matters,
    with_people,
)
from rongcuo.matters.models import Evidence, Item
from rongcuo.policy.prose import citation

LANES = {"applicant": "申请人提供", "group": "工作小组调取", "witness": "证人提供", "relative": "亲属提交"}
EVIDENCE_COLUMNS = 6


def record_of(item: Item) -> Record:
    """An item as a record a paper can be made from."""
    return Record(
        item.kind, item, item.done_on, item.matter, item.subject, item.author.name if item.author_id else ""
    )


def _rows():
    return Item.objects.select_related(
        "matter__act", "matter__unit", "subject__person", "subject__unit", "author"
    )


def _finder(kind: str) -> Callable[[Viewer, UUID], Record | None]:
    def find(viewer: Viewer, pk: UUID) -> Record | None:
        matter = with_people(visible_matters(viewer)).filter(items=pk).first()
        if matter is None:
            return None
        allowed = visible_items(Standing(viewer, matter)).filter(pk=pk, kind=kind)
        item = _rows().filter(pk__in=allowed).first()
        return record_of(item) if item else None

    return find


def item_source(kind: str, fields: str = "", tables: dict[str, int] | None = None, keys: str = "",
                keyed: Callable[[Record], dict[str, str]] = lambda record: {}):
    """Register the function that says the fields of a kind of item."""

    def wrap(function: Callable[[Record, dict], dict[str, str | Rows]]):
        register(Source(
            kind, frozenset(fields.split()), lambda record: function(record, record.row.body), _finder(kind),
            tables=tables or {}, keys=frozenset(keys.split()), keyed=keyed, shared=not ITEMS[kind].own,
        ))
        return function

    return wrap


def evidence_rows(record: Record, numbers: Iterable[int] | None = None) -> Rows:
    """序号、名称、来源、形成日期、提交日期、文件摘要值."""
    rows = Evidence.objects.filter(matter=record.matter).order_by("n")
    if numbers is not None:
        rows = rows.filter(n__in=list(numbers))
    return [
        [str(e.n), e.title, LANES.get(e.lane, e.lane), short(e.made_on), short(e.added_on), e.sha256[:12]] for e in rows
    ]


def listed_evidence(rows: Rows) -> str:
    return "\n".join(f"{n}. {title}" + (f"（{day(made)}）" if made else "") for n, title, _lane, made, _on, _sha in rows)


def situations_of(record: Record, keys: Iterable[str], main: str) -> str:
    keys = list(keys)
    return "\n".join(
        rule(record.pack, k) + ("（主要情形）" if k == main and len(keys) > 1 else "") for k in keys
    )


def answers_of(record: Record) -> str:
    lines = []
    for key, given in record.row.body["answers"].items():
        question = record.pack.questions.get(key)
        shown = f"（证据{'、'.join(map(str, given['evidence']))}）" if given.get("evidence") else ""
        lines.append(f"{question.text.zh if question else key}{sentence(given.get('text', '') + shown)}")
    return numbered(lines)


def names_of(record: Record) -> dict[str, str]:
    return {str(s.pk): s.name for s in record.subjects}


def granted(ticks: dict) -> list[str]:
    return [k for k, t in ticks.items() if t["granted"]]


def not_granted(record: Record, ticks: dict) -> str:
    known = record.pack.effects
    return "\n".join(
        f"{citation(record.pack, known[k].cites[0])}不适用：{sentence(t['reason'])}"
        for k, t in ticks.items() if not t["granted"] and k in known
    )


def decided(record: Record) -> dict[str, str]:
    one = record.pack.determinations.get(record.row.body["outcome"])
    return {"outcome": record.row.body["outcome"], "positive": yes_no(one and one.positive)}
