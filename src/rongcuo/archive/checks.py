"""The four checks of a dossier after DA/T 70-2018: authentic, whole, usable, safe (四性检测).

A check looks and reports; only where something recorded is changed, lost or unreadable does closing
wait for it. What software cannot see (malware, carriers, the room) is named as not looked at.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext_noop as _

from rongcuo.archive.remains import named
from rongcuo.ledger import canonical
from rongcuo.ledger.models import Entry
from rongcuo.matters import files
from rongcuo.matters.filing import NEEDED
from rongcuo.matters.models import Evidence, Item, Matter, Step
from rongcuo.matters.packs import PolicyChanged, pack_of

AUTHENTIC, WHOLE, USABLE, SAFE = "authentic", "whole", "usable", "safe"
AREAS = {
    AUTHENTIC: _("Authentic"), WHOLE: _("Whole"), USABLE: _("Usable"), SAFE: _("Safe"),
}
#: code -> (area, what is looked at, whether closing waits for it). The code is what is recorded.
CHECKS: dict[str, tuple[str, str, bool]] = {
    "chain": (AUTHENTIC, _("Each entry has its own digest and follows the one before"), True),
    "content": (AUTHENTIC, _("Each paper says what its entry recorded"), True),
    "digest": (AUTHENTIC, _("Each file has the digest that was recorded when it came in"), True),
    "described": (AUTHENTIC, _("Each paper has its date, its step and who answers for it"), True),
    "papers": (WHOLE, _("The papers of the procedure are there"), True),
    "numbers": (WHOLE, _("Entries and evidence are numbered without a gap"), True),
    "files": (WHOLE, _("Each file is there, in its recorded size"), True),
    "format": (USABLE, _("Each file is of the format it is recorded as"), False),
    "opens": (USABLE, _("Each file opens, without a password"), False),
    "rules": (USABLE, _("The policy pack and the calendar of the matter are at hand"), True),
    "scripts": (SAFE, _("No file carries a script or another file that runs"), False),
    "fonds": (USABLE, _("The fonds number for the dossier's numbers is set"), False),
    "malware": (SAFE, _("Malware: left to the organisation's own scanner"), False),
    "carrier": (SAFE, _("Carriers and storage: left to the archive"), False),
}
#: What the software does not look at; said, never passed over.
NOT_LOOKED_AT = frozenset({"malware", "carrier"})


@dataclass
class Result:
    """What one check looked at and what it found wrong. count None: not looked at."""

    code: str
    count: int | None = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def area(self) -> str:
        return CHECKS[self.code][0]

    @property
    def must(self) -> bool:
        """Whether closing waits for it."""
        return CHECKS[self.code][2]

    def as_json(self) -> dict:
        return {"code": self.code, "count": self.count, "wrong": self.wrong}


class Dossier:
    """What the checks read of one matter, read once."""

    def __init__(self, matter: Matter):
        self.matter = matter
        self.items = list(Item.objects.filter(matter=matter))
        self.evidence = list(Evidence.objects.filter(matter=matter))
        self.steps = dict(Step.objects.filter(matter=matter).values_list("position", "action"))
        rows = Entry.objects.filter(stream=matter.pk).order_by("position")
        self.entries = list(rows.select_related("payload"))

    @cached_property
    def destroyed(self) -> frozenset[int]:
        """Positions whose entries were emptied by decision."""
        return frozenset(e.position for e in self.entries if e.payload.destroyed_by_id)

    @cached_property
    def gone(self) -> frozenset[str]:
        """What the emptied entries had brought, by id."""
        kinds = {e.digest: e.kind for e in self.entries}
        found: set[str] = set()
        for entry in self.entries:
            if entry.kind == "payload.destroyed":
                said = canonical.decode(entry.payload.body)
                found |= named(kinds[said["entry"]], said["remains"])
        return frozenset(found)

    @cached_property
    def recorded(self) -> dict[str, dict]:
        """The papers as the entries recorded them, by id; of destroyed entries none."""
        found: dict[str, dict] = {}
        for entry in self.entries:
            if entry.payload.body:
                for item in canonical.decode(entry.payload.body).get("items") or ():
                    found[item["id"]] = item
        return found


def run(matter: Matter) -> list[Result]:
    """All checks of one matter, in the order of `CHECKS`. Reads every file once."""
    dossier = Dossier(matter)
    found = {code: Result(code, None if code in NOT_LOOKED_AT else 0) for code in CHECKS}
    for look in (_chain, _content, _papers, _numbers, _rules, _fonds):
        look(dossier, found)
    for evidence in dossier.evidence:
        if not evidence.held and str(evidence.pk) not in dossier.gone:  # put aside or destroyed by a decision of two people: the record says so
            _file(evidence, found)
    return list(found.values())


def waited_for(results: Iterable[Result]) -> list[Result]:
    """Those that closing waits for."""
    return [one for one in results if one.must and one.wrong]


def _chain(dossier: Dossier, found: dict[str, Result]) -> None:
    chain, before = found["chain"], canonical.NO_DIGEST
    for entry in dossier.entries:
        chain.count += 1
        kept = entry.payload
        same = kept.destroyed_by_id or canonical.payload_digest(kept.salt, kept.body) == entry.payload_digest
        if canonical.envelope_digest(entry.envelope()) != entry.digest or entry.prev != before or not same:
            chain.wrong.append(str(entry.position))
        before = entry.digest


def _content(dossier: Dossier, found: dict[str, Result]) -> None:
    for item in dossier.items:
        found["content"].count += 1
        found["described"].count += 1
        said = dossier.recorded.get(str(item.pk), {"kind": None, "body": None})
        gone = item.position in dossier.destroyed
        if not gone and (said["kind"], said["body"]) != (item.kind, item.body):
            found["content"].wrong.append(f"{item.kind} {item.position}")
        if item.position not in dossier.steps or item.author_id is None:
            found["described"].wrong.append(f"{item.kind} {item.position}")


def _papers(dossier: Dossier, found: dict[str, Result]) -> None:
    if dossier.matter.decided_on is None:  # ended before a determination: what came is what there is
        return
    moves = {m.action for m in pack_of(dossier.matter).procedure.moves}
    present = {i.kind for i in dossier.items}
    for kind, step in NEEDED.items():
        if step in moves:
            found["papers"].count += 1
            if kind not in present:
                found["papers"].wrong.append(kind)


def _numbers(dossier: Dossier, found: dict[str, Result]) -> None:
    for name, numbers in (
        ("entry", [e.position for e in dossier.entries]), ("evidence", sorted(e.n for e in dossier.evidence)),
    ):
        found["numbers"].count += len(numbers)
        absent = set(range(1, (numbers[-1] if numbers else 0) + 1)) - set(numbers)
        found["numbers"].wrong += [f"{name} {n}" for n in sorted(absent)]


def _rules(dossier: Dossier, found: dict[str, Result]) -> None:
    found["rules"].count += 1
    try:
        pack_of(dossier.matter)
    except (PolicyChanged, OSError):
        found["rules"].wrong.append(dossier.matter.policy)


def _fonds(dossier: Dossier, found: dict[str, Result]) -> None:
    found["fonds"].count += 1
    if not settings.ARCHIVE_FONDS:
        found["fonds"].wrong.append("RONGCUO_FONDS")


# --- files -----------------------------------------------------------------------------------


def _file(evidence: Evidence, found: dict[str, Result]) -> None:
    name = f"[{evidence.n}] {evidence.name}"
    for code in ("digest", "files", "format", "opens", "scripts"):
        found[code].count += 1
    path = files.path_of(evidence.file)
    try:
        size = path.stat().st_size
    except OSError:
        found["files"].wrong.append(name)
        return
    if size != evidence.size:
        found["files"].wrong.append(name)
    if not files.intact(evidence.sha256, evidence.file):
        found["digest"].wrong.append(name)
        return
    if files.sniff(path) != evidence.media_type:
        found["format"].wrong.append(name)
    opens, scripts = _OPENERS.get(evidence.media_type, _as_text)(path)
    if not opens:
        found["opens"].wrong.append(name)
    if scripts:
        found["scripts"].wrong.append(name)


def _as_pdf(path) -> tuple[bool, bool]:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return not pdf.is_encrypted, _runs(pdf)
    except pikepdf.PasswordError:
        return False, False
    except (pikepdf.PdfError, ValueError, RecursionError):
        return False, False


def _runs(pdf) -> bool:
    """Whether a PDF has something that runs or carries a file: only the names are looked at, nothing is run."""
    root = pdf.Root
    if "/OpenAction" in root or "/AA" in root:
        return True
    names = root.get("/Names")
    if names is not None and ("/JavaScript" in names or "/EmbeddedFiles" in names):
        return True
    for page in pdf.pages:
        if "/AA" in page:
            return True
        for note in page.get("/Annots") or ():
            action = note.get("/A") if hasattr(note, "get") else None
            if action is not None and str(action.get("/S", "")) in {"/JavaScript", "/Launch", "/SubmitForm"}:
                return True
    return False


def _as_picture(path) -> tuple[bool, bool]:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            picture.verify()
        return True, False
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False, False


def _as_office(path) -> tuple[bool, bool]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            encrypted = any(one.flag_bits & 1 for one in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return False, False
    active = any(n.endswith("vbaProject.bin") or "/embeddings/" in n or "/activeX/" in n for n in names)
    return not encrypted, active


def _as_text(path) -> tuple[bool, bool]:
    return True, False


_OPENERS: dict[str, Callable] = {
    "application/pdf": _as_pdf, "image/png": _as_picture, "image/jpeg": _as_picture,
    **{kind: _as_office for kind in files._OFFICE.values()},
}
