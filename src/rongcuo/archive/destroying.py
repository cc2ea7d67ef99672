"""Destroying what has passed its period: one person proposes the list, another decides it.

What goes: the words of the entries whose papers are all on the list, the drafts and copies of those papers, the
streams that are a 件 (a correction, the notices of effects), and their files. What stays for ever: the envelopes
and their chain, the list itself (what it was, when, by whose decision), and the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo import clock, ids
from rongcuo.archive.access import catalogues, closed_matters, keeps, visible_lists
from rongcuo.archive.models import DestructionList
from rongcuo.archive.pieces import ABOUT
from rongcuo.archive.remains import STAYS
from rongcuo.corrections.models import Plan
from rongcuo.documents.models import Dispatch
from rongcuo.ledger import canonical
from rongcuo.ledger.destruction import destroy_payload
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters import files
from rongcuo.matters.access import Viewer, viewer_of
from rongcuo.matters.counters import next_number
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Matter
from rongcuo.matters.once import once
from rongcuo.people.models import Person


def expired(actor: Person | Viewer, day: date | None = None) -> list[dict]:
    """The 件 whose period has passed, of the matters the actor keeps: rows as a list has them."""
    day = day or clock.today()
    matters = list(closed_matters(actor if isinstance(actor, Viewer) else viewer_of(actor)))
    gone = {(r["matter"], r["n"]) for one in DestructionList.objects.filter(status="destroyed") for r in one.rows}
    kept = catalogues(matters)
    return [
        _row(matter, row)
        for matter in matters
        for row in kept[matter.pk]
        if row["until"] and row["until"] < day.isoformat() and (str(matter.pk), row["n"]) not in gone
    ]


def destroyed(matter: Matter, file: UUID) -> bool:
    """Whether a file of a closed matter's list of papers was destroyed by decision."""
    lists = DestructionList.objects.filter(status="destroyed")
    gone = {r["n"] for one in lists for r in one.rows if r["matter"] == str(matter.pk)}
    rows = [r for r in catalogues([matter])[matter.pk] if r["n"] in gone] if gone else []
    return any(one["file"] == str(file) for r in rows for one in (*r["papers"], *r["evidence"]))


def _row(matter: Matter, row: dict) -> dict:
    return {
        "matter": str(matter.pk), "matter_number": matter.number, "n": row["n"], "number": row["number"],
        "title": row["title"], "date": row["date"], "keep": row["keep"], "until": row["until"],
    }


@once("destruction.proposed")
def propose(*, actor: Person, key: str, pieces: Iterable[tuple[UUID, int]], reason: str) -> Entry:
    """Put 件 whose period has passed on a list of what is to be destroyed."""
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


@once("destruction.decided", "list_id")
def decide(list_id: UUID, *, actor: Person, key: str, destroy: bool, words: str = "") -> Entry:
    """Decide a list, as another person than the one who proposed it. Destroying empties payloads and files."""
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
    mine = [r for r in rows if r["n"] in gone]
    papers = {p["item"] for r in mine for p in r["papers"] if p["item"]}
    evidence = {e["evidence"] for r in mine for e in r["evidence"]}
    streams = {p["stream"] for r in mine for p in r["papers"] if p.get("stream")}
    all_gone = {r["n"] for r in rows} <= gone
    made_from = {str(pk): str(of) for pk, of in Dispatch.objects.filter(matter=matter).values_list("pk", "record")}
    moves = {str(pk): "corrections.Plan" for pk in Plan.objects.filter(matter=matter).values_list("pk", flat=True)}
    moves[str(matter.pk)] = "matters.Matter"
    emptied_papers, emptied_evidence = set(streams), set()

    def empty(entry: Entry) -> None:
        destroy_payload(
            entry, decided_by=one.proposed_by_id, confirmed_by=actor.pk, reason=f"{one.number}：{one.reason}",
            moves=moves.get(str(entry.stream)),
        )

    for entry in _entries([matter.pk]):
        said = canonical.decode(entry.payload.body)
        if entry.kind.startswith("paper.") and (of := made_from.get(said.get("dispatch", ""))):
            if all_gone or of in papers:  # the sheet, the drafts and the public copies go with the paper
                empty(entry)
                emptied_evidence |= {said.get("dispatch"), said.get("copy")}
            continue
        items = {i["id"] for i in said.get("items") or () if i["kind"] not in ABOUT}
        brought = {e["id"] for e in said.get("evidence") or () if isinstance(e, dict)}
        if entry.kind == "paper.recorded":
            brought = {said["id"]}  # the scan
        if not items | brought and not all_gone:
            continue
        if items <= papers and brought <= evidence:
            empty(entry)
            emptied_papers |= items
            emptied_evidence |= brought
    for entry in _entries(streams):
        empty(entry)
        emptied_evidence |= {f["id"] for f in canonical.decode(entry.payload.body).get("files") or ()}
    found = [
        UUID(p["file"]) for r in rows for p in r["papers"] if (p.get("stream") or p["item"]) in emptied_papers
    ]
    return found + [UUID(e["file"]) for r in rows for e in r["evidence"] if e["evidence"] in emptied_evidence]


def _entries(streams: Iterable) -> Iterable[Entry]:
    """The entries of streams that still say something and may be emptied, in order."""
    rows = Entry.objects.filter(stream__in=list(streams), payload__destroyed_by=None).exclude(kind__in=STAYS)
    return list(rows.select_related("payload").order_by("seq"))
