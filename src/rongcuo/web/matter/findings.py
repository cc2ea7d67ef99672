"""What was said beside what was found, fact by fact under the article that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from rongcuo.matters.assessing import facts_to_settle
from rongcuo.matters.models import Finding, Subject
from rongcuo.policy.model import Unit
from rongcuo.web.matter.page import MatterPage


def _subjects(page: MatterPage) -> list[Subject]:
    """Those whose applications were looked into."""
    return [s for s in page.subjects if s.state not in {"submitted", "received", "completion", "refused"}]


def _asked(page: MatterPage) -> dict[str, None]:
    """The facts to settle for any of the subjects, and those found beyond them, in the pack's order."""
    wanted = {f for s in _subjects(page) for f in (*facts_to_settle(page.pack, s.examined), *page.found(s))}
    return dict.fromkeys(f for f in page.pack.facts if f in wanted)


def by_article(page: MatterPage) -> Iterator[tuple[Unit, dict]]:
    """(article, {subjects, facts}) in the order of the measures; a fact has one cell a subject."""
    subjects = _subjects(page)
    said = {s.pk: _words(page, s) for s in subjects}
    found = {s.pk: page.found(s) for s in subjects}
    groups: dict[str, list[dict]] = {}
    for name in _asked(page):
        fact = page.pack.facts[name]
        cells = [_cell(page, fact, s, found[s.pk].get(name), said[s.pk]) for s in subjects]
        groups.setdefault(fact.cites[0], []).append({"question": fact.question, "cells": cells})
    for unit in page.pack.units.values():
        if unit.id in groups:
            yield unit, {"names": [s.name for s in subjects], "facts": groups[unit.id], "several": len(subjects) > 1}


def _words(page: MatterPage, subject: Subject) -> dict[str, str]:
    """The applicant's own words on single facts."""
    for item in page.papers("application", subject=subject.pk):
        return item.body.get("words") or {}
    return {}


def _cell(page: MatterPage, fact, subject: Subject, row: Finding | None, words: dict[str, str]) -> dict:
    claim = subject.claims.get(fact.id)
    return {
        "name": subject.name, "claim": page.answer(fact, claim) if claim is not None else "",
        "words": words.get(fact.id, ""), "found": row is not None,
        "value": page.answer(fact, row.value) if row else "", "note": row.note if row else "",
        "grade": row.grade if row else "",
        "grade_word": page.pack.grades[row.grade].name if row and row.grade in page.pack.grades else "",
        "evidence": row.evidence if row else [],
    }


def summary(page: MatterPage) -> list[dict]:
    """For each subject: how many facts have which grade, and how many are not settled yet."""
    rows = []
    for s in _subjects(page):
        found = page.found(s)
        grades = [f.grade for f in found.values()]
        counts = [
            {"grade": g.id, "word": g.name, "n": grades.count(g.id)}
            for g in page.pack.grades.values() if g.id in grades
        ]
        missing = len(set(facts_to_settle(page.pack, s.examined)) - set(found))
        rows.append({"name": s.name, "counts": counts, "missing": missing})
    return rows
