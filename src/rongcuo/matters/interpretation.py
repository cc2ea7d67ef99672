"""A14 Interpretation: anybody may ask how an article is to be understood; the party committee answers for the
leading group, on a written basis; the answer stands beside the article for everybody.

A question is about the measures, not about a matter: who asked is known to the asker and to those who answer,
and what everybody reads is the question as the answer puts it, so that nothing of a case is told on the way.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.ledger.reduce import Put, Recorded, reducer, register_tables
from rongcuo.matters.access import Viewer, viewer_of
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Interpretation
from rongcuo.matters.once import once
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person

register_tables("matters.Interpretation")

LONGEST = 2000


def answers(viewer: Viewer) -> bool:
    """Whether the viewer answers for the leading group."""
    return "handler" in viewer.capacities


def visible(viewer: Viewer) -> QuerySet[Interpretation]:
    """Answered ones for everybody; open ones for who asked and for those who answer."""
    if viewer.person.int == 0:
        return Interpretation.objects.none()
    if answers(viewer):
        return Interpretation.objects.all()
    return Interpretation.objects.filter(Q(answered_on__isnull=False) | Q(asker_id=viewer.person))


def of_articles() -> dict[str, list[Interpretation]]:
    """Answered ones by the unit of the measures they are attached to; one query."""
    pack, found = current_pack(), {}
    rows = Interpretation.objects.filter(policy=f"{pack.id}/{pack.version}", answered_on__isnull=False)
    for row in rows.order_by("answered_on", "pk"):
        for unit in row.units:
            found.setdefault(unit, []).append(row)
    return found


def _text(text: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Incomplete(_("This must be said in words."), field=field)
    if len(text) > LONGEST:
        raise Incomplete(_("This is longer than %(n)d characters.") % {"n": LONGEST}, field=field)
    return text


def _units(units: list[str]) -> list[str]:
    known = current_pack().units
    chosen = [u for u in known if u in set(units)]
    if not chosen or set(units) - set(known):
        raise Incomplete(_("Choose the article it is about."), field="units")
    return chosen


@once("interpretation.asked")
def ask(*, actor: Person, key: str, units: list[str], question: str) -> Entry:
    """Ask how articles are to be understood. Anybody with a place in the bureau may. Raises Incomplete, NotPermitted."""
    if not viewer_of(actor).posts:
        raise NotPermitted(_("Questions are asked by those who hold a post in the bureau."))
    pack = current_pack()
    question, units = _text(question, "question"), _units(units)
    pk = ids.new_id()
    return record(
        pk, "interpretation.asked", actor=actor.pk, at=0, key=key,
        payload={
            "id": pk, "policy": f"{pack.id}/{pack.version}", "units": units, "question": question,
            "asked_on": clock.today(),
        },
    )


@once("interpretation.answered", "pk")
def answer(
    pk: UUID, *, actor: Person, at: int, key: str, question: str, text: str, basis: str, units: list[str]
) -> Entry:
    """Answer for the leading group. `question` is what everybody will read; `basis` the decision or minutes the
    answer rests on. An answer is not changed; a better one answers a new question. Raises NotFound,
    NotPermitted, NotNow, Incomplete, Stale."""
    viewer = viewer_of(actor)
    row = visible(viewer).select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    if not answers(viewer):
        raise NotPermitted(_("Questions are answered for the leading group by the party committee."))
    last = Entry.objects.filter(stream=pk).order_by("-position").first()
    if last.position != at:
        raise Stale(pk, at, last.position, last)
    if row.answered_on is not None:
        raise NotNow(_("This question is answered."), _("A better answer is given to a new question."))
    payload = {
        "id": pk, "public_question": _text(question, "question"), "answer": _text(text, "text"),
        "units": _units(units), "basis": _text(basis, "basis")[:200], "answered_on": clock.today(),
    }
    return record(pk, "interpretation.answered", actor=actor.pk, at=at, key=key, payload=payload)


@reducer("interpretation.asked")
def _asked(entry: Recorded):
    p = entry.payload
    yield Put("matters.Interpretation", p["id"], {
        "policy": p["policy"], "units": p["units"], "question": p["question"], "asker_id": entry.actor,
        "asked_on": p["asked_on"], "public_question": "", "answer": "", "basis": "",
    })  # fmt: skip


@reducer("interpretation.answered")
def _answered(entry: Recorded):
    p = entry.payload
    yield Put("matters.Interpretation", p["id"], {
        "public_question": p["public_question"], "answer": p["answer"], "units": p["units"], "basis": p["basis"],
        "answered_by_id": entry.actor, "answered_on": p["answered_on"],
    })  # fmt: skip
