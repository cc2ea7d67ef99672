"""What the actions of insight share: the pack's move, permission, words, numbers, positions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongcuo.insight.access import may
from rongcuo.matters.access import Viewer, viewer_of
from rongcuo.matters.counters import next_number
from rongcuo.matters.errors import NotNow
from rongcuo.matters.guards import holders, not_yours
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
        raise not_yours(holders(current_pack(), move))
    return viewer


def numbered(kind: str, year: int) -> dict:
    """counter, value and number for a payload."""
    counter, value = next_number(f"insight.{kind}", year)
    return {"counter": counter, "value": value, "number": insight().numbers[kind].format(year=year, n=value)}
