"""Destroying what has passed its period: one person proposes the list, another decides it.

What goes: the words of the entries whose papers are all on the list, and their files. What stays for ever: the
envelopes and their chain, the list itself (what it was, when, by whose decision), and the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.archive.access import catalogues, closed_matters, keeps, visible_lists
from rongcuo.archive.models import DestructionList
from rongcuo.archive.pieces import ABOUT
from rongcuo.ledger import canonical
from rongcuo.ledger import reduce as reducing
from rongcuo.ledger.destruction import destroy_payload
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import lock, record
from rongcuo.matters import files
from rongcuo.matters.access import viewer_of
from rongcuo.matters.counters import next_number
from rongcuo.matters.doing import first_result
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Matter
from rongcuo.people.models import Person

#: Texts that are no words of people: identifiers, days, instants, digests, numbers of files.
_KEPT = re.compile(r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(T[0-9:.]+Z)?|[0-9a-f]{64})$")
#: Keys whose texts are codes of the procedure, not words.
_CODES = frozenset({
    "to", "state", "kind", "via", "timeliness", "status", "lane", "grade", "fact", "media_type", "policy", "engine",
    "counter", "number", "outcome", "subjects_to", "outcomes", "effects", "situations", "main_situation", "adopted",
    "form", "scope", "capacity",
})  # fmt: skip
#: Entries that are about the dossier, and say what was destroyed.
STAYS = frozenset({"payload.destroyed", "matter.close"})


def remains(payload: dict) -> dict:
    """What remains of a payload: its shape, with every word of people taken out."""
    return _blank(payload, False)


def _blank(value: object, code: bool) -> object:
    if isinstance(value, dict):
        return {k: _blank(v, code or k in _CODES) for k, v in value.items()}
    if isinstance(value, list):
        return [_blank(one, code) for one in value]
    if isinstance(value, str) and not code and not _KEPT.match(value):
        return ""
    return value


def register_redactions() -> None:
    """Every kind of entry of a matter has what remains of it."""
    for kind in reducing.kinds():
        if kind.startswith(("matter.", "paper.")) and kind not in STAYS and reducing.redaction_of(kind) is None:
            reducing.redaction(kind)(remains)


def expired(actor: Person, day: date | None = None) -> list[dict]:
    """The 件 whose period has passed, of the matters the actor keeps: rows as a list has them."""
    day = day or clock.today()
    matters = list(closed_matters(viewer_of(actor)))
    gone = {(r["matter"], r["n"]) for one in DestructionList.objects.filter(status="destroyed") for r in one.rows}
    found = []
    for matter in matters:
        for row in catalogues([matter])[matter.pk]:
            over = row["until"] and row["until"] < day.isoformat()
            if over and (str(matter.pk), row["n"]) not in gone and not any(p.get("stream") for p in row["papers"]):
                found.append(_row(matter, row))
    return found


def _row(matter: Matter, row: dict) -> dict:
    return {
        "matter": str(matter.pk), "matter_number": matter.number, "n": row["n"], "number": row["number"],
        "title": row["title"], "date": row["date"], "keep": row["keep"], "until": row["until"],
    }


@transaction.atomic
def propose(*, actor: Person, key: str, pieces: Iterable[tuple[UUID, int]], reason: str) -> Entry:
    """Put 件 whose period has passed on a list of what is to be destroyed."""
    lock()
    earlier = first_result(actor, key, "destruction.proposed")
    if earlier is not None:
        return earlier
    if not keeps(viewer_of(actor)):
        raise NotPermitted(_("This step is not yours."))
    ripe = {(r["matter"], r["n"]): r for r in expired(actor)}
    wanted = [(str(matter), n) for matter, n in pieces]
    if not wanted or not set(wanted) <= ripe.keys():
        raise Incomplete(
            _("Only papers whose period has passed can be put on the list."), _("Choose among those that are named."),
            "pieces",
        )
    if not reason.strip():
        raise Incomplete(_("This must be said in words."), field="reason")
    year = clock.today().year
    counter, value = next_number("destruction", year)
    pk = ids.new_id()
    return record(
        pk, "destruction.proposed", actor=actor.pk, at=0, key=key,
        payload={
            "id": pk, "counter": counter, "value": value, "number": f"{year}-{value}",
            "rows": [ripe[one] for one in dict.fromkeys(wanted)], "reason": reason.strip(),
            "proposed_on": clock.today(),
        },
    )


@transaction.atomic
def decide(list_id: UUID, *, actor: Person, key: str, destroy: bool, words: str = "") -> Entry:
    """Decide a list, as another person than the one who proposed it. Destroying empties payloads and files."""
    lock()
    earlier = first_result(actor, key, "destruction.decided", list_id)
    if earlier is not None:
        return earlier
    one = visible_lists(viewer_of(actor)).select_for_update(of=("self",)).filter(pk=list_id).first()
    if one is None:
        raise NotFound
    if one.status != "proposed":
        raise NotNow(_("This list is decided already."))
    if one.proposed_by_id == actor.pk:
        raise NotPermitted(_("Whoever proposed the list does not decide it."), _("Another person decides."))
    if not destroy and not words.strip():
        raise Incomplete(_("This must be said in words."), field="words")
    entry = record(
        one.pk, "destruction.decided", actor=actor.pk, at=None, key=key,
        payload={
            "id": one.pk, "decided_on": clock.today(), "status": "destroyed" if destroy else "refused",
            "words": words.strip(),
        },
    )
    if destroy:
        _destroy(one, actor)
    return entry


def _destroy(one: DestructionList, actor: Person) -> None:
    wanted: dict[str, set[int]] = {}
    for row in one.rows:
        wanted.setdefault(row["matter"], set()).add(row["n"])
    earlier = {
        (r["matter"], r["n"]) for other in DestructionList.objects.filter(status="destroyed") for r in other.rows
    }
    unused: list[UUID] = []
    for matter in Matter.objects.filter(pk__in=wanted):
        rows = catalogues([matter])[matter.pk]
        gone = {r["n"] for r in rows if r["n"] in wanted[str(matter.pk)] or (str(matter.pk), r["n"]) in earlier}
        unused += _empty(matter, rows, gone, one, actor)
    # Files go once everything is recorded: a failure before leaves them, never an entry without its decision.
    transaction.on_commit(lambda: [files.path_of(f).unlink(missing_ok=True) for f in unused])


def _empty(matter: Matter, rows: list[dict], gone: set[int], one: DestructionList, actor: Person) -> list[UUID]:
    """Empty the entries all of whose papers and evidence are gone; the files that nothing needs any more."""
    papers = {p["item"] for r in rows if r["n"] in gone for p in r["papers"]}
    evidence = {e["evidence"] for r in rows if r["n"] in gone for e in r["evidence"]}
    all_gone = {r["n"] for r in rows} <= gone
    entries = Entry.objects.filter(stream=matter.pk, payload__destroyed_by=None).exclude(kind__in=STAYS)
    emptied_papers, emptied_evidence = set(), set()
    for entry in entries.select_related("payload").order_by("position"):
        said = canonical.decode(entry.payload.body)
        items = {i["id"] for i in said.get("items") or () if i["kind"] not in ABOUT}
        brought = {e["id"] for e in said.get("evidence") or () if isinstance(e, dict)}
        if not items | brought and not all_gone:
            continue
        if items <= papers and brought <= evidence:
            destroy_payload(entry, decided_by=one.proposed_by_id, confirmed_by=actor.pk, reason=f"{one.number}：{one.reason}")
            emptied_papers |= items
            emptied_evidence |= brought
    found = [UUID(p["file"]) for r in rows for p in r["papers"] if p["item"] in emptied_papers]
    return found + [UUID(e["file"]) for r in rows for e in r["evidence"] if e["evidence"] in emptied_evidence]
