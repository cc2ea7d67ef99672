"""Nothing that is a state secret enters this program; and what came in by mistake leaves it by two people.

The class (密级) is asked with evidence, and the name of every file is looked at. From 秘密 on the file is refused before anything of it is kept;
what may be kept is a reference to the paper: its number and where it lies. A wrong upload is put aside at
once by one person, who cannot be the only one to decide: another destroys it or gives it back. The entry
that names its digest stays, and the chain verifies.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rongcuo.ledger.models import Entry
from rongcuo.ledger.record import record
from rongcuo.matters import files
from rongcuo.matters.access import Standing, visible_evidence
from rongcuo.matters.doing import first_come, scope
from rongcuo.matters.errors import Incomplete, NotFound, NotNow, NotPermitted
from rongcuo.matters.models import Evidence
from rongcuo.matters.once import once
from rongcuo.people.models import Person

#: Classes in their order; those from `secret` on are never kept here.
CLASSES = ("", "internal", "work", "secret", "confidential", "top_secret")
REFUSED = frozenset(CLASSES[3:])
#: Classes that are kept here and are no public matter.
KEPT = CLASSES[1:3]
#: How a class is printed on a paper, whatever the language of the page.
MARKS = {"internal": "内部", "work": "工作秘密", "secret": "秘密", "confidential": "机密", "top_secret": "绝密"}


def words() -> dict[str, str]:
    """The classes in the reader's language."""
    return {
        "": _("not classified"), "internal": _("internal"), "work": _("work secret"), "secret": _("secret"),
        "confidential": _("confidential"), "top_secret": _("top secret"),
    }


def mark_of(secrecy: str, term: str = "") -> str:
    """The class and its term as a paper carries them (GB/T 9704-2012, 7.2.2): 工作秘密★5年."""
    mark = MARKS.get(secrecy, "")
    return f"{mark}★{term}" if mark and term else mark


def take(upload, secrecy: str, reference: str = "") -> dict:
    """Keep an uploaded file, or only a reference to a classified paper. As a payload of evidence.

    Incomplete, before a byte of the file is kept, where its class or its name says that it is classified.
    """
    if secrecy not in CLASSES:
        raise Incomplete(_("Choose one of the classes."), field="secrecy")
    classified = secrecy in REFUSED
    if upload is not None and classified:
        raise files.refusal_of_secrets()
    if not classified:
        if upload is None:
            raise Incomplete(_("Choose the file."), field="file")
        return {**files.store(upload).as_payload(), "secrecy": secrecy}
    text = reference.strip()
    if not text:
        raise Incomplete(_("Give the number of the classified paper and where it lies."), field="reference")
    data = f"{text}\n".encode()
    name = files.clean_name(_("reference to a paper.txt"))
    file = files.keep(data)
    return {
        "file": file, "name": name, "media_type": "text/plain", "size": len(data),
        "sha256": files.sha256_of(data), "secrecy": secrecy,
    }


# --- a wrong upload --------------------------------------------------------------------------


@once("evidence.put_aside", "matter")
def put_aside(
    matter: UUID, *, actor: Person, at: int, key: str, evidence: UUID, reason: str
) -> Entry:
    """Put a file aside at once: nobody opens it any more until a second person decides."""
    row = _row(actor, matter, evidence, at)
    if row.held:
        raise NotNow(_("This file is put aside or destroyed already."))
    entry = record(
        matter, "evidence.put_aside", actor=actor.pk, at=at, key=key,
        payload={"matter": matter, "evidence": row.pk, "reason": _words(reason)},
    )
    transaction.on_commit(lambda: files.set_aside(row.file))
    return entry


@once("evidence.decided", "matter")
def decide(
    matter: UUID, *, actor: Person, at: int, key: str, evidence: UUID, destroy: bool, reason: str
) -> Entry:
    """Destroy a file that was put aside, or give it back. Never the person who put it aside."""
    row = _row(actor, matter, evidence, at)
    if row.held != "aside":
        raise NotNow(_("This file is not put aside."))
    if row.held_by_id == actor.pk:
        raise NotPermitted(_("You put this file aside yourself."), _("A second person decides what becomes of it."))
    entry = record(
        matter, "evidence.decided", actor=actor.pk, at=at, key=key,
        payload={"matter": matter, "evidence": row.pk, "destroyed": destroy, "reason": _words(reason)},
    )
    transaction.on_commit(lambda: (files.destroy if destroy else files.give_back)(row.file))
    return entry


def may_put_aside(standing: Standing) -> bool:
    """Those who keep or verify the matter, and the discipline officer; nobody with an open interest."""
    return not standing.suspended and bool(standing.capacities & {"handler", "verifier", "supervisor"})


def _row(actor: Person, matter: UUID, evidence: UUID, at: int) -> Evidence:
    standing = scope(actor, matter)
    row = visible_evidence(standing).filter(pk=evidence).first()
    if row is None:
        raise NotFound
    if not may_put_aside(standing):
        raise NotPermitted(_("A wrong upload is put aside by those who handle the matter."))
    first_come(standing.matter, at)
    return row


def _words(reason: str) -> str:
    if not reason.strip():
        raise Incomplete(_("This must be said in words."), field="reason")
    return reason.strip()
