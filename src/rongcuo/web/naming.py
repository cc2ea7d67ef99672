"""How pages name things of a pack: who holds a step, which reading a step depends on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rongcuo.matters.models import Adoption, Matter
from rongcuo.people.models import Person
from rongcuo.policy import Pack
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import lang

SEPARATOR = {"zh": "、", "en": ", "}


def bodies_of(pack: Pack, capacities: Iterable[str]) -> str:
    """The bodies that hold one of these capacities, else the capacities by name."""
    wanted = set(capacities)
    names = [b.name.get(lang()) for b in pack.bodies.values() if wanted & set(b.capacities)]
    if not names:
        names = [pack.capacities[c].name.get(lang()) for c in wanted if c in pack.capacities]
    return SEPARATOR[lang()].join(dict.fromkeys(names))


def reading_mark(pack: Pack, key: str | None, matter: Matter, rows: dict[str, Adoption]) -> dict | None:
    """A reading as components/reading.html takes it; confirmed only if it was when the matter opened."""
    one = pack.readings.get(key or "")
    if one is None:
        return None
    row = rows.get(key) if key in matter.adopted else None
    return {
        "question": one.question, "answer": one.answer,
        "cites": "、".join(article(pack.units[c]) for c in one.cites),
        "confirmed": {"by": row.by.name, "on": row.confirmed_on, "basis": row.basis} if row else None,
    }


def names_of(people: Iterable[str | UUID | None]) -> dict[str, str]:
    """Names by id, in one query."""
    wanted = {str(p) for p in people if p}
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=wanted).values_list("pk", "name")}
