"""What the actions of the protection share: the move of the pack, permission, streams, numbers."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from rongcuo.exemptions.access import may
from rongcuo.ledger.record import head
from rongcuo.matters.access import Standing, Viewer, viewer_of, visible_matters, with_people
from rongcuo.matters.counters import next_number
from rongcuo.matters.errors import NotFound, NotNow, NotPermitted
from rongcuo.matters.guards import fresh, holders, not_yours
from rongcuo.matters.models import Matter
from rongcuo.matters.packs import pack_of
from rongcuo.people.models import Person
from rongcuo.policy.model import Pack, ProtectionMove

#: The stream of what was confirmed of the table of influence periods.
TABLE_STREAM = UUID("00000000-0000-4000-8000-000000000010")


def stream_of(matter: UUID) -> UUID:
    """The stream of a matter's effects, notices and slips."""
    return uuid5(matter, "protection")


def move_of(pack: Pack, action: str) -> ProtectionMove:
    """The pack's row for an action; NotNow where its measures know no such step."""
    if pack.protection is None or action not in pack.protection.moves:
        raise NotNow(_("The measures know no such step."))
    return pack.protection.moves[action]


def permitted(actor: Person, action: str, pack: Pack) -> Viewer:
    """The actor as a viewer; NotNow or NotPermitted where the step is not the actor's."""
    move = move_of(pack, action)
    viewer = viewer_of(actor)
    if not may(viewer, action, pack):
        raise not_yours(holders(pack, move))
    return viewer


def standing_for(actor: Person, matter: UUID, action: str) -> tuple[Standing, Pack]:
    """The actor's standing in a matter for a step of the protection. NotFound outside the scope."""
    viewer = viewer_of(actor)
    row = with_people(visible_matters(viewer)).select_for_update(of=("self",)).filter(pk=matter).first()
    if row is None:
        raise NotFound
    standing, pack = Standing(viewer, row), pack_of(row)
    move = move_of(pack, action)
    if not standing.capacities & set(move.by):
        raise not_yours(holders(pack, move))
    if standing.suspended:
        raise NotPermitted(
            _("You declared an interest in this matter, so you cannot act in it now."),
            _("The party committee decides on the declaration first."),
        )
    return standing, pack


def check_position(stream: UUID, at: int) -> None:
    """Stale where somebody acted since the page was made."""
    fresh(stream, head(stream), at)


def numbered(pack: Pack, kind: str, year: int) -> dict:
    """counter, value and number of a notice or query, for the payload."""
    counter, value = next_number(f"protection.{kind}", year)
    return {"counter": counter, "value": value,
            "number": pack.protection.numbers[kind].format(year=year, n=value)}


def subject_of(matter: Matter, standing: Standing, subject: UUID):
    """A subject of the matter; an effect on anybody else is refused as not there."""
    for one in standing.subjects:
        if one.pk == subject:
            return one
    raise NotFound
