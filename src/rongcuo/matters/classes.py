"""The class of secrecy (密级) of a matter, a piece of evidence or a scan, raised or lowered with a reason.

Each change is an entry of its own; what was before, what is now, who and why stay on record and are listed. From 秘密 on
nothing is kept here (`secrecy`), so no class is raised to it: the material leaves by `secrecy.put_aside`, and a reference
to the paper takes its place. A matter with a class is no public matter: nothing of it is published until it is lowered.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters.access import Standing, visible_evidence, visible_records
from rongcuo.matters.doing import first_come, scope
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import ClassChange, Evidence, Matter, PaperRecord
from rongcuo.matters.once import once
from rongcuo.matters.secrecy import CLASSES, KEPT, MARKS, REFUSED, mark_of, words
from rongcuo.people.models import Person

#: What has a class here; papers on their way out have theirs in `documents`.
ABOUT = ("matter", "evidence", "scan")
ORDER = {name: n for n, name in enumerate(CLASSES)}


@once("class.changed", "matter")
def classify(
    matter: UUID, *, actor: Person, at: int, key: str, about: str, secrecy: str, reason: str, ref: UUID | None = None,
    term: str = "",
) -> Entry:
    """Give a matter (`ref` None), a piece of evidence or a scan another class. `term`: how long a matter's class
    holds, as papers carry it. NotFound, NotPermitted, Stale, NotNow, Incomplete."""
    standing = scope(actor, matter)
    row = row_of(standing, about, ref)
    if not may_classify(standing):
        raise NotPermitted(_("The class of secrecy is set by those who keep the file."))
    first_come(standing.matter, at)
    term = term.strip() if about == "matter" and secrecy in KEPT else ""
    _check(row, secrecy, term)
    if not reason.strip():
        raise Incomplete(_("This must be said in words."), field="reason")
    return record(
        matter, "class.changed", actor=actor.pk, at=at, key=key,
        payload={
            "id": ids.new_id(), "matter": matter, "about": about, "ref": row.pk, "secrecy": secrecy, "term": term,
            "before": mark_of(row.secrecy, getattr(row, "secrecy_term", "")), "after": mark_of(secrecy, term),
            "reason": reason.strip(),
        },
    )


def _check(row: Matter | Evidence | PaperRecord, secrecy: str, term: str) -> None:
    if secrecy not in CLASSES:
        raise Incomplete(_("Choose one of the classes."), field="secrecy")
    if row.secrecy in REFUSED:
        raise NotNow(
            _("Only a reference to the classified paper is kept here; its class is changed where the paper lies."),
            _("Once it is declassified there, add the paper itself as new evidence."),
        )
    if secrecy in REFUSED:
        raise Incomplete(
            _("Classified material is not kept in this system, so nothing here is raised to this class."),
            _("Have the file put aside and destroyed by two people at once, and give the paper's number and place instead."),
            "secrecy",
        )
    if isinstance(row, Matter) and secrecy == "work" and not term:
        raise Incomplete(_("Say how long it stays a work secret; the papers carry it."), field="term")
    if len(term) > 20:
        raise Incomplete(_("Say it in a few characters, for instance 5年."), field="term")
    if (row.secrecy, getattr(row, "secrecy_term", "")) == (secrecy, term):
        raise Incomplete(_("That is its class already."), field="secrecy")


def may_classify(standing: Standing) -> bool:
    """Those who keep the matter's file, without an open interest."""
    return "handler" in standing.capacities and not standing.suspended


def row_of(standing: Standing, about: str, ref: UUID | None) -> Matter | Evidence | PaperRecord:
    """What has the class, through its gate. NotFound."""
    if about == "matter":
        return standing.matter
    matter, row = standing.matter, None
    if about == "evidence":
        row = visible_evidence(standing).filter(pk=ref).first()
    elif about == "scan":
        row = visible_records(standing.viewer).filter(pk=ref, act=matter.act_id).first()
    if row is None:
        raise NotFound
    return row


def history(standing: Standing, ref: UUID) -> list[ClassChange]:
    """Earlier changes of one class, newest first; for whoever may open the thing itself."""
    return list(ClassChange.objects.filter(matter=standing.matter, ref=ref).select_related("by"))


def refuse_publication(matter: Matter) -> None:
    """Incomplete where a matter has a class: nothing of it is published without a decision that lowers it."""
    if matter.secrecy in KEPT:
        raise Incomplete(
            _("The class of this matter is “%(class)s”, so nothing of it is published.") % {"class": words()[matter.secrecy]},
            _("Where it may be published, its class is lowered first, with the reason and the decision it rests on."),
        )


def class_of(mark: str) -> str:
    """The class that a mark as printed stands for: 工作秘密★5年 is work."""
    return next((name for name in reversed(CLASSES[1:]) if mark.startswith(MARKS[name])), "")


def carries(mark: str, matter: Matter) -> bool:
    """Whether a paper with this mark carries at least its matter's class."""
    return ORDER[class_of(mark)] >= ORDER[matter.secrecy]


def highest(marks: list[str]) -> str:
    """The mark of the highest class among these; what a 件 of several files carries."""
    return max(marks, key=lambda m: ORDER[class_of(m)], default="")
