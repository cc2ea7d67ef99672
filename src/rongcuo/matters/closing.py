"""Closing (结案归档) seals the dossier; afterwards it takes supplements only.

Filing (A08-6) deposits Article 8's papers and ends that procedure. Corrections and effects may still be
owed then; a matter is closed when nothing is. What comes later is a new paper that refers to the
sealed ones: no sealed paper ever changes.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import ids
from rongcuo.matters.doing import Doing, action
from rongcuo.matters.errors import NotFound
from rongcuo.matters.models import Evidence, Item
from rongcuo.matters.obligations import Obligation, open_obligations


@action("close")
def close(doing: Doing, *, note: str = "", ground: str = "", ground_reason: str = "") -> dict:
    """Seal the dossier. Refuses, and names them, while obligations are open.

    ground: where the whole dossier is kept for another period than usual, the pack's name for why;
    it needs a reason.
    """
    doing.need(
        not ground or ground in doing.pack.retention,
        _("The retention table knows no such ground."), field="ground",
    )
    if ground:
        ground_reason = doing.words(ground_reason, "ground_reason")
    owed = open_obligations(doing.matter)
    doing.need(
        not owed,
        _("This is still owed: %(what)s.") % {"what": named(owed)},
        _("The dossier can be closed when nothing is owed any more."),
    )
    papers = Item.objects.filter(matter=doing.matter).count()
    evidence = Evidence.objects.filter(matter=doing.matter).count()
    doing.paper(
        "closing",
        {
            "papers": papers, "evidence": evidence, "note": note.strip(), "ground": ground,
            "ground_reason": ground_reason.strip(),
        },
    )
    return {"sealed_on": doing.done_on}


def named(owed: list[Obligation]) -> str:
    """Obligations in one line, each with the subject it concerns."""
    return "；".join(
        _("%(what)s (%(who)s)") % {"what": one.what, "who": one.subject.name} if one.subject else str(one.what)
        for one in owed
    )


@action("supplement")
def supplement(
    doing: Doing, *, title: str, text: str, refers: list[UUID] | None = None, stored: dict | None = None
) -> dict:
    """Add a paper to a sealed dossier. `refers`: the papers it is about; without any, the closing itself."""
    refers = list(dict.fromkeys(refers or []))
    known = Item.objects.filter(matter=doing.matter, pk__in=refers).count()
    if known != len(refers):
        raise NotFound
    payload: dict = {}
    numbers = []
    if stored:
        n = Evidence.objects.filter(matter=doing.matter).count() + 1
        numbers.append(n)
        payload["evidence"] = [
            {**stored, "id": ids.new_id(), "n": n, "title": title.strip()[:200] or stored["name"],
             "lane": "group", "made_on": None, "subject": None}
        ]
    doing.paper(
        "supplement",
        {"title": doing.words(title, "title"), "text": doing.words(text, "text"), "evidence": numbers},
        refers=refers,
    )
    return payload
