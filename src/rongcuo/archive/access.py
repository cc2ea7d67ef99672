"""Who may see what of the archive: the party committee's office keeps it; others have no list of it."""

from __future__ import annotations

from django.db.models import QuerySet

from rongcuo.archive.models import DestructionList, Imported
from rongcuo.matters.access import Viewer, visible_matters
from rongcuo.matters.models import Item, Matter
from rongcuo.matters.packs import current_pack


def keeps(viewer: Viewer) -> bool:
    """Whether the viewer keeps the archive."""
    return "handler" in viewer.capacities


def closed_matters(viewer: Viewer) -> QuerySet[Matter]:
    """Closed matters for the transfer list: those the viewer keeps and is not concerned in."""
    if not keeps(viewer):
        return Matter.objects.none()
    from rongcuo.archive.searching.find import Gate

    gate = Gate(viewer)
    return visible_matters(viewer).filter(sealed_on__isnull=False).exclude(pk__in=gate.closed)


def checkable(viewer: Viewer) -> QuerySet[Matter]:
    """Matters whose dossier the viewer may have checked: closed, or over and not closed yet."""
    if not keeps(viewer):
        return Matter.objects.none()
    from rongcuo.archive.searching.find import Gate

    over = [s.id for s in current_pack().procedure.matter_states.values() if s.final]
    return visible_matters(viewer).filter(state__in=over).exclude(pk__in=Gate(viewer).closed).order_by("number")


def catalogues(matters: list[Matter]) -> dict:
    """The sealed rows of matters, by matter; one query."""
    found: dict = {m.pk: [] for m in matters}
    for matter, body in Item.objects.filter(matter__in=list(found), kind="catalogue").order_by("position").values_list(
        "matter", "body"
    ):
        found[matter] += body["pieces"]
    return found


def visible_imports(viewer: Viewer) -> QuerySet[Imported]:
    """Dossiers of other installations."""
    return Imported.objects.all() if keeps(viewer) else Imported.objects.none()


def visible_lists(viewer: Viewer) -> QuerySet[DestructionList]:
    """Lists of what is to be, or was, destroyed; none that names a matter the viewer is concerned in."""
    if not keeps(viewer):
        return DestructionList.objects.none()
    from rongcuo.archive.searching.find import Gate

    closed = {str(pk) for pk in Gate(viewer).closed}
    own = [pk for pk, rows in DestructionList.objects.values_list("pk", "rows") if closed & {r["matter"] for r in rows}]
    return DestructionList.objects.exclude(pk__in=own)
