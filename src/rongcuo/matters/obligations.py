"""Obligations: what is still owed in a matter after Article 8, whoever owes it.

Filing (A08-6) ends Article 8; a matter is closed only when nothing is owed any more. This module
knows what an obligation is, not which there are: corrections (A11), effects (A10) and the rest register a
source, and the matters layer imports none of them. Receipts (A08-4) are its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rongcuo.matters.access import Standing, visible_subjects
from rongcuo.matters.models import Matter, Subject


@dataclass(frozen=True)
class Obligation:
    """One thing that is owed.

    kind: a stable word, as `receipt`. what: the obligation in words, translated when shown. subject:
    whom it concerns, None for the whole matter. holder: who owes it, in words. due_on: the day of
    the target or deadline, None where there is none. link: the name of the address where it is met;
    it takes the matter, and the subject where there is one.
    """

    kind: str
    what: str | Promise
    subject: Subject | None
    holder: str | Promise
    due_on: date | None = None
    link: str = "matter"


Source = Callable[[Matter], Iterable[Obligation]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source: a function from a matter to its open obligations. Usable as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def open_obligations(matter: Matter) -> list[Obligation]:
    """Everything still owed in the matter, in the order of registration; empty: it may be closed."""
    return [one for source in _sources for one in source(matter)]


def visible_obligations(standing: Standing) -> list[Obligation]:
    """Those of the open obligations that the viewer may know of: of the subjects one sees, and what
    concerns the whole matter only where the whole matter is seen."""
    seen = {s.pk for s in visible_subjects(standing)}
    whole = len(seen) == len(standing.subjects) and bool(standing.seeing - {"applicant", "forwarder"})
    return [
        one for one in open_obligations(standing.matter)
        if (whole if one.subject is None else one.subject.pk in seen)
    ]


@register
def receipts(matter: Matter) -> Iterable[Obligation]:
    """Feedback that was given and whose receipt nobody recorded (A08-4)."""
    for subject in matter.subjects.all():
        if subject.answered_on and subject.received_on is None:
            yield Obligation("receipt", _("The receipt of the feedback"), subject, subject.name)
