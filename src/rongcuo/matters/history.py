"""Earlier matters of the same kind, shown as a fact to those who verify and decide (A11-2; reading 35).

The same kind: the same person or unit, and a situation in common. Which, when, what was determined; never a
number that weighs, never a bar. Whoever reads it here reads no more of the earlier matter than this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rongcuo.matters.access import Standing, sees_reasons
from rongcuo.matters.models import Matter, Subject


@dataclass(frozen=True)
class Before:
    """One earlier matter, as it is shown: its number, its day, the situations in common, what was determined."""

    matter: UUID
    number: str
    opened_on: date
    situations: tuple[str, ...]
    outcome: str
    state: str


def of_kind(matter: Matter, subjects: Iterable[Subject], settings: Mapping[str, object]) -> dict[UUID, list[Before]]:
    """For each subject the earlier matters of the same kind, oldest first; one query. Empty where the reading says no."""
    subjects = list(subjects)
    found: dict[UUID, list[Before]] = {s.pk: [] for s in subjects}
    if not subjects or not settings.get("history.show", True):
        return found
    same = Q(person__in=[s.person_id for s in subjects if s.person_id])
    same |= Q(person=None, unit__in=[s.unit_id for s in subjects if not s.person_id])
    rows = (
        Subject.objects.filter(same).exclude(matter=matter).exclude(state="submitted")
        .filter(matter__opened_on__lte=matter.opened_on).select_related("matter")
        .order_by("matter__opened_on", "matter__number", "pk")
    )
    for row in rows:
        if (row.matter.opened_on, row.matter.number) > (matter.opened_on, matter.number):
            continue
        for s in subjects:
            who = (s.person_id, None if s.person_id else s.unit_id)
            shared = [x for x in row.situations if x in s.situations]
            if who == (row.person_id, None if row.person_id else row.unit_id) and shared:
                found[s.pk].append(
                    Before(row.matter_id, row.matter.number, row.matter.opened_on, tuple(shared), row.outcome, row.state)
                )
    return found


def shown(standing: Standing, settings: Mapping[str, object]) -> dict[UUID, list[Before]]:
    """The same for a viewer: for those who verify, give the opinion, decide or supervise."""
    if not sees_reasons(standing):
        return {}
    return of_kind(standing.matter, standing.subjects, settings)


def stated(matter: Matter, settings: Mapping[str, object]) -> list[dict]:
    """As a paper keeps it, so that it says later what was before those who read it then."""
    rows = of_kind(matter, matter.subjects.filter(state="accepted"), settings)
    return [
        {
            "subject": pk, "number": one.number, "opened_on": one.opened_on, "situations": list(one.situations),
            "outcome": one.outcome, "state": one.state,
        }
        for pk, before in rows.items() for one in before
    ]
