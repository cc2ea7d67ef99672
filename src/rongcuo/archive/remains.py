"""What remains of an entry once its words are destroyed: its shape, days, digests, codes; no word of anybody."""

from __future__ import annotations

import re
from functools import partial

# Whose kinds these are: registered before what remains of them is.
from rongcuo.corrections import reducers as _corrections  # noqa: F401
from rongcuo.documents import reducers as _documents  # noqa: F401
from rongcuo.exemptions import reducers as _exemptions  # noqa: F401
from rongcuo.ledger import reduce as reducing
from rongcuo.matters import reducers as _matters  # noqa: F401

#: Texts that are no words of people: identifiers, days, instants, digests, numbers of files.
_KEPT = re.compile(r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(T[0-9:.]+Z)?|[0-9a-f]{64})$")
#: Keys whose texts are codes of the procedure, not words; by what the entry is about.
_EVERYWHERE = frozenset({"to", "state", "kind", "status", "media_type", "policy", "counter", "number", "effect"})
_CODES = {
    "matter.": _EVERYWHERE | {
        "via", "timeliness", "lane", "grade", "fact", "engine", "outcome", "subjects_to", "outcomes", "effects",
        "situations", "main_situation", "adopted", "form", "scope", "capacity",
    },
    # Of an issued paper its number, code and digest stay: whoever holds one can still have it checked.
    "paper.": _EVERYWHERE | {"template", "source", "origin", "profile", "urgency", "code", "action"},
    "correction.": _EVERYWHERE | {
        "basis", "rule", "about", "lists", "event_codes", "outcome_codes", "factor_codes", "cause_codes", "grounds",
    },
    "effects.": _EVERYWHERE | {"basis", "rule", "recipient", "effects", "document"},
}  # fmt: skip
#: Entries that are about the dossier, and say what was destroyed.
STAYS = frozenset({"payload.destroyed", "matter.close"})


#: Papers about the dossier itself, which stay: what it was made up of, and what was found when it was checked.
_ABOUT = frozenset({"catalogue", "checks"})


def remains(payload: dict, about: str = "matter.") -> dict:
    """What remains of a payload: its shape, with every word of people taken out. Each paper says that it was emptied."""
    left = _blank(payload, False, _CODES[about])
    if isinstance(payload.get("items"), list):
        left["items"] = [
            whole if whole["kind"] in _ABOUT else blank | {"body": blank["body"] | {"emptied": True}}
            for whole, blank in zip(payload["items"], left["items"], strict=True)
        ]
    if isinstance(payload.get("body"), dict):  # a line of a correction's record
        left["body"] = left["body"] | {"emptied": True}
    return left


def _blank(value: object, code: bool, codes: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {k: _blank(v, code or k in codes, codes) for k, v in value.items()}
    if isinstance(value, list):
        return [_blank(one, code, codes) for one in value]
    if isinstance(value, str) and not code and not _KEPT.match(value):
        return ""
    return value


def named(kind: str, said: dict) -> set[str]:
    """The papers, files and issued papers an entry of this kind brought, by id: what is gone once it is emptied.

    `verify.py` reads the same from a package.
    """
    brought = [*(said.get("items") or ()), *(said.get("evidence") or ()), *(said.get("files") or ())]
    found = {one["id"] for one in brought if isinstance(one, dict)}
    own = {"paper.recorded": "id", "paper.issued": "dispatch", "paper.published": "copy"}.get(kind)
    return found | {said[own]} if own else found


def register_redactions() -> None:
    """Every kind of entry that a dossier holds has what remains of it."""
    for kind in reducing.kinds():
        about = next((start for start in _CODES if kind.startswith(start)), None)
        if about and kind not in STAYS and reducing.redaction_of(kind) is None:
            reducing.redaction(kind)(partial(remains, about=about))
