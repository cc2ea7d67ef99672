"""How long a 件 is kept (保管期限), until when, and why. The values are the pack's, or a reading's.

Order No. 8 of the National Archives Administration has each organ make its own, approved table; what the
software brings is a proposal and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rongcuo.archive.pieces import USUAL
from rongcuo.policy.model import Pack, Text

#: Codes of DA/T 22: None is for ever.
YEARS: dict[str, int | None] = {"Y": None, "D30": 30, "D10": 10}
READING = "archive.retention"


@dataclass(frozen=True)
class Kept:
    """keep: the code. until: the last day, None where kept for ever. why: piece | ground | reading | usual."""

    keep: str
    until: date | None
    why: str


def kept(
    pack: Pack, settings: Mapping[str, object], own: str | None, ground: str, closed_on: date
) -> Kept:
    """The period of a 件. `own`: its own period in the pack; `ground`: what a person named at closing.

    Where two apply the longer one does. Years are counted from 1 January after the closing.
    """
    usual = settings.get(READING)
    found = [("reading" if usual in YEARS else "usual", str(usual) if usual in YEARS else USUAL)]
    if own:
        found.append(("piece", own))
    if ground in pack.retention:
        found.append(("ground", pack.retention[ground].keep))
    # A period of its own replaces the usual one, shorter or longer; a ground never shortens.
    best = found[-1] if found[-1][0] == "piece" else max(found, key=lambda f: _length(f[1]))
    if ground in pack.retention:
        best = max(best, ("ground", pack.retention[ground].keep), key=lambda f: _length(f[1]))
    why, code = best
    years = YEARS[code]
    return Kept(code, None if years is None else date(closed_on.year + years, 12, 31), why)


def _length(code: str) -> float:
    years = YEARS[code]
    return float("inf") if years is None else years


def words(keep: str) -> Text:
    """A period in words."""
    years = YEARS[keep]
    return Text("永久", "permanent") if years is None else Text(f"{years}年", f"{years} years")


def explained(pack: Pack, row: Mapping, ground: str, adopted: Mapping[str, object]) -> str:
    """Why a 件 of a catalogue is kept so long, in the reader's language."""
    why = {
        "piece": _("this class of paper has its own period in the retention table"),
        "ground": _("the ground named at closing: %(ground)s")
        % {"ground": pack.retention[ground].name.zh if ground in pack.retention else ground},
        "reading": _("the usual period of the dossier"),
        "usual": _("the usual period of the dossier"),
    }[row["why"]]
    if row["why"] != "ground" and READING not in adopted:
        why = _("%(why)s; a proposal of the software, not the bureau's approved table") % {"why": why}
    if row["until"]:
        return _("Until %(day)s: %(why)s. Counted from 1 January of the year after closing.") % {
            "day": row["until"], "why": why
        }
    return _("For ever: %(why)s.") % {"why": why}
