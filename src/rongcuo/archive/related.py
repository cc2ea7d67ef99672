"""What belongs to a matter's dossier beside its own papers: corrections, effects, scans of steps done on paper.

Each of these has a stream of its own in the record (scans lie in the matter's or its act's). A stream is
one 件: what was recorded, in order, with its files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from rongcuo import clock
from rongcuo.corrections.models import Plan
from rongcuo.documents.models import Dispatch, PublicCopy
from rongcuo.exemptions.acting import stream_of
from rongcuo.ledger import canonical
from rongcuo.ledger.models import Entry
from rongcuo.matters.models import Evidence, Matter, PaperRecord
from rongcuo.matters.secrecy import mark_of
from rongcuo.policy.model import Text

EFFECTS = Text("容错效果落实材料（告知、回执）", "Effects: notices and slips")
CORRECTION = Text("整改材料", "Correction")
REMINDERS = Text("整改提醒记录", "Reminders of a correction")
SCANS = Text("纸质办理材料扫描件", "Scans of steps done on paper")


@dataclass(frozen=True)
class Annex:
    """A file of a 件 as it was recorded; its digest is in the record."""

    id: UUID
    n: int
    label: str
    title: str
    file: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    added_on: date
    lane: str = ""
    subject_id: UUID | None = None
    of: UUID | None = None  # the item it is a form of
    mark: str = ""  # 密级


@dataclass(frozen=True)
class Stream:
    """A stream of the record that belongs to the matter: one 件."""

    id: UUID
    kind: str
    name: Text
    title: str
    responsible: str
    annexes: tuple[Annex, ...]
    entries: tuple[Entry, ...]

    @property
    def day(self) -> date:
        """The day of the last thing recorded in it."""
        return clock.local_date(self.entries[-1].instant)

    def said(self) -> list[dict]:
        """What its entries say, in order."""
        return [{"kind": e.kind, "said": said(e)} for e in self.entries]


def said(entry: Entry) -> dict:
    """An entry's payload as recorded; of a destroyed one, nothing."""
    return canonical.decode(entry.payload.body) if entry.payload.body else {}


def annex_of(e: Evidence) -> Annex:
    return Annex(
        e.pk, e.n, "证据", e.title, e.file, e.name, e.media_type, e.size, e.sha256, e.added_on, e.lane,
        e.subject_id, mark=mark_of(e.secrecy),
    )


def scans(matter: Matter) -> list[Annex]:
    """The scans of steps that were recorded from paper."""
    rows = PaperRecord.objects.filter(matter=matter) | PaperRecord.objects.filter(act=matter.act_id, matter=None)
    return [
        Annex(r.pk, n, "扫描件", r.reference or r.name, r.file, r.name, r.media_type, r.size, r.sha256,
              clock.local_date(r.recorded_at), mark=mark_of(r.secrecy))
        for n, r in enumerate(rows.order_by("recorded_at", "pk"), 1)
    ]


@dataclass(frozen=True)
class Issued:
    """An issued paper: its frozen file, and the text (定稿) that was signed."""

    annex: Annex
    number: str
    text: UUID


def issued(matter: Matter) -> list[Issued]:
    """The issued papers of a matter, each with the version of its text that was signed."""
    found = []
    rows = Dispatch.objects.filter(matter=matter, state="issued").prefetch_related("texts")
    for n, d in enumerate(rows.order_by("issued_on", "pk"), 1):
        text = next(t for t in d.texts.all() if t.n == d.version)
        title = f"{d.number or d.template}"
        annex = Annex(
            d.pk, n, "印发件", title, d.file, f"{title}.pdf", "application/pdf", d.size, d.sha256, d.issued_on,
            "", d.subject_id, d.record, d.secrecy,
        )
        found.append(Issued(annex, d.number, text.pk))
    return found


def public_copies(matter: Matter) -> list[Annex]:
    """Redacted copies of issued papers."""
    rows = PublicCopy.objects.filter(dispatch__matter=matter).select_related("dispatch").order_by("made_on", "pk")
    return [
        Annex(c.pk, n, "公开件", c.dispatch.number or c.dispatch.template, c.file, "公开件.pdf", "application/pdf", c.size,
              c.sha256, c.made_on, "", c.dispatch.subject_id, c.dispatch.record)
        for n, c in enumerate(rows, 1)
    ]


def streams(matter: Matter) -> list[Stream]:
    """The streams beside the matter's own and its act's, those that hold anything."""
    wanted: list[tuple[UUID, str, Text, str, str, tuple[Annex, ...]]] = []
    for plan in Plan.objects.filter(matter=matter).select_related("person", "unit").order_by("number"):
        proofs = tuple(
            Annex(p.pk, p.n, "证明", p.title, p.file, p.name, p.media_type, p.size, p.sha256, p.added_on)
            for p in plan.proofs.order_by("n")
        )
        wanted.append((plan.pk, "correction", CORRECTION, f"{CORRECTION.zh} {plan.number}（{plan.name}）", plan.unit.name, proofs))
        wanted.append((uuid5(plan.pk, "reminders"), "reminders", REMINDERS, f"{REMINDERS.zh} {plan.number}", "", ()))
    wanted.append((stream_of(matter.pk), "effects", EFFECTS, f"关于“{matter.title}”的{EFFECTS.zh}", "", ()))
    rows = Entry.objects.filter(stream__in=[one[0] for one in wanted]).order_by("seq").select_related("payload")
    found: dict[UUID, list[Entry]] = {}
    for entry in rows:
        found.setdefault(entry.stream, []).append(entry)
    return [Stream(*one, tuple(found[one[0]])) for one in wanted if one[0] in found]
