"""How the same findings were decided before: asked when an opinion is given, answered by whoever knows.

The opinion owes a reason where it proposes otherwise (A04: different situations are treated differently, and so
equal ones equally). Nothing is proposed from it. This module knows no case; `insight` registers the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rongcuo.matters.models import Matter, Subject

Source = Callable[[Matter, Subject], Iterable[str]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source: from a matter and its subject to the outcomes of closed cases with the same findings."""
    if source not in _sources:
        _sources.append(source)
    return source


def decided_before(matter: Matter, subject: Subject) -> frozenset[str]:
    """The outcomes of closed cases with the same findings; empty where there is none."""
    return frozenset(outcome for source in _sources for outcome in source(matter, subject))
