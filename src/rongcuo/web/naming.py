"""How pages name things of a pack: who holds a step, which reading a step depends on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rongcuo.matters.errors import listed
from rongcuo.matters.models import Adoption, Matter
from rongcuo.matters.waiting import Waiting
from rongcuo.policy import Pack
from rongcuo.web.templatetags.ui import article
from rongcuo.web.viewing import lang


def bodies_of(pack: Pack, capacities: Iterable[str]) -> str:
    """The bodies that hold one of these capacities, else the capacities by name.

    An English name goes without its remark in brackets: it mostly stands in brackets itself.
    """
    wanted = set(capacities)
    names = [b.name.get(lang()).split(" (")[0] for b in pack.bodies.values() if wanted & set(b.capacities)]
    if not names:
        names = [pack.capacities[c].name.get(lang()) for c in wanted if c in pack.capacities]
    return listed(dict.fromkeys(names))


def holder_of(pack: Pack, waiting: Waiting, names: dict[UUID, str] | None = None) -> str:
    """Who takes a step that waits: the persons where they are named (`names`), the unit that forwards,
    the applicant, else the body."""
    subject, by = waiting.subject, waiting.move.by
    if waiting.people and names:
        return listed(sorted(names[p] for p in waiting.people if p in names))
    if waiting.people:  # members of the group, whoever else may take the step
        return bodies_of(pack, {"verifier"} & set(by) or by)
    if subject is not None and "forwarder" in by:
        return subject.unit.name_en or subject.unit.name if lang() == "en" else subject.unit.name
    if subject is not None and "applicant" in by and "handler" not in by:
        return subject.name
    return bodies_of(pack, by)


def reading_mark(pack: Pack, key: str | None, matter: Matter, rows: dict[str, Adoption]) -> dict | None:
    """A reading as components/reading.html takes it; confirmed only if it was when the matter opened."""
    one = pack.readings.get(key or "")
    if one is None:
        return None
    row = rows.get(key) if key in matter.adopted else None
    return {
        "question": one.question, "answer": one.answer,
        "cites": listed(article(pack.units[c]) for c in one.cites),
        "confirmed": {"by": row.by.name, "on": row.confirmed_on, "basis": row.basis} if row else None,
    }


def post_words(post) -> dict:
    """A post as unit and title, in both languages."""
    return {
        "zh": f"{post.unit.name} {post.title}",
        "en": f"{post.unit.name_en or post.unit.name}, {post.title_en or post.title}",
    }


def unit_name(unit) -> str:
    """A unit's name in the language of the page."""
    return unit.name_en or unit.name if lang() == "en" else unit.name
