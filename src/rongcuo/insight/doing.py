"""What the actions of insight share: the pack's move, permission, words, numbers, positions."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rongcuo.insight.access import may
from rongcuo.ledger.errors import Stale
from rongcuo.ledger.models import Entry
from rongcuo.matters.access import Viewer, viewer_of
from rongcuo.matters.counters import next_number
from rongcuo.matters.errors import Incomplete, NotNow, NotPermitted, language, listed
from rongcuo.matters.packs import current_pack
from rongcuo.people.models import Person
from rongcuo.policy.model import Insight


def insight() -> Insight:
    """The pack's section; NotNow where its measures have none."""
    found = current_pack().insight
    if found is None:
        raise NotNow(_("The measures know no such step."))
    return found


def permitted(actor: Person, action: str) -> Viewer:
    """The actor as a viewer; NotNow or NotPermitted where the step is not the actor's."""
    viewer, move = viewer_of(actor), insight().moves.get(action)
    if move is None:
        raise NotNow(_("The measures know no such step."))
    if not may(viewer, action):
        names = current_pack().capacities
        who = listed(names[c].name.get(language()) for c in move.by)
        raise NotPermitted(_("This step is not yours."), _("It belongs to: %(who)s.") % {"who": who})
    return viewer


def need(condition: object, message: str, cure: str = "", field: str = "") -> None:
    """Incomplete unless the condition holds."""
    if not condition:
        raise Incomplete(message, cure, field)


def words(text: str | None, field: str) -> str:
    """A text that must not be empty."""
    text = (text or "").strip()
    need(text, _("This must be said in words."), field=field)
    return text


def check_position(stream: UUID, found: int, at: int) -> None:
    """Stale where somebody acted since the page was made."""
    if found != at:
        raise Stale(stream, at, found, Entry.objects.filter(stream=stream).order_by("-position").first())


def numbered(kind: str, year: int) -> dict:
    """counter, value and number for a payload."""
    counter, value = next_number(f"insight.{kind}", year)
    return {"counter": counter, "value": value, "number": insight().numbers[kind].format(year=year, n=value)}
