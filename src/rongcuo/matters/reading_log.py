"""Who looked at what, when, in which capacity, and what for (PIPL Arts. 51 and 54; Article 9: no abuse).

Outside the ledger: what was read changes nothing. What for is told by the capacity and the page or step; where somebody
whose posts open many matters searches all of them, or takes a whole dossier out, it is asked. No word that was looked
for is kept, no name and no text: a filter by its name only, a hit by what was hit.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo import clock
from rongcuo.matters.access import Standing, Viewer
from rongcuo.matters.errors import Incomplete, language
from rongcuo.matters.models import ReadLog
from rongcuo.policy.model import Pack

#: What somebody may say a wide search or an export is for; the last one in words of one's own.
ASKED = ("work", "like", "oversight", "answer", "transfer", "other")
#: Capacities that work on a matter from stage to stage.
_WORKING = frozenset({"handler", "opinion_giver", "verifier", "decider"})
#: Pages of those who keep the file: comparing with paper, classes.
_KEEPING = frozenset({"paper", "scan", "class"})


def read(standing: Standing, what: str, purpose: str = "") -> None:
    """Write down what is about to be shown of a matter to whom; called after every gate was passed."""
    standing.logged = True
    ReadLog.objects.create(
        person_id=standing.viewer.person, matter=standing.matter, what=what[:80], at=clock.now(),
        capacity=" ".join(sorted(standing.seeing))[:80], purpose=(purpose or purpose_of(standing, what))[:120],
    )


def beside(viewer: Viewer, matter: UUID, what: str, capacities: Iterable[str]) -> None:
    """The same for what belongs to a matter and has a gate of its own, such as its correction."""
    ReadLog.objects.create(
        person_id=viewer.person, matter_id=matter, what=what[:80], at=clock.now(),
        capacity=" ".join(sorted(capacities))[:80], purpose=in_general(viewer),
    )


def looked(viewer: Viewer, what: str, purpose: str = "", hits: Iterable[tuple[UUID, str]] = ()) -> None:
    """A search, a filtered list or a list taken out, with the things it showed: (matter, what). One insert."""
    now, capacity = clock.now(), " ".join(sorted(viewer.capacities))[:80]
    given = (purpose or in_general(viewer))[:120]
    common = {"person_id": viewer.person, "at": now, "capacity": capacity, "purpose": given}
    ReadLog.objects.bulk_create([
        ReadLog(matter=None, what=what[:80], **common),
        *(ReadLog(matter_id=matter, what=one[:80], **common) for matter, one in hits),
    ])


def purpose_of(standing: Standing, what: str) -> str:
    """What a reading is for, from the capacity in which it is open and the page or step."""
    kind, _sep, rest = what.partition(" ")
    seeing = standing.seeing
    if kind == "step":
        return f"step:{rest}"
    if seeing & _WORKING:
        return "keeping" if kind in _KEEPING and "handler" in seeing else f"stage:{standing.matter.state}"
    if "executor" in seeing:
        return "effects"
    return "oversight" if "supervisor" in seeing else "own"


def in_general(viewer: Viewer) -> str:
    """The same for what is about no single matter."""
    if viewer.capacities & (_WORKING | {"executor"}):
        return "work"
    return "oversight" if "supervisor" in viewer.capacities else "own"


def is_wide(viewer: Viewer) -> bool:
    """Whether somebody's posts open matters that are not their own, so that a search asks what it is for."""
    return bool(viewer.capacities)


def given_purpose(chosen: str, words: str) -> str:
    """What was said a search or an export is for. Incomplete where nothing was."""
    if chosen not in ASKED:
        raise Incomplete(_("Say what this is for; it is logged."), field="purpose")
    words = " ".join(words.split())[:100]
    if chosen == "other" and not words:
        raise Incomplete(_("Say in a few words what it is for."), field="purpose_words")
    return f"asked:{chosen} {words}".strip()


def asked_words() -> dict[str, str]:
    """The purposes somebody may give, in the reader's language."""
    return {
        "work": _("work on a matter under way"), "like": _("finding matters of the same kind"),
        "oversight": _("supervision"), "answer": _("answering a question or an appeal"),
        "transfer": _("keeping and handing over the archive"), "other": _("something else"),
    }


def purpose_words(purpose: str, pack: Pack) -> str:
    """A purpose as it is shown. Unknown ones, and none, as they are."""
    kind, _sep, rest = purpose.partition(":")
    if kind == "step":
        known = {m.action: m.name.get(language()) for m in pack.procedure.moves}
        return _("to take the step: %(step)s") % {"step": known.get(rest, rest)}
    if kind == "stage":
        state = pack.procedure.matter_states.get(rest)
        return _("handling, at the stage: %(stage)s") % {"stage": state.name.get(language()) if state else rest}
    if kind == "asked":
        chosen, _sep, words = rest.partition(" ")
        said = asked_words().get(chosen, chosen)
        return f"{said}：{words}" if words and language() == "zh" else f"{said}: {words}" if words else said
    return {
        "keeping": _("keeping the file"), "effects": _("carrying out effects"), "oversight": _("supervision"),
        "own": _("one's own matter"), "work": _("work on a matter under way"),
    }.get(purpose, purpose)
