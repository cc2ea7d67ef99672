"""Article 8-2 as sources: the group, the hearing, the report."""

from __future__ import annotations

from collections.abc import Iterable

from rongcuo.documents.sources import Record, Rows
from rongcuo.documents.sources.items import (
    EVIDENCE_COLUMNS,
    answers_of,
    evidence_rows,
    item_source,
    listed_evidence,
    names_of,
)
from rongcuo.documents.sources.words import day, numbered, outcome, sentence, value
from rongcuo.matters.models import Finding, Part, Point
from rongcuo.people.models import Person


def _people(keys: Iterable[str]) -> dict[str, str]:
    return {str(p.pk): p.name for p in Person.objects.filter(pk__in=list(keys))}


@item_source("group", "lead members task reason")
def _group(record: Record, body: dict) -> dict[str, str]:
    names = _people(body["members"])
    return {
        "lead": names.get(body["lead"], ""), "task": body["task"], "reason": body["reason"],
        "members": "、".join(names.get(m, "") for m in body["members"] if m != body["lead"]),
    }


@item_source("hearing", "place present record")
def _hearing(record: Record, body: dict) -> dict[str, str]:
    return {key: body[key] for key in ("place", "present", "record")}


@item_source(
    "report", "facts course answers weighed findings disagreement evidence group comparisons history",
    {"finding_rows": 4, "evidence_rows": EVIDENCE_COLUMNS},
)
def _report(record: Record, body: dict) -> dict[str, str | Rows]:
    points = Point.objects.filter(subject__matter=record.matter).order_by("subject", "n")
    order = {fact: n for n, fact in enumerate(record.pack.facts)}
    found = sorted(
        Finding.objects.filter(subject__matter=record.matter),
        key=lambda f: (str(f.subject_id), order.get(f.fact, -1)),
    )
    parts = Part.objects.filter(matter=record.matter, capacity="verifier", ended=False)
    names, several = names_of(record), len(record.subjects) > 1
    rows = [_finding(record, f, names[str(f.subject_id)] if several else "") for f in found]
    evidence = evidence_rows(record)
    return {
        "facts": body["facts"], "course": body["course"], "disagreement": body["disagreement"],
        "answers": answers_of(record), "evidence": listed_evidence(evidence), "evidence_rows": evidence,
        "comparisons": "\n".join(
            (f"{names.get(k, '')}：" if several else "") + sentence(t) for k, t in (body.get("comparisons") or {}).items()
        ),
        "history": "；".join(_before(record, r, names if several else {}) for r in body.get("history") or ()),
        "weighed": numbered(
            f"{sentence(p.text)}核实情况：{body['weighed'][str(p.pk)]}" for p in points
            if str(p.pk) in body["weighed"]
        ),
        "finding_rows": rows, "findings": numbered(f"{q}{a}（{g}{e and '，证据' + e}）。" for q, a, g, e in rows),
        "group": "、".join(
            p.person.name for p in parts.select_related("person").order_by("-lead", "person__name")
        ),
    }


def _before(record: Record, row: dict, names: dict[str, str]) -> str:
    """An earlier matter of the same kind, as the report lists it."""
    ended = outcome(record.pack, row["outcome"]) if row["outcome"] else record.pack.procedure.subject_states[row["state"]].name.zh
    who = f"{names[row['subject']]}" if row["subject"] in names else ""
    return f"{who}{row['number']}（{day(row['opened_on'])}，{ended}）"


def _finding(record: Record, row: Finding, who: str) -> list[str]:
    fact, grade = record.pack.facts.get(row.fact), record.pack.grades.get(row.grade)
    question = fact.question.zh if fact else row.fact
    return [
        f"{who}：{question}" if who else question, value(fact, row.value),
        grade.name.zh if grade else row.grade, "、".join(map(str, row.evidence)),
    ]
